"""Messages that share a transaction: what is in the way of one harms no other, and nothing is made twice."""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select, text

from shared.bus import together
from shared.bus.inbox import Inbox, Subscription
from shared.bus.record import Record
from shared.contracts.agenda.agendas import AgendaAdopted
from shared.contracts.examples import EXAMPLES
from shared.contracts.withdrawn import AgendaFactWithdrawn
from shared.kernel.ids import uuid7
from shared.kernel.principal import Tenant
from shared.kernel.rules import Rule
from shared.settings import Settings
from shared.store import parked
from shared.store.engine import Sessions, connect, sessions
from shared.store.tables import AUDIT, INBOX, OUTBOX, PARKED
from shared.store.tx import Tx, begin

ADOPTED = next(example for example in EXAMPLES if isinstance(example, AgendaAdopted))
WITHDRAWN = next(example for example in EXAMPLES if isinstance(example, AgendaFactWithdrawn))
LIKED = Rule("test.liked-together", "The test likes the title.", refusal="The test does not like the title")
HEADERS = [("content-type", b"application/cloudevents+json; charset=UTF-8")]
TOPIC = "test.together"
OPERATOR = Tenant.parse("platform")


class Desk:
    """A service that tells on what it hears; it does not like what is bad."""

    def __init__(self, found: Sessions) -> None:
        self.sessions = found
        self.bad = "bad"
        self.began: list[str] = []
        self.inbox = self.started_anew()

    def started_anew(self) -> Inbox:
        heard = {AgendaAdopted: [self.retell], AgendaFactWithdrawn: [self.undo]}
        return Inbox(self.sessions, (Subscription(r"test\.together", heard),))

    async def retell(self, event: AgendaAdopted, tx: Tx) -> None:
        self.began.append(event.title)
        tx.emit(event)
        LIKED.require(self.bad not in event.title)

    async def undo(self, event: AgendaFactWithdrawn, tx: Tx) -> None:
        tx.audit("test.undone", event.fact_id, {})

    async def see_through(self, records: Sequence[Record], inbox: Inbox | None = None) -> list[int]:
        """All of them, as a reader does; how many at a time."""
        steps: list[int] = []
        while records[sum(steps) :]:
            steps.append(await (inbox or self.inbox).deliver_some(records[sum(steps) :]))
        return steps

    async def told(self, *records: Record) -> list[str]:
        """The titles that were told on, of these, in their order."""
        rows = select(OUTBOX.c.payload).where(OUTBOX.c.aggregateid.in_({_agenda(found) for found in records}))
        async with self.sessions() as session:
            return [row["title"] for row in await session.scalars(rows.order_by(OUTBOX.c.position))]

    async def parked(self, *records: Record) -> list[Any]:
        found = select(PARKED).where(PARKED.c.key.in_({record.key for record in records}))
        async with self.sessions() as session:
            return list((await session.execute(found.order_by(PARKED.c.number))).all())

    async def transactions(self, *records: Record) -> int:
        """In how many transactions these were claimed."""
        rows = select(func.count(text("distinct xmin::text"))).select_from(INBOX)
        async with self.sessions() as session:
            return (
                await session.scalar(rows.where(INBOX.c.event_id.in_({_id(found) for found in records}))) or 0
            )


@pytest.fixture
async def desk(settings: dict[str, Settings]) -> AsyncIterator[Desk]:
    engine = connect("funding", settings["funding"])
    yield Desk(sessions(engine))
    await engine.dispose()


_OFFSETS = iter(range(10_000))


def record(title: str, key: UUID | None = None, id: str | None = None) -> Record:
    about = key or uuid7()
    data = ADOPTED.model_copy(update={"title": title, "agenda_id": about}).payload()
    return _record(AgendaAdopted.type(), data, about, id)


def withdrawal(of: Record) -> Record:
    said = WITHDRAWN.model_copy(update={"fact_id": UUID(_id(of)), "subject_id": _agenda(of)}).payload()
    return _record(AgendaFactWithdrawn.type(), said, _agenda(of))


def _record(type: str, data: dict[str, Any], key: UUID, id: str | None = None) -> Record:
    event = {"specversion": "1.0", "id": id or str(uuid7()), "source": "urn:test", "type": type, "data": data}
    value = json.dumps(event).encode()
    return Record(TOPIC, 0, next(_OFFSETS), str(key).encode(), value, HEADERS)


def _id(found: Record) -> str:
    return found.event.id


def _agenda(found: Record) -> UUID:
    return UUID(found.key.decode())


async def test_many_are_one_transaction_and_each_is_told_in_order(desk: Desk) -> None:
    records = [record(f"together {n}") for n in range(20)]
    await desk.see_through(records)
    assert await desk.told(*records) == [f"together {n}" for n in range(20)]
    assert await desk.transactions(*records) == 1
    async with desk.sessions() as session:
        trail = select(AUDIT).where(AUDIT.c.subject.in_({str(_agenda(found)) for found in records}))
        rows = (await session.execute(trail)).all()
    assert {json.loads(row.content)["causation"] for row in rows} == {_id(found) for found in records}
    assert {json.loads(row.content)["actor"] for row in rows} == {f"event:{AgendaAdopted.type()}"}


@pytest.mark.parametrize("place", [0, 4, 9])
async def test_one_that_is_refused_harms_no_neighbour_and_what_follows_its_key_waits(
    desk: Desk, place: int
) -> None:
    blocked = uuid7()
    records = [record(f"good {n}") for n in range(10)]
    records[place:place] = [record("bad", blocked)]
    records += [record("behind it", blocked), record("and this", blocked), record("good 10")]
    await desk.see_through(records)
    assert await desk.told(*records) == [f"good {n}" for n in range(11)]
    rows = await desk.parked(*records)
    assert [(row.offset, row.behind) for row in rows] == [
        (records[place].offset, False),
        (records[-3].offset, True),
        (records[-2].offset, True),
    ]
    desk.bad = "nothing"
    async with begin(desk.sessions, "operator", OPERATOR) as tx:
        await parked.decide(tx, rows[0].id, "REDRIVE", "the rule was wrong")
    while await desk.inbox.redrive():
        pass
    assert (await desk.told(*records))[-3:] == ["bad", "behind it", "and this"]


async def test_a_twin_in_the_same_transaction_has_no_effect_and_one_that_says_otherwise_is_parked(
    desk: Desk,
) -> None:
    first, other = record("once"), record("between")
    twin, forged = replace(first, offset=next(_OFFSETS)), record("otherwise", id=_id(first))
    records = [first, other, twin, forged, record("the last")]
    await desk.see_through(records)
    await desk.see_through(records)  # the offset was not committed
    await desk.see_through(records, desk.started_anew())
    assert await desk.told(*records) == ["once", "between", "the last"]
    assert [row.rule for row in await desk.parked(*records)] == ["message.same-id-same-message"]


async def test_what_is_killed_before_its_commit_is_made_once_when_it_is_read_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    records = [record(f"killed {n}") for n in range(10)]
    monkeypatch.setattr(Tx, "seal", _killed)
    with pytest.raises(asyncio.CancelledError):
        await desk.see_through(records)
    monkeypatch.undo()
    assert len(desk.began) == 10
    assert await desk.told(*records) == []
    await desk.see_through(records, desk.started_anew())
    assert await desk.told(*records) == [f"killed {n}" for n in range(10)]


async def _killed(_: Tx) -> None:
    raise asyncio.CancelledError


async def test_a_fact_withdrawn_among_them_before_it_came_has_no_effect(desk: Desk) -> None:
    lost, kept = record("lost"), record("kept")
    await desk.see_through([withdrawal(lost), lost, kept])
    assert await desk.told(lost, kept) == ["kept"]
    again = record("also lost")
    await desk.see_through([withdrawal(again), record("between")])
    await desk.see_through([again, record("behind")])
    assert await desk.told(again) == []


async def test_it_gives_way_to_a_request_that_waits_for_a_row_of_those_before(desk: Desk) -> None:
    """Else PostgreSQL finds the two in each other's way after a second, and ends one of them."""
    records, asked = [record("row A"), record("row B"), record("row C")], []
    held, taken = asyncio.Event(), asyncio.Event()

    async def request() -> None:
        async with begin(desk.sessions, "somebody") as tx:
            await tx.alone_with("row B")
            held.set()
            await taken.wait()
            await asyncio.sleep(0.02)  # by now the second message waits for its row
            began = asyncio.get_running_loop().time()
            await tx.alone_with("row A")
            asked.append(asyncio.get_running_loop().time() - began)

    async def lock(event: AgendaAdopted, tx: Tx) -> None:
        await tx.alone_with(event.title)
        taken.set()
        tx.emit(event)

    inbox = Inbox(desk.sessions, (Subscription(r"test\.together", {AgendaAdopted: [lock]}),))
    asking = asyncio.create_task(request())
    await held.wait()
    await desk.see_through(records, inbox)
    await asking
    assert asked[0] < 0.8
    assert await desk.told(*records) == ["row A", "row B", "row C"]
    assert await desk.parked(*records) == []


async def test_rows_are_held_no_longer_than_a_moment(desk: Desk) -> None:
    records = [record(f"slow {n}") for n in range(12)]

    async def slow(event: AgendaAdopted, tx: Tx) -> None:
        await asyncio.sleep(together.TOGETHER_SECONDS / 3)
        tx.emit(event)

    inbox = Inbox(desk.sessions, (Subscription(r"test\.together", {AgendaAdopted: [slow]}),))
    assert max(await desk.see_through(records, inbox)) <= 4
    assert await desk.told(*records) == [f"slow {n}" for n in range(12)]
    assert await desk.transactions(*records) >= 3


async def test_a_flood_of_refused_ones_is_hardly_tried_twice(desk: Desk) -> None:
    records = [record(f"bad {n}") for n in range(30)]
    await desk.see_through(records)
    assert len(desk.began) <= 31
    assert len(await desk.parked(*records)) == 30
    assert len(await desk.see_through([record(f"good {n}") for n in range(100)])) < 20


async def test_a_stall_of_the_database_costs_none_of_them_a_try(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.bus.inbox.AWAY_SECONDS", 0.01)
    records, stalls = [record(f"stalled {n}") for n in range(4)], iter(range(8))

    async def slow(event: AgendaAdopted, tx: Tx) -> None:
        if event.title == "stalled 2" and next(stalls, None) is not None:
            await tx.session.execute(text("set local statement_timeout = 20"))
            await tx.session.execute(text("select pg_sleep(5)"))
        tx.emit(event)

    inbox = Inbox(desk.sessions, (Subscription(r"test\.together", {AgendaAdopted: [slow]}),))
    await desk.see_through(records, inbox)
    assert await desk.told(*records) == [f"stalled {n}" for n in range(4)]
    assert await desk.parked(*records) == []


async def test_what_concerns_nobody_asks_the_database_nothing(desk: Desk) -> None:
    def asked() -> None:
        raise AssertionError("the database is asked")

    no_database: Any = asked
    inbox = Inbox(no_database, (Subscription(r"test\.together", {AgendaFactWithdrawn: [desk.undo]}),))
    assert await desk.see_through([record(f"unheard {n}") for n in range(50)], inbox) == [50]


async def test_one_that_was_parked_and_given_up_has_no_effect_when_all_are_read_again(desk: Desk) -> None:
    records = [record("first"), record("bad"), record("last")]
    await desk.see_through(records)
    (row,) = await desk.parked(*records)
    async with begin(desk.sessions, "operator", OPERATOR) as tx:
        await parked.decide(tx, row.id, "DISCARDED", "not needed")
    desk.bad = "nothing"
    await desk.see_through(records, desk.started_anew())
    assert await desk.told(*records) == ["first", "last"]
