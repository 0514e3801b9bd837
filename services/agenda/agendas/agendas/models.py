"""The agenda of a region and the partners behind it."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Index, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.agenda.entity import Entity
from shared.kernel.principal import TenantKind
from shared.kernel.voices import Voices
from shared.store.audience import Tenancy
from shared.store.entity import WITHHELD, Duty, refers_to, searchable, sort_key


class Status(StrEnum):
    """States of an agenda (domain.md 3.1)."""

    DRAFT = "DRAFT"
    CONSULTATION = "CONSULTATION"
    PROPOSED = "PROPOSED"
    ADOPTED = "ADOPTED"
    CLOSED = "CLOSED"
    WITHDRAWN = "WITHDRAWN"
    EVALUATED = "EVALUATED"


class PartnerStatus(StrEnum):
    """Whether a partner stands behind the agenda, or did (A9)."""

    ACTIVE = "ACTIVE"
    LEFT = "LEFT"


PUBLIC = frozenset(Status) - {Status.DRAFT}


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


class PolicyDomain(StrEnum):
    """The policy in which regions have a stronger part (A5)."""

    ECONOMIC = "ECONOMIC"
    INNOVATION = "INNOVATION"
    SPATIAL = "SPATIAL"


class Agenda(Entity):
    """A regional economic acceleration agenda (Regionale Economische Versnellingsagenda, A8).

    The State reads and advises; only the region itself acts on it (B7). `required_bodies` are those that all
    must adopt it, `decisions` what they decided so far; `edition` counts the adopted versions.
    `return_reason` says why it last went back to draft.
    `adopted_on_record` is the day its adoption was entered here: time closes only what was current then.
    """

    __tablename__ = "agenda"
    __table_args__ = (
        ExcludeConstraint(
            (text("int8range(hashtext(region_code), hashtext(region_code), '[]')"), "&&"),
            (text("daterange(starts_on, ends_on, '[]')"), "&&"),
            where=text("status = 'ADOPTED'"),
            name="agenda_one_adopted_per_period",
        ),
        Index("ix_agenda_adopted", "ends_on", postgresql_where=text("status = 'ADOPTED'")),
        Index("ix_agenda_title_key_id", "title_key", "id"),
        Index("ix_agenda_search", "search", postgresql_using="gin"),
        Index("ix_agenda_starts_on_id", "starts_on", "id"),
    )
    tenancy = Tenancy(open_when=("status", PUBLIC))
    duties = (
        Duty("propose", "consultation_closes_on", frozenset({Status.CONSULTATION}), "agenda:write"),
        Duty("adopt", "starts_on", frozenset({Status.PROPOSED}), "agenda:adopt"),
        Duty("evaluate", "ends_on", frozenset({Status.CLOSED}), "agenda:write"),
    )
    speaks = Voices(named=("region_code",), about=("deciding_body", "required_bodies"))

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
    drafted_by: Mapped[list[str]] = mapped_column(default_factory=list)
    proposed_by: Mapped[str | None] = mapped_column(default=None)
    proposed_at: Mapped[datetime | None] = mapped_column(default=None)
    adopted_by: Mapped[str | None] = mapped_column(default=None)
    adopted_at: Mapped[datetime | None] = mapped_column(default=None)
    deciding_body: Mapped[str | None] = mapped_column(default=None)
    required_bodies: Mapped[list[str]] = mapped_column(default_factory=list)
    decisions: Mapped[list[dict[str, Any]]] = mapped_column(default_factory=list)
    topsectors: Mapped[list[str]] = mapped_column(default_factory=list)
    themes: Mapped[list[str]] = mapped_column(default_factory=list)
    specialisations: Mapped[list[str]] = mapped_column(default_factory=list)
    policy_framework: Mapped[str | None] = mapped_column(default=None)
    partners_left: Mapped[int] = mapped_column(default=0)
    open_responses: Mapped[int] = mapped_column(default=0)
    edition: Mapped[int] = mapped_column(default=0)
    budget_cents: Mapped[int] = mapped_column(default=0)
    return_reason: Mapped[str | None] = mapped_column(default=None)
    adopted_on_record: Mapped[date | None] = mapped_column(default=None, info=WITHHELD)
    ended_on: Mapped[date | None] = mapped_column(default=None)
    end_reason: Mapped[str | None] = mapped_column(default=None)
    evaluation: Mapped[str | None] = mapped_column(default=None)
    title_key: Mapped[str] = sort_key("title")
    search: Mapped[str] = searchable("title", "policy_framework", "economic_chapter", "spatial_chapter")


class Partner(Entity):
    """An organisation that stands behind an agenda (partner; A9)."""

    __tablename__ = "partner"
    __table_args__ = (
        Index(
            "uq_partner_active",
            "agenda_id",
            "kvk_number",
            unique=True,
            postgresql_where=text("status = 'ACTIVE'"),
        ),
    )
    tenancy = Tenancy(reads=frozenset(TenantKind) - {TenantKind.PLATFORM})
    speaks = Voices(about=("organisation_id",))

    agenda_id: Mapped[UUID] = mapped_column(refers_to(Agenda.id), index=True)
    name: Mapped[str]
    kvk_number: Mapped[str]
    helix: Mapped[Helix]
    joined_on: Mapped[date]
    mandate: Mapped[str | None] = mapped_column(default=None)
    organisation_id: Mapped[UUID | None] = mapped_column(default=None)
    left_on: Mapped[date | None] = mapped_column(default=None)
    status: Mapped[PartnerStatus] = mapped_column(default=PartnerStatus.ACTIVE)
