"""Advances come when their scheme says so and never pass its ceilings (EZ-10; O20, O21)."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.funding.payments.advance_plans.rules import (
    PLAN_FITS,
    WITHIN_CEILING,
    Advance,
    Award,
    Costs,
    Kind,
    Series,
    dates,
    plan,
)
from shared.kernel.rules import Refused, Rule
from shared.testing.regimes import in_force

SECTORPLAN, EZ, IN_PARTS = (
    in_force("funding", f"advances-{name}") for name in ("sectorplan", "ez", "80-90-100")
)
HALF, START = Decimal(50), date(2016, 2, 10)


def amounts(found: list[Advance]) -> list[int]:
    return [each.amount_cents for each in found]


def test_ten_percent_at_approval_then_the_rate_of_what_is_declared_up_to_eighty() -> None:
    """O20: an award of 1,000,000: 100,000 at approval, 800,000 in all, 200,000 at settlement."""
    costs = [Costs(600_000_00), Costs(600_000_00), Costs(600_000_00)]
    found = plan(Award(1_000_000_00, HALF, date(2014, 1, 6)), costs, [], SECTORPLAN)
    assert amounts(found) == [100_000_00, 300_000_00, 300_000_00, 100_000_00, 200_000_00]
    assert [each.kind for each in found] == [Kind.APPROVAL, *[Kind.REPORT] * 3, Kind.SETTLEMENT]
    assert found[3].wanted_cents == 300_000_00
    later = plan(Award(1_000_000_00, HALF, paid_cents=400_000_00), costs[1:], [], SECTORPLAN)
    assert amounts(later) == [300_000_00, 100_000_00, 200_000_00]


def test_advances_of_o20a() -> None:
    """O20a: budget 800,000, realised 620,000: 320,000 was advanced of 400,000."""
    found = plan(Award(400_000_00, HALF), [Costs(620_000_00)], [], SECTORPLAN)
    assert (amounts(found), found[-2].cumulative_cents) == ([40_000_00, 280_000_00, 80_000_00], 320_000_00)


def test_quarters_are_advanced_for_ninety_percent() -> None:
    """O21."""
    planned = [Costs(cents) for cents in (60_000_00, 90_000_00, 120_000_00, 90_000_00)]
    found = plan(Award(180_000_00, HALF, starts_on=START), planned, [], EZ)
    assert amounts(found) == [27_000_00, 40_500_00, 54_000_00, 40_500_00, 18_000_00]
    assert found[-2].cumulative_cents == 162_000_00
    days = [each.due_on for each in found]
    assert days == [date(2016, 2, 24), date(2016, 4, 15), date(2016, 7, 15), date(2016, 10, 15), None]
    whole = plan(Award(180_000_00, HALF, starts_on=START, repayable=True), planned, [], EZ)
    assert amounts(whole) == [30_000_00, 45_000_00, 60_000_00, 45_000_00, 0]


@pytest.mark.parametrize(
    ("award", "ends_on", "at_once"),
    [
        (25_000_00, date(2018, 1, 1), 25_000_00),
        (25_000_01, date(2017, 2, 9), 22_500_00),  # 22,500.009: the ceiling is rounded down
        (124_999_99, date(2017, 2, 9), 112_499_99),
    ],
)
def test_small_awards_are_advanced_at_once(award: int, ends_on: date, at_once: int) -> None:
    found = plan(Award(award, starts_on=START, ends_on=ends_on), [], [], EZ)
    assert [(each.kind, each.amount_cents) for each in found] == [
        (Kind.AT_ONCE, at_once),
        (Kind.SETTLEMENT, award - at_once),
    ]


def test_eighty_ninety_hundred() -> None:
    """O20: 320,000 in instalments, 360,000 after the final report, the rest at settlement."""
    days = dates(Series(date(2016, 1, 31), 3, 3))
    assert days == [date(2016, 1, 31), date(2016, 4, 30), date(2016, 7, 31)]
    found = plan(Award(400_000_00, final_report_on=date(2017, 1, 1)), [], days, IN_PARTS)
    assert amounts(found) == [106_666_67, 106_666_67, 106_666_66, 40_000_00, 40_000_00]
    assert [each.cumulative_cents for each in found[2:]] == [320_000_00, 360_000_00, 400_000_00]


@pytest.mark.parametrize(
    ("rule", "award", "costs", "days", "regime"),
    [
        (PLAN_FITS, Award(1_00), [], [], SECTORPLAN),
        (PLAN_FITS, Award(1_00, HALF), [], [START], SECTORPLAN),
        (PLAN_FITS, Award(1_00, HALF), [], [], EZ),
        (PLAN_FITS, Award(200_000_00, starts_on=START), [Costs(1)], [], EZ),
        (PLAN_FITS, Award(1_00), [], [], IN_PARTS),
        (PLAN_FITS, Award(1_00), [Costs(1)], [START], IN_PARTS),
        (WITHIN_CEILING, Award(1_00, HALF, paid_cents=1_01), [], [], SECTORPLAN),
    ],
)
def test_a_plan_that_does_not_fit_its_scheme_is_refused_and_says_where(
    rule: Rule, award: Award, costs: list[Costs], days: list[date], regime: Any
) -> None:
    with pytest.raises(Refused) as refused:
        plan(award, costs, days, regime)
    assert refused.value.rule is rule
    assert str(refused.value.facts["location"]).startswith("/")


@given(
    st.integers(1, 10**12),
    st.lists(st.integers(0, 10**12), max_size=8),
    st.decimals("0", "100", places=4),
    st.integers(0, 10**12),
    st.sampled_from([SECTORPLAN, EZ, IN_PARTS]),
)
def test_advances_never_pass_the_award_and_settlement_takes_the_rest(
    award: int, costs: list[int], rate: Decimal, paid: int, regime: Any
) -> None:
    paid = min(paid, award)
    by_day = regime is IN_PARTS
    days = dates(Series(START, len(costs) + 1, 1)) if by_day else []
    planned = [] if by_day else [Costs(cents) for cents in costs]
    found = plan(Award(award, rate, START, START, paid_cents=paid), planned, days, regime)
    assert all(each.amount_cents >= 0 for each in found)
    assert paid + sum(amounts(found)) == award
    for each in found:
        assert each.cumulative_cents <= max(each.ceiling_cents, paid)
