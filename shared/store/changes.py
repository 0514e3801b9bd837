"""What changed since a position: everything that was not to be seen at it, some of it twice, nothing never.

Rows get their number when their transaction begins to write and are seen when it commits. So a position is no
greater than the number of the oldest transaction that was still writing when it was given (mechanisms_5.sql).
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Self

from sqlalchemy import BigInteger, ColumnElement, Select, Text, and_, cast, exists, func, or_, select

from shared.store.entity import Entity
from shared.store.tables import EPOCH
from shared.store.tenancy import records
from shared.store.tx import Tx

EPOCH_BYTES, NUMBER_BYTES = 8, 8
POSITION_BYTES = EPOCH_BYTES + NUMBER_BYTES


@dataclass(frozen=True)
class Position:
    """A place in the order of what changed, in one epoch of the database."""

    epoch: bytes
    number: int

    def packed(self) -> bytes:
        """As bytes, to be signed."""
        return self.epoch + self.number.to_bytes(NUMBER_BYTES)

    @classmethod
    def unpacked(cls, content: bytes) -> Self:
        """From its bytes."""
        return cls(content[:EPOCH_BYTES], int.from_bytes(content[EPOCH_BYTES:POSITION_BYTES]))


async def present(tx: Tx, entity: type[Entity]) -> Position:
    """Where a walk that begins now is followed from; the same as long as nothing of the list changes."""
    row = (await tx.session.execute(_last(entity))).one()
    return Position(hashlib.sha256(row.epoch.encode()).digest()[:EPOCH_BYTES], row.number)


@cache
def _last(entity: type[Entity]) -> Select[Any]:
    oldest = cast(cast(func.pg_snapshot_xmin(func.pg_current_snapshot()), Text), BigInteger)
    latest = (select(func.coalesce(func.max(each.changed), 0)).scalar_subquery() for each in _told_by(entity))
    number = func.least(oldest + EPOCH.c.shift, func.greatest(0, *latest) + 1)
    epoch = func.concat(EPOCH.c.id, "/", func.current_place())
    return select(epoch.label("epoch"), number.label("number"))


def since(entity: type[Entity], number: int) -> ColumnElement[bool]:
    """The rows that changed at a position or after it, and those about a record that did.

    Whoever may see a record may see what is about it: so that changes too when the record is published.
    """
    changed = entity.changed >= number
    if entity.tenancy.about is None:
        return changed
    kind, key = (getattr(entity, name) for name in entity.tenancy.about)
    shown = [
        and_(kind == name, exists().where(each.id == key, each.changed >= number))
        for name, each in records(entity)
    ]
    return or_(changed, *shown)


def _told_by(entity: type[Entity]) -> Iterator[Any]:
    """The entities whose changes change what a list of this one holds."""
    yield entity
    if entity.tenancy.about is not None:
        yield from (each for _, each in records(entity))
