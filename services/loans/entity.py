"""The loans service's own declarative base; its tables live in the schema `loans`."""

from sqlalchemy.orm import DeclarativeBase

from shared.store import entity
from shared.store.records import Records


class Entity(entity.Entity, DeclarativeBase, kw_only=True):
    """Base of every entity the loans service owns."""

    metadata = entity.metadata()
    type_annotation_map = entity.TYPES


RECORDS = Records("loans", Entity)
