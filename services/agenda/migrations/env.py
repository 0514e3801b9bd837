"""Alembic environment of the agenda service."""

from services.agenda.entity import Entity
from shared.store.migrations import environment

environment(Entity.metadata)
