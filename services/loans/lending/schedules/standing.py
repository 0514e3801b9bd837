"""Where a loan stands at the end of a day: what would pay it off, what ran, how late it is, what it costs."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Context, Decimal

from services.loans.lending.schedules import receipts
from services.loans.lending.schedules.loan import Loan
from services.loans.lending.schedules.rates import MILLIONTHS
from services.loans.lending.schedules.rounding import cents
from services.loans.lending.schedules.terms import Part

YEAR_DAYS = 365
EXACT = Context(prec=30)
PLACES = Decimal("0.0001")


@dataclass(frozen=True)
class Standing:
    """A loan at the end of a day, in cents; overdue is what was asked before that day and is open."""

    on: date
    outstanding_principal_cents: int
    undue_principal_cents: int
    overdue_cents: int
    overdue_principal_cents: int
    overdue_interest_cents: int
    overdue_costs_cents: int
    overdue_penalty_cents: int
    accrued_interest_cents: int
    late_interest_cents: int
    held_cents: int
    payoff_cents: int
    days_past_due: int
    rate_percent: Decimal
    annual_percentage: Decimal | None


def at(loan: Loan, day: date) -> Standing:
    """Let the loan come to the end of a day, and say where it stands."""
    loan.advance(day)
    late = sum(cents(demand.late_units) for demand in loan.demands)
    parts = {part: sum(demand.open[part] for demand in loan.demands) for part in Part}
    oldest = min((demand.row.due_on for demand in loan.demands if demand.total_cents), default=day)
    payoff = receipts.payoff_cents(loan)
    return Standing(
        on=day,
        outstanding_principal_cents=loan.undue + parts[Part.PRINCIPAL],
        undue_principal_cents=loan.undue,
        overdue_cents=sum(parts.values()),
        overdue_principal_cents=parts[Part.PRINCIPAL],
        overdue_interest_cents=parts[Part.INTEREST],
        overdue_costs_cents=parts[Part.COSTS],
        overdue_penalty_cents=parts[Part.PENALTY],
        accrued_interest_cents=receipts.ran_cents(loan),
        late_interest_cents=late,
        held_cents=loan.held,
        payoff_cents=payoff,
        days_past_due=max((day - oldest).days, 0),
        rate_percent=Decimal(loan.rates.agreed(day)) / MILLIONTHS,
        annual_percentage=annual_percentage([*loan.flows, (day, payoff)]),
    )


def annual_percentage(flows: Sequence[tuple[date, int]]) -> Decimal | None:
    """The yearly rate at which what is paid is worth what was paid out (jaarlijks kostenpercentage).

    Effective, over days of a year of 365; None when no rate between -99 and 100,000 percent does it.
    """
    if not flows:
        return None
    by_day: dict[date, int] = {}
    for day, amount in flows:
        by_day[day] = by_day.get(day, 0) + amount
    days = sorted(by_day)
    gaps = [0, *((second - first).days for first, second in itertools.pairwise(days))]
    steps = list(zip(gaps, (by_day[day] for day in days), strict=True))[::-1]
    low, high = Decimal("0.98"), Decimal("1.0127")  # what a euro is worth a day later
    if not any(by_day.values()) or _worth(steps, low) > 0 or _worth(steps, high) < 0:
        return None
    for _ in range(60):
        middle = EXACT.divide(EXACT.add(low, high), Decimal(2))
        low, high = (middle, high) if _worth(steps, middle) < 0 else (low, middle)
    yearly = EXACT.power(EXACT.divide(Decimal(1), high), YEAR_DAYS)
    return ((yearly - 1) * 100).quantize(PLACES)


def _worth(steps: Sequence[tuple[int, int]], daily: Decimal) -> Decimal:
    """What amounts, the last first and each so many days after the one before, are worth on the first day."""
    times = {gap: EXACT.power(daily, gap) for gap, _ in steps}
    worth = Decimal(0)
    for gap, amount in steps:
        worth = EXACT.multiply(EXACT.add(worth, Decimal(amount)), times[gap])
    return worth
