"""Indicators with their definitions, their observations, and targets."""

from datetime import date
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from services.agenda.entity import Entity
from shared.kernel.voices import Voices
from shared.store.audience import Tenancy
from shared.store.entity import searchable


class RollUp(StrEnum):
    """How an indicator adds up over regions (A10)."""

    SUM = "SUM"
    NONE = "NONE"


class Status(StrEnum):
    """A definition is there for ever; another one has another version."""

    DEFINED = "DEFINED"


class Indicator(Entity):
    """An indicator in one version of its definition (indicator; A1, B5; domain.md 2.20). It never changes."""

    __tablename__ = "indicator"
    __table_args__ = (
        Index("uq_indicator_code_edition", "code", "edition", unique=True),
        Index("ix_indicator_search", "search", postgresql_using="gin"),
    )
    tenancy = Tenancy(open_when=("status", frozenset(Status)))

    code: Mapped[str]
    edition: Mapped[int]
    name: Mapped[str]
    name_en: Mapped[str]
    unit: Mapped[str]
    definition: Mapped[str]
    source: Mapped[str]
    roll_up: Mapped[RollUp]
    decimals: Mapped[int]
    valid_from: Mapped[date]
    status: Mapped[Status] = mapped_column(default=Status.DEFINED)
    search: Mapped[str] = searchable("name", "name_en", "definition")


class Target(Entity):
    """Where an indicator stood, and where it should go (nulmeting en streefwaarde; A2)."""

    __tablename__ = "target"
    __table_args__ = (
        CheckConstraint("target_year > baseline_year", name="years"),
        Index("ix_target_code_area_code", "code", "area_code"),
    )
    tenancy = Tenancy(open_when=("status", frozenset(Status)))
    speaks = Voices(by_slice=("area_code",))

    code: Mapped[str]
    area_code: Mapped[str]
    baseline: Mapped[Decimal]
    baseline_year: Mapped[int]
    target: Mapped[Decimal]
    target_year: Mapped[int]
    gap: Mapped[Decimal]
    growth_percent: Mapped[Decimal | None]
    source: Mapped[str]
    status: Mapped[Status] = mapped_column(default=Status.DEFINED)
