"""Amendments of adopted agendas."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from services.agenda.agendas.agendas.models import Agenda
from services.agenda.entity import Entity
from shared.store.audience import Tenancy
from shared.store.entity import Duty, refers_to


class Status(StrEnum):
    """States of an amendment."""

    DRAFT = "DRAFT"
    PROPOSED = "PROPOSED"
    ADOPTED = "ADOPTED"
    REJECTED = "REJECTED"


class Amendment(Entity):
    """The next version of an adopted agenda, beside the one that holds (wijziging; A8, domain.md 3.1)."""

    __tablename__ = "amendment"
    __table_args__ = (
        Index(
            "uq_amendment_open",
            "agenda_id",
            unique=True,
            postgresql_where=text("status in ('DRAFT', 'PROPOSED')"),
        ),
    )
    tenancy = Tenancy(open_when=("status", frozenset({Status.PROPOSED, Status.ADOPTED})))
    duties = (Duty("adopt", "proposed_on", frozenset({Status.PROPOSED}), "agenda:adopt", title="reason"),)

    agenda_id: Mapped[UUID] = mapped_column(refers_to(Agenda.id), index=True)
    reason: Mapped[str]
    content: Mapped[dict[str, Any]]
    status: Mapped[Status] = mapped_column(default=Status.DRAFT)
    decisions: Mapped[list[dict[str, Any]]] = mapped_column(default_factory=list)
    drafted_by: Mapped[list[str]] = mapped_column(default_factory=list)
    proposed_by: Mapped[str | None] = mapped_column(default=None)
    proposed_on: Mapped[date | None] = mapped_column(default=None)
    adopted_at: Mapped[datetime | None] = mapped_column(default=None)
