"""Defaults of guaranteed loans, and what is claimed of the State for them."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, WriteOnlyMapped, mapped_column, relationship

from services.loans.entity import Entity
from services.loans.guarantees.guarantees.models import Guarantee
from services.loans.ledger.ledger.models import Entry
from services.loans.lending.loans.models import Loan
from shared.kernel.voices import Voices
from shared.store.entity import WITHHELD, Duty, refers_to


class Status(StrEnum):
    """States of a claim, from the report of the default to its payment (domain.md 3.16, 3.20)."""

    REPORTED = "REPORTED"
    WITHDRAWN = "WITHDRAWN"
    LAPSED = "LAPSED"
    FILED = "FILED"
    SUPPLEMENT_REQUESTED = "SUPPLEMENT_REQUESTED"
    ASSESSED = "ASSESSED"
    GRANTED = "GRANTED"
    REFUSED = "REFUSED"
    PAYMENT_ORDERED = "PAYMENT_ORDERED"
    PAID = "PAID"


class Outcome(StrEnum):
    """What an officer of the State proposes, and another confirms."""

    GRANT = "GRANT"
    REFUSE = "REFUSE"


class GuaranteeClaim(Entity):
    """The default (wanprestatie) of a guaranteed loan and the loss claim (verliesdeclaratie) that follows it.

    `reported_late` flags a report after its term: a breach that may lower the payout, no loss of the right.
    `loss_cents` is what was outstanding less the proceeds; `payout_cents` is the State's part of it after
    the `reductions`. `decision_due_on` is None while the term stands still for a supplement, of which
    `suspended_days` are all that passed. `written_by` are all who reported, filed or supplemented;
    `reported_on_record` is the real day on which the default was entered. Of what came in after the payout,
    `recovered_cents` is all, `state_share_cents` the State's part, `received_cents` what it has of that.
    """

    __tablename__ = "guarantee_claim"
    __table_args__ = (
        CheckConstraint("payout_cents BETWEEN 0 AND loss_cents", name="payout"),
        CheckConstraint("proceeds_cents BETWEEN 0 AND outstanding_cents", name="proceeds"),
        CheckConstraint("loss_cents = outstanding_cents - proceeds_cents", name="loss"),
        CheckConstraint("recovered_cents BETWEEN 0 AND loss_cents", name="recovered"),
        CheckConstraint("state_share_cents BETWEEN 0 AND LEAST(recovered_cents, payout_cents)", name="share"),
        CheckConstraint("received_cents BETWEEN 0 AND state_share_cents", name="received"),
        Index(
            "uq_guarantee_claim_standing",
            "guarantee_id",
            unique=True,
            postgresql_where=text("status <> 'WITHDRAWN'"),
        ),
    )
    speaks = Voices(named=("rom_code",), about=("deciding_body",))
    duties = (
        Duty("file", "claim_due_on", frozenset({Status.REPORTED}), "loans:guarantee", title="loss_event"),
        Duty("assess", "decision_due_on", frozenset({Status.FILED}), "loans:decide", None, "loss_event"),
        Duty("grant", "decision_due_on", frozenset({Status.ASSESSED}), "loans:decide", None, "loss_event"),
    )

    rom_code: Mapped[str]
    guarantee_id: Mapped[UUID] = mapped_column(refers_to(Guarantee.id), index=True)
    loan_id: Mapped[UUID] = mapped_column(refers_to(Loan.id), index=True)
    kvk_number: Mapped[str] = mapped_column(index=True)
    regime: Mapped[str]
    loss_event: Mapped[str]
    occurred_on: Mapped[date]
    reported_on: Mapped[date]
    report_due_on: Mapped[date]
    reported_late: Mapped[bool]
    claim_due_on: Mapped[date] = mapped_column(index=True)
    reported_on_record: Mapped[date | None] = mapped_column(info=WITHHELD)
    written_by: Mapped[list[str]]
    status: Mapped[Status] = mapped_column(default=Status.REPORTED)
    outstanding_cents: Mapped[int] = mapped_column(default=0)
    proceeds_cents: Mapped[int] = mapped_column(default=0)
    loss_cents: Mapped[int] = mapped_column(default=0)
    evidence: Mapped[list[str]] = mapped_column(default_factory=list)
    filed_on: Mapped[date | None] = mapped_column(default=None)
    decision_due_on: Mapped[date | None] = mapped_column(default=None)
    supplement_asked_on: Mapped[date | None] = mapped_column(default=None)
    supplement_question: Mapped[str | None] = mapped_column(default=None)
    suspended_days: Mapped[int] = mapped_column(default=0)
    outcome: Mapped[Outcome | None] = mapped_column(default=None)
    reductions: Mapped[list[dict[str, Any]]] = mapped_column(default_factory=list)
    refusal_ground: Mapped[str | None] = mapped_column(default=None)
    reasons: Mapped[str | None] = mapped_column(default=None)
    payout_cents: Mapped[int] = mapped_column(default=0)
    assessed_by: Mapped[str | None] = mapped_column(default=None)
    decided_by: Mapped[str | None] = mapped_column(default=None)
    decided_on: Mapped[date | None] = mapped_column(default=None)
    deciding_body: Mapped[str | None] = mapped_column(default=None)
    mandate: Mapped[str | None] = mapped_column(default=None)
    mandate_regime: Mapped[str | None] = mapped_column(default=None)
    payment_ordered_by: Mapped[str | None] = mapped_column(default=None)
    payment_ordered_on: Mapped[date | None] = mapped_column(default=None)
    paid_on: Mapped[date | None] = mapped_column(default=None)
    payment_reference: Mapped[str | None] = mapped_column(default=None)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    recovered_cents: Mapped[int] = mapped_column(default=0, server_default="0")
    state_share_cents: Mapped[int] = mapped_column(default=0, server_default="0")
    received_cents: Mapped[int] = mapped_column(default=0, server_default="0")
    postings: WriteOnlyMapped[Entry] = relationship(
        init=False,
        primaryjoin="foreign(Entry.subject_id) == GuaranteeClaim.id",
        passive_deletes=True,
        overlaps="postings",
    )
