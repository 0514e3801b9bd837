"""What the State charges a ROM for a guarantee."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from services.loans.entity import Entity
from services.loans.guarantees.guarantees.models import Guarantee
from services.loans.lending.loans.models import Loan
from shared.kernel.voices import Voices
from shared.store.entity import Duty, refers_to


class Status(StrEnum):
    """States of the invoice of a premium, until it is paid (domain.md 2.14)."""

    OWED = "OWED"
    REMINDED = "REMINDED"
    PAID = "PAID"
    WITHDRAWN = "WITHDRAWN"


class GuaranteePremium(Entity):
    """The invoice of a guarantee's premium (provisie) for one quarter, or of what the minimum adds.

    `quarter_on` is the first day of the quarter, None of the supplement (aanvulling). `premium_cents` is the
    premium of that quarter alone, on `guaranteed_cents`; `correction_cents` what earlier quarters cost more
    or less by what was reported since. `payment_reference` is that of the payment, which pays one invoice.
    Unpaid by the day of its reminder (aanmaning), it suspends the cover from `suspended_on` until `paid_on`.
    """

    __tablename__ = "guarantee_premium"
    __table_args__ = (
        CheckConstraint("amount_cents > 0", name="amount"),
        CheckConstraint("amount_cents = premium_cents + correction_cents", name="sum"),
        Index(
            "uq_guarantee_premium_quarter",
            "guarantee_id",
            "quarter_on",
            unique=True,
            postgresql_nulls_not_distinct=True,
        ),
        Index(
            "uq_guarantee_premium_payment",
            "owner",
            "payment_reference",
            unique=True,
            postgresql_where=text("payment_reference IS NOT NULL"),
        ),
        Index("ix_guarantee_premium_owed", "due_on", postgresql_where=text("status = 'OWED'")),
        Index(
            "ix_guarantee_premium_reminded", "reminder_due_on", postgresql_where=text("status = 'REMINDED'")
        ),
    )
    speaks = Voices(named=("rom_code",))
    called = "kvk_number"
    duties = (
        Duty("pay", "due_on", frozenset({Status.OWED}), "loans:guarantee", title=called),
        Duty("pay", "reminder_due_on", frozenset({Status.REMINDED}), "loans:guarantee", title=called),
    )

    rom_code: Mapped[str]
    guarantee_id: Mapped[UUID] = mapped_column(refers_to(Guarantee.id), index=True)
    loan_id: Mapped[UUID] = mapped_column(refers_to(Loan.id), index=True)
    kvk_number: Mapped[str] = mapped_column(index=True)
    regime: Mapped[str]
    quarter_on: Mapped[date | None]
    guaranteed_cents: Mapped[int]
    premium_cents: Mapped[int]
    correction_cents: Mapped[int]
    amount_cents: Mapped[int]
    invoiced_on: Mapped[date]
    due_on: Mapped[date]
    status: Mapped[Status] = mapped_column(default=Status.OWED)
    reminded_on: Mapped[date | None] = mapped_column(default=None)
    reminder_due_on: Mapped[date | None] = mapped_column(default=None)
    suspended_on: Mapped[date | None] = mapped_column(default=None)
    paid_on: Mapped[date | None] = mapped_column(default=None)
    payment_reference: Mapped[str | None] = mapped_column(default=None)
    recorded_by: Mapped[str | None] = mapped_column(default=None)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
