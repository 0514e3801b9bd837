"""Alembic environment of the loans service."""

from services.loans.entity import Entity
from shared.store.migrations import environment

environment(Entity.metadata)
