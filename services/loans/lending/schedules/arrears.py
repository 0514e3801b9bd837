"""What is open after it fell due: what it was for, and what lateness adds to it."""

from collections.abc import Iterable
from datetime import date, timedelta

from services.loans.lending.schedules.day_counts import Period, ticks
from services.loans.lending.schedules.rates import MILLIONTHS
from services.loans.lending.schedules.rounding import cents
from services.loans.lending.schedules.rows import Demand, Row
from services.loans.lending.schedules.terms import Late, LateOn, Part
from shared.kernel.money import percent_of


def demand(row: Row) -> Demand:
    """What a row asks for, as long as it is not paid."""
    return Demand(
        row,
        {
            Part.COSTS: row.costs_cents,
            Part.PENALTY: row.penalty_cents,
            Part.INTEREST: row.interest_cents,
            Part.PRINCIPAL: row.principal_cents,
        },
    )


def charge(demand: Demand, part: Part, amount_cents: int) -> None:
    """Add costs or a penalty to what a demand asks."""
    demand.open[part] += amount_cents
    if part is Part.COSTS:
        demand.row.costs_cents += amount_cents
    else:
        demand.row.penalty_cents += amount_cents


def run_late(demands: Iterable[Demand], late: Late, since: date, to: date, period: Period) -> None:
    """Let late interest run (vertragingsrente), exact, and charge the fee for lateness once."""
    rate = int(late.percent * MILLIONTHS)
    for each in demands:
        first = max(since, each.row.due_on + timedelta(days=late.days_free))
        over = each.open[Part.PRINCIPAL]
        over += each.open[Part.INTEREST] if late.on is LateOn.INSTALMENT else 0
        if over and first < to:
            each.late_units += over * rate * ticks(late.day_count, first, to, period)
            if not each.fined:
                each.fined = True
                charge(each, Part.PENALTY, late.fee_cents + percent_of(over, late.fee_percent))


def post_late(demands: Iterable[Demand]) -> None:
    """Round the late interest that ran, and ask for it."""
    for each in demands:
        if amount := cents(each.late_units):
            charge(each, Part.PENALTY, amount)
        each.late_units = 0
