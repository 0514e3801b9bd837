"""A changed plan pays, holds and claims back exactly the difference (O20a; AWB-21, AWB-23)."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.funding.payments.deltas.rules import (
    CLAIMED,
    Booked,
    Hold,
    Later,
    Line,
    Netting,
    Planned,
    Situation,
    by_financier,
    delta,
    totals,
)
from shared.kernel.rules import Refused

FEB, MAY, AUG, NOV = (date(2016, month, 1) for month in (2, 5, 8, 11))


def plan(*sums: tuple[date, int], of: str = "STATE", category: str = "ALL") -> list[Planned]:
    return [Planned(of, category, cents, due_on) for due_on, cents in sums]


def paid(cents: int, of: str = "STATE", category: str = "ALL") -> list[Booked]:
    return [Booked(of, category, cents)]


def only(found: Situation) -> Line:
    (line,) = delta(found)
    return line


QUARTERS = plan((FEB, 25_00), (MAY, 25_00), (AUG, 25_00), (NOV, 25_00))


def test_more_is_caught_up_now_and_spread_over_what_is_to_come() -> None:
    after = plan(*((day, 37_50) for day in (FEB, MAY, AUG, NOV)))
    line = only(Situation(MAY, QUARTERS, after, paid(50_00)))
    assert (line.change_cents, line.due_cents, line.pay_now_cents, line.reclaim_cents) == (
        50_00,
        75_00,
        25_00,
        0,
    )
    assert [each.amount_cents for each in line.later] == [37_50, 37_50]


def test_less_is_taken_off_what_is_to_come_first() -> None:
    after = plan(*((day, 15_00) for day in (FEB, MAY, AUG, NOV)))
    line = only(Situation(MAY, QUARTERS, after, paid(50_00)))
    assert (line.pay_now_cents, line.reclaim_cents, line.withheld_cents) == (0, 0, 20_00)
    assert line.later == [Later(AUG, 15_00, 15_00, 0), Later(NOV, 15_00, 5_00, 10_00)]


def test_what_is_above_the_whole_plan_is_claimed_back() -> None:
    """O20a: 320,000 was advanced, 310,000 is settled."""
    line = only(Situation(NOV, plan((FEB, 400_000_00)), plan((FEB, 310_000_00)), paid(320_000_00)))
    assert (line.reclaim_cents, line.pay_now_cents, line.later_cents) == (10_000_00, 0, 0)


def test_an_open_claim_is_set_off_before_anything_is_paid() -> None:
    after = plan((FEB, 120_00))
    claims = paid(10_00)
    line = only(Situation(MAY, plan((FEB, 90_00)), after, paid(100_00), claims))
    assert (line.set_off_cents, line.pay_now_cents) == (10_00, 20_00)
    kept = only(Situation(MAY, plan((FEB, 90_00)), after, paid(100_00), claims, set_off=False))
    assert (kept.set_off_cents, kept.pay_now_cents) == (0, 30_00)


def test_a_plan_that_does_not_change_pays_nothing_twice() -> None:
    line = only(Situation(MAY, QUARTERS, QUARTERS, paid(50_00)))
    assert (line.change_cents, line.pay_now_cents, line.reclaim_cents, line.later_cents) == (0, 0, 0, 50_00)


MOVED = Situation(
    MAY,
    [*plan((FEB, 60_00), category="AA"), *plan((FEB, 40_00), category="BB")],
    [*plan((FEB, 45_00), category="AA"), *plan((FEB, 55_00), category="BB"), *plan((FEB, 7_00), of="EFRO")],
    [*paid(60_00, category="AA"), *paid(40_00, category="BB"), *paid(9_00, of="EFRO")],
)


@pytest.mark.parametrize(
    ("netting", "now", "back"),
    [
        (Netting.NONE, {"STATE": 15_00, "EFRO": 0}, {"STATE": 15_00, "EFRO": 2_00}),
        (Netting.FINANCIER, {"STATE": 0, "EFRO": 0}, {"STATE": 0, "EFRO": 2_00}),
    ],
)
def test_categories_are_set_off_only_where_that_is_allowed(
    netting: Netting, now: dict[str, int], back: dict[str, int]
) -> None:
    sums = by_financier(delta(Situation(**{**vars(MOVED), "netting": netting})))
    assert {each["financier"]: each["pay_now_cents"] for each in sums} == now
    assert {each["financier"]: each["reclaim_cents"] for each in sums} == back


def test_everything_may_be_set_off_together() -> None:
    assert totals(delta(Situation(**{**vars(MOVED), "netting": Netting.ALL})))["reclaim_cents"] == 2_00


def test_a_hold_keeps_what_would_be_paid_now() -> None:
    holds = [Hold("Recovery order outstanding", "STATE")]
    line = only(Situation(FEB, [], QUARTERS, holds=holds))
    assert (line.pay_now_cents, line.held_cents, line.hold_reason) == (0, 25_00, "Recovery order outstanding")


def test_more_claimed_than_paid_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        delta(Situation(MAY, [], [], paid(1_00), paid(1_01)))
    assert refused.value.rule is CLAIMED


CENTS = st.integers(0, 10**12)
NAMES = (st.sampled_from(["STATE", "EFRO"]), st.sampled_from(["AA", "BB"]))
PLANS = st.lists(st.builds(Planned, *NAMES, CENTS, st.sampled_from([FEB, MAY, AUG, NOV])), max_size=8)
BOOKS = st.lists(st.builds(Booked, *NAMES, CENTS), max_size=4)


@given(PLANS, PLANS, BOOKS, st.integers(0, 100), st.sampled_from(Netting), st.booleans(), st.randoms())
def test_what_was_paid_and_what_is_to_do_come_to_the_new_plan(
    before: list[Planned],
    after: list[Planned],
    booked: list[Booked],
    claimed: int,
    netting: Netting,
    set_off: bool,
    chance: Any,
) -> None:
    claims = [Booked(each.financier, each.category, each.amount_cents * claimed // 100) for each in booked]
    found = Situation(MAY, before, after, booked, claims, [Hold("wait", "EFRO")], netting, set_off)
    lines = delta(found)
    for each in lines:
        to_do = (
            each.set_off_cents + each.netted_cents + each.pay_now_cents + each.held_cents + each.later_cents
        )
        assert each.paid_cents - each.claimed_cents + to_do - each.reclaim_cents == each.after_cents
        assert min(each.pay_now_cents, each.held_cents, each.reclaim_cents, each.later_cents) >= 0
    assert sum(each.netted_cents for each in lines) == 0
    shuffled = [list(items) for items in (before, after, booked, claims)]
    for items in shuffled:
        chance.shuffle(items)
    assert delta(Situation(MAY, *shuffled, [Hold("wait", "EFRO")], netting, set_off)) == lines
