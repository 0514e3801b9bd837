"""Comments on any record."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from shared.kernel.voices import Voices
from shared.records.subjects.models import TENANCY, Visibility
from shared.store.entity import Entity


class Status(StrEnum):
    """States of a comment."""

    PLACED = "PLACED"
    WITHDRAWN = "WITHDRAWN"


class Comment(Entity, kw_only=True):
    """A comment (opmerking) of a body on a record; its text never changes (B7, B10).

    The text of a withdrawn one is kept for the archive and shown to nobody; that it was there is. Each
    service keeps its own in a table of its own.
    """

    tenancy = TENANCY
    speaks = Voices(about=("addressee",))

    subject_kind: Mapped[str]
    subject_id: Mapped[UUID]
    visibility: Mapped[Visibility]
    text: Mapped[str | None]
    addressee: Mapped[str | None] = mapped_column(default=None)
    status: Mapped[Status] = mapped_column(default=Status.PLACED)
    placed_at: Mapped[datetime | None] = mapped_column(default=None)
    withdrawn_at: Mapped[datetime | None] = mapped_column(default=None)
    withdrawal_reason: Mapped[str | None] = mapped_column(default=None)
    withdrawn_text: Mapped[str | None] = mapped_column(default=None, deferred=True)
