"""Yearly reports, assembled from what is stored, and their published versions."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from services.agenda.entity import Entity
from shared.kernel.voices import Voices
from shared.store.audience import Tenancy
from shared.store.entity import Duty, refers_to, searchable


class SubjectKind(StrEnum):
    """What a yearly report is about (B5)."""

    AGENDA = "AGENDA"
    PROGRAMME = "PROGRAMME"
    ROM = "ROM"


class Status(StrEnum):
    """States of a report (domain.md 3.23)."""

    PLANNED = "PLANNED"
    DATA_COLLECTION = "DATA_COLLECTION"
    DRAFT = "DRAFT"
    ADOPTED = "ADOPTED"
    PUBLISHED = "PUBLISHED"


class VersionStatus(StrEnum):
    """A published version is there for ever."""

    PUBLISHED = "PUBLISHED"


IN_PREPARATION = frozenset({Status.PLANNED, Status.DATA_COLLECTION, Status.DRAFT})


class Report(Entity):
    """The progress report of a year on an agenda, a programme or a ROM (jaarlijkse voortgangsrapportage; B5).

    `figures` are those of its agenda as stored at `collected_at`, each with its change from the year
    before; a programme or a ROM has none here.
    `written_by` are all who wrote on the edition in hand. `edition` counts the published versions.
    """

    __tablename__ = "report"
    __table_args__ = (
        Index("uq_report_subject", "subject_kind", "subject_code", "year", "owner", unique=True),
        Index("ix_report_year_id", "year", "id"),
    )
    tenancy = Tenancy(open_when=("status", frozenset({Status.PUBLISHED})))
    duties = (
        Duty("write", "due_on", IN_PREPARATION, "agenda:contribute"),
        Duty("publish", "due_on", frozenset({Status.ADOPTED}), "agenda:contribute"),
    )
    speaks = Voices(named=("subject_code",), about=("deciding_body",))

    subject_kind: Mapped[SubjectKind]
    subject_code: Mapped[str]
    agenda_id: Mapped[UUID | None]
    title: Mapped[str]
    year: Mapped[int]
    due_on: Mapped[date]
    status: Mapped[Status] = mapped_column(default=Status.PLANNED)
    edition: Mapped[int] = mapped_column(default=0)
    collected_at: Mapped[datetime | None] = mapped_column(default=None)
    figures: Mapped[list[dict[str, Any]]] = mapped_column(default_factory=list)
    digest: Mapped[str | None] = mapped_column(default=None)
    sections: Mapped[list[dict[str, Any]]] = mapped_column(default_factory=list)
    written_by: Mapped[list[str]] = mapped_column(default_factory=list)
    adopted_by: Mapped[str | None] = mapped_column(default=None)
    deciding_body: Mapped[str | None] = mapped_column(default=None)
    adopted_on: Mapped[date | None] = mapped_column(default=None)
    reason: Mapped[str | None] = mapped_column(default=None)


class ReportVersion(Entity):
    """A version of a report as it was published; it stays readable when the report is revised (B5)."""

    __tablename__ = "report_version"
    __table_args__ = (
        Index("uq_report_version_edition", "report_id", "edition", unique=True),
        Index("ix_report_version_search", "search", postgresql_using="gin"),
    )
    tenancy = Tenancy(open_when=("status", frozenset(VersionStatus)))
    speaks = Voices(about=("deciding_body",))

    report_id: Mapped[UUID] = mapped_column(refers_to(Report.id))
    edition: Mapped[int]
    title: Mapped[str]
    year: Mapped[int]
    figures: Mapped[list[dict[str, Any]]]
    digest: Mapped[str]
    sections: Mapped[list[dict[str, Any]]]
    deciding_body: Mapped[str]
    published_on: Mapped[date]
    reason: Mapped[str | None]
    status: Mapped[VersionStatus] = mapped_column(default=VersionStatus.PUBLISHED)
    search: Mapped[str] = searchable("title")
