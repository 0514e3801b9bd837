"""The aid in a loan below market rate (bruto-subsidie-equivalent), by the reference rate (RR-4; O9)."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from services.loans.lending.schedules.day_counts import TICKS, Period, Ticks, ticks
from services.loans.lending.schedules.facts import Fact
from services.loans.lending.schedules.rates import MILLIONTHS, Rates
from services.loans.lending.schedules.rounding import EXACT, UNITS
from services.loans.lending.schedules.rows import Row, RowKind
from services.loans.lending.schedules.terms import DayCount, Per, Terms
from shared.kernel.money import round_half_up
from shared.kernel.rules import Rule

YEARLY = Rule(
    "schedule.equivalent-yearly",
    "The aid in a loan follows from its yearly or monthly rate beside the reference rate.",
    source="RR-4; O9",
    mend="Say the interest for a year or a month, or leave out equivalent.",
    refusal="The aid cannot be told of a rate for a period",
)


@dataclass(frozen=True)
class Compared:
    """The reference rate of the loan, and the rate at which the advantage is discounted, in percent."""

    reference_percent: Decimal
    discount_percent: Decimal


def grant_equivalent(
    terms: Terms, facts: Sequence[Fact], rows: Sequence[Row], compared: Compared | None
) -> int | None:
    """What the loan saves its borrower beside the reference rate, as of its start; never below nothing.

    Over the principal that is not due yet, by the days of the loan; each advantage counts on the due day
    that ends its period, discounted yearly with a year of 360 days, exact until it is rounded once.
    """
    if compared is None:
        return None
    YEARLY.require(terms.interest.per is not Per.PERIOD)
    growth = EXACT.add(Decimal(1), EXACT.divide(compared.discount_percent, Decimal(100)))
    total = Decimal(0)
    for ends, saved in _saved(terms, facts, rows, int(compared.reference_percent * MILLIONTHS)):
        years = _ticks(DayCount.THIRTY_E_360, terms.starts_on, ends)
        divisor = EXACT.power(growth, EXACT.divide(Decimal(int(years)), Decimal(TICKS)))
        total = EXACT.add(total, EXACT.divide(saved, divisor))
    return max(round_half_up(total), 0)


def _saved(
    terms: Terms, facts: Sequence[Fact], rows: Sequence[Row], reference: int
) -> Iterator[tuple[date, Decimal]]:
    """The advantage of each stretch of one balance and one rate in cents, with the due day that ends it."""
    closings = {row.due_on: row.closing_cents for row in sorted(rows, key=lambda each: each.due_on)}
    dues = sorted({row.due_on for row in rows if row.kind is RowKind.INSTALMENT})
    days = sorted(closings)
    count, rates = terms.interest.day_count, Rates(terms.interest, terms.starts_on, facts)
    added = int(terms.interest.pik_percent * MILLIONTHS)
    place = 0
    for first, last in itertools.pairwise(days):
        while place < len(dues) - 1 and dues[place] < last:
            place += 1
        for begins, ends, rate in rates.between(first, last):
            units = closings[first] * (reference - rate - added) * _ticks(count, begins, ends)
            exact = EXACT.divide(Decimal(units.numerator), Decimal(units.denominator * UNITS))
            yield max(dues[place], last) if dues else last, exact


def _ticks(count: DayCount, first: date, last: date) -> Ticks:
    """How much of a year lies between two days; of equally long periods as of months of 30 days."""
    by_days = DayCount.THIRTY_E_360 if count is DayCount.PERIOD else count
    return ticks(by_days, first, last, Period(0, first, last, last, first, 0))
