"""What requests and answers about demands hold."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.funding.settlement.demands.models import Basis, Debtor, Status
from shared.kernel.money import PositiveCents
from shared.web.dates import PastDate, PeriodDate
from shared.web.decisions import DecidingBody, Mandate, MandateRegime
from shared.web.schema import AS_TEXT, Filter, Line, Prose, Read, Wire, Write


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


class ReceiptIn(Write):
    amount_cents: PositiveCents
    received_on: PastDate
    reference: Annotated[Line, Field(description="Of the bank; each is recorded once.")]


class ReceiptReversalIn(Write):
    reference: Annotated[Line, Field(description="Of the payment that came back.")]
    reversed_on: PastDate
    reason: Prose


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
    received_interest_cents: int
    received_principal_cents: int
    paid_on: date | None
    drop_reason: str | None
    ended_at: datetime | None


class DemandPaymentOut(Read):
    demand_id: UUID
    amount_cents: int
    received_on: date
    reference: str
    recorded_at: datetime
    reversed_on: Annotated[date | None, Field(description="The day on which it came back, if it did.")]
    reversal_reason: str | None


class StandingOut(Wire):
    on: date
    principal_cents: int
    interest_cents: Annotated[int, Field(description="Statutory, up to that day, which bears none itself.")]
    outstanding_cents: Annotated[int, Field(description="What pays the demand whole on that day.")]
    received_interest_cents: int
    received_principal_cents: int


class StandingQuery(Filter):
    on: Annotated[PeriodDate | None, Field(description="Today, if left out.")] = None
