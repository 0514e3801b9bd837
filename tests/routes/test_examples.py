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
from tools.examples.dossiers import dossier
from tools.examples.playing import Recorded, recorded
from tools.examples.settled import Settled
from tools.examples.steps import ROOT

PLAYED = ("agenda", "funding", "loans")


@pytest.fixture(scope="module")
def services(engines_folder: Path) -> Iterator[dict[str, Settings]]:
    """A server of its own, so that lists hold what the examples made and nothing else."""
    server = Postgres(engines_folder / "examples")
    server.start()
    yield {
        name: Settings(environment="local", clock="settable", database_url=SecretStr(url))
        for name, url in server.create().items()
        if name in PLAYED
    }
    server.stop()


@pytest.fixture(scope="module")
def settled() -> Settled:
    """What the gateway's example is settled by; made before anything is played."""
    return Settled("")


@pytest.fixture(scope="module")
async def played(services: dict[str, Settings], settled: Settled) -> dict[str, Recorded]:
    """Every operation of every service, as it is answered today."""
    for name, settings in services.items():
        await asyncio.to_thread(upgrade, name, settings)
    return {name: await recorded(name, settings) for name, settings in services.items()}


@pytest.mark.parametrize("name", PLAYED)
def test_the_service_answers_every_example_as_its_document_shows(
    name: str, played: dict[str, Recorded]
) -> None:
    assert played[name] == shown(name), f"run python -m tools.examples {name}, then make docs"


@pytest.mark.usefixtures("played")
async def test_the_gateway_joins_what_the_services_hold_as_its_document_shows(
    services: dict[str, Settings], settled: Settled
) -> None:
    assert await dossier(services, settled) == shown("gateway"), (
        "run python -m tools.examples, then make docs"
    )


def shown(package: str) -> Recorded:
    """What the document shows."""
    found: Recorded = json.loads((ROOT / f"services/{package}/examples.json").read_text("utf-8"))
    return found
