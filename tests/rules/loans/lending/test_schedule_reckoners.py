"""Day counts, dates and instalments beside QuantLib and numpy-financial, which know nothing of ours."""

from datetime import date, timedelta
from decimal import Decimal

import numpy_financial as npf
import pytest
import QuantLib as ql
from hypothesis import given, settings
from hypothesis import strategies as st

from services.loans.lending.schedules.day_counts import TICKS, ticks
from services.loans.lending.schedules.due_dates import DueDates, months_later
from services.loans.lending.schedules.rules import calculate
from services.loans.lending.schedules.standing import annual_percentage
from services.loans.lending.schedules.terms import Amortisation, Calendar, DayCount, Every
from tests.rules.loans.lending.said import instalments, loan

DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))
THEIRS = {
    DayCount.THIRTY_E_360: ql.Thirty360(ql.Thirty360.European),
    DayCount.THIRTY_360: ql.Thirty360(ql.Thirty360.BondBasis),
    DayCount.ACT_360: ql.Actual360(),
    DayCount.ACT_365: ql.Actual365Fixed(),
    DayCount.ACT_ACT: ql.ActualActual(ql.ActualActual.ISDA),
}


def theirs(day: date) -> ql.Date:
    return ql.Date(day.day, day.month, day.year)


@pytest.mark.parametrize("count", THEIRS, ids=str)
@given(DAYS, st.integers(0, 4000))
@settings(max_examples=100, deadline=None)
def test_a_part_of_a_year_is_that_of_quantlib(count: DayCount, first: date, days: int) -> None:
    last = first + timedelta(days=days)
    period = DueDates(loan(1, Amortisation.BULLET, 1, "0"))[0]
    expected = THEIRS[count].yearFraction(theirs(first), theirs(last))
    assert ticks(count, first, last, period) / TICKS == pytest.approx(expected, abs=1e-12)


@given(DAYS, st.integers(1, 240))
@settings(max_examples=100, deadline=None)
def test_a_month_later_is_that_of_quantlib(day: date, months: int) -> None:
    expected = theirs(day) + ql.Period(months, ql.Months)
    found = months_later(day, months, day.day)
    assert theirs(found) == expected


@given(
    st.integers(10_000, 10**9),
    st.decimals("0.01", "24", places=2),
    st.integers(1, 120),
    st.sampled_from([(Every.MONTH, 12), (Every.QUARTER, 4), (Every.YEAR, 1)]),
)
@settings(max_examples=100, deadline=None)
def test_an_annuity_is_that_of_numpy_financial(
    principal: int, percent: Decimal, count: int, often: tuple[Every, int]
) -> None:
    every, a_year = often
    terms = loan(principal, Amortisation.ANNUITY, count, str(percent), calendar=Calendar(every=every))
    first = instalments(calculate(terms))[0]
    expected = -npf.pmt(float(percent) / 100 / a_year, count, principal)
    if count > 1:
        assert abs(first.due_cents - expected) <= 0.51
    assert abs(first.interest_cents - principal * float(percent) / 100 / a_year) <= 0.51


@given(st.decimals("0.5", "20", places=2), st.integers(1, 30))
@settings(max_examples=40, deadline=None)
def test_an_annual_percentage_is_that_of_numpy_financial(percent: Decimal, years: int) -> None:
    """Flows a year of 365 days apart, so that years and days agree."""
    step = timedelta(days=365)
    paid = round(1_000_000 * float(percent) / 100)
    cents = [-1_000_000, *[paid] * (years - 1), paid + 1_000_000]
    flows = [(date(2026, 1, 1) + step * n, amount) for n, amount in enumerate(cents)]
    found = annual_percentage(flows)
    assert found is not None
    assert float(found) == pytest.approx(npf.irr(cents) * 100, abs=1e-4)
