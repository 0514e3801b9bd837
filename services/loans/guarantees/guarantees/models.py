"""State guarantees on subordinated loans."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, WriteOnlyMapped, mapped_column, relationship

from services.loans.entity import Entity
from services.loans.guarantees.years.models import GuaranteeYear
from services.loans.ledger.ledger.models import Entry
from services.loans.lending.loans.models import Loan
from shared.kernel.voices import Voices
from shared.store.entity import WITHHELD, Duty, refers_to, searchable


class Status(StrEnum):
    """States of a guarantee (domain.md 3.16)."""

    REQUESTED = "REQUESTED"
    AID_PENDING = "AID_PENDING"
    RESERVED = "RESERVED"
    REFUSED = "REFUSED"
    ISSUED = "ISSUED"
    ACTIVE = "ACTIVE"
    SUSPENDED = "SUSPENDED"
    CALLABLE = "CALLABLE"
    PAID_OUT = "PAID_OUT"
    RECOVERING = "RECOVERING"
    CLOSED = "CLOSED"
    RELEASED = "RELEASED"
    LAPSED = "LAPSED"


class Guarantee(Entity):
    """A guarantee of the State (staatsgarantie) on a part of a ROM's loan (A16, B23; domain.md 3.16).

    `guaranteed_cents` is the amount on the whole principal, `current_guaranteed_cents` that on what is
    outstanding (GN-2), `exposure_cents` what the State still stands for, undrawn principal included.
    `guarantee_year_id` is the budget year it counts in: that of its reservation, then that of its issue. On
    `ends_on` its term is over; `issued_on_record` is the real day on which its issue was entered. Who
    changes a guarantee holds the row of its loan first, then its own, then that of the scheme.
    `written_by` are all who asked for it or reserved it. `aid_fact` is the fact by which funding reserved its
    aid; `aid_lost_at` says since when funding, restored, forgot its answer and has not answered anew.
    `premium_next_on` is the first day of the quarter whose premium is charged next, None when none will be.
    Since `suspended_on` its cover is suspended (opgeschort), until what is unpaid is paid by `cure_due_on`.
    """

    __tablename__ = "guarantee"
    __table_args__ = (
        CheckConstraint("exposure_cents BETWEEN 0 AND guaranteed_cents", name="exposure"),
        CheckConstraint("current_guaranteed_cents BETWEEN 0 AND exposure_cents", name="current"),
        Index(
            "uq_guarantee_open",
            "loan_id",
            unique=True,
            postgresql_where=text("status NOT IN ('REFUSED', 'RELEASED')"),
        ),
        Index("ix_guarantee_awaited", "contract_due_on", postgresql_where=text("status = 'RESERVED'")),
        CheckConstraint("premium_paid_cents BETWEEN 0 AND premium_charged_cents", name="premium"),
        Index(
            "ix_guarantee_premium_next",
            "premium_next_on",
            postgresql_where=text("premium_next_on IS NOT NULL"),
        ),
        Index("ix_guarantee_suspended", "cure_due_on", postgresql_where=text("status = 'SUSPENDED'")),
        Index("ix_guarantee_search", "search", postgresql_using="gin"),
    )
    speaks = Voices(named=("rom_code",), about=("deciding_body",))
    called = "kvk_number"
    duties = (
        Duty("issue", "contract_due_on", frozenset({Status.RESERVED}), "loans:decide", None, title=called),
    )

    rom_code: Mapped[str]
    loan_id: Mapped[UUID] = mapped_column(refers_to(Loan.id), index=True)
    kvk_number: Mapped[str] = mapped_column(index=True)
    scheme: Mapped[str]
    regime: Mapped[str]
    aid_regime: Mapped[str]
    guaranteed_principal_cents: Mapped[int]
    guarantee_percent: Mapped[Decimal]
    premium_percent: Mapped[Decimal]
    term_years: Mapped[int]
    guaranteed_cents: Mapped[int]
    share_percent: Mapped[Decimal]
    premiums: Mapped[list[dict[str, Any]]]
    first_year_premium_cents: Mapped[int]
    minimum_premium_cents: Mapped[int]
    safe_harbour_percent: Mapped[Decimal]
    aid_cents: Mapped[int]
    status: Mapped[Status] = mapped_column(default=Status.REQUESTED)
    guarantee_year_id: Mapped[UUID | None] = mapped_column(refers_to(GuaranteeYear.id), default=None)
    reserved_regime: Mapped[str | None] = mapped_column(default=None)
    written_by: Mapped[list[str]] = mapped_column(default_factory=list)
    reserved_by: Mapped[str | None] = mapped_column(default=None)
    reserved_on: Mapped[date | None] = mapped_column(default=None)
    contract_due_on: Mapped[date | None] = mapped_column(default=None)
    lapses_at: Mapped[datetime | None] = mapped_column(default=None, index=True)
    aid_expires_at: Mapped[datetime | None] = mapped_column(default=None)
    aid_fact: Mapped[UUID | None] = mapped_column(default=None)
    aid_lost_at: Mapped[datetime | None] = mapped_column(default=None)
    issued_by: Mapped[str | None] = mapped_column(default=None)
    deciding_body: Mapped[str | None] = mapped_column(default=None)
    mandate: Mapped[str | None] = mapped_column(default=None)
    mandate_regime: Mapped[str | None] = mapped_column(default=None)
    issued_on: Mapped[date | None] = mapped_column(default=None)
    ends_on: Mapped[date | None] = mapped_column(default=None, index=True)
    issued_on_record: Mapped[date | None] = mapped_column(default=None, info=WITHHELD)
    current_guaranteed_cents: Mapped[int] = mapped_column(default=0)
    exposure_cents: Mapped[int] = mapped_column(default=0)
    premium_next_on: Mapped[date | None] = mapped_column(default=None)
    premium_charged_cents: Mapped[int] = mapped_column(default=0, server_default="0")
    premium_paid_cents: Mapped[int] = mapped_column(default=0, server_default="0")
    suspended_on: Mapped[date | None] = mapped_column(default=None)
    cure_due_on: Mapped[date | None] = mapped_column(default=None)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    end_reason: Mapped[str | None] = mapped_column(default=None)
    search: Mapped[str] = searchable("kvk_number", "scheme")
    postings: WriteOnlyMapped[Entry] = relationship(
        init=False,
        primaryjoin="foreign(Entry.subject_id) == Guarantee.id",
        passive_deletes=True,
        overlaps="postings",
    )
