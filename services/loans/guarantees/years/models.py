"""What the State may guarantee in a year under a scheme, and every change of it."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, WriteOnlyMapped, mapped_column, relationship

from services.loans.entity import Entity
from services.loans.ledger.ledger.models import Entry
from shared.kernel.principal import TenantKind
from shared.store.audience import Tenancy
from shared.store.entity import refers_to


class Kind(StrEnum):
    """Why the figures of a year changed."""

    RESERVED = "RESERVED"
    RETURNED = "RETURNED"
    GRANTED = "GRANTED"
    LAPSED = "LAPSED"


class GuaranteeScheme(Entity):
    """A guarantee scheme (garantieregeling) with its budget years in order.

    Whoever changes a year holds the row of its scheme, for what is booked in one year carries into the next.
    """

    __tablename__ = "guarantee_scheme"
    tenancy = Tenancy(reads=frozenset(TenantKind) - {TenantKind.PLATFORM})

    code: Mapped[str] = mapped_column(unique=True)
    years: Mapped[list["GuaranteeYear"]] = relationship(
        init=False, lazy="selectin", order_by="GuaranteeYear.year", passive_deletes=True
    )


class GuaranteeYear(Entity):
    """A budget year of a guarantee scheme with its two ceilings (garantieplafonds; domain.md 2.13, O18).

    The annual ceiling bounds what is newly granted in the year and is never refilled; the exposure ceiling
    bounds what is outstanding, and what lapses makes room again (3.22). `closing_outstanding_cents` is
    opening + granted - lapsed, and the opening of the year that directly follows. `earlier_reserved_cents`
    is what directly preceding years reserved and did not grant yet: it counts as exposure, not as production.
    Each of reserved, granted and lapsed is the sum of its column over the entries.
    """

    __tablename__ = "guarantee_year"
    __table_args__ = (
        UniqueConstraint("scheme", "year"),
        CheckConstraint(
            "least(reserved_cents, earlier_reserved_cents, granted_cents, lapsed_cents) >= 0",
            name="counters",
        ),
        CheckConstraint("granted_cents + reserved_cents <= annual_ceiling_cents", name="annual_ceiling"),
        CheckConstraint(
            "closing_outstanding_cents = opening_outstanding_cents + granted_cents - lapsed_cents",
            name="closing",
        ),
        CheckConstraint("closing_outstanding_cents >= 0", name="outstanding"),
        CheckConstraint(
            "closing_outstanding_cents + reserved_cents + earlier_reserved_cents <= exposure_ceiling_cents",
            name="exposure_ceiling",
        ),
    )
    tenancy = Tenancy(reads=frozenset(TenantKind) - {TenantKind.PLATFORM})

    scheme: Mapped[str] = mapped_column(refers_to(GuaranteeScheme.code))
    year: Mapped[int]
    opening_outstanding_cents: Mapped[int]
    annual_ceiling_cents: Mapped[int]
    exposure_ceiling_cents: Mapped[int]
    closing_outstanding_cents: Mapped[int]
    reserved_cents: Mapped[int] = mapped_column(default=0)
    earlier_reserved_cents: Mapped[int] = mapped_column(default=0)
    granted_cents: Mapped[int] = mapped_column(default=0)
    lapsed_cents: Mapped[int] = mapped_column(default=0)
    entries: WriteOnlyMapped["YearEntry"] = relationship(init=False, passive_deletes=True)
    postings: WriteOnlyMapped[Entry] = relationship(
        init=False,
        primaryjoin="foreign(Entry.subject_id) == GuaranteeYear.id",
        passive_deletes=True,
        overlaps="postings",
    )


class YearEntry(Entity):
    """One change of a year's counters, never changed itself; `guarantee_id` is None for a budget movement."""

    __tablename__ = "guarantee_year_entry"

    guarantee_year_id: Mapped[UUID] = mapped_column(refers_to(GuaranteeYear.id), index=True, init=False)
    kind: Mapped[Kind]
    booked_on: Mapped[date]
    guarantee_id: Mapped[UUID | None] = mapped_column(default=None, index=True)
    reserved_cents: Mapped[int] = mapped_column(default=0)
    granted_cents: Mapped[int] = mapped_column(default=0)
    lapsed_cents: Mapped[int] = mapped_column(default=0)
    note: Mapped[str | None] = mapped_column(default=None)
