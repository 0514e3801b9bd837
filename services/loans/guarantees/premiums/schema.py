"""What is sent about a premium, and what is answered."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.loans.guarantees.guarantees.models import Guarantee
from services.loans.guarantees.premiums.models import Status
from shared.kernel.identifiers import KvkNumber, RomCode
from shared.kernel.money import PositiveCents
from shared.web.dates import PastDate
from shared.web.named import Names
from shared.web.paging import PageQuery
from shared.web.schema import Line, Read, Uuid, Write


class GuaranteePremiumIn(Write):
    guarantee_id: Annotated[Uuid, Names(Guarantee)]


class PremiumPaymentIn(Write):
    amount_cents: Annotated[PositiveCents, Field(description="What came in: the amount of the invoice.")]
    paid_on: PastDate
    reference: Annotated[Line, Field(description="That of the payment; each is of one invoice.")]


class PremiumReversalIn(Write):
    reason: Line


class GuaranteePremiumOut(Read):
    rom_code: str
    guarantee_id: UUID
    loan_id: UUID
    kvk_number: str
    regime: str
    quarter_on: Annotated[
        date | None, Field(description="The first day of the quarter; null for what the minimum adds.")
    ]
    guaranteed_cents: Annotated[int, Field(description="On the principal of that day.")]
    premium_cents: Annotated[int, Field(description="Of that quarter alone.")]
    correction_cents: Annotated[
        int, Field(description="What earlier quarters cost more or less by what was reported since.")
    ]
    amount_cents: int
    invoiced_on: date
    due_on: date
    status: Status
    reminded_on: date | None
    reminder_due_on: Annotated[date | None, Field(description="Paid by this day, or the cover is suspended.")]
    suspended_on: Annotated[
        date | None, Field(description="Since when it suspended the cover, until it was paid.")
    ]
    paid_on: date | None
    payment_reference: str | None
    ended_at: datetime | None


class GuaranteePremiumQuery(PageQuery):
    rom_code: RomCode | None = None
    guarantee_id: UUID | None = None
    loan_id: UUID | None = None
    kvk_number: KvkNumber | None = None
    status: Status | None = None
