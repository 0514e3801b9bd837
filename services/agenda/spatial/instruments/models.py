"""Instruments of spatial law that carry a project, a site or an opportunity."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from services.agenda.entity import Entity
from shared.kernel.voices import Voices
from shared.store.audience import Tenancy
from shared.store.entity import searchable


class Status(StrEnum):
    """Whether an instrument still carries what it was linked to."""

    LINKED = "LINKED"
    ENDED = "ENDED"


class SpatialInstrument(Entity):
    """An instrument of the Omgevingswet, or of the law before it, with the flexibility it uses (A22).

    `kind` and the form of `identifier` are those of the regime in force when it was decided: an AKN
    identifier since 2024, an IMRO identifier before.
    """

    __tablename__ = "spatial_instrument"
    __table_args__ = (
        Index("ix_spatial_instrument_subject", "subject_kind", "subject_id"),
        Index("ix_spatial_instrument_search", "search", postgresql_using="gin"),
        Index("ix_spatial_instrument_decided_on_id", "decided_on", "id"),
    )
    tenancy = Tenancy(open_when=("status", frozenset(Status)))
    speaks = Voices(named=("region_code",), about=("authority",))

    region_code: Mapped[str] = mapped_column(index=True)
    kind: Mapped[str]
    title: Mapped[str]
    authority: Mapped[str]
    decided_on: Mapped[date]
    identifier: Mapped[str]
    flexibility: Mapped[str]
    subject_kind: Mapped[str]
    subject_id: Mapped[UUID]
    regime: Mapped[str]
    status: Mapped[Status] = mapped_column(default=Status.LINKED)
    ended_on: Mapped[date | None] = mapped_column(default=None)
    search: Mapped[str] = searchable("title", "flexibility")
