"""Settlements of awards: called for, asked, assessed, heard on, and decided or dropped."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from services.funding.applications.applications.models import Application
from services.funding.entity import Entity
from services.funding.programmes.tranches.models import Tranche
from shared.kernel.voices import Voices
from shared.store.audience import Tenancy
from shared.store.entity import WITHHELD, Duty, refers_to


class Status(StrEnum):
    """States of a settlement (domain.md 3.13)."""

    DUE = "DUE"
    RECEIVED = "RECEIVED"
    ASSESSED = "ASSESSED"
    HEARD = "HEARD"
    DECIDED = "DECIDED"
    DROPPED = "DROPPED"


class AwardSettlement(Entity):
    """The settlement (vaststelling) of an award: what it comes to in the end, by a decision (Awb 4:42).

    Its applicant, who owns the row, asks for it (aanvraag tot vaststelling, Awb 4:44) after its activities
    ended on `ended_on`, with the `costs` it made and the `sources` that paid them; without that, after
    `apply_by`, it is settled of office (`ex_officio`, ambtshalve, Awb 4:47). An officer assesses what of each
    cost counts and what else lowers the grant: `lowered` says on which ground each step does (Awb 4:46), and
    `proposed_cents` is what is left of `awarded_before_cents`. Where the law wants it the applicant is heard
    until `respond_by`. Another officer decides: `settled_cents` is then the award.

    `freed_cents` is what the award fell, of which `refilled_cents` is room of tranche and year again (3.22,
    D12); `undue_cents` all that was paid above it, claimed before or not (Awb 4:57); `balance_cents` what is
    to be paid of it by `balance_due_on` (saldo, Awb 4:87). `regime` is how the scheme settles, `term_regime`
    the terms of the procedure. `hands` are all who called, asked, assessed, answered or decided.
    """

    __tablename__ = "award_settlement"
    __table_args__ = (
        CheckConstraint("status <> 'DUE' OR apply_by IS NOT NULL", name="due"),
        CheckConstraint("proposed_cents BETWEEN 0 AND awarded_before_cents", name="proposed_within_award"),
        CheckConstraint("settled_cents BETWEEN 0 AND awarded_before_cents", name="settled_within_award"),
        CheckConstraint("(status = 'DECIDED') = (settled_cents IS NOT NULL)", name="settled_when_decided"),
        CheckConstraint("freed_cents = awarded_before_cents - settled_cents", name="freed"),
        CheckConstraint("refilled_cents BETWEEN 0 AND freed_cents", name="refilled_of_freed"),
        CheckConstraint("undue_cents >= 0", name="undue"),
        CheckConstraint("balance_cents BETWEEN 0 AND settled_cents", name="balance_within_settled"),
        CheckConstraint("(balance_cents > 0) = (balance_due_on IS NOT NULL)", name="balance_due"),
        Index(
            "uq_award_settlement_standing",
            "application_id",
            unique=True,
            postgresql_where=text("status <> 'DROPPED'"),
        ),
    )
    tenancy = Tenancy(closed_to="conflicted")
    speaks = Voices(about=("deciding_body",))
    duties = (
        Duty("apply", "apply_by", frozenset({Status.DUE}), "funding:apply"),
        Duty("assess", "decide_by", frozenset({Status.RECEIVED}), "funding:assess", None),
        Duty("respond", "respond_by", frozenset({Status.ASSESSED}), "funding:apply"),
        Duty("decide", "decide_by", frozenset({Status.ASSESSED, Status.HEARD}), "funding:decide", None),
    )

    application_id: Mapped[UUID] = mapped_column(refers_to(Application.id), index=True)
    tranche_id: Mapped[UUID] = mapped_column(refers_to(Tranche.id), index=True)
    title: Mapped[str]
    ended_on: Mapped[date]
    term_regime: Mapped[str]
    status: Mapped[Status] = mapped_column(default=Status.DUE)
    ex_officio: Mapped[bool] = mapped_column(default=False)
    hands: Mapped[list[str]] = mapped_column(default_factory=list, info=WITHHELD)
    conflicted: Mapped[list[str]] = mapped_column(default_factory=list, info=WITHHELD)
    apply_by: Mapped[date | None] = mapped_column(default=None)
    received_at: Mapped[datetime | None] = mapped_column(default=None)
    sources: Mapped[list[dict[str, Any]]] = mapped_column(default_factory=list)
    costs: Mapped[list[dict[str, Any]]] = mapped_column(default_factory=list)
    decide_by: Mapped[date | None] = mapped_column(default=None)
    deductions: Mapped[list[dict[str, Any]]] = mapped_column(default_factory=list)
    others_cents: Mapped[int | None] = mapped_column(default=None)
    good_grounds: Mapped[bool] = mapped_column(default=False)
    reasons: Mapped[str | None] = mapped_column(default=None)
    assessed_at: Mapped[datetime | None] = mapped_column(default=None)
    regime: Mapped[str | None] = mapped_column(default=None)
    awarded_before_cents: Mapped[int | None] = mapped_column(default=None)
    declared_cents: Mapped[int | None] = mapped_column(default=None)
    accepted_cents: Mapped[int | None] = mapped_column(default=None)
    doubtful_cents: Mapped[int | None] = mapped_column(default=None)
    lowered: Mapped[list[dict[str, Any]]] = mapped_column(default_factory=list)
    proposed_cents: Mapped[int | None] = mapped_column(default=None)
    respond_by: Mapped[date | None] = mapped_column(default=None)
    views: Mapped[str | None] = mapped_column(default=None)
    responded_at: Mapped[datetime | None] = mapped_column(default=None)
    settled_cents: Mapped[int | None] = mapped_column(default=None)
    freed_cents: Mapped[int | None] = mapped_column(default=None)
    refilled_cents: Mapped[int | None] = mapped_column(default=None)
    undue_cents: Mapped[int | None] = mapped_column(default=None)
    balance_cents: Mapped[int | None] = mapped_column(default=None)
    balance_due_on: Mapped[date | None] = mapped_column(default=None)
    decided_at: Mapped[datetime | None] = mapped_column(default=None)
    deciding_body: Mapped[str | None] = mapped_column(default=None)
    mandate: Mapped[str | None] = mapped_column(default=None)
    mandate_regime: Mapped[str | None] = mapped_column(default=None)
    drop_reason: Mapped[str | None] = mapped_column(default=None)
    dropped_at: Mapped[datetime | None] = mapped_column(default=None)
