"""Documents on any record, whose bytes are in the object store."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from services.agenda.entity import Entity
from shared.kernel.voices import Voices
from shared.records.subjects.models import TENANCY, Visibility
from shared.store.entity import Duty


class Status(StrEnum):
    """States of a document: announced, then its bytes are there, then withdrawn from its readers."""

    ANNOUNCED = "ANNOUNCED"
    AVAILABLE = "AVAILABLE"
    WITHDRAWN = "WITHDRAWN"


class Document(Entity):
    """A document (document, bijlage) on a record, such as proof that a commitment is fulfilled (B1, B4).

    Its body states size, hash and type before it sends the bytes, and nothing else is taken for them. A
    withdrawn document keeps its bytes (Archiefwet) and shows them to nobody.
    """

    __tablename__ = "document"
    __table_args__ = (
        Index("ix_document_subject", "subject_kind", "subject_id", "id"),
        Index("ix_document_awaited", "upload_due_on", postgresql_where="status = 'ANNOUNCED'"),
        CheckConstraint("status <> 'AVAILABLE' or content_key is not null", name="has_its_content"),
    )
    tenancy = TENANCY
    duties = (Duty("receive", "upload_due_on", frozenset({Status.ANNOUNCED}), "agenda:contribute"),)
    speaks = Voices(about=("addressee",))

    subject_kind: Mapped[str]
    subject_id: Mapped[UUID]
    visibility: Mapped[Visibility]
    title: Mapped[str]
    file_name: Mapped[str]
    media_type: Mapped[str]
    size_bytes: Mapped[int]
    sha256: Mapped[str]
    addressee: Mapped[str | None] = mapped_column(default=None)
    status: Mapped[Status] = mapped_column(default=Status.ANNOUNCED)
    first_bytes: Mapped[str | None] = mapped_column(default=None)
    regime: Mapped[str | None] = mapped_column(default=None)
    announced_at: Mapped[datetime | None] = mapped_column(default=None)
    upload_due_on: Mapped[date | None] = mapped_column(default=None)
    content_key: Mapped[str | None] = mapped_column(default=None, unique=True)
    received_at: Mapped[datetime | None] = mapped_column(default=None)
    withdrawn_at: Mapped[datetime | None] = mapped_column(default=None)
    withdrawal_reason: Mapped[str | None] = mapped_column(default=None)
