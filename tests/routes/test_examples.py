"""Every example in the OpenAPI documents was answered by the service: it is played again, and compared."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from deploy.local.postgres import Postgres
from shared.settings import Settings
from shared.store.migrations import upgrade
from tools.examples.playing import recorded
from tools.examples.steps import ROOT

PLAYED = ("agenda", "funding", "loans")


@pytest.fixture(scope="module")
def databases(engines_folder: Path) -> Iterator[dict[str, str]]:
    """A server of its own, so that lists hold what the examples made and nothing else."""
    server = Postgres(engines_folder / "examples")
    server.start()
    yield server.create()
    server.stop()


@pytest.mark.parametrize("name", PLAYED)
async def test_the_service_answers_every_example_as_its_document_shows(
    name: str, databases: dict[str, str]
) -> None:
    settings = Settings(environment="local", clock="settable", database_url=SecretStr(databases[name]))
    await asyncio.to_thread(upgrade, name, settings)
    shown = json.loads((ROOT / f"services/{name}/examples.json").read_text("utf-8"))
    assert await recorded(name, settings) == shown, f"run python -m tools.examples {name}, then make docs"
