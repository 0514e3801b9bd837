"""Selections of the records that instruments carry."""

from uuid import UUID

from sqlalchemy import Select, select

from services.agenda.entity import Entity, kinds
from services.agenda.spatial_instruments.models import SpatialInstrument


def carried(kind: str, record_id: UUID) -> Select[Entity]:
    """A record by its kind and id; an unknown kind is searched among the instruments and not found."""
    entity: type[Entity] = kinds().get(kind, SpatialInstrument)
    return select(entity).where(entity.id == record_id)
