"""What an operator does with parked messages and replays, and when; the worker then carries it out."""

import re
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, insert, select, update

from shared.kernel.rules import NOT_FOUND, Rule
from shared.store.tables import OUTBOX, PARKED, REPLAY
from shared.store.tx import Tx

PARKED_SHOWN_MAX = 200

STILL_PARKED = Rule(
    "parked.still-open",
    "Only a message that is still parked can be redriven or discarded.",
    mend="Read the message again: somebody decided on it before.",
    refusal="The message is parked no more",
)
KNOWN_CONSUMER = Rule(
    "replay.known-consumer",
    "A replay is for one consumer: agenda, funding, loans, or a ROM by its Kafka user such as rom-bom.",
    mend="Name agenda, funding, loans, or a ROM by its Kafka user such as rom-bom.",
    refusal="There is no such consumer to replay for",
)
WORKERS_STOPPED = Rule(
    "recovery.workers-stopped",
    "A service finds its place while none of its workers runs.",
    mend="Stop the workers of this service, and give the command again.",
    refusal="A worker of the service is still running",
)
CONSUMERS = re.compile("agenda|funding|loans|rom-[a-z]+")


async def list_parked(tx: Tx, status: str) -> list[Row[Any]]:
    """The oldest parked messages with this status."""
    rows = select(PARKED).where(PARKED.c.status == status).order_by(PARKED.c.number).limit(PARKED_SHOWN_MAX)
    return list((await tx.session.execute(rows)).all())


async def inspect(tx: Tx, id: UUID, lock: bool = False) -> Row[Any]:
    """One parked message; 404 when there is none with this id."""
    query = select(PARKED).where(PARKED.c.id == id)
    found = (await tx.session.execute(query.with_for_update() if lock else query)).one_or_none()
    return NOT_FOUND.present(found, resource="parked message")


async def decide(tx: Tx, id: UUID, status: str, reason: str) -> Row[Any]:
    """Release a parked message to be tried again (REDRIVE) or give it up (DISCARDED), with a reason."""
    found = await inspect(tx, id, lock=True)
    STILL_PARKED.require(found.status == "PARKED", status=found.status)
    decision = {"status": status, "reason": reason, "decided_by": tx.actor, "decided_at": tx.recorded_at}
    await tx.session.execute(
        update(PARKED).where(PARKED.c.id == id).values(**decision, version=PARKED.c.version + 1)
    )
    tx.audit(f"parked.{status.lower()}", id, {"reason": reason, "type": found.type, "event": found.event_id})
    return await inspect(tx, id)


async def discard_all(
    tx: Tx, rule: str, before: datetime, reason: str, since: datetime | None = None
) -> list[UUID]:
    """Give up every message that one rule parked in a time; those that waited behind them go on."""
    chosen = (PARKED.c.status == "PARKED") & (PARKED.c.rule == rule) & (PARKED.c.parked_at < before)
    if since is not None:
        chosen &= PARKED.c.parked_at >= since
    decision = {"reason": reason, "decided_by": tx.actor, "decided_at": tx.recorded_at}
    rows = await tx.session.execute(
        update(PARKED)
        .where(chosen)
        .values(status="DISCARDED", **decision, version=PARKED.c.version + 1)
        .returning(PARKED.c.id, PARKED.c.type, PARKED.c.event_id)
    )
    found = rows.all()
    for row in found:
        tx.audit("parked.discarded", row.id, {"reason": reason, "type": row.type, "event": row.event_id})
    return [row.id for row in found]


async def request_replay(
    tx: Tx, consumer: str, since: datetime | None, from_sequence: int | None
) -> Row[Any]:
    """Send published facts again to one consumer, from a time or a sequence up to now.

    What the consumer's reactions saw before has no effect again.
    """
    KNOWN_CONSUMER.require(CONSUMERS.fullmatch(consumer) is not None)
    end = select(func.coalesce(func.max(OUTBOX.c.position), 0) + 1).scalar_subquery()
    first = select(func.coalesce(func.min(OUTBOX.c.position), end))
    if since is not None:
        first = first.where(OUTBOX.c.recorded_at >= since)
    if from_sequence is not None:
        first = first.where(OUTBOX.c.position >= from_sequence)
    last = select(func.coalesce(func.max(OUTBOX.c.position), 0))
    row: Row[Any] = (
        await tx.session.execute(
            insert(REPLAY)
            .values(
                consumer=consumer,
                next_position=first.scalar_subquery(),
                last_position=last.scalar_subquery(),
                requested_by=tx.actor,
                requested_at=tx.recorded_at,
            )
            .returning(REPLAY)
        )
    ).one()
    tx.audit(
        "replay.requested", row.id, {"consumer": consumer, "from": row.next_position, "to": row.last_position}
    )
    return row
