"""Tranches of a programme year."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.funding.entity import Entity
from services.funding.programmes.years.models import ProgrammeYear
from shared.store.audience import Tenancy
from shared.store.entity import WITHHELD, Duty, refers_to, searchable


class Status(StrEnum):
    """States of a tranche (domain.md 3.5)."""

    PLANNED = "PLANNED"
    PUBLISHED = "PUBLISHED"
    OPEN = "OPEN"
    EXHAUSTED = "EXHAUSTED"
    CLOSED = "CLOSED"
    RANKED = "RANKED"
    DECIDED = "DECIDED"


class DistributionMethod(StrEnum):
    """How a tranche is distributed over its applications (verdeelregel, AWB-5)."""

    ARRIVAL = "ARRIVAL"
    RANKING = "RANKING"
    PROPORTIONAL = "PROPORTIONAL"
    MAXIMUM_PER_FINANCIER = "MAXIMUM_PER_FINANCIER"
    LOTTERY = "LOTTERY"


class Tranche(Entity):
    """A window for applications with a ceiling of its own (openstelling, tranche; B31, AWB-2 to AWB-6).

    `regime_code` names the scheme; the version in force on `opens_on` governs the tranche throughout.
    Empty `categories` or `allowed_measures` restrict nothing. `awarded_cents` is the sum of its awards,
    `lapsed_cents` what was awarded and taken back and is no room any more (vrijval; domain.md 3.22).
    `distribution` holds by which terms its applications are ranked (criteria, ties, the last one), published
    with it and fixed since; null by order of arrival, and where none was asked for yet.
    How many plans its ranking awarded and refused, how many a rule holds back and how many wait still, is
    told when decisions are taken in batches; null before.
    `published_on_record` is the day its publication was entered here: time opens what was current then.
    """

    __tablename__ = "tranche"
    __table_args__ = (
        UniqueConstraint("programme_year_id", "number"),
        Index("ix_tranche_search", "search", postgresql_using="gin"),
        Index("ix_tranche_to_step", "status", "opens_at", "closes_at"),
        CheckConstraint("awarded_cents BETWEEN 0 AND ceiling_cents", name="awarded_within_ceiling"),
        CheckConstraint(
            "lapsed_cents BETWEEN 0 AND ceiling_cents - awarded_cents", name="lapsed_within_ceiling"
        ),
    )
    tenancy = Tenancy(open_when=("status", frozenset(Status) - {Status.PLANNED}))
    duties = (Duty("publish", "opens_on", frozenset({Status.PLANNED}), "funding:programme"),)

    programme_year_id: Mapped[UUID] = mapped_column(refers_to(ProgrammeYear.id))
    number: Mapped[int]
    title: Mapped[str]
    categories: Mapped[list[str]]
    allowed_measures: Mapped[list[str]]
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    opens_on: Mapped[date]
    ceiling_cents: Mapped[int]
    distribution_method: Mapped[DistributionMethod]
    regime_code: Mapped[str]
    regime: Mapped[str]
    distribution: Mapped[dict[str, Any] | None] = mapped_column(default=None)
    status: Mapped[Status] = mapped_column(default=Status.PLANNED)
    awarded_cents: Mapped[int] = mapped_column(default=0)
    lapsed_cents: Mapped[int] = mapped_column(default=0, server_default="0")
    awarded_plans: Mapped[int | None] = mapped_column(default=None)
    refused_plans: Mapped[int | None] = mapped_column(default=None)
    held_plans: Mapped[int | None] = mapped_column(default=None)
    waiting_plans: Mapped[int | None] = mapped_column(default=None)
    published_at: Mapped[datetime | None] = mapped_column(default=None)
    published_on_record: Mapped[date | None] = mapped_column(default=None, info=WITHHELD)
    opened_at: Mapped[datetime | None] = mapped_column(default=None)
    exhausted_at: Mapped[datetime | None] = mapped_column(default=None)
    closed_at: Mapped[datetime | None] = mapped_column(default=None)
    search: Mapped[str] = searchable("title")
