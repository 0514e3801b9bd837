"""Subordinated loans and the money that moved on them."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, WriteOnlyMapped, composite, mapped_column, relationship

from services.loans.entity import Entity
from services.loans.ledger.ledger.models import Entry
from services.loans.origination.credit_lines.models import CreditLine
from services.loans.origination.projects.models import Project
from shared.kernel.voices import Voices
from shared.store.entity import Duty, refers_to, searchable


class Status(StrEnum):
    """States of a loan (domain.md 3.15, 3.17, 3.18, condensed; the README has the table)."""

    RECEIVED = "RECEIVED"
    PROPOSED = "PROPOSED"
    DECLINED = "DECLINED"
    APPROVED = "APPROVED"
    GUARANTEE_PENDING = "GUARANTEE_PENDING"
    OFFERABLE = "OFFERABLE"
    OFFERABLE_UNGUARANTEED = "OFFERABLE_UNGUARANTEED"
    CONTRACTED = "CONTRACTED"
    ACTIVE = "ACTIVE"
    REPAID = "REPAID"


class Repayment(StrEnum):
    """How the principal is repaid: at the end, or by a fixed amount every quarter."""

    BULLET = "BULLET"
    LINEAR = "LINEAR"


class Direction(StrEnum):
    """Which way the money went."""

    DISBURSEMENT = "DISBURSEMENT"
    REPAYMENT = "REPAYMENT"


@dataclass(frozen=True)
class Undertaking:
    """The firm that borrows (onderneming), and the municipality it is established in."""

    kvk_number: str
    name: str
    municipality_code: str


class Loan(Entity):
    """A subordinated loan (achtergestelde lening) of a ROM to a growing firm (A16-A18).

    It ranks after all other debts, so no contract is received without the deed of subordination. Only the
    ROM acts on it; the State reads. `reference_percent` is the rate below which it would contain aid (B41,
    RR-1), by `lending_regime`; a loan of before that was asked has neither. `deciding_body`, `mandate` and
    `mandate_regime` say who approved it in whose name (B10); loans approved before do not tell.
    `written_by` are all who entered or proposed it.
    """

    __tablename__ = "loan"
    __table_args__ = (
        CheckConstraint("disbursed_cents BETWEEN 0 AND principal_cents", name="disbursed"),
        CheckConstraint("repaid_cents BETWEEN 0 AND disbursed_cents", name="repaid"),
        CheckConstraint("outstanding_cents = disbursed_cents - repaid_cents", name="outstanding"),
        Index("ix_loan_contract_awaited", "contract_due_on", postgresql_where=text("status = 'OFFERABLE'")),
        Index("ix_loan_search", "search", postgresql_using="gin"),
    )
    speaks = Voices(
        named=("rom_code",),
        about=("undertaking", "undertaking_name", "municipality_code", "deciding_body"),
    )

    called = "undertaking_name"
    duties = (
        Duty("contract", "contract_due_on", frozenset({Status.OFFERABLE}), "loans:write", title=called),
    )

    rom_code: Mapped[str]
    kvk_number: Mapped[str] = mapped_column(init=False, index=True)
    undertaking_name: Mapped[str] = mapped_column(init=False)
    municipality_code: Mapped[str] = mapped_column(init=False)
    undertaking: Mapped[Undertaking] = composite("kvk_number", "undertaking_name", "municipality_code")
    project_id: Mapped[UUID | None] = mapped_column(refers_to(Project.id), index=True)
    purpose: Mapped[str]
    principal_cents: Mapped[int]
    interest_percent: Mapped[Decimal]
    term_months: Mapped[int]
    repayment: Mapped[Repayment]
    repayment_per_quarter_cents: Mapped[int | None]
    rating: Mapped[str]
    financing_need_cents: Mapped[int]
    guarantee_wanted: Mapped[bool]
    regime: Mapped[str]
    quarterly_interest_cents: Mapped[int] = mapped_column(init=False)
    arrangement_fee_cents: Mapped[int] = mapped_column(init=False)
    status: Mapped[Status] = mapped_column(default=Status.RECEIVED)
    reference_percent: Mapped[Decimal | None] = mapped_column(default=None)
    lending_regime: Mapped[str | None] = mapped_column(default=None)
    rating_rationale: Mapped[str | None] = mapped_column(default=None)
    written_by: Mapped[list[str]] = mapped_column(default_factory=list)
    proposed_by: Mapped[str | None] = mapped_column(default=None)
    proposed_at: Mapped[datetime | None] = mapped_column(default=None)
    approved_by: Mapped[str | None] = mapped_column(default=None)
    approved_at: Mapped[datetime | None] = mapped_column(default=None)
    deciding_body: Mapped[str | None] = mapped_column(default=None)
    mandate: Mapped[str | None] = mapped_column(default=None)
    mandate_regime: Mapped[str | None] = mapped_column(default=None)
    credit_line_id: Mapped[UUID | None] = mapped_column(refers_to(CreditLine.id), default=None)
    contract_due_on: Mapped[date | None] = mapped_column(default=None)
    contract_signed_on: Mapped[date | None] = mapped_column(default=None)
    subordination_deed_signed_on: Mapped[date | None] = mapped_column(default=None)
    contract_received_on: Mapped[date | None] = mapped_column(default=None)
    disbursed_cents: Mapped[int] = mapped_column(default=0)
    repaid_cents: Mapped[int] = mapped_column(default=0)
    outstanding_cents: Mapped[int] = mapped_column(default=0)
    search: Mapped[str] = searchable("undertaking_name", "kvk_number", "purpose")
    movements: WriteOnlyMapped["Movement"] = relationship(init=False, passive_deletes=True)
    postings: WriteOnlyMapped[Entry] = relationship(
        init=False,
        primaryjoin="foreign(Entry.subject_id) == Loan.id",
        passive_deletes=True,
        overlaps="postings",
    )


class Movement(Entity):
    """Principal that was paid out or repaid, never changed; the loan's counters are the sums of them."""

    __tablename__ = "loan_movement"
    __table_args__ = (CheckConstraint("amount_cents > 0", name="amount"),)

    loan_id: Mapped[UUID] = mapped_column(refers_to(Loan.id), index=True, init=False)
    direction: Mapped[Direction]
    amount_cents: Mapped[int]
    moved_on: Mapped[date]
    message_id: Mapped[str]
