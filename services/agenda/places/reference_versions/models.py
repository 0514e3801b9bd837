"""Which reference data was loaded when, and what it changed."""

from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from services.agenda.entity import Entity
from shared.store.audience import Tenancy


class Status(StrEnum):
    """A version is loaded whole or not at all."""

    LOADED = "LOADED"


class ReferenceVersion(Entity):
    """A version of the reference data on regions (referentiegegevens): source, digest and changes (A4)."""

    __tablename__ = "reference_version"
    __table_args__ = (Index("uq_reference_version_number", "number", unique=True),)
    tenancy = Tenancy(open_when=("status", frozenset(Status)))

    number: Mapped[int]
    source: Mapped[str]
    digest: Mapped[str]
    valid_from: Mapped[date]
    loaded_on: Mapped[date]
    changes: Mapped[list[dict[str, Any]]]
    status: Mapped[Status] = mapped_column(default=Status.LOADED)
