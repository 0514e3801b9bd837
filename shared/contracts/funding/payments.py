"""What the funding service tells of what it pays."""

from datetime import date
from uuid import UUID

from shared.contracts.funding.event import FundingEvent
from shared.contracts.known import ADVANCE, APPLICATION
from shared.kernel.events import Event


class AdvancePaid(FundingEvent):
    """An advance (voorschot) on an award was paid, with what was advanced and paid of it in all (3.11)."""

    fact = "advance-paid"
    aggregate = "application_id"

    application_id: UUID
    advance_id: UUID
    amount_cents: int
    advanced_cents: int
    paid_cents: int
    paid_on: date


class AdvanceReversed(FundingEvent):
    """The money of an advance that was told as paid came back (storno): it was not advanced (3.11)."""

    fact = "advance-reversed"
    aggregate = "application_id"

    application_id: UUID
    advance_id: UUID
    amount_cents: int
    advanced_cents: int
    paid_cents: int
    reversed_on: date


EVENTS: list[type[Event]] = [AdvancePaid, AdvanceReversed]
EXAMPLES: list[Event] = [
    AdvancePaid(
        application_id=APPLICATION,
        advance_id=ADVANCE,
        amount_cents=300_000_00,
        advanced_cents=300_000_00,
        paid_cents=300_000_00,
        paid_on=date(2015, 3, 16),
    ),
    AdvanceReversed(
        application_id=APPLICATION,
        advance_id=ADVANCE,
        amount_cents=300_000_00,
        advanced_cents=0,
        paid_cents=0,
        reversed_on=date(2015, 3, 18),
    ),
]
