"""Two processes decide on one tranche and one is killed: each answer once, the ceiling to the cent."""

import asyncio
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from functools import partial
from typing import Any

import httpx
import pytest

from deploy.local.processes import free_port
from deploy.local.program import CHECKOUT
from services.funding.ledger.ledger import rules as ledger
from shared.testing.client import Api, patiently
from tests.routes.funding.awards.test_awards import balance, facts, sectorplan
from tests.routes.funding.conftest import DURING, OFFICER, Office, no_aid

PART, PLANS, ROOM = 125_000_01, 96, 70


@contextmanager
def process(url: str) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """The address of the service in a process of its own, which takes requests."""
    port = free_port()
    settings = {"DATABASE_URL": url, "ENVIRONMENT": "local", "CLOCK": "settable"}
    environ = os.environ | {f"GROEIKRACHT_{name}": value for name, value in settings.items()}
    command = [sys.executable, "-m", "uvicorn", "tests.routes.funding.app:app", "--port", str(port)]
    running = subprocess.Popen([*command, "--log-level", "error"], cwd=CHECKOUT, env=environ)
    try:
        end = time.monotonic() + 60
        while time.monotonic() < end and not _is_ready(port):
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}/funding/v1", running
    finally:
        running.kill()
        running.wait(20)


def _is_ready(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/readyz").status_code == 200
    except httpx.TransportError:
        return False


@pytest.fixture
def processes(urls: dict[str, str]) -> Iterator[list[tuple[str, subprocess.Popen[bytes]]]]:
    """Two of them."""
    with process(urls["funding"]) as one, process(urls["funding"]) as other:
        yield [one, other]


@asynccontextmanager
async def client(address: str) -> AsyncIterator[Api]:
    limits = httpx.Limits(max_connections=PLANS, max_keepalive_connections=0)  # none is closed while in use
    async with httpx.AsyncClient(base_url=address, timeout=60, limits=limits) as http:
        yield Api(http)


async def test_a_killed_process_loses_no_answer_and_doubles_none(
    office: Office, processes: list[tuple[str, subprocess.Popen[bytes]]]
) -> None:
    (first, killed), (second, _) = processes
    async with client(first) as one, client(second) as other:
        await _kill_one(office, one, other, killed)


async def _kill_one(office: Office, first: Api, second: Api, killed: subprocess.Popen[bytes]) -> None:
    tranche = await sectorplan(office, ROOM * PART)
    ready = await office.standing(tranche, PART, PLANS)

    async def award(api: Api, found: dict[str, Any]) -> httpx.Response:
        body = {"amountCents": PART, "recipients": [no_aid(found, PART)]}
        path, etag = f"/applications/{found['id']}/awards", found["etag"]
        return await api.post(path, OFFICER, body, etag=etag, key=f"p-{found['id']}", at=DURING)

    answered: dict[str, httpx.Response] = {}

    async def once(number: int, found: dict[str, Any]) -> None:
        try:
            answered[found["id"]] = await award((first, second)[number % 2], found)
        except httpx.TransportError:
            return  # its process was killed
        if len(answered) == 20:
            killed.kill()

    await asyncio.gather(*(once(number, found) for number, found in enumerate(ready)))
    assert 20 <= len(answered) < PLANS, "some were under way when the process was killed"
    again = await asyncio.gather(*(patiently(partial(award, second, found)) for found in ready))
    assert Counter(answer.status_code for answer in again) == {200: ROOM, 409: PLANS - ROOM}
    for found, answer in zip(ready, again, strict=True):
        before = answered.get(found["id"])
        if before is not None and before.status_code == 200:
            assert (answer.content, answer.headers["etag"]) == (before.content, before.headers["etag"])
            assert answer.headers["idempotency-replayed"] == "true"
    shown = await office.shown("tranches", tranche["id"])
    assert (shown["status"], shown["awardedCents"]) == ("EXHAUSTED", ROOM * PART)
    assert await facts(office, tranche, "application-awarded") == ROOM
    assert await balance(office, ledger.tranche_room(tranche["id"])) == 0
