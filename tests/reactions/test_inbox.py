"""One record at a time through the inbox: what comes again, what is parked, what is discarded."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from prometheus_client import REGISTRY
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from shared.bus import gauges
from shared.bus.inbox import Inbox, Subscription
from shared.bus.leader import forget_old_keys
from shared.bus.record import Record
from shared.contracts.agenda.agendas import AgendaAdopted
from shared.contracts.examples import EXAMPLES
from shared.kernel.ids import uuid7
from shared.kernel.principal import Tenant
from shared.kernel.rules import Rule
from shared.settings import Settings
from shared.store import parked
from shared.store.engine import Sessions, connect, sessions
from shared.store.failures import is_lasting, is_passing
from shared.store.tables import IDEMPOTENCY, PARKED
from shared.store.tx import Tx, begin

ADOPTED = next(example for example in EXAMPLES if isinstance(example, AgendaAdopted))
OPERATOR = Tenant.parse("platform")
WANTED = Rule("test.wanted", "The test wants it so.", refusal="The test does not want it")
HEADERS = [("content-type", b"application/cloudevents+json; charset=UTF-8")]


class Desk:
    """An inbox whose one reaction does as the test says."""

    def __init__(self, found: Sessions) -> None:
        self.sessions = found
        self.seen: list[str] = []
        self.wanted = True
        topics = Subscription(r"test\.topic", {AgendaAdopted: [self.note]})
        self.inbox = Inbox(found, (topics,))

    async def note(self, event: AgendaAdopted, tx: Tx) -> None:
        WANTED.require(self.wanted)
        self.seen.append(event.title)

    async def parked(self, record: Record) -> list[Any]:
        query = select(PARKED).where(PARKED.c.key == record.key).order_by(PARKED.c.number)
        async with self.sessions() as session:
            return list((await session.execute(query)).all())


@pytest.fixture
async def desk(settings: dict[str, Settings]) -> AsyncIterator[Desk]:
    engine = connect("funding", settings["funding"])
    yield Desk(sessions(engine))
    await engine.dispose()


def record(title: str, *, id: str | None = None, offset: int = 0, key: str | None = None) -> Record:
    data = ADOPTED.model_copy(update={"title": title}).payload()
    event = {
        "specversion": "1.0",
        "id": id or str(uuid7()),
        "source": "urn:nld:oin:00000099000000001000:systeem:test",
        "type": AgendaAdopted.type(),
        "data": data,
    }
    found = (key or str(uuid7())).encode()
    return Record("test.topic", 0, offset, found, json.dumps(event).encode(), HEADERS)


async def test_of_what_is_too_large_to_be_an_event_the_beginning_is_kept_and_never_reacted_to(
    desk: Desk,
) -> None:
    """A beginning may be whole data of its own: in binary mode "1" is what is left of "12"."""
    huge = replace(record("huge", key="huge"), value=b" " * 900_000, headers=[("h", b"x" * 400_000)])
    wide = replace(record("wide", key="wide"), headers=[*HEADERS, ("h", b"x" * 400_000)])
    for held in (huge, wide):
        await desk.inbox.deliver(held)
        (row,) = await desk.parked(held)
        assert len(row.value or b"") <= 1024
        assert row.headers == []
        assert "400,0" in f"{int(row.error.split(' of headers')[0].split()[-1]):,}"
        async with begin(desk.sessions, "operator") as tx:
            await parked.decide(tx, row.id, "REDRIVE", "again")
        await desk.inbox.redrive()
        (row,) = await desk.parked(held)
        assert row.status == "PARKED"
    assert not desk.seen


async def test_a_discarded_message_that_comes_again_has_no_effect(desk: Desk) -> None:
    desk.wanted, message = False, record("discarded")
    await desk.inbox.deliver(message)
    (row,) = await desk.parked(message)
    async with begin(desk.sessions, "operator", OPERATOR) as tx:
        await parked.decide(tx, row.id, "DISCARDED", "not needed")
    desk.wanted = True
    await desk.inbox.deliver(message)
    assert desk.seen == []
    assert [found.status for found in await desk.parked(message)] == ["DISCARDED"]


async def test_what_concerns_nobody_here_does_not_wait_behind_a_parked_message(desk: Desk) -> None:
    first = record("first", key="one-aggregate")
    desk.wanted = False
    await desk.inbox.deliver(first)
    event = json.loads(first.value or b"") | {"type": "nl.groeikracht.agenda.somebody-elses", "id": "other"}
    other = replace(first, offset=1, value=json.dumps(event).encode())
    follower = record("second", key="one-aggregate", offset=2)
    for found in (other, follower):
        await desk.inbox.deliver(found)
    assert [(row.offset, row.behind) for row in await desk.parked(first)] == [(0, False), (2, True)]


async def test_another_message_at_the_position_of_a_parked_one_is_parked_too(desk: Desk) -> None:
    desk.wanted = False
    before, after = record("before Kafka was lost", offset=7), record("after it was refilled", offset=7)
    for message in (before, after):
        await desk.inbox.deliver(message)
    assert [len(await desk.parked(message)) for message in (before, after)] == [1, 1]


async def test_an_id_that_comes_again_with_other_content_is_not_swallowed(desk: Desk) -> None:
    first, changed = record("first", id="same"), record("changed", id="same")
    await desk.inbox.deliver(first)
    await desk.inbox.deliver(replace(first, offset=1))
    await desk.inbox.deliver(changed)
    assert desk.seen == ["first"]
    assert [row.rule for row in await desk.parked(changed)] == ["message.same-id-same-message"]


async def test_a_name_with_nul_does_not_keep_a_message_from_being_parked(desk: Desk) -> None:
    desk.wanted = False
    message = replace(record("nul"), headers=[*HEADERS, ("bad\x00name", b"x")])
    await desk.inbox.deliver(message)
    assert len(await desk.parked(message)) == 1


async def test_what_waits_for_an_operator_is_counted(desk: Desk) -> None:
    async with desk.sessions() as session:
        gauges.show((await session.execute(gauges.WAITING)).one())
    before = _shown()
    desk.wanted = False
    await desk.inbox.deliver(replace(record("counted"), headers=[*HEADERS, ("bad\x00name", b"x")]))
    async with desk.sessions() as session:
        gauges.show((await session.execute(gauges.WAITING)).one())
    assert _shown() == before + 1


def _shown() -> float:
    return REGISTRY.get_sample_value("groeikracht_parked_messages") or 0


@pytest.mark.parametrize("blank", ["2014-12-15T00:00:00", "20141215", 0])
async def test_a_date_is_a_plain_date(desk: Desk, blank: object) -> None:
    message = record("lax")
    event = json.loads(message.value or b"")
    event["data"]["startsOn"] = blank
    message = replace(message, value=json.dumps(event).encode())
    await desk.inbox.deliver(message)
    assert [row.rule for row in await desk.parked(message)] == ["message.valid"]


class _Postgres(Exception):
    def __init__(self, sqlstate: str) -> None:
        self.sqlstate = sqlstate


@pytest.mark.parametrize(
    ("sqlstate", "passing", "lasting"),
    [
        ("57P01", True, False),  # the server shuts down
        ("57014", False, False),  # a statement took too long: it may always
        ("40001", True, False),
        ("55P03", True, False),
        ("23514", False, True),
        ("54000", False, True),
        ("22003", False, True),  # a sum that its column cannot hold
    ],
)
def test_the_moment_and_the_data_are_told_apart(sqlstate: str, passing: bool, lasting: bool) -> None:
    failure = DBAPIError("", {}, _Postgres(sqlstate))
    assert (is_passing(failure), is_lasting(failure)) == (passing, lasting)


async def test_a_stalled_database_costs_a_message_no_try(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shared.bus.inbox.AWAY_SECONDS", 0.01)
    stalls = iter(range(8))  # more than a message has tries

    async def slow(_: AgendaAdopted, tx: Tx) -> None:
        if next(stalls, None) is not None:
            await tx.session.execute(text("set local statement_timeout = 20"))
            await tx.session.execute(text("select pg_sleep(5)"))
        desk.seen.append("in the end")

    message = record("stalled")
    await Inbox(desk.sessions, (Subscription(r"test\.topic", {AgendaAdopted: [slow]}),)).deliver(message)
    assert (desk.seen, await desk.parked(message)) == (["in the end"], [])


async def test_a_clock_that_runs_ahead_forgets_no_key(desk: Desk) -> None:
    kept = {"actor": "somebody", "key": str(uuid7()), "tenant": "state", "client": "c", "person": "p"}
    async with begin(desk.sessions, "test") as tx:
        values = {**kept, "fingerprint": b"", "recorded_at": datetime.now(UTC)}
        await tx.session.execute(IDEMPOTENCY.insert().values(values))
    async with begin(desk.sessions, "timer") as tx:
        tx.recorded_at += timedelta(days=8)
        await forget_old_keys(tx)
    async with desk.sessions() as session:
        assert (await session.execute(select(IDEMPOTENCY).filter_by(**kept))).one()
