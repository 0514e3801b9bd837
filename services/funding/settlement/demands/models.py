"""Demands of what was paid in advance and is not due."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from services.funding.applications.applications.models import Application
from services.funding.awards.alterations.models import AwardAlteration
from services.funding.entity import Entity
from services.funding.settlement.awards.models import AwardSettlement
from shared.kernel.voices import Voices
from shared.store.audience import Tenancy
from shared.store.entity import Duty, refers_to


class Status(StrEnum):
    """States of a demand (domain.md 3.14)."""

    OPENED = "OPENED"
    CLAIMED = "CLAIMED"
    REMINDED = "REMINDED"
    PAID = "PAID"
    DROPPED = "DROPPED"
    WITHDRAWN = "WITHDRAWN"


UNPAID = frozenset({Status.CLAIMED, Status.REMINDED})
CLAIMED = UNPAID | {Status.PAID}  # what of it is not received is owed


class Basis(StrEnum):
    """On which article is claimed back."""

    AWB_4_57 = "AWB_4_57"


class Interruption(StrEnum):
    """What interrupts the limitation of a demand, beside a reminder (Awb 4:105, 4:106)."""

    RECOGNITION = "RECOGNITION"
    LEGAL_ACTION = "LEGAL_ACTION"
    PAYMENT_ORDER = "PAYMENT_ORDER"
    ENFORCEMENT = "ENFORCEMENT"


class Debtor(StrEnum):
    """Who owes: a firm or citizen, or an administrative body, whose interest counts from less (Awb 4:98)."""

    FIRM = "FIRM"
    BODY = "BODY"


class Demand(Entity):
    """A demand (vordering): what was paid in advance above what a decision left of an award: an alteration of
    it or its settlement.

    Opened by one officer and decided by another (terugvordering, Awb 4:57); its owner is the applicant.
    `principal_cents` (hoofdsom) counts in the `claimed_cents` of the award's advances from the decision on.
    It is to be paid by `due_on`, and bears statutory interest from the day after. What was received went to
    costs, interest and principal (Awb 4:92), however often one of the payments comes back. `limit_on` is the
    last day on which it may be decided; `hands` are all who opened, decided or withdrew it.
    Who did not pay in time is reminded (aanmaning) once, to pay by `reminder_due_on`, for a fee; after
    `prescribes_on`, a day that each interruption (stuiting) moves, it is not collected (verjaring).
    Withdrawn (ingetrokken), it never counted: another may claim what it was for, and what was received on it,
    `refundable_cents`, is to be paid back by `refund_due_on`.
    """

    __tablename__ = "demand"
    __table_args__ = (
        CheckConstraint("principal_cents > 0", name="principal"),
        CheckConstraint("num_nonnulls(alteration_id, settlement_id) = 1", name="by_one_decision"),
        CheckConstraint("received_principal_cents BETWEEN 0 AND principal_cents", name="received_within"),
        CheckConstraint("received_interest_cents >= 0", name="received_interest"),
        CheckConstraint("received_costs_cents BETWEEN 0 AND reminder_fee_cents", name="received_costs"),
        CheckConstraint("(reminded_on IS NULL) = (reminder_due_on IS NULL)", name="reminded"),
        CheckConstraint("status <> 'REMINDED' OR reminded_on > due_on", name="reminded_after_due"),
        CheckConstraint("(interrupted_on IS NULL) = (interruption IS NULL)", name="interrupted"),
        CheckConstraint("(status IN ('OPENED', 'DROPPED')) = (due_on IS NULL)", name="due_when_decided"),
        CheckConstraint("status <> 'PAID' OR received_principal_cents = principal_cents", name="paid_whole"),
        CheckConstraint("(status = 'PAID') = (paid_on IS NOT NULL)", name="paid_on"),
        CheckConstraint(
            "(status = 'WITHDRAWN') = (withdrawal_reason IS NOT NULL)", name="withdrawn_for_a_reason"
        ),
        CheckConstraint(
            "status <> 'WITHDRAWN' OR received_principal_cents + received_interest_cents"
            " + received_costs_cents = 0",
            name="withdrawn_unpaid",
        ),
        CheckConstraint("refundable_cents >= 0", name="refundable"),
        CheckConstraint("refundable_cents = 0 OR status = 'WITHDRAWN'", name="refundable_when_withdrawn"),
        CheckConstraint("(refundable_cents > 0) = (refund_due_on IS NOT NULL)", name="refund_due"),
        Index("uq_demand_opened", "application_id", unique=True, postgresql_where=text("status = 'OPENED'")),
    )
    tenancy = Tenancy(closed_to="conflicted")
    speaks = Voices(about=("deciding_body", "withdrawing_body"))
    duties = (
        Duty("decide", "limit_on", frozenset({Status.OPENED}), "funding:decide", None),
        Duty("remind", "due_on", frozenset({Status.CLAIMED}), "funding:decide", None),
        Duty("interrupt", "prescribes_on", UNPAID, "funding:decide", None),
        Duty("refund", "refund_due_on", frozenset({Status.WITHDRAWN}), "funding:confirm", None),
    )

    application_id: Mapped[UUID] = mapped_column(refers_to(Application.id), index=True)
    alteration_id: Mapped[UUID | None] = mapped_column(refers_to(AwardAlteration.id), index=True)
    title: Mapped[str]
    basis: Mapped[Basis]
    debtor: Mapped[Debtor]
    principal_cents: Mapped[int]
    limit_on: Mapped[date]
    regime: Mapped[str]
    opened_at: Mapped[datetime]
    hands: Mapped[list[str]]
    conflicted: Mapped[list[str]]
    settlement_id: Mapped[UUID | None] = mapped_column(
        refers_to(AwardSettlement.id), index=True, default=None
    )
    status: Mapped[Status] = mapped_column(default=Status.OPENED)
    due_on: Mapped[date | None] = mapped_column(default=None)
    decided_at: Mapped[datetime | None] = mapped_column(default=None)
    deciding_body: Mapped[str | None] = mapped_column(default=None)
    mandate: Mapped[str | None] = mapped_column(default=None)
    mandate_regime: Mapped[str | None] = mapped_column(default=None)
    prescribes_on: Mapped[date | None] = mapped_column(default=None)
    interrupted_on: Mapped[date | None] = mapped_column(default=None)
    interruption: Mapped[Interruption | None] = mapped_column(default=None)
    reminded_on: Mapped[date | None] = mapped_column(default=None)
    reminder_due_on: Mapped[date | None] = mapped_column(default=None)
    reminder_fee_cents: Mapped[int] = mapped_column(default=0, server_default="0")
    reminder_regime: Mapped[str | None] = mapped_column(default=None)
    received_costs_cents: Mapped[int] = mapped_column(default=0, server_default="0")
    received_interest_cents: Mapped[int] = mapped_column(default=0)
    received_principal_cents: Mapped[int] = mapped_column(default=0)
    paid_on: Mapped[date | None] = mapped_column(default=None)
    drop_reason: Mapped[str | None] = mapped_column(default=None)
    withdrawal_reason: Mapped[str | None] = mapped_column(default=None)
    withdrawing_body: Mapped[str | None] = mapped_column(default=None)
    withdrawal_mandate: Mapped[str | None] = mapped_column(default=None)
    withdrawal_mandate_regime: Mapped[str | None] = mapped_column(default=None)
    refundable_cents: Mapped[int] = mapped_column(default=0, server_default="0")
    refund_due_on: Mapped[date | None] = mapped_column(default=None)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
