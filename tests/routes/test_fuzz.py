"""No request that can be made from an OpenAPI document, or by breaking one, gets an answer outside it."""

import asyncio
import importlib
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from pydantic import SecretStr

from deploy.local.postgres import Postgres
from services.openapi import SERVICES
from shared.bus.parking import Parking
from shared.bus.record import Record
from shared.settings import Settings
from shared.store.engine import connect, sessions
from shared.store.migrations import upgrade
from shared.testing.callers import caller
from shared.testing.listening import listening
from shared.web.app import Service
from tests.routes.documents import openapi_documents
from tests.routes.objects import KEPT, one_of

ROOT = Path(__file__).parents[2]
CONFIGURATION = Path(__file__).with_name("schemathesis.toml")
EXAMPLES = os.environ.get("GROEIKRACHT_FUZZ_EXAMPLES", "10")  # random requests an operation, valid and not
SHARE = int(os.environ.get("GROEIKRACHT_FUZZ_SHARE", "9"))  # one part in so many is fuzzed, another each day
CALLERS = {"agenda": "region:CR36", "funding": "state", "loans": "rom:BOM"}  # who owns most of the service
OPERATED = ("parked-messages", "replays", "audit-entries")  # what the platform operates, and nobody else


@pytest.fixture(scope="module")
def databases(engines_folder: Path) -> Iterator[dict[str, str]]:
    """A server of its own, so that what random requests leave behind meets no other test."""
    server = Postgres(engines_folder / "fuzzed")
    server.start()
    yield server.create()
    server.stop()


@pytest.fixture
async def settings(name: str, databases: dict[str, str]) -> Settings:
    """Settings of one service on a database that holds objects of every kind, and parked messages."""
    found = Settings(environment="local", clock="settable", database_url=SecretStr(databases[name]))
    await asyncio.to_thread(upgrade, name, found)
    engine = connect(name, found)
    rows = sessions(engine)
    for kept in KEPT:
        for owner in kept.owners if kept.service == name else ():
            await one_of(kept, rows, owner)
    for offset in range(8):
        message = Record("groeikracht.agenda", 0, offset, b"", b"not JSON", [])
        await Parking(rows).park(message, "not JSON")
    await engine.dispose()
    return found


def scopes_of(service: Service) -> set[str]:
    """Every scope that some operation of the service asks for."""
    return {
        scope
        for operations in openapi_documents()[service.name]["paths"].values()
        for operation in operations.values()
        for need in operation["security"]
        for scopes in need.values()
        for scope in scopes
    }


def collections(service: Service, body: str) -> list[str]:
    """What is fuzzed today of what the body reaches: the first parts of paths, each in turn."""
    paths = openapi_documents()[service.name]["paths"]
    found = sorted({path.split("/")[1] for path in paths})
    reached = [each for each in found if (each in OPERATED) is (body == "platform")]
    day, share = datetime.now(UTC).toordinal(), min(SHARE, len(reached))
    return [each for turn, each in enumerate(reached) if (turn + day) % share == 0]


@pytest.mark.parametrize(
    ("name", "body"), [(name, body) for name in SERVICES for body in (CALLERS[name], "platform")]
)
def test_every_answer_is_in_the_document(name: str, body: str, settings: Settings) -> None:
    service: Service = importlib.import_module(f"services.{name}.app").SERVICE
    everything = caller(body, *scopes_of(service), "clock:set", subject="fuzzer")
    token = everything["Authorization"].removeprefix("Bearer ")
    which = "|".join(re.escape(each) for each in collections(service, body))
    with listening(service, settings) as address:
        httpx.get(f"{address}/openapi.json", timeout=120)  # built once; schemathesis waits ten seconds for it
        fuzzing = [sys.executable, "-m", "schemathesis.cli", "--config-file", str(CONFIGURATION)]
        fuzzing += ["run", f"{address}/openapi.json", "--url", address, "-n", EXAMPLES, "--no-color"]
        fuzzing += [f"--include-path-regex=^/({which})(/|$)"]
        environment = {**os.environ, "FUZZ_TOKEN": token, "PYTHONPATH": str(ROOT)}
        done = subprocess.run(fuzzing, env=environment, cwd=ROOT, capture_output=True, text=True)
    print(done.stdout)
    assert done.returncode == 0, done.stdout[-20_000:] + done.stderr
