"""Each kind of terms, worked by hand or with fractions beside the engine."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from services.loans.lending.schedules.due_dates import DueDates
from services.loans.lending.schedules.rows import RowKind
from services.loans.lending.schedules.rules import AGREE, Calculation, calculate
from services.loans.lending.schedules.terms import (
    Amortisation,
    Calendar,
    Convention,
    DayCount,
    Every,
    Fee,
    FeeKind,
    InGrace,
    Mode,
    OwnInstalment,
    Per,
    Planned,
    Rounding,
    Step,
    Taken,
    Terms,
)
from shared.kernel.money import round_half_up
from shared.kernel.rules import Refused
from tests.rules.loans.lending.said import QUARTERLY, instalments, loan


def split(found: Calculation) -> list[tuple[int, int]]:
    """Principal and interest of each instalment."""
    return [(row.principal_cents, row.interest_cents) for row in instalments(found)]


def test_a_balloon_is_left_for_the_last_instalment() -> None:
    found = calculate(loan(100_000_00, Amortisation.LINEAR, 10, "0", repayment={"balloon_cents": 40_000_00}))
    assert [principal for principal, _ in split(found)] == [6_000_00] * 9 + [46_000_00]


def test_an_annuity_with_a_balloon() -> None:
    terms = loan(100_000_00, Amortisation.ANNUITY, 12, "12", repayment={"balloon_cents": 40_000_00})
    factor = Fraction(101, 100) ** 12
    level = (10_000_000 * factor - 4_000_000) * Fraction(1, 100) / (factor - 1)
    rows = instalments(calculate(terms))
    assert {row.due_cents for row in rows[:11]} == {round_half_up(level)}
    assert abs(rows[11].due_cents - round_half_up(level) - 40_000_00) <= 6


def test_a_stated_principal_leaves_the_rest_for_the_end() -> None:
    terms = loan(1_000_00, Amortisation.LINEAR, 4, "0", repayment={"principal_cents": 100_00})
    assert [principal for principal, _ in split(calculate(terms))] == [100_00] * 3 + [700_00]


def test_a_list_of_its_own_with_days_and_whole_instalments() -> None:
    own = (
        OwnInstalment(date(2026, 3, 31), principal_cents=30_000_00),
        OwnInstalment(date(2026, 12, 31), principal_cents=70_000_00),
    )
    found = calculate(loan(100_000_00, Amortisation.OWN, None, "6", repayment={"own": own}))
    # 30E/360: 1 January to 31 March 89 days, then to 31 December 270
    assert split(found) == [(30_000_00, 1_483_33), (70_000_00, 3_150_00)]
    whole = (OwnInstalment(instalment_cents=600_00), OwnInstalment(instalment_cents=1))
    found = calculate(loan(1_000_00, Amortisation.OWN, None, "12", repayment={"own": whole}))
    assert split(found) == [(590_00, 10_00), (410_00, 4_10)]


def test_a_fixed_instalment_sets_the_term() -> None:
    found = calculate(
        loan(10_000_00, Amortisation.FIXED, None, "12", repayment={"instalment_cents": 2_000_00})
    )
    balance, expected = 10_000_00, []
    while balance:
        interest = round_half_up(Fraction(balance, 100))
        principal = min(balance, 2_000_00 - interest)
        expected.append((principal, interest))
        balance -= principal
    assert split(found) == expected
    assert len(expected) == 6


def test_flat_interest_is_on_the_first_principal_all_along() -> None:
    found = calculate(loan(12_000_00, Amortisation.FLAT, 12, "10"))
    assert split(found) == [(1_000_00, 100_00)] * 12


@pytest.mark.parametrize("first", ["2026-01-15", "2026-03-20"])
def test_a_first_period_that_is_short_or_long(first: str) -> None:
    due = date.fromisoformat(first)
    terms = loan(
        90_000_00,
        Amortisation.ANNUITY,
        6,
        "7.3",
        day_count=DayCount.ACT_365,
        calendar=Calendar(first_due_on=due),
    )
    rows = instalments(calculate(terms))
    days = (due - date(2026, 1, 1)).days
    assert rows[0].interest_cents == round_half_up(Fraction(90_000_00 * 73 * days, 365 * 1000))
    assert {row.due_cents for row in rows[:5]} == {rows[0].due_cents}
    assert abs(rows[5].due_cents - rows[0].due_cents) <= 6


def test_due_days_at_the_end_of_the_month() -> None:
    dates = DueDates(loan(1, Amortisation.BULLET, 4, "0", starts_on=date(2024, 1, 31)))
    assert [dates[n].due_on.isoformat() for n in range(3)] == ["2024-02-29", "2024-03-31", "2024-04-30"]
    last = Calendar(due_day=31, every=Every.QUARTER)
    dates = DueDates(loan(1, Amortisation.BULLET, 4, "0", starts_on=date(2025, 11, 30), calendar=last))
    assert [dates[n].due_on.isoformat() for n in range(2)] == ["2026-02-28", "2026-05-31"]


@pytest.mark.parametrize(
    ("convention", "kings_day", "end_of_may"),
    [
        (Convention.NONE, "2026-04-27", "2026-05-31"),
        (Convention.FOLLOWING, "2026-04-28", "2026-06-01"),
        (Convention.MODIFIED_FOLLOWING, "2026-04-28", "2026-05-29"),
        (Convention.PRECEDING, "2026-04-24", "2026-05-29"),
    ],
)
def test_due_days_move_off_days_of_rest(convention: Convention, kings_day: str, end_of_may: str) -> None:
    for day, expected in ((date(2026, 4, 27), kings_day), (date(2026, 5, 31), end_of_may)):
        calendar = Calendar(first_due_on=day, convention=convention)
        row = instalments(calculate(loan(1_000_00, Amortisation.BULLET, 1, "0", calendar=calendar)))[0]
        assert row.due_on.isoformat() == expected


@pytest.mark.parametrize(("adjusted", "days"), [(False, 150), (True, 151)])
def test_interest_runs_to_the_moved_day_only_where_agreed(adjusted: bool, days: int) -> None:
    calendar = Calendar(first_due_on=date(2026, 5, 31), convention=Convention.FOLLOWING, adjusted=adjusted)
    terms = loan(365_000_00, Amortisation.BULLET, 1, "10", day_count=DayCount.ACT_365, calendar=calendar)
    assert calculate(terms).totals.interest_cents == days * 100_00


@pytest.mark.parametrize(
    ("way", "interest", "capitalised"),
    [
        (InGrace.DEFERRED, [0, 0, 0, 4_000_00], 0),
        (InGrace.CAPITALISED, [0, 0, 0, 1_030_30], 3_030_10),
        (InGrace.FREE, [0, 0, 0, 1_000_00], 0),
    ],
)
def test_interest_while_none_is_paid(way: InGrace, interest: list[int], capitalised: int) -> None:
    grace = {"grace_of_interest": 3, "interest_in_grace": way}
    found = calculate(loan(100_000_00, Amortisation.BULLET, 4, "12", repayment=grace))
    assert [row.interest_cents for row in instalments(found)] == interest
    assert found.totals.capitalised_cents == capitalised


def test_a_rate_in_steps_sets_an_annuity_anew() -> None:
    steps = {"steps": (Step(date(2026, 3, 1), Decimal(24)),)}
    rows = instalments(calculate(loan(100_000_00, Amortisation.ANNUITY, 4, "12", interest=steps)))
    monthly = Fraction(1, 100)
    first = round_half_up(10_000_000 * monthly / (1 - (1 + monthly) ** -4))
    assert [row.due_cents for row in rows[:2]] == [first, first]
    left = rows[1].closing_cents
    dearer = Fraction(2, 100)
    assert rows[2].due_cents == round_half_up(left * dearer / (1 - (1 + dearer) ** -2))
    assert rows[2].interest_cents == round_half_up(left * dearer)


def test_a_floating_rate_with_margin_floor_and_days_of_fixing() -> None:
    base = (
        Step(date(2025, 1, 1), Decimal("-0.5")),
        Step(date(2026, 1, 15), Decimal("2")),
        Step(date(2026, 3, 1), Decimal("3")),
    )
    floating = {"base_rates": base, "margin_percent": Decimal(3), "floor_percent": Decimal(4)}
    found = calculate(loan(120_000_00, Amortisation.BULLET, 3, None, interest=floating))
    # 4% for 14 days and 5% for 16, then 5%, then 6%
    assert [row.interest_cents for row in instalments(found)] == [453_33, 500_00, 600_00]
    fixed = {**floating, "fixed_on": (date(2026, 2, 1), date(2026, 3, 1))}
    found = calculate(loan(120_000_00, Amortisation.BULLET, 3, None, interest=fixed))
    assert [row.interest_cents for row in instalments(found)] == [400_00, 500_00, 600_00]


@pytest.mark.parametrize(
    ("per", "every", "interest"),
    [(Per.MONTH, Every.MONTH, 15_00), (Per.PERIOD, Every.QUARTER, 15_00), (Per.MONTH, Every.QUARTER, 45_00)],
)
def test_a_rate_for_a_month_or_a_period(per: Per, every: Every, interest: int) -> None:
    terms = loan(
        1_000_00,
        Amortisation.BULLET,
        2,
        "1.5",
        day_count=DayCount.PERIOD,
        interest={"per": per},
        calendar=Calendar(every=every),
    )
    assert [row.interest_cents for row in instalments(calculate(terms))] == [interest] * 2


def test_instalments_in_whole_euros_with_the_rest_in_the_last() -> None:
    rounding = Rounding(unit_cents=100, instalment=Mode.UP)
    rows = instalments(calculate(loan(1_000_00, Amortisation.LINEAR, 3, "0", rounding=rounding)))
    assert [row.principal_cents for row in rows] == [334_00, 334_00, 332_00]
    rows = instalments(calculate(loan(1_000_00, Amortisation.ANNUITY, 12, "12", rounding=rounding)))
    assert {row.due_cents for row in rows[:11]} == {89_00}


def test_half_a_cent_goes_as_the_terms_say() -> None:
    """1.50 at 12% for a month is 1.5 cents; 2.50 is 2.5."""
    for principal, mode, expected in (
        (1_50, Mode.HALF_UP, 2),
        (2_50, Mode.HALF_UP, 3),
        (2_50, Mode.HALF_EVEN, 2),
        (2_50, Mode.DOWN, 2),
    ):
        terms = loan(principal, Amortisation.BULLET, 1, "12", rounding=Rounding(interest=mode))
        assert calculate(terms).totals.interest_cents == expected


def test_a_down_payment_is_due_when_money_is_paid_out() -> None:
    found = calculate(loan(1_000_00, Amortisation.LINEAR, 3, "12", down_payment_percent=Decimal(25)))
    assert [(row.kind, row.principal_cents) for row in found.rows[:2]] == [
        (RowKind.DISBURSEMENT, 0),
        (RowKind.DOWN_PAYMENT, 250_00),
    ]
    assert split(found) == [(250_00, 7_50), (250_00, 5_00), (250_00, 2_50)]


def test_several_disbursements_on_due_days_and_between() -> None:
    planned = (
        Planned(date(2026, 1, 1), 60_000_00),
        Planned(date(2026, 2, 1), 30_000_00),
        Planned(date(2026, 2, 16), 30_000_00),
    )
    found = calculate(loan(120_000_00, Amortisation.LINEAR, 4, "12", disbursements=planned))
    # 60,000 over 4; then 75,000 with 30,000 more for 15 of 30 days, over 3
    assert split(found)[:2] == [(15_000_00, 600_00), (35_000_00, 900_00)]
    assert found.totals.principal_cents == 120_000_00


def test_fees_of_every_kind() -> None:
    planned = (Planned(date(2026, 1, 1), 40_000_00), Planned(date(2026, 7, 1), 60_000_00))
    fees = (
        Fee(FeeKind.ARRANGEMENT, percent=Decimal(1), taken=Taken.WITH_FIRST),
        Fee(FeeKind.COMMITMENT, percent=Decimal(1)),
        Fee(FeeKind.INSTALMENT, amount_cents=25_00),
        Fee(FeeKind.EXIT, percent=Decimal(2)),
    )
    terms = loan(
        100_000_00, Amortisation.BULLET, 4, "0", disbursements=planned, fees=fees, calendar=QUARTERLY
    )
    # 1% a year of the 60,000 undrawn: 150 a quarter until July
    assert [row.costs_cents for row in instalments(calculate(terms))] == [
        1_000_00 + 150_00 + 25_00,
        150_00 + 25_00,
        25_00,
        25_00 + 2_000_00,
    ]


@pytest.mark.parametrize(
    ("taken", "first"),
    [(Taken.WITHHELD, 100_000_00), (Taken.CAPITALISED, 101_000_00), (Taken.AT_START, 100_000_00)],
)
def test_a_fee_for_arranging_may_be_withheld_or_added(taken: Taken, first: int) -> None:
    fee = Fee(FeeKind.ARRANGEMENT, percent=Decimal(1), taken=taken)
    found = calculate(loan(100_000_00, Amortisation.BULLET, 1, "12", fees=(fee,)))
    row = instalments(found)[0]
    assert (row.principal_cents, row.interest_cents) == (first, first // 100)
    assert found.totals.costs_cents == (0 if taken is Taken.CAPITALISED else 1_000_00)


def test_the_annual_percentage_counts_fees() -> None:
    yearly = Calendar(every=Every.YEAR)
    fee = Fee(FeeKind.ARRANGEMENT, percent=Decimal(2), taken=Taken.WITHHELD)
    plain = calculate(loan(100_00, Amortisation.BULLET, 1, "10", calendar=yearly))
    dearer = calculate(loan(100_00, Amortisation.BULLET, 1, "10", calendar=yearly, fees=(fee,)))
    assert plain.totals.annual_percentage == Decimal("10.0000")
    assert dearer.totals.annual_percentage == Decimal("12.2449")  # 110 for 98


@pytest.mark.parametrize(
    ("terms", "field"),
    [
        (loan(1_00, Amortisation.LINEAR, None, "1"), "terms.repayment.instalments"),
        (loan(1_00, Amortisation.FIXED, None, "1"), "terms.repayment.instalmentCents"),
        (loan(1_00, Amortisation.LINEAR, 2, None), "terms.interest"),
        (loan(1_00, Amortisation.LINEAR, 2, "1", interest={"per": Per.PERIOD}), "terms.interest.dayCount"),
        (
            loan(1_00, Amortisation.LINEAR, 2, "1", repayment={"grace_of_principal": 2}),
            "terms.repayment.graceOfPrincipal",
        ),
        (
            loan(1_00, Amortisation.LINEAR, 2, "1", disbursements=(Planned(date(2026, 1, 1), 1),)),
            "terms.disbursements",
        ),
        (loan(1_00, Amortisation.LINEAR, 2, "1", fees=(Fee(FeeKind.EXIT),)), "terms.fees.0.percent"),
    ],
)
def test_what_contradicts_itself_is_refused_by_field(terms: Terms, field: str) -> None:
    with pytest.raises(Refused) as refused:
        calculate(terms)
    assert (refused.value.rule, refused.value.facts["fields"]) == (AGREE, [field])
