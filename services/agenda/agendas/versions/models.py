"""The adopted versions of an agenda, as they were."""

from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from services.agenda.agendas.agendas.models import Agenda
from services.agenda.entity import Entity
from shared.store.audience import Tenancy
from shared.store.entity import refers_to


class Status(StrEnum):
    """An adopted version is there for ever."""

    ADOPTED = "ADOPTED"


class AgendaVersion(Entity):
    """A version of an agenda as it was adopted (versie; A8, domain.md 3.1); it never changes."""

    __tablename__ = "agenda_version"
    __table_args__ = (Index("uq_agenda_version_edition", "agenda_id", "edition", unique=True),)
    tenancy = Tenancy(open_when=("status", frozenset(Status)))

    agenda_id: Mapped[UUID] = mapped_column(refers_to(Agenda.id))
    edition: Mapped[int]
    title: Mapped[str]
    content: Mapped[dict[str, Any]]
    decisions: Mapped[list[dict[str, Any]]]
    digest: Mapped[str]
    adopted_on: Mapped[date]
    status: Mapped[Status] = mapped_column(default=Status.ADOPTED)
