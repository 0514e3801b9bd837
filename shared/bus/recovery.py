"""A service restored from a backup finds its place in the suite again.

Others heard facts that its database lost, and it lost messages that Kafka thinks it has read. It is closed
for writing until each lost fact is withdrawn in public, no number can be given again, and every message will
be read again. Each step may be repeated; the place is found whole when the last one opened it.
"""

import asyncio
import json
import logging
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from aiokafka.errors import KafkaError
from sqlalchemy import Row, Select, Table, func, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from shared.bus import kafka, own_topics
from shared.bus.inbox import Subscription
from shared.bus.leadership import Lead, Moved, leads
from shared.bus.own_topics import ROM_OUTBOUND, TAIL_RECORDS, Published, Tell
from shared.contracts.withdrawn import FactWithdrawn
from shared.settings import Settings
from shared.store import parked
from shared.store.engine import Sessions, connect, sessions
from shared.store.tables import LOST_FACT, OUTBOX
from shared.store.tx import Tx, begin

log = logging.getLogger(__name__)

AT_ONCE = 500
GROUP_LEFT_SECONDS = 15  # as long as the broker may take to see that a worker is gone
ACTOR = "operator:recovery"
CLOSE = text("update relay set closed_because = :why where closed_because is null")
NUMBER_ABOVE = text(
    "select setval(numbers, greatest(:highest, coalesce(pg_sequence_last_value(numbers::regclass), 1))) "
    "from pg_get_serial_sequence('outbox', 'position') as numbers"
)
COMPARED = text("update relay set compared_at = :seen where current_files() = :seen returning compared_at")
KEEP = insert(LOST_FACT)
KEEP = KEEP.on_conflict_do_update(
    index_elements=[LOST_FACT.c.id],
    set_={
        "topics": text(
            "(select jsonb_agg(distinct topic)"
            " from jsonb_array_elements(lost_fact.topics || excluded.topics) as topic)"
        ),
        "position": func.least(LOST_FACT.c.position, KEEP.excluded.position),
        "data": func.coalesce(LOST_FACT.c.data, KEEP.excluded.data),
    },
)


@dataclass
class Compared:
    """What a service's own topics hold: how much, the highest number, and what waits here but was sent."""

    records: int = 0
    highest: int = 0
    sent: set[tuple[UUID, str]] = field(default_factory=set)
    unread: list[str] = field(default_factory=list)

    def told(self) -> dict[str, Any]:
        """For the trail."""
        return {"compared": self.records, "unread": self.unread}


async def compare_tail(held: Lead, service: str, settings: Settings) -> None:
    """Close a service whose topics hold facts it does not know; open one that was only moved.

    Unknown facts mean that it was restored to an earlier moment, and that nobody compared it yet.
    """
    unknown, seen = 0, await _place(held)
    async for part in own_topics.walk(settings, service, TAIL_RECORDS):
        unknown += len({fact.id for fact in part} - await _known(held, part, OUTBOX, LOST_FACT))
    if unknown:
        log.error("closed: %d published fact(s) are unknown here; run `recover`", unknown)
        await held.execute(CLOSE, {"why": "its topics hold facts that it does not know"})
        return
    await held.execute(select(func.follow_place()))
    await _stamp(held, seen)


async def _place(held: Lead) -> str:
    return str((await held.execute(select(func.current_files()))).scalar_one())


async def _stamp(by: Lead | AsyncSession, seen: str) -> None:
    """Say that this place was compared; raises when the database was put elsewhere since it was seen."""
    if (await by.execute(COMPARED, {"seen": seen})).scalar_one_or_none() is None:
        raise Moved(f"the database left {seen} while it was compared")


async def _known(held: Lead, facts: Sequence[Published], *tables: Table) -> set[UUID]:
    ids, found = {fact.id for fact in facts}, set[UUID]()
    for table in tables:
        found |= set((await held.execute(select(table.c.id).where(table.c.id.in_(list(ids))))).scalars())
    return found


async def recover(
    service: str,
    subscriptions: Sequence[Subscription],
    withdrawn: type[FactWithdrawn],
    settings: Settings,
    tell: Tell,
) -> None:
    """Close, compare, renumber, read again, withdraw, open; says what it did and what is left for people."""
    engine = connect(service, settings)
    found = sessions(engine)
    try:
        async with _alone(engine, service) as held:
            await held.execute(CLOSE, {"why": "recovering"})
            seen = await _place(held)
            compared = await _compare(held, service, settings, tell)
            async with _recovering(found) as tx:
                await _renumber(tx, compared)
            await _read_again(settings, service, subscriptions)
            tell(
                f"{compared.records} record(s) compared; every message will be read again from the beginning"
            )
            while told := await _withdraw_some(found, withdrawn):
                tell(f"{told} lost fact(s) withdrawn")
            await _list_lost(held, withdrawn, tell)
            async with _recovering(found) as tx:
                await tx.session.execute(select(func.begin_epoch()))  # rows went back: nobody can tell which
                tx.audit("service.recovered", service, compared.told())
                await tx.session.execute(text("update relay set closed_because = null"))
                await _stamp(tx.session, seen)
    finally:
        await engine.dispose()
    tell(f"{service} is open: start its workers")


@asynccontextmanager
async def _alone(engine: AsyncEngine, service: str) -> AsyncIterator[Lead]:
    async with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        parked.WORKERS_STOPPED.require(bool(await connection.scalar(leads(service))))
        try:
            yield Lead(connection)
        finally:
            await connection.invalidate()


@asynccontextmanager
async def _recovering(found: Sessions) -> AsyncIterator[Tx]:
    async with begin(found, ACTOR) as tx:
        await tx.session.execute(select(func.set_config("groeikracht.recovering", "on", True)))
        yield tx


async def _compare(held: Lead, service: str, settings: Settings, tell: Tell) -> Compared:
    """Keep what others heard and this service does not know, before anything is said about it."""
    unsent = await held.execute(select(OUTBOX.c.id, OUTBOX.c.topic).where(OUTBOX.c.published_at.is_(None)))
    waiting = {(row.id, row.topic) for row in unsent}
    found = Compared()

    def unread(what: str) -> None:
        found.unread.append(what)
        tell(what)

    async for part in own_topics.walk(settings, service, tell=unread):
        found.records += len(part)
        found.highest = max(found.highest, *(fact.number for fact in part))
        found.sent |= waiting & {(fact.id, fact.topic) for fact in part}
        known = await _known(held, part, OUTBOX)
        if rows := [_lost(fact) for fact in part if fact.id not in known]:
            await held.execute(KEEP, rows)
    return found


def _lost(fact: Published) -> dict[str, Any]:
    return {
        "id": fact.id,
        "topics": [fact.topic],
        "position": fact.number,
        "aggregateid": fact.subject,
        "type": fact.type,
        "recorded_at": fact.recorded_at,
        "comes_again": fact.caused,
        "data": fact.data,
    }


async def _renumber(tx: Tx, compared: Compared) -> None:
    """Number on above all that was published; what waits to be sent was sent, or gets a number of its own."""
    await tx.session.execute(NUMBER_ABOVE, {"highest": max(compared.highest, 1)})
    unsent = select(OUTBOX).where(OUTBOX.c.published_at.is_(None)).order_by(OUTBOX.c.position)
    for row in (await tx.session.execute(unsent)).all():
        if (row.id, row.topic) in compared.sent:
            here = OUTBOX.c.position == row.position
            await tx.session.execute(update(OUTBOX).where(here).values(published_at=func.now()))
        elif row.position <= compared.highest:
            await tx.session.execute(
                text("update outbox set position = default where position = :old"), {"old": row.position}
            )


async def _read_again(settings: Settings, service: str, subscriptions: Sequence[Subscription]) -> None:
    """Set the group back to the beginning: the inbox tells what was read before, and nothing else can."""
    pattern = "|".join(subscription.pattern for subscription in subscriptions)
    if not subscriptions or not (partitions := await kafka.partitions(settings, pattern)):
        return
    async with AsyncExitStack() as stack:
        consumer = kafka.consumer(settings, f"groeikracht-{service}")
        stack.push_async_callback(kafka.stop, consumer)
        async with kafka.answering():
            await consumer.start()
            consumer.assign(partitions)
            begins = await consumer.beginning_offsets(partitions)
        async with asyncio.timeout(GROUP_LEFT_SECONDS):
            while not await _committed(consumer, begins):  # noqa: ASYNC110 - what is awaited is in Kafka
                await asyncio.sleep(1)


async def _committed(consumer: Any, offsets: dict[Any, int]) -> bool:
    try:
        async with kafka.answering():
            await consumer.commit(offsets)
    except KafkaError as refused:  # a worker that was killed is a member until its session ends
        log.warning("the group has members still (%s); trying again", type(refused).__name__)
        return False
    return True


async def _withdraw_some(found: Sessions, withdrawn: type[FactWithdrawn]) -> int:
    """Tell whoever heard some of the lost facts that they do not hold, in the order they were told."""
    open_ones = select(LOST_FACT).where(LOST_FACT.c.withdrawn_at.is_(None)).order_by(LOST_FACT.c.position)
    async with _recovering(found) as tx:
        rows = (await tx.session.execute(open_ones.limit(AT_ONCE))).all()
        tx.emit(*(_withdrawal(row, withdrawn, tx) for row in rows if row.type != withdrawn.type()))
        done = update(LOST_FACT).where(LOST_FACT.c.id.in_([row.id for row in rows]))
        await tx.session.execute(done.values(withdrawn_at=tx.recorded_at))
    return len(rows)


def _withdrawal(row: Row[Any], withdrawn: type[FactWithdrawn], tx: Tx) -> FactWithdrawn:
    roms = [found[1].upper() for topic in row.topics if (found := re.fullmatch(ROM_OUTBOUND, topic))]
    return withdrawn(
        subject_id=row.aggregateid,
        fact_id=row.id,
        fact_type=row.type,
        rom_code=roms[0] if roms else None,
        withdrawn_at=tx.now,
    )


def lost_acts(withdrawn: type[FactWithdrawn]) -> Select[Any]:
    """The lost facts that no message brings back: what a person did, or a day that came."""
    acts = select(LOST_FACT).where(~LOST_FACT.c.comes_again, LOST_FACT.c.type != withdrawn.type())
    return acts.order_by(LOST_FACT.c.position)


def as_line(row: Row[Any]) -> str:
    """A lost fact as one line of JSON, with the data that was published, for whoever does it again."""
    told = {"type": row.type, "subject": row.aggregateid, "recordedAt": row.recorded_at, "data": row.data}
    return json.dumps(told, default=str, ensure_ascii=False)


async def _list_lost(held: Lead, withdrawn: type[FactWithdrawn], tell: Tell) -> None:
    again = await held.execute(select(func.count()).where(LOST_FACT.c.comes_again))
    tell(f"{again.scalar_one()} lost fact(s) followed from messages that are read again")
    acts = (await held.execute(lost_acts(withdrawn))).all()
    tell(f"{len(acts)} lost fact(s) a person made, or a day that came; `lost` lists them with their data:")
    for row in acts:
        tell(f"{row.type} {row.aggregateid} at {row.recorded_at:%F %T}")
