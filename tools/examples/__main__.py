"""Writes the examples of a service's OpenAPI document: `python -m tools.examples loans`."""

import asyncio
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Annotated

import typer
from pydantic import SecretStr

from deploy.local.postgres import Postgres
from services.openapi import SERVICES
from shared.settings import Settings
from shared.store.migrations import upgrade
from tools.examples.playing import NotPlayed, recorded, written
from tools.examples.steps import ROOT, NoProgress


def main(
    services: Annotated[
        list[str] | None, typer.Argument(help="Which services; without, all of them.")
    ] = None,
) -> None:
    """Play the examples on a PostgreSQL of their own and write what was answered."""
    folder = Path(tempfile.mkdtemp(prefix="groeikracht-examples-"))
    folder.chmod(0o755)  # as root the server runs as another user
    server = Postgres(folder / "postgres")
    try:
        server.start()
        urls = server.create()
        for name in services or SERVICES:
            settings = Settings(environment="local", clock="settable", database_url=SecretStr(urls[name]))
            upgrade(name, settings)
            path = ROOT / f"services/{name}/examples.json"
            path.write_text(written(asyncio.run(recorded(name, settings))), "utf-8")
            typer.echo(f"written: {path.relative_to(ROOT)}")
    except (NotPlayed, NoProgress) as failure:
        sys.exit(str(failure))
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    typer.run(main)
