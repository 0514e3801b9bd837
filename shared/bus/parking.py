"""Messages that could not be reacted to, and those that wait behind one: kept, found, released."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ARRAY, LargeBinary, Row, Select, any_, func, literal, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shared.bus import forms
from shared.bus.cloudevent import SIZE_MAX, NotAnEvent
from shared.bus.record import Record, readable
from shared.kernel.rules import Rule
from shared.store.engine import Sessions
from shared.store.tables import PARKED

REDRIVE_BATCH_MAX = 100
ERROR_MAX_CHARACTERS = 2000
KEPT_MAX_BYTES = 2 * SIZE_MAX  # nothing that large is an event; some more, so that what is just above is seen
BEGINNING_BYTES = 1024
OPEN = ("PARKED", "REDRIVE")


class Parking:
    """The parked messages of one service."""

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions

    async def known_or_held_up(self, record: Record) -> tuple[bool, bool]:
        """Whether this very record was parked before, and whether it must wait behind one of its key.

        The first is so whatever became of the parked one: the record came again after a crash.
        """
        here = (PARKED.c.topic == record.topic, PARKED.c.partition == record.partition)
        known = select(PARKED.c.id).where(*here, PARKED.c.offset == record.offset)
        known = known.where(PARKED.c.digest == record.digest)
        same_key = select(PARKED.c.id).where(PARKED.c.topic == record.topic, PARKED.c.key == record.key)
        ahead = same_key.where(PARKED.c.status.in_(OPEN))
        async with self._sessions() as session:
            await session.connection(execution_options={"isolation_level": "AUTOCOMMIT"})  # one question
            found = (await session.execute(select(known.exists(), ahead.exists()))).one()
            return found[0], found[1]

    async def among(
        self, session: AsyncSession, records: Sequence[Record]
    ) -> tuple[set[tuple[int, bytes]], set[bytes]]:
        """Of some of one partition: which were parked before, by offset and digest, and which keys wait."""
        first, last = records[0], records[-1]
        here = (PARKED.c.topic == first.topic, PARKED.c.partition == first.partition)
        known = select(PARKED.c.offset, PARKED.c.digest)
        known = known.where(*here, PARKED.c.offset.between(first.offset, last.offset))
        keys = literal([record.key for record in records], ARRAY(LargeBinary))
        same_key = PARKED.c.key == any_(keys)
        ahead = select(PARKED.c.key).where(PARKED.c.topic == first.topic, same_key, PARKED.c.status.in_(OPEN))
        parked = {(row.offset, row.digest) for row in await session.execute(known)}
        return parked, set(await session.scalars(ahead.distinct()))

    async def park(
        self, record: Record, error: str, *, rule: Rule | None = None, tries: int = 0, behind: bool = False
    ) -> None:
        """Keep a message with its error; parking the same record twice keeps it once."""
        event = readable(record)
        value, headers, cut = _bounded(record)
        row = {
            "topic": record.topic,
            "partition": record.partition,
            "offset": record.offset,
            "key": record.key,
            "source": event and event.source,
            "event_id": event and event.id,
            "type": event and event.type,
            "value": value,
            "digest": record.digest,
            "headers": headers,
            "rule": rule and rule.code,
            "error": _storable(cut + error),
            "tries": tries,
            "behind": behind,
            "parked_at": func.now(),
        }
        async with self._sessions.begin() as session:
            await session.execute(insert(PARKED).values(row).on_conflict_do_nothing())

    async def released(self) -> list[Row[Any]]:
        """Messages an operator released, and followers that nothing earlier of their key holds up."""
        async with self._sessions() as session:
            return list((await session.execute(_released())).all())

    async def settle(self, row: Row[Any], error: str | None, rule: Rule | None = None) -> None:
        """Record how a renewed try went, unless an operator decided on the message meanwhile."""
        outcome: dict[str, Any] = {"status": "REDRIVEN"}
        if error is not None:
            outcome = {
                "status": "PARKED",
                "behind": False,
                "error": _storable(error),
                "rule": rule and rule.code,
            }
        changed = {**outcome, "version": PARKED.c.version + 1, "tries": PARKED.c.tries + 1}
        unchanged = (PARKED.c.id == row.id) & (PARKED.c.version == row.version)
        async with self._sessions.begin() as session:
            await session.execute(update(PARKED).where(unchanged).values(changed))


def _bounded(record: Record) -> tuple[bytes | None, list[list[str]], str]:
    """Value and headers as they are kept, and what was cut: of what no message may be, its beginning."""
    value, headers = record.value or b"", sum(len(name) + len(held or b"") for name, held in record.headers)
    if len(value) + headers <= KEPT_MAX_BYTES:
        kept = [[_storable(name), (held or b"").hex()] for name, held in record.headers]
        return record.value, kept, ""
    beginning = value[:BEGINNING_BYTES] if len(value) > BEGINNING_BYTES else None
    cut = f"(of {len(value)} bytes and {headers} of headers {len(beginning or b'')} are kept, no headers) "
    return beginning, [], cut


def _storable(text: str) -> str:
    """Text as PostgreSQL can keep it: without NUL, and not endless."""
    return text[:ERROR_MAX_CHARACTERS].replace("\x00", "")


def record_of(row: Row[Any]) -> Record:
    """The record as it came from Kafka; NotAnEvent when it was not kept whole."""
    headers = [(name, bytes.fromhex(held)) for name, held in row.headers]
    found = Record(row.topic, row.partition, row.offset, row.key, row.value, headers)
    if found.digest != row.digest:
        raise NotAnEvent(forms.NOT_KEPT_WHOLE)
    return found


def _released() -> Select[Any]:
    earlier = PARKED.alias("earlier")
    held_up = (
        select(earlier.c.id)
        .where(earlier.c.topic == PARKED.c.topic, earlier.c.key == PARKED.c.key)
        .where(earlier.c.status.in_(OPEN), earlier.c.number < PARKED.c.number)
        .exists()
    )
    ready = (PARKED.c.status == "REDRIVE") | ((PARKED.c.status == "PARKED") & PARKED.c.behind)
    return select(PARKED).where(ready, ~held_up).order_by(PARKED.c.number).limit(REDRIVE_BATCH_MAX)
