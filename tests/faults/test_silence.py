"""Connections that go silent and are closed by nobody are replaced; a leader that is not heard leads no more.

The bounds are those of production, many times shorter; tests/rules/bus/test_bounds.py adds up the real ones.
"""

import asyncio
import importlib
import time
from collections.abc import AsyncIterator
from typing import Any

import aiokafka.client
import httpx
import pytest
from pydantic import SecretStr

from deploy.local.kafka import Kafka
from deploy.local.postgres import Postgres
from deploy.local.processes import free_port
from shared.bus import kafka as clients
from shared.bus import leadership
from shared.bus.inbox import Subscription
from shared.bus.worker import Worker
from shared.contracts.agenda.agendas import AgendaAdopted
from shared.contracts.examples import EXAMPLES
from shared.kernel.ids import uuid7
from shared.settings import Settings
from shared.store import engine
from shared.store.engine import Patience, connect, sessions
from shared.store.tx import Tx, begin
from shared.testing.callers import caller
from shared.testing.client import Api, serving
from shared.testing.wire import Wire, wire

ADOPTED = next(example for example in EXAMPLES if isinstance(example, AgendaAdopted))


@pytest.fixture(autouse=True)
def shorter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "WORKING", Patience(statement=3, command=3.5, idle=0))
    monkeypatch.setattr(engine, "HOLDING", Patience(statement=1, command=1.2, idle=10))
    monkeypatch.setattr(leadership, "BEAT_SECONDS", 0.5)
    monkeypatch.setattr(clients, "ANSWER_MS", 2_000)
    monkeypatch.setattr(clients, "RENEW_SECONDS", 3.0)


@pytest.fixture
async def line(postgres: Postgres) -> AsyncIterator[Wire]:
    async with wire(postgres.port) as found:
        yield found


def through(line: Wire, postgres: Postgres, settings: Settings) -> Settings:
    url = settings.database_url.get_secret_value()
    moved = url.replace(f":{postgres.port}/", f":{line.port}/")
    assert moved != url
    return settings.model_copy(update={"database_url": SecretStr(moved)})


@pytest.fixture
async def behind(line: Wire, postgres: Postgres, settings: dict[str, Settings]) -> AsyncIterator[Api]:
    service = importlib.import_module("services.agenda.app").SERVICE
    async with serving(service, through(line, postgres, settings["agenda"])) as api:
        yield api


async def asked(api: Api, times: int = 14) -> list[int]:
    """What as many clients are told, each with its own share of the connections: together they use all."""
    async with asyncio.timeout(60):
        found = await asyncio.gather(
            *(api.get("/clusters", caller("state", "agenda:read", client=f"of {n}")) for n in range(times))
        )
    return [response.status_code for response in found]


async def ready(api: Api) -> httpx.Response:
    return await api.http.get("http://test/readyz")


async def test_requests_work_again_after_every_connection_went_silent(behind: Api, line: Wire) -> None:
    assert set(await asked(behind)) == {200}
    line.silence()
    began = time.monotonic()
    first = asyncio.create_task(asked(behind))
    await asyncio.sleep(0.2)
    health = await ready(behind)
    assert time.monotonic() - began < 12, "readiness is told within seconds"
    assert health.status_code == 503
    assert set(await first) <= {200, 503}
    assert set(await asked(behind)) == {200}
    assert time.monotonic() - began < 30
    await asyncio.sleep(1)  # for as long as readiness is remembered
    assert (await ready(behind)).status_code == 200


async def test_a_connection_that_went_silent_at_rest_costs_no_request(
    behind: Api, line: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "IDLE_SECONDS", 0.2)
    monkeypatch.setattr(engine, "ASKED_SECONDS", 0.5)
    assert set(await asked(behind)) == {200}
    line.silence()
    await asyncio.sleep(0.3)
    assert set(await asked(behind)) == {200}


class Acts:
    """What the workers of one service did as its leader, all over healthy connections but for the lock's."""

    def __init__(self, store: Settings) -> None:
        self.engine = connect("agenda", store)
        self.seen: list[str] = []

    def stands(self, name: str, settings: Settings) -> "asyncio.Task[None]":
        """A worker that stands for the lead, its lock held as these settings say."""

        async def act(_: Tx) -> None:
            self.seen.append(name)

        found = Worker("agenda", settings, self.engine, (), (act,))
        return asyncio.create_task(found.lead())

    async def saw(self, name: str) -> None:
        async with asyncio.timeout(60):
            while name not in self.seen:  # noqa: ASYNC110 - a timer sets it
                await asyncio.sleep(0.02)


async def test_a_leader_that_is_not_heard_stops_before_another_leads(
    line: Wire, postgres: Postgres, settings: dict[str, Settings]
) -> None:
    nowhere = {"kafka_bootstrap": f"127.0.0.1:{free_port()}"}  # the relay waits, and says nothing on the lock
    healthy = settings["agenda"].model_copy(update=nowhere)
    acts = Acts(healthy)
    first = acts.stands("first", through(line, postgres, healthy))
    await acts.saw("first")
    second = acts.stands("second", healthy)
    await asyncio.sleep(2)
    assert "second" not in acts.seen
    line.silence()
    try:
        await acts.saw("second")
        await asyncio.sleep(2)
        assert "first" not in acts.seen[acts.seen.index("second") :]
    finally:
        for task in (first, second):
            task.cancel()
        await asyncio.gather(first, second, return_exceptions=True)
        await acts.engine.dispose()


async def test_facts_pass_again_after_every_connection_to_kafka_went_silent(
    settings: dict[str, Settings], kafka: Kafka, monkeypatch: pytest.MonkeyPatch
) -> None:
    wired = {
        name: found.model_copy(update={"kafka_bootstrap": kafka.bootstrap})
        for name, found in settings.items()
    }
    seen: set[str] = set()

    async def note(event: AgendaAdopted, _: Tx) -> None:
        seen.add(event.title)

    async def passes(title: str) -> None:
        async with begin(sessions(sender), "test") as tx:
            tx.emit(ADOPTED.model_copy(update={"agenda_id": uuid7(), "title": title}))
        async with asyncio.timeout(60):
            while title not in seen:  # noqa: ASYNC110 - a reaction sets it
                await asyncio.sleep(0.02)

    sender, receiver = connect("agenda", wired["agenda"]), connect("funding", wired["funding"])
    topics = Subscription(r"groeikracht\.agenda", {AgendaAdopted: [note]})
    stop = asyncio.Event()
    async with wire(kafka.port) as line:
        _reroute(monkeypatch, kafka.port, line.port)
        reading = Worker("funding", wired["funding"], receiver, (topics,), ())
        tasks = [
            asyncio.create_task(Worker("agenda", wired["agenda"], sender, (), ()).lead()),
            asyncio.create_task(reading.consume(stop)),
        ]
        try:
            await passes("before the silence")
            line.silence()
            await passes("after the silence")
        finally:
            stop.set()
            await asyncio.wait(tasks[1:])
            tasks[0].cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
    for used in (sender, receiver):
        await used.dispose()


def _reroute(monkeypatch: pytest.MonkeyPatch, port: int, by: int) -> None:
    """The broker names its own port: clients go there by the wire."""
    create = aiokafka.client.create_conn

    async def rerouted(host: str, asked: int, **more: Any) -> Any:
        return await create(host, by if asked == port else asked, **more)

    monkeypatch.setattr(aiokafka.client, "create_conn", rerouted)
