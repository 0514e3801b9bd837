"""What requests and answers about payments on demands hold."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from shared.kernel.money import PositiveCents
from shared.web.dates import PastDate
from shared.web.paging import PageQuery
from shared.web.schema import Line, Prose, Read, Write


class ReceiptIn(Write):
    amount_cents: PositiveCents
    received_on: PastDate
    reference: Annotated[Line, Field(description="Of the bank; each is recorded once.")]


class ReceiptReversalIn(Write):
    reference: Annotated[Line, Field(description="Of the payment that went back.")]
    reversed_on: PastDate
    reason: Prose


class DemandPaymentOut(Read):
    demand_id: UUID
    amount_cents: int
    received_on: date
    reference: str
    recorded_at: datetime
    reversed_on: Annotated[date | None, Field(description="The day on which it went back, if it did.")]
    reversal_reason: str | None


class DemandPaymentQuery(PageQuery):
    demand_id: UUID | None = None
