"""The agenda service's own declarative base; its tables live in the schema `agenda`."""

from collections.abc import Mapping

from sqlalchemy.orm import DeclarativeBase

from shared.store import entity


class Entity(entity.Entity, DeclarativeBase, kw_only=True):
    """Base of every entity the agenda service owns."""

    metadata = entity.metadata()
    type_annotation_map = entity.TYPES


def kinds() -> Mapping[str, type[Entity]]:
    """Every kind of record the agenda service keeps, by its code, such as `AGENDA`."""
    return {mapper.class_.__tablename__.upper(): mapper.class_ for mapper in Entity.registry.mappers}
