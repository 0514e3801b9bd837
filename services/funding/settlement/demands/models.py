"""Demands of what was paid in advance and is not due, and what was received on them."""

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
    PAID = "PAID"
    DROPPED = "DROPPED"


class Basis(StrEnum):
    """On which article is claimed back."""

    AWB_4_57 = "AWB_4_57"


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
    last day on which it may be decided; `hands` are all who opened or decided it.
    """

    __tablename__ = "demand"
    __table_args__ = (
        CheckConstraint("principal_cents > 0", name="principal"),
        CheckConstraint("num_nonnulls(alteration_id, settlement_id) = 1", name="by_one_decision"),
        CheckConstraint("received_principal_cents BETWEEN 0 AND principal_cents", name="received_within"),
        CheckConstraint("received_interest_cents >= 0", name="received_interest"),
        CheckConstraint("(status IN ('OPENED', 'DROPPED')) = (due_on IS NULL)", name="due_when_decided"),
        CheckConstraint("status <> 'PAID' OR received_principal_cents = principal_cents", name="paid_whole"),
        CheckConstraint("(status = 'PAID') = (paid_on IS NOT NULL)", name="paid_on"),
        Index("uq_demand_opened", "application_id", unique=True, postgresql_where=text("status = 'OPENED'")),
    )
    tenancy = Tenancy(closed_to="conflicted")
    speaks = Voices(about=("deciding_body",))
    duties = (Duty("decide", "limit_on", frozenset({Status.OPENED}), "funding:decide", None),)

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
    received_interest_cents: Mapped[int] = mapped_column(default=0)
    received_principal_cents: Mapped[int] = mapped_column(default=0)
    paid_on: Mapped[date | None] = mapped_column(default=None)
    drop_reason: Mapped[str | None] = mapped_column(default=None)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)


class DemandPayment(Entity):
    """What was received on a demand, on the day and under the reference of the bank; or came back since."""

    __tablename__ = "demand_payment"
    __table_args__ = (
        CheckConstraint("amount_cents > 0", name="amount"),
        CheckConstraint("(reversed_on IS NULL) = (reversal_reason IS NULL)", name="reversed"),
        CheckConstraint("reversed_on >= received_on", name="reversed_after"),
        Index(
            "uq_demand_payment_reference",
            "reference",
            unique=True,
            postgresql_where=text("reversed_on IS NULL"),
        ),
    )
    called = "reference"

    demand_id: Mapped[UUID] = mapped_column(refers_to(Demand.id), index=True)
    amount_cents: Mapped[int]
    received_on: Mapped[date]
    reference: Mapped[str]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str]
    reversed_on: Mapped[date | None] = mapped_column(default=None)
    reversal_reason: Mapped[str | None] = mapped_column(default=None)
