"""The worked schedules of domain.md, to the cent (O9, O11-O14, O16, O32)."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from services.loans.lending.schedules.rules import Calculation, calculate
from services.loans.lending.schedules.terms import (
    Amortisation,
    Calendar,
    DayCount,
    Every,
    Fee,
    FeeKind,
    Late,
)
from shared.kernel.money import round_half_up
from tests.rules.loans.lending.said import QUARTERLY, instalments, loan, paid


def test_linear_with_grace() -> None:
    found = calculate(loan(120_000_000, Amortisation.LINEAR, 60, "6", repayment={"grace_of_principal": 12}))
    rows = instalments(found)
    assert [(row.principal_cents, row.interest_cents) for row in rows[:12]] == [(0, 6_000_00)] * 12
    assert (rows[12].principal_cents, rows[12].interest_cents) == (25_000_00, 6_000_00)
    assert rows[13].interest_cents == 5_875_00
    assert (rows[59].interest_cents, rows[59].closing_cents) == (125_00, 0)
    assert found.totals.interest_cents == 219_000_00


def test_annuity() -> None:
    found = calculate(loan(250_000_00, Amortisation.ANNUITY, 84, "5.5"))
    rows = instalments(found)
    assert {row.due_cents for row in rows[:83]} == {3_592_51}
    first, last = rows[0], rows[83]
    assert (first.principal_cents, first.interest_cents, first.closing_cents) == (
        2_446_68,
        1_145_83,
        247_553_32,
    )
    assert (last.principal_cents, last.interest_cents, last.due_cents) == (3_576_21, 16_39, 3_592_60)
    assert found.totals.interest_cents == 51_770_93


def test_grace_then_annuity() -> None:
    found = calculate(loan(500_000_00, Amortisation.ANNUITY, 60, "7", repayment={"grace_of_principal": 6}))
    rows = instalments(found)
    assert {row.due_cents for row in rows[:6]} == {2_916_67}
    assert {row.due_cents for row in rows[6:59]} == {10_820_79}
    assert (rows[6].principal_cents, rows[59].due_cents) == (7_904_12, 10_820_62)
    assert found.totals.interest_cents == 101_822_51


def test_interest_added_each_year_beside_interest_paid_each_quarter() -> None:
    found = calculate(
        loan(
            750_000_00, Amortisation.BULLET, 20, "4", interest={"pik_percent": Decimal(3)}, calendar=QUARTERLY
        )
    )
    rows = instalments(found)
    after = [row.opening_cents + row.capitalised_cents for row in rows if row.capitalised_cents]
    assert after == [772_500_00, 795_675_00, 819_545_25, 844_131_61, 869_455_56]
    assert found.totals.interest_cents == 159_274_08
    assert rows[-1].principal_cents == 869_455_56


def until(first: str, last: str, cents: int, percent: str, count: DayCount) -> int:
    """The interest of one period."""
    terms = loan(
        cents,
        Amortisation.BULLET,
        1,
        percent,
        starts_on=date.fromisoformat(first),
        day_count=count,
        calendar=Calendar(first_due_on=date.fromisoformat(last)),
    )
    return calculate(terms).totals.interest_cents


@pytest.mark.parametrize(
    ("count", "summer", "winter"),
    [
        (DayCount.THIRTY_E_360, 25_000_00, 46_493_06),
        (DayCount.ACT_360, 25_277_78, 47_395_83),
        (DayCount.ACT_365, 24_931_51, 46_746_58),
        (DayCount.ACT_ACT, 24_863_39, None),
    ],
)
def test_day_counts(count: DayCount, summer: int, winter: int | None) -> None:
    assert until("2024-01-31", "2024-07-31", 1_000_000_00, "5", count) == summer
    if winter is not None:
        assert until("2025-11-15", "2026-02-28", 2_500_000_00, "6.5", count) == winter


def test_late_interest() -> None:
    terms = loan(31_000_00, Amortisation.BULLET, 1, "0", late=Late(Decimal(8)))
    found = calculate(terms, [paid("2026-02-21", 31_135_89)])
    assert instalments(found)[0].penalty_cents == 135_89
    assert found.postings[0].held_cents == 0


def test_a_credit_that_falls_each_quarter() -> None:
    """BMKB (O16): 600,000 over 24 quarters is 350,000 after ten."""
    terms = loan(600_000_00, Amortisation.LINEAR, 24, "0", calendar=QUARTERLY)
    found = calculate(terms, asked=[date(2028, 7, 1)])
    assert {row.principal_cents for row in instalments(found)} == {25_000_00}
    assert found.standings[0].outstanding_principal_cents == 350_000_00


def test_a_bullet_with_a_fee_for_arranging() -> None:
    fee = Fee(FeeKind.ARRANGEMENT, percent=Decimal("0.75"))
    found = calculate(loan(400_000_00, Amortisation.BULLET, 20, "6", calendar=QUARTERLY, fees=(fee,)))
    assert {row.interest_cents for row in instalments(found)} == {6_000_00}
    assert found.totals.costs_cents == 3_000_00


def advantage(
    kind: Amortisation, principal: int, years: int, contract: str, reference: str, discount: str
) -> int:
    """The gross grant equivalent (O9): what less interest is paid each year, discounted."""

    def yearly(percent: str) -> Calculation:
        return calculate(loan(principal, kind, years, percent, calendar=Calendar(every=Every.YEAR)))

    growth = 1 + Fraction(discount) / 100
    pairs = zip(instalments(yearly(reference)), instalments(yearly(contract)), strict=True)
    saved = [more.interest_cents - less.interest_cents for more, less in pairs]
    return round_half_up(
        sum((Fraction(cents) / growth ** (n + 1) for n, cents in enumerate(saved)), Fraction(0))
    )


@pytest.mark.parametrize(
    ("kind", "principal", "years", "contract", "reference", "discount", "expected"),
    [
        (Amortisation.BULLET, 1_000_000_00, 5, "4", "6.5", "3.5", 112_876_31),
        (Amortisation.BULLET, 1_000_000_00, 5, "4", "6.5", "6.5", 103_891_99),
        (Amortisation.LINEAR, 1_000_000_00, 5, "4", "6.5", "3.5", 69_278_23),
        (Amortisation.BULLET, 2_000_000_00, 4, "6", "9", "3.5", 220_384_75),
        (Amortisation.BULLET, 3_000_000_00, 5, "6", "9", "3.5", 406_354_71),
    ],
)
def test_the_aid_in_a_loan(
    kind: Amortisation,
    principal: int,
    years: int,
    contract: str,
    reference: str,
    discount: str,
    expected: int,
) -> None:
    assert advantage(kind, principal, years, contract, reference, discount) == expected
