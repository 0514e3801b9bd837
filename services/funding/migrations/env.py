"""Alembic environment of the funding service."""

from services.funding.entity import Entity
from shared.store.migrations import environment

environment(Entity.metadata)
