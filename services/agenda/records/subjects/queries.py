"""Selections of the records that others are about."""

from uuid import UUID

from sqlalchemy import Select, false, select

from services.agenda.entity import Entity, kinds


def record(kind: str | None, id: UUID | None) -> Select[Entity]:
    """A record by its kind and id; of an unknown kind there is none."""
    known = kinds()
    entity = known.get(kind or "", next(iter(known.values())))
    return select(entity).where(entity.id == id if kind in known else false())
