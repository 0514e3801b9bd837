"""Writes a service's next migration from its models: `python -m tools.revision loans "loss claims"`."""

import asyncio
import importlib
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Annotated

import typer
from alembic import command
from pydantic import SecretStr
from sqlalchemy import Connection

from deploy.local.postgres import Postgres
from shared.settings import Settings
from shared.store.engine import connect
from shared.store.migrations import config, drift, upgrade

READ_IT = "Read it: autogenerate sees no renames, and no CHECK or EXCLUDE constraint on a table that exists."


def revise(service: str, message: str) -> Path | None:
    """Write what the models have and the migrations do not; None when they agree.

    Works on a PostgreSQL of its own in a temporary folder, brought to the newest revision first.
    """
    folder = Path(tempfile.mkdtemp(prefix="groeikracht-revision-"))
    folder.chmod(0o755)  # as root the server runs as another user
    server = Postgres(folder / "postgres")
    try:
        server.start()
        settings = Settings(database_url=SecretStr(server.create()[service]))
        upgrade(service, settings)
        return asyncio.run(_generate(service, message, settings))
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


async def _generate(service: str, message: str, settings: Settings) -> Path | None:
    importlib.import_module(f"services.{service}.app")  # every slice's models, by way of their routes
    metadata = importlib.import_module(f"services.{service}.entity").Entity.metadata
    engine = connect(service, settings)

    def write(connection: Connection) -> Path | None:
        if not drift(service, connection, metadata):
            return None
        found = config(service)
        found.attributes["connection"] = connection
        taken = Path(found.get_main_option("script_location") or "", "versions").glob("[0-9]*.py")
        number = max(int(path.name[:4]) for path in taken) + 1
        written = command.revision(found, message, autogenerate=True, rev_id=f"{number:04d}")
        return Path(written.path)  # type: ignore[union-attr]  # one revision is asked for, so no list

    async with engine.connect() as connection:
        path = await connection.run_sync(write)
    await engine.dispose()
    return path


def tidy(path: Path) -> None:
    """The file as `make check` wants it."""
    path.write_text(re.sub(r" *# ### .*\n", "", path.read_text("utf-8")), "utf-8")  # alembic's own marks
    for step in (["check", "--fix", "--exit-zero"], ["format"]):
        subprocess.run([sys.executable, "-m", "ruff", *step, "--quiet", str(path)], check=True)


def main(
    service: Annotated[str, typer.Argument(help="The service whose models changed, e.g. loans.")],
    message: Annotated[str, typer.Argument(help="What changes, as a few words; also the file's name.")],
) -> None:
    """Write the next migration of a service."""
    path = revise(service, message)
    if path is None:
        sys.exit(f"The models and the migrations of {service} agree; nothing was written.")
    tidy(path)
    typer.echo(f"written: {path}\n{READ_IT}")


if __name__ == "__main__":
    typer.run(main)
