"""The premium of a guarantee over the quarters of its term, to the cent (domain.md 2.14; O15)."""

from datetime import date
from decimal import Decimal

import pytest

from services.loans.guarantees.calculations.rules import Terms
from services.loans.guarantees.premiums.amounts import Course, final_cents
from shared.kernel.calendar import quarter_from

M = 1_000_000_00
HALF = Terms(4 * M, Decimal(50), Decimal("2.5"), 6)
ISSUED, PAID_OUT = date(2015, 3, 2), {date(2015, 3, 16): 4 * M}
YEAR = [date(2015, 4, 1), date(2015, 7, 1), date(2015, 10, 1), date(2016, 1, 1)]


def course(moved: dict[date, int], terms: Terms = HALF, ends_on: date = date(2021, 3, 2)) -> Course:
    return Course(terms, 4 * M, moved, ISSUED, ends_on)


def test_a_quarter_of_2_5_percent_of_2_million_is_12_500() -> None:
    found = course(PAID_OUT)
    assert [found.premium_cents(day) for day in YEAR] == [12_500_00] * 4  # O15
    assert found.due_cents(date(2015, 3, 31)) == 0
    assert found.due_cents(date(2016, 3, 31)) == 50_000_00


def test_a_linear_loan_pays_on_what_is_left_on_each_first_day() -> None:
    repaid = dict.fromkeys(YEAR[1:], -200_000_00)
    found = course({**PAID_OUT, **repaid})
    assert [found.premium_cents(day) for day in YEAR] == [12_500_00, 11_875_00, 11_250_00, 10_625_00]  # O15
    assert found.due_cents(YEAR[3]) == 46_250_00


def test_the_supplement_fills_the_minimum_of_150_000() -> None:
    repaid = {date(2016, 3, 31): -400_000_00, date(2017, 3, 31): -3_600_000_00}
    due = course({**PAID_OUT, **repaid}).due_cents(date(2020, 1, 1))
    assert due == 4 * 12_500_00 + 4 * 11_250_00  # O15: 95,000
    assert final_cents(due, 150_000_00, due) == 55_000_00
    assert final_cents(160_000_00, 150_000_00, 160_000_00) == 0
    assert final_cents(100_00, 0, 200_00) == 0


def test_as_many_quarters_as_the_term_has_begin_in_it() -> None:
    assert course(PAID_OUT).due_cents(date(2040, 1, 1)) == 24 * 12_500_00
    at_once = Course(HALF, 4 * M, {YEAR[0]: 4 * M}, YEAR[0], date(2021, 4, 1))
    assert at_once.due_cents(date(2040, 1, 1)) == 24 * 12_500_00  # the day it ends begins none


def test_half_a_cent_is_rounded_up_each_quarter() -> None:
    odd = Terms(4 * M, Decimal(50), Decimal("2.5"), 6)
    moved = {date(2015, 3, 16): 160}  # 80 cents guaranteed: 0.5 cent a quarter
    assert course(moved, odd).due_cents(YEAR[3]) == 4


@pytest.mark.parametrize(
    ("day", "first"),
    [
        ("2015-01-01", "2015-01-01"),
        ("2015-01-02", "2015-04-01"),
        ("2015-03-31", "2015-04-01"),
        ("2015-11-30", "2016-01-01"),
        ("2016-02-29", "2016-04-01"),
        ("2015-10-01", "2015-10-01"),
    ],
)
def test_a_quarter_begins_on_or_after_a_day(day: str, first: str) -> None:
    assert quarter_from(date.fromisoformat(day)) == date.fromisoformat(first)
