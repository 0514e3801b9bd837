"""What a ROM recovers after the State paid for a loss, and the State's part of it."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from services.loans.entity import Entity
from services.loans.guarantees.claims.models import GuaranteeClaim
from services.loans.guarantees.guarantees.models import Guarantee
from services.loans.lending.loans.models import Loan
from shared.kernel.voices import Voices
from shared.store.entity import Duty, refers_to


class Status(StrEnum):
    """States of a recovery: until the State has its part (domain.md 3.21)."""

    OWED = "OWED"
    WITHDRAWN = "WITHDRAWN"
    REMITTED = "REMITTED"
    SETTLED = "SETTLED"


class GuaranteeRecovery(Entity):
    """One receipt on a loan whose loss the State paid (opbrengst na uitbetaling; domain.md 2.14, 3.21).

    `state_share_cents` is the State's part of `amount_cents`, which the ROM remits (afdragen) by
    `remit_due_on`; that is None when no cent of it is the State's. `received_on` is the day on which it came
    in, `arrived_on` the day on which the State had its part. `reference` is the ROM's own for the receipt:
    the same one is never reported twice. `written_by` are all who reported or remitted it.
    """

    __tablename__ = "guarantee_recovery"
    __table_args__ = (
        CheckConstraint("amount_cents > 0", name="amount"),
        CheckConstraint("state_share_cents BETWEEN 0 AND amount_cents", name="share"),
        Index(
            "uq_guarantee_recovery_reference",
            "claim_id",
            "reference",
            unique=True,
            postgresql_where=text("status <> 'WITHDRAWN'"),
        ),
    )
    speaks = Voices(named=("rom_code",))
    called = "reference"
    duties = (Duty("remit", "remit_due_on", frozenset({Status.OWED}), "loans:guarantee", title="reference"),)

    rom_code: Mapped[str]
    claim_id: Mapped[UUID] = mapped_column(refers_to(GuaranteeClaim.id), index=True)
    guarantee_id: Mapped[UUID] = mapped_column(refers_to(Guarantee.id), index=True)
    loan_id: Mapped[UUID] = mapped_column(refers_to(Loan.id), index=True)
    regime: Mapped[str]
    reference: Mapped[str]
    amount_cents: Mapped[int]
    state_share_cents: Mapped[int]
    received_on: Mapped[date]
    reported_on: Mapped[date]
    remit_due_on: Mapped[date | None]
    written_by: Mapped[list[str]]
    status: Mapped[Status] = mapped_column(default=Status.OWED)
    remitted_on: Mapped[date | None] = mapped_column(default=None)
    remittance_reference: Mapped[str | None] = mapped_column(default=None)
    confirmed_by: Mapped[str | None] = mapped_column(default=None)
    arrived_on: Mapped[date | None] = mapped_column(default=None)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
