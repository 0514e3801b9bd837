"""Advances on awards, from the proposal to the payment, and what they come to on each award."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from services.funding.applications.applications.models import Application
from services.funding.entity import Entity
from services.funding.payments.payees.models import PayeeAccount
from shared.kernel.principal import TenantKind
from shared.kernel.voices import Voices
from shared.store.audience import Tenancy
from shared.store.entity import WITHHELD, Duty, refers_to


class Status(StrEnum):
    """States of an advance (domain.md 3.11)."""

    PROPOSED = "PROPOSED"
    APPROVED = "APPROVED"
    ORDERED = "ORDERED"
    PAID = "PAID"
    FAILED = "FAILED"
    REVERSED = "REVERSED"
    WITHDRAWN = "WITHDRAWN"


class Kind(StrEnum):
    """What is paid on: an award at approval, a report, or the settlement that leaves a balance (saldo)."""

    APPROVAL = "APPROVAL"
    REPORT = "REPORT"
    BALANCE = "BALANCE"


class AdvanceTotal(Entity):
    """What was advanced on an award; its id is that of the application. The guard of the ceiling.

    `advanced_cents` are all approved advances that were not withdrawn, refused by the bank or reversed,
    `paid_cents` those of them that the bank paid, of which `claimed_cents` were claimed back by demands;
    `at_approval_cents` those given at approval. `declared_cents` are the costs on which the others were
    given. `ceiling_cents` is that of the award when an advance was approved last, settled that of all it was
    settled at, and what had been claimed back beside it.
    """

    __tablename__ = "advance_total"
    __table_args__ = (
        CheckConstraint("advanced_cents BETWEEN 0 AND ceiling_cents", name="advanced_within_ceiling"),
        CheckConstraint("paid_cents BETWEEN 0 AND advanced_cents", name="paid_within_advanced"),
        CheckConstraint("claimed_cents BETWEEN 0 AND paid_cents", name="claimed_within_paid"),
        CheckConstraint("at_approval_cents BETWEEN 0 AND advanced_cents", name="at_approval"),
        CheckConstraint("declared_cents >= 0", name="declared"),
    )
    tenancy = Tenancy(reads=frozenset(TenantKind) - {TenantKind.PLATFORM})

    ceiling_cents: Mapped[int]
    advanced_cents: Mapped[int] = mapped_column(default=0)
    paid_cents: Mapped[int] = mapped_column(default=0)
    at_approval_cents: Mapped[int] = mapped_column(default=0)
    declared_cents: Mapped[int] = mapped_column(default=0)
    claimed_cents: Mapped[int] = mapped_column(default=0, server_default="0")


class Advance(Entity):
    """An advance on an award (voorschot, Awb 4:95) and the order to pay it (betaalopdracht).

    Proposed by one officer and approved by another for the account that was verified then; ordered once, and
    public when it was paid. `recipient` is the body that
    applied. `hands` are all who proposed, approved or ordered it: none of them says what the bank did.
    """

    __tablename__ = "advance"
    __table_args__ = (
        CheckConstraint("amount_cents > 0", name="amount"),
        CheckConstraint("(kind = 'REPORT') = (declared_cents > 0)", name="declared"),
        CheckConstraint(
            "(status IN ('ORDERED', 'PAID', 'FAILED', 'REVERSED')) = (ordered_at IS NOT NULL)",
            name="ordered",
        ),
        Index("ix_advance_approved", "due_on", "id", postgresql_where=text("status = 'APPROVED'")),
    )
    tenancy = Tenancy(
        open_when=("status", frozenset({Status.PAID, Status.REVERSED})),
        addressee="recipient",
        told_too="recipient",
    )
    speaks = Voices(about=("deciding_body",))
    duties = (
        Duty("approve", "due_on", frozenset({Status.PROPOSED}), "funding:decide", None),
        Duty("order", "due_on", frozenset({Status.APPROVED}), "funding:decide", None),
        Duty("confirm", "due_on", frozenset({Status.ORDERED}), "funding:confirm", None),
    )

    application_id: Mapped[UUID] = mapped_column(refers_to(Application.id), index=True)
    recipient: Mapped[str]
    title: Mapped[str]
    kind: Mapped[Kind]
    amount_cents: Mapped[int]
    declared_cents: Mapped[int]
    due_on: Mapped[date]
    regime: Mapped[str]
    proposed_at: Mapped[datetime]
    hands: Mapped[list[str]] = mapped_column(default_factory=list, info=WITHHELD)
    status: Mapped[Status] = mapped_column(default=Status.PROPOSED)
    approved_at: Mapped[datetime | None] = mapped_column(default=None)
    deciding_body: Mapped[str | None] = mapped_column(default=None)
    mandate: Mapped[str | None] = mapped_column(default=None)
    mandate_regime: Mapped[str | None] = mapped_column(default=None)
    payee_account_id: Mapped[UUID | None] = mapped_column(refers_to(PayeeAccount.id), default=None)
    ordered_at: Mapped[datetime | None] = mapped_column(default=None)
    paid_on: Mapped[date | None] = mapped_column(default=None)
    payment_reference: Mapped[str | None] = mapped_column(default=None, info=WITHHELD)
    reversed_on: Mapped[date | None] = mapped_column(default=None)
    reason: Mapped[str | None] = mapped_column(default=None, info=WITHHELD)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
