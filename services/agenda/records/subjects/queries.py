"""Selections of the records that others are about."""

from uuid import UUID

from sqlalchemy import Select, false, select

from services.agenda.agendas.agendas.models import Agenda
from services.agenda.entity import Entity, kinds


def record(kind: str | None, id: UUID | None) -> Select[Entity]:
    """A record by its kind and id; of an unknown kind there is none."""
    entity = kinds().get(kind or "")
    return select(Agenda).where(false()) if entity is None else select(entity).where(entity.id == id)
