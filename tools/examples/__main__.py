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
from tools.examples.dossiers import dossier
from tools.examples.playing import NotPlayed, Recorded, recorded, written
from tools.examples.settled import Settled
from tools.examples.steps import ROOT, NoProgress


def main(
    services: Annotated[
        list[str] | None,
        typer.Argument(help="Which services; without, all of them and what the gateway joins."),
    ] = None,
) -> None:
    """Play the examples on a PostgreSQL of their own and write what was answered."""
    folder = Path(tempfile.mkdtemp(prefix="groeikracht-examples-"))
    folder.chmod(0o755)  # as root the server runs as another user
    server = Postgres(folder / "postgres")
    try:
        server.start()
        played, settled = {}, Settled("")
        for name, url in server.create().items():
            if name in (services or SERVICES):
                played[name] = Settings(environment="local", clock="settable", database_url=SecretStr(url))
                upgrade(name, played[name])
                _write(name, asyncio.run(recorded(name, played[name])))
        if not services:
            _write("gateway", asyncio.run(dossier(played, settled)))
    except (NotPlayed, NoProgress) as failure:
        sys.exit(str(failure))
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _write(package: str, found: Recorded) -> None:
    path = ROOT / f"services/{package}/examples.json"
    path.write_text(written(found), "utf-8")
    typer.echo(f"written: {path.relative_to(ROOT)}")


if __name__ == "__main__":
    typer.run(main)
