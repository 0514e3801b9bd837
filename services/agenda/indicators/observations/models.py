"""Observations of indicators, with their revisions."""

from datetime import date
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from services.agenda.entity import Entity
from shared.kernel.voices import Voices
from shared.store.audience import Tenancy


class Status(StrEnum):
    """Whether a value may still change (B5; domain.md 2.20)."""

    PROVISIONAL = "PROVISIONAL"
    FINAL = "FINAL"


class PriceBasis(StrEnum):
    """In which prices an amount is (A10)."""

    CURRENT = "CURRENT"
    CONSTANT = "CONSTANT"
    NOT_APPLICABLE = "NOT_APPLICABLE"


KEY = ("code", "edition", "area_code", "year", "price_basis")  # of which there is one latest value


class Observation(Entity):
    """The value of an indicator for an area and a year (waarneming; A10, B5, B26); revisions are kept.

    `area_code` is a region's code, `NL` for the country, or a cluster's code with `C-` before it (B50).
    """

    __tablename__ = "observation"
    __table_args__ = (
        Index(
            "uq_observation_latest",
            *KEY,
            unique=True,
            postgresql_where=text("latest"),
        ),
        Index("ix_observation_year_id", "year", "id"),
        Index("ix_observation_code_year", "code", "year"),
    )
    tenancy = Tenancy(open_when=("status", frozenset(Status)))
    speaks = Voices(by_slice=("area_code",))

    code: Mapped[str]
    edition: Mapped[int]
    area_code: Mapped[str]
    year: Mapped[int]
    value: Mapped[Decimal]
    price_basis: Mapped[PriceBasis]
    source: Mapped[str]
    measured_on: Mapped[date]
    status: Mapped[Status]
    reason: Mapped[str | None]
    revision: Mapped[int] = mapped_column(default=1)
    latest: Mapped[bool] = mapped_column(default=True)
