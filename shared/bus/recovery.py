"""A service restored from a backup finds its place in the suite again.

Others heard facts that its database lost, and it lost messages that Kafka thinks it has read. It is closed
for writing until each lost fact is withdrawn in public, no number can be given again, and every message will
be read again. Each step may be repeated; the place is found whole when the last one opened it.
"""

import asyncio
import logging
import re
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any, TypeVar
from uuid import UUID

from aiokafka.errors import KafkaError
from sqlalchemy import Row, func, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncEngine

from shared.bus import kafka, own_topics
from shared.bus.inbox import Subscription
from shared.bus.leadership import Lead, leads
from shared.bus.own_topics import ROM_OUTBOUND, TAIL_RECORDS, Published
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
Tell = Callable[[str], None]
T = TypeVar("T")


async def close_when_behind(held: Lead, service: str, settings: Settings) -> None:
    """Close a service whose topics hold facts it does not know: it was restored, and nobody compared yet."""
    tail = await own_topics.read(settings, service, TAIL_RECORDS)
    if unknown := tail.keys() - await _known(held, list(tail)):
        log.error("closed: %d published fact(s) are unknown here; run `recover`", len(unknown))
        await held.execute(CLOSE, {"why": "its topics hold facts that it does not know"})


def _parts(everything: Sequence[T]) -> Iterator[Sequence[T]]:
    return (everything[start : start + AT_ONCE] for start in range(0, len(everything), AT_ONCE))


async def _known(held: Lead, ids: Sequence[UUID]) -> set[UUID]:
    found: set[UUID] = set()
    for some in _parts(ids):
        for table in (OUTBOX, LOST_FACT):
            known = await held.execute(select(table.c.id).where(table.c.id.in_(some)))
            found |= set(known.scalars())
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
            published = await own_topics.read(settings, service)
            await _keep_lost(held, published)
            async with _recovering(found) as tx:
                await _renumber(tx, published)
            await _read_again(settings, service, subscriptions)
            tell(f"{len(published)} fact(s) compared; every message will be read again from the beginning")
            while told := await _withdraw_some(found, withdrawn):
                tell(f"{told} lost fact(s) withdrawn")
            await _list_lost(held, tell)
            async with _recovering(found) as tx:
                await tx.session.execute(select(func.begin_epoch()))  # rows went back: nobody can tell which
                tx.audit("service.recovered", service, {"compared": len(published)})
                await tx.session.execute(text("update relay set closed_because = null"))
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


async def _keep_lost(held: Lead, published: dict[UUID, Published]) -> None:
    """Keep what others heard and this service does not know, before anything is said about it."""
    known = await _known(held, list(published))
    for some in _parts([fact for fact in published.values() if fact.id not in known]):
        rows = [
            {
                "id": fact.id,
                "topics": sorted(fact.numbers),
                "position": min(fact.numbers.values()),
                "aggregateid": fact.subject,
                "type": fact.type,
                "recorded_at": fact.recorded_at,
                "comes_again": fact.caused,
            }
            for fact in some
        ]
        await held.execute(insert(LOST_FACT).on_conflict_do_nothing(), rows)


async def _renumber(tx: Tx, published: dict[UUID, Published]) -> None:
    """Number on above all that was published; what waits to be sent was sent, or gets a number of its own."""
    highest = max((number for fact in published.values() for number in fact.numbers.values()), default=0)
    await tx.session.execute(NUMBER_ABOVE, {"highest": max(highest, 1)})
    unsent = select(OUTBOX).where(OUTBOX.c.published_at.is_(None)).order_by(OUTBOX.c.position)
    for row in (await tx.session.execute(unsent)).all():
        here = OUTBOX.c.position == row.position
        sent = published.get(row.id)
        if sent is not None and row.topic in sent.numbers:
            await tx.session.execute(update(OUTBOX).where(here).values(published_at=func.now()))
        elif row.position <= highest:
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
        stack.push_async_callback(consumer.stop)
        await consumer.start()
        consumer.assign(partitions)
        begins = await consumer.beginning_offsets(partitions)
        async with asyncio.timeout(GROUP_LEFT_SECONDS):
            while not await _committed(consumer, begins):  # noqa: ASYNC110 - what is awaited is in Kafka
                await asyncio.sleep(1)


async def _committed(consumer: Any, offsets: dict[Any, int]) -> bool:
    try:
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


async def _list_lost(held: Lead, tell: Tell) -> None:
    rows = (await held.execute(select(LOST_FACT).order_by(LOST_FACT.c.position))).all()
    tell(f"{sum(row.comes_again for row in rows)} lost fact(s) followed from messages that are read again")
    for row in rows:
        if not row.comes_again:
            tell(
                f"a person, or a day that came, made {row.type} {row.aggregateid} at {row.recorded_at:%F %T}"
            )
