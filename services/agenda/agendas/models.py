"""The agenda of a region and the partners behind it."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.agenda.entity import Entity
from shared.kernel.principal import TenantKind
from shared.store.entity import Tenancy, refers_to


class Status(StrEnum):
    """States of an agenda (domain.md 3.1)."""

    DRAFT = "DRAFT"
    CONSULTATION = "CONSULTATION"
    PROPOSED = "PROPOSED"
    ADOPTED = "ADOPTED"


class Helix(StrEnum):
    """The three parts of the triple helix; all must stand behind an agenda (A8)."""

    GOVERNMENT = "GOVERNMENT"
    BUSINESS = "BUSINESS"
    KNOWLEDGE = "KNOWLEDGE"


class Driver(StrEnum):
    """What makes the agenda urgent (A1)."""

    DIGITALISATION = "DIGITALISATION"
    TECHNOLOGY = "TECHNOLOGY"
    LABOUR_MARKET_FLEXIBILISATION = "LABOUR_MARKET_FLEXIBILISATION"
    SKILL_LEVELS = "SKILL_LEVELS"
    ECONOMIC_RESILIENCE = "ECONOMIC_RESILIENCE"


class Agenda(Entity):
    """A regional economic acceleration agenda (Regionale Economische Versnellingsagenda, A8).

    The State reads and advises; only the region itself acts on it (B7).
    """

    __tablename__ = "agenda"
    __table_args__ = (
        ExcludeConstraint(
            (text("int8range(hashtext(region_code), hashtext(region_code), '[]')"), "&&"),
            (text("daterange(starts_on, ends_on, '[]')"), "&&"),
            where=text("status = 'ADOPTED'"),
            name="agenda_one_adopted_per_period",
        ),
    )
    tenancy = Tenancy(open_when=("status", frozenset({Status.ADOPTED})))

    region_code: Mapped[str]
    title: Mapped[str]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    urgency: Mapped[list[dict[str, Any]]]
    goals: Mapped[list[dict[str, Any]]]
    actions: Mapped[list[dict[str, Any]]]
    economic_chapter: Mapped[str | None]
    spatial_chapter: Mapped[str | None]
    helix: Mapped[list[str]] = mapped_column(default_factory=list)
    status: Mapped[Status] = mapped_column(default=Status.DRAFT)
    consultation_closes_on: Mapped[date | None] = mapped_column(default=None)
    proposed_by: Mapped[str | None] = mapped_column(default=None)
    proposed_at: Mapped[datetime | None] = mapped_column(default=None)
    adopted_by: Mapped[str | None] = mapped_column(default=None)
    adopted_at: Mapped[datetime | None] = mapped_column(default=None)
    deciding_body: Mapped[str | None] = mapped_column(default=None)


class Partner(Entity):
    """An organisation that stands behind an agenda (partner; A9)."""

    __tablename__ = "partner"
    tenancy = Tenancy(reads=frozenset(TenantKind) - {TenantKind.PLATFORM})

    agenda_id: Mapped[UUID] = mapped_column(refers_to(Agenda.id), index=True)
    name: Mapped[str]
    kvk_number: Mapped[str]
    helix: Mapped[Helix]
    joined_on: Mapped[date]
