"""Selections of the records that others are about."""

from uuid import UUID

from sqlalchemy import Select, false, select

from shared.store.records import E, Records


def record(records: Records[E], kind: str | None, id: UUID | None) -> Select[E]:
    """A record of a service by its kind and id; of an unknown kind there is none."""
    known = records.kinds()
    entity = known.get(kind or "", next(iter(known.values())))
    return select(entity).where(entity.id == id if kind in known else false())
