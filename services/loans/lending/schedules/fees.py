"""Fees (provisie, kosten): for arranging, for what is not drawn, with each instalment, and at the end."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from services.loans.lending.schedules.day_counts import Period, ticks
from services.loans.lending.schedules.rates import MILLIONTHS
from services.loans.lending.schedules.rounding import Units
from services.loans.lending.schedules.rows import Row
from services.loans.lending.schedules.terms import DayCount, Fee, FeeKind, Taken
from shared.kernel.money import percent_of


def charged(fee: Fee, of_cents: int) -> int:
    """The amount of a fee, or its percentage of an amount."""
    if fee.amount_cents is not None:
        return fee.amount_cents
    return percent_of(of_cents, fee.percent or Decimal(0))


def commitment(
    fees: Sequence[Fee], undrawn_cents: int, count: DayCount, first: date, last: date, period: Period
) -> Units:
    """What runs over the part that is not drawn (bereidstellingsprovisie), exact, while it may be drawn."""
    found: Units = 0
    for fee in fees:
        until = min(fee.until or last, last)
        if fee.kind is FeeKind.COMMITMENT and fee.percent and first < until:
            found += undrawn_cents * int(fee.percent * MILLIONTHS) * ticks(count, first, until, period)
    return found


def with_instalment(fees: Sequence[Fee], row: Row, principal_cents: int) -> int:
    """The fees that come with an instalment; of an arrangement that is due with the first."""
    found = 0
    for fee in fees:
        if fee.kind is FeeKind.INSTALMENT:
            found += charged(fee, row.principal_cents + row.interest_cents)
        if fee.kind is FeeKind.ARRANGEMENT and fee.taken is Taken.WITH_FIRST and row.number == 1:
            found += charged(fee, principal_cents)
    return found


def at_end(fees: Sequence[Fee], drawn_cents: int) -> int:
    """What is due when the loan ends (exit fee), over all that was paid out."""
    return sum(charged(fee, drawn_cents) for fee in fees if fee.kind is FeeKind.EXIT)
