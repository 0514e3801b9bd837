"""Disputes about what somebody registered first: the number of an organisation, the code of an indicator."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from services.agenda.entity import Entity
from shared.kernel.voices import Voices
from shared.store.audience import Tenancy


class SubjectKind(StrEnum):
    """Records whose code or number belongs to whoever came first."""

    ORGANISATION = "ORGANISATION"
    INDICATOR = "INDICATOR"


class Status(StrEnum):
    """States of a dispute: the State decides it for one or the other."""

    OPEN = "OPEN"
    UPHELD = "UPHELD"
    REJECTED = "REJECTED"


class Dispute(Entity):
    """A body says that a code or number that another one registered is its own to keep (geschil; A9, B5).

    Its `owner` raised it, `keeper` has the record; both and the State read it.
    """

    __tablename__ = "dispute"
    __table_args__ = (Index("ix_dispute_subject", "subject_kind", "subject_id"),)
    tenancy = Tenancy(addressee="keeper")
    speaks = Voices(about=("keeper",))

    subject_kind: Mapped[SubjectKind]
    subject_id: Mapped[UUID]
    keeper: Mapped[str]
    reason: Mapped[str]
    raised_on: Mapped[date]
    status: Mapped[Status] = mapped_column(default=Status.OPEN)
    decision: Mapped[str | None] = mapped_column(default=None)
    decided_by: Mapped[str | None] = mapped_column(default=None)
    decided_on: Mapped[date | None] = mapped_column(default=None)
