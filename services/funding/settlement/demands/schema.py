"""What requests and answers about demands hold."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.funding.settlement.demands.models import Basis, Debtor, Interruption, Status
from shared.web.dates import PastDate, PeriodDate
from shared.web.decisions import DecidingBody, DecisionIn, Mandate, MandateRegime
from shared.web.paging import PageQuery
from shared.web.schema import AS_TEXT, Filter, Prose, Read, Wire, Write


class DemandIn(Write):
    debtor: Annotated[
        Debtor, AS_TEXT, Field(description="A body's debt bears interest from a lower sum (Awb 4:98).")
    ]
    breached_on: Annotated[
        PastDate | None,
        Field(description="Of the breach the award was lowered for: the years of the limit run from it."),
    ] = None


class DemandReasonIn(Write):
    reason: Prose


class DemandWithdrawalIn(DecisionIn):
    reason: Prose


class InterruptionIn(Write):
    ground: Annotated[Interruption, AS_TEXT]
    interrupted_on: PastDate
    evidence: Annotated[Prose, Field(description="By what it is shown; it is kept on the trail.")]


class DemandOut(Read):
    application_id: UUID
    alteration_id: Annotated[UUID | None, Field(description="The alteration that left less than was paid.")]
    settlement_id: Annotated[UUID | None, Field(description="The settlement, if that left less.")]
    title: str
    basis: Basis
    debtor: Debtor
    status: Status
    principal_cents: int
    limit_on: Annotated[date, Field(description="The last day on which it may be decided.")]
    regime: str
    opened_at: datetime
    due_on: Annotated[date | None, Field(description="Interest runs from the day after; null before.")]
    decided_at: datetime | None
    deciding_body: DecidingBody
    mandate: Mandate
    mandate_regime: MandateRegime
    prescribes_on: Annotated[date | None, Field(description="The last day on which it is collected.")]
    interrupted_on: Annotated[date | None, Field(description="The last time, beside a reminder.")]
    interruption: Interruption | None
    reminded_on: date | None
    reminder_due_on: Annotated[date | None, Field(description="To be paid by, says the reminder.")]
    reminder_fee_cents: Annotated[int, Field(description="Due from the day of the reminder on.")]
    reminder_regime: str | None
    received_costs_cents: Annotated[int, Field(description="Zero when the demand was withdrawn.")]
    received_interest_cents: int
    received_principal_cents: int
    paid_on: date | None
    drop_reason: str | None
    withdrawal_reason: str | None
    withdrawing_body: DecidingBody
    withdrawal_mandate: Mandate
    withdrawal_mandate_regime: MandateRegime
    refundable_cents: Annotated[int, Field(description="Was received before it was withdrawn: goes back.")]
    refund_due_on: Annotated[date | None, Field(description="The last day to pay it back, while any is.")]
    ended_at: datetime | None


class StandingOut(Wire):
    on: date
    principal_cents: int
    costs_cents: Annotated[int, Field(description="The fee of a reminder, as far as it is due.")]
    interest_cents: Annotated[int, Field(description="Statutory, up to that day, which bears none itself.")]
    outstanding_cents: Annotated[int, Field(description="What pays the demand whole on that day.")]
    received_costs_cents: int
    received_interest_cents: int
    received_principal_cents: int


class DemandQuery(PageQuery):
    application_id: UUID | None = None
    status: Status | None = None


class StandingQuery(Filter):
    on: Annotated[PeriodDate | None, Field(description="Today, if left out.")] = None
