"""Aid in a loan, other day counts, who takes the cent, and what comes in after a write-off."""

from datetime import date
from decimal import Decimal

import pytest

from services.loans.lending.schedules.changes import WRITTEN_OFF
from services.loans.lending.schedules.equivalents import YEARLY, Compared, grant_equivalent
from services.loans.lending.schedules.facts import FactKind
from services.loans.lending.schedules.rules import calculate
from services.loans.lending.schedules.terms import (
    Amortisation,
    Calendar,
    DayCount,
    Every,
    Per,
    Rest,
    Rounding,
    Terms,
)
from shared.kernel.rules import Refused
from tests.rules.loans.lending.said import fact, instalments, loan

BULLET, LINEAR = Amortisation.BULLET, Amortisation.LINEAR
YEARS = Calendar(every=Every.YEAR)


def equivalent(terms: Terms, reference: str, discount: str = "3.5") -> int | None:
    compared = Compared(Decimal(reference), Decimal(discount))
    return grant_equivalent(terms, [], calculate(terms).rows, compared)


@pytest.mark.parametrize(
    ("principal", "kind", "years", "percent", "reference", "discount", "cents"),
    [  # O9
        (1_000_000_00, BULLET, 5, "4", "6.5", "3.5", 112_876_31),
        (1_000_000_00, BULLET, 5, "4", "6.5", "6.5", 103_891_99),
        (1_000_000_00, LINEAR, 5, "4", "6.5", "3.5", 69_278_23),
        (2_000_000_00, BULLET, 4, "6", "9", "3.5", 220_384_75),
        (3_000_000_00, BULLET, 5, "6", "9", "3.5", 406_354_71),
        (3_000_000_00, BULLET, 5, "9.5", "9", "3.5", 0),
    ],
)
def test_a_loan_below_the_reference_rate_contains_aid(
    principal: int, kind: Amortisation, years: int, percent: str, reference: str, discount: str, cents: int
) -> None:
    assert equivalent(loan(principal, kind, years, percent, calendar=YEARS), reference, discount) == cents


def test_the_advantage_of_a_month_counts_after_a_month() -> None:
    """12 months of 1,200.00 at 10 percentage points more: 10.00 a month over (1.1)^(n/12)."""
    by_hand = sum(Decimal(1000) / Decimal("1.1") ** (Decimal(n) / 12) for n in range(1, 13))
    assert equivalent(loan(1_200_00, BULLET, 12, "0"), "10", "10") == int(by_hand + Decimal("0.5"))


def test_a_rate_of_a_period_has_no_equivalent() -> None:
    terms = loan(1_200_00, BULLET, 12, "1", day_count=DayCount.PERIOD, interest={"per": Per.PERIOD})
    with pytest.raises(Refused) as refused:
        equivalent(terms, "10")
    assert refused.value.rule is YEARLY


@pytest.mark.parametrize(
    ("count", "cents"),
    [  # 31 January to 31 July 2024: 182 days, or six months of 30 days
        (DayCount.ACT_364, 25_000_00),  # 50,000 x 182 / 364
        (DayCount.THIRTY_365, 24_657_53),  # 50,000 x 180 / 365 = 24,657.534
    ],
)
def test_days_are_counted_by_other_conventions(count: DayCount, cents: int) -> None:
    terms = loan(
        1_000_000_00,
        BULLET,
        1,
        "5",
        starts_on=date(2024, 1, 31),
        day_count=count,
        calendar=Calendar(first_due_on=date(2024, 7, 31)),
    )
    assert calculate(terms).totals.interest_cents == cents


@pytest.mark.parametrize(
    ("rest", "unit", "parts"),
    [
        (Rest.LAST, 1, [33_33, 33_33, 33_34]),
        (Rest.FIRST, 1, [33_34, 33_33, 33_33]),
        (Rest.FIRST, 10_00, [40_00, 30_00, 30_00]),
    ],
)
def test_the_cents_that_are_left_go_to_the_last_or_the_first(rest: Rest, unit: int, parts: list[int]) -> None:
    rounding = Rounding(unit_cents=unit, rest=rest)
    found = calculate(loan(100_00, LINEAR, 3, "0", rounding=rounding))
    assert [row.principal_cents for row in instalments(found)] == parts


def test_the_first_take_a_cent_each() -> None:
    """100.00 over 7: 14.28 and 4 cents are left."""
    found = calculate(loan(100_00, LINEAR, 7, "0", rounding=Rounding(rest=Rest.FIRST)))
    assert [row.principal_cents for row in instalments(found)] == [14_29] * 4 + [14_28] * 3


def test_what_was_written_off_may_come_in_later() -> None:
    terms = loan(10_000_00, BULLET, 12, "12")
    gone = fact(FactKind.WRITE_OFF, "2026-02-01")
    later = fact(FactKind.RECOVERY, "2026-09-01", amount_cents=3_000_00)
    found = calculate(terms, [gone, later], asked=[date(2026, 9, 1)])
    assert (found.totals.written_off_cents, found.totals.recovered_cents) == (10_000_00, 3_000_00)
    assert found.standings[0].payoff_cents == 0
    assert found.postings[-1].principal_cents == 3_000_00
    # principal of 10,000.00, and 100.00 interest of January that nobody paid
    all_of_it = [gone, fact(FactKind.RECOVERY, "2026-09-01", amount_cents=10_100_00)]
    whole = calculate(terms, all_of_it, told_until=date(2026, 9, 1))
    assert whole.postings[-1].interest_cents == 100_00
    with pytest.raises(Refused) as refused:
        calculate(terms, [gone, later, fact(FactKind.RECOVERY, "2026-09-02", amount_cents=7_000_01)])
    assert refused.value.rule is WRITTEN_OFF
