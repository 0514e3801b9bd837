"""What is settled of an award, and why it is less (Awb 4:46; O20, O27, O29, O36): never more than awarded."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.funding.settlement.settlements.costs import FOUND, Declared, Finding, Kind, LowerGround
from services.funding.settlement.settlements.rules import (
    AGREES,
    BUDGET_KNOWN,
    METHOD_FITS,
    Account,
    Cut,
    Method,
    Settlement,
    Share,
    arrangement,
    due_on,
    settle,
)
from shared.kernel.rules import Refused, Rule
from shared.testing.regimes import in_force

SECTORPLAN, ESF, RIF, EZ, REA, USK = (
    in_force("funding", f"settlement-{name}") for name in ("sectorplan", "esf", "rif-mbo", "ez", "rea", "usk")
)
HALF = Decimal(50)


def costs(cents: int, *findings: tuple[str, int, str]) -> list[Declared]:
    found = [Finding(Kind(kind), off, LowerGround(ground)) for kind, off, ground in findings]
    return [Declared("ALL", cents, found)]


def sectorplan(realised: int, **more: Any) -> Settlement:
    """O20: a budget of 800,000, at most 400,000, of which 320,000 was advanced."""
    account = Account(
        400_000_00, budget_cents=800_000_00, costs=costs(realised), advances_cents=320_000_00, **more
    )
    return settle(account, SECTORPLAN)


def test_less_is_settled_on_what_was_realised() -> None:
    """O20a: 77.5 percent: 310,000, so 10,000 is claimed back."""
    found = sectorplan(620_000_00)
    assert (found.settled_cents, found.to_pay_cents, found.reclaim_cents) == (310_000_00, 0, 10_000_00)
    assert (str(found.realised_percent), found.hearing_needed) == ("77.5000", False)


def test_below_sixty_percent_nothing_is_settled_or_on_good_grounds_in_proportion() -> None:
    """O20b: 58.75 percent."""
    nothing = sectorplan(470_000_00)
    assert (nothing.settled_cents, nothing.reclaim_cents) == (0, 320_000_00)
    assert (nothing.lowered[-1].article, nothing.hearing_needed) == ("Awb 4:46(2)(a)", True)
    assert sectorplan(470_000_00, good_grounds=True).settled_cents == 235_000_00
    assert sectorplan(480_000_00).settled_cents == 240_000_00  # exactly 60 percent
    assert sectorplan(479_999_99).settled_cents == 0


def test_no_more_is_settled_than_was_awarded() -> None:
    """O20c."""
    found = sectorplan(900_000_00)
    assert (found.settled_cents, found.to_pay_cents, found.lowered) == (400_000_00, 80_000_00, [])


def test_costs_that_were_not_necessary_do_not_count() -> None:
    """O27: half of at most 480,000; 400,000 of which 20,000 was not needed; 216,000 was paid."""
    account = Account(
        240_000_00,
        rate_percent=HALF,
        cost_maximum_cents=480_000_00,
        costs=costs(400_000_00, ("REJECTED", 20_000_00, "NOT_NECESSARY")),
        advances_cents=216_000_00,
    )
    found = settle(account, EZ)
    assert (found.accepted_cents, found.settled_cents) == (380_000_00, 190_000_00)
    assert found.reclaim_cents == 26_000_00


def test_doubtful_costs_wait_and_say_what_they_may_still_bring() -> None:
    account = Account(100_00, rate_percent=HALF, costs=costs(180_00, ("DOUBTFUL", 40_00, "NOT_ELIGIBLE")))
    found = settle(account, EZ)
    assert (found.accepted_cents, found.doubtful_cents) == (140_00, 40_00)
    assert (found.settled_cents, found.doubtful_grant_cents) == (70_00, 20_00)


def test_esf_pays_forty_percent_below_sixty() -> None:
    """domain.md 2.6."""
    account = Account(500_000_00, budget_cents=1_000_000_00, costs=costs(599_999_99))
    assert settle(account, ESF).settled_cents == 240_000_00
    whole = Account(500_000_00, budget_cents=1_000_000_00, costs=costs(600_000_00))
    assert settle(whole, ESF).settled_cents == 300_000_00


@pytest.mark.parametrize(("budget", "grant"), [(3_000_000_00, 1_000_000_00), (540_000_00, 180_000_00)])
def test_the_fund_for_vocational_education_pays_a_third(budget: int, grant: int) -> None:
    """O29."""
    assert settle(Account(2_000_000_00, costs=costs(budget)), RIF).settled_cents == grant


def test_ten_percent_less_private_money_lowers_the_grant() -> None:
    """By hand: a quarter of 400 beside 300 of others; with 270 of theirs 90 is a quarter of all."""
    account = Account(100_00, costs=costs(400_00), others_cents=270_00)
    found = settle(account, REA)
    assert (found.settled_cents, found.lowered[-1].ground) == (90_00, LowerGround.COFUNDING_SHORT)
    more = settle(Account(100_00, costs=costs(400_00), others_cents=330_00), REA)
    assert (more.settled_cents, more.lowered[-1].ground) == (70_00, LowerGround.PAID_BY_OTHERS)
    assert settle(Account(100_00, costs=costs(400_00), others_cents=300_00), REA).settled_cents == 100_00


def test_performance_and_lump_sums_are_settled_on_what_was_done() -> None:
    units = {"units_agreed": Decimal(525), "units_realised": Decimal(312)}
    performed = settle(Account(105_000_00, Method.PERFORMANCE, **units), REA)
    assert (performed.settled_cents, performed.lowered[0].article) == (62_400_00, "Awb 4:46(2)(a)")
    more = settle(Account(1, Method.PERFORMANCE, units_agreed=Decimal(1), units_realised=Decimal(2)), REA)
    assert more.settled_cents == 1
    assert (
        settle(Account(24_000_00, Method.LUMP_SUM, done_percent=Decimal(75)), REA).settled_cents == 18_000_00
    )


def test_every_deduction_has_its_article_and_is_heard() -> None:
    cuts = [
        Cut(LowerGround.OBLIGATION_BREACHED, percent=Decimal(5)),
        Cut(LowerGround.FALSE_DATA, amount_cents=1_00),
    ]
    found = settle(Account(100_00, Method.LUMP_SUM, done_percent=Decimal(100), cuts=cuts), REA)
    assert found.settled_cents == 94_00
    assert [each.article for each in found.lowered] == ["Awb 4:46(2)(b)", "Awb 4:46(2)(c)"]
    assert found.hearing_needed


def test_each_financier_settles_its_part() -> None:
    shares = [Share("EU", 100_00, 80_00), Share("STATE", 50_00, 50_00)]
    account = Account(
        150_00,
        Method.LUMP_SUM,
        done_percent=Decimal("66.67"),
        financiers=shares,
        advances_cents=130_00,
    )
    found = settle(account, REA)
    assert found.settled_cents == 100_01  # 100.005
    assert [each.settled_cents for each in found.balances] == [66_67, 33_34]
    assert [each.reclaim_cents for each in found.balances] == [13_33, 16_66]
    assert sum(each.reclaim_cents - each.to_pay_cents for each in found.balances) == found.reclaim_cents


@pytest.mark.parametrize(
    ("award", "expected"), [(24_999_99, 1), (25_000_00, 2), (124_999_99, 2), (125_000_00, 3)]
)
def test_the_framework_has_three_arrangements(award: int, expected: int) -> None:
    """O36."""
    assert arrangement(award, USK) == expected


def test_payment_is_due_six_weeks_after_publication() -> None:
    """AWB-24; O25: 14 April 2026 and six weeks is 26 May, 13 April ends on Whit Monday and so on 26 May."""
    assert due_on(date(2026, 4, 14), USK) == due_on(date(2026, 4, 13), USK) == date(2026, 5, 26)
    assert due_on(None, USK) is None


@pytest.mark.parametrize(
    ("rule", "account", "regime"),
    [
        (METHOD_FITS, Account(1), EZ),
        (METHOD_FITS, Account(1, Method.PERFORMANCE, units_agreed=Decimal(1)), EZ),
        (
            METHOD_FITS,
            Account(1, Method.PERFORMANCE, units_agreed=Decimal(0), units_realised=Decimal(0)),
            EZ,
        ),
        (METHOD_FITS, Account(1, Method.LUMP_SUM, done_percent=HALF, costs=costs(1)), EZ),
        (METHOD_FITS, Account(1, rate_percent=HALF, costs=costs(1), cuts=[Cut(LowerGround.NOT_DONE)]), EZ),
        (BUDGET_KNOWN, Account(1, costs=costs(1)), SECTORPLAN),
        (FOUND, Account(1, rate_percent=HALF, costs=costs(1, ("REJECTED", 2, "NOT_DONE"))), EZ),
        (AGREES, Account(2, rate_percent=HALF, costs=costs(1), financiers=[Share("EU", 1)]), EZ),
    ],
)
def test_what_contradicts_itself_is_refused_and_says_where(rule: Rule, account: Account, regime: Any) -> None:
    with pytest.raises(Refused) as refused:
        settle(account, regime)
    assert refused.value.rule is rule
    assert str(refused.value.facts["location"]).startswith("/")


CENTS = st.integers(0, 10**12)


@given(
    st.integers(1, 10**12),
    st.lists(CENTS, min_size=1, max_size=6),
    st.decimals("0", "100", places=4),
    st.one_of(st.none(), CENTS),
    CENTS,
    st.lists(st.integers(1, 100), min_size=1, max_size=4),
)
def test_a_settlement_is_never_more_than_awarded_and_every_cent_has_its_financier(
    award: int, declared: list[int], rate: Decimal, others: int | None, paid: int, weights: list[int]
) -> None:
    lines = [Declared(f"L{n}", cents) for n, cents in enumerate(declared)]
    parts = [award * weight // sum(weights) for weight in weights]
    parts[0] += award - sum(parts)
    shares = [Share(f"F{n}", part, paid if n == 0 else 0) for n, part in enumerate(parts)]
    account = Account(
        award,
        rate_percent=rate,
        costs=lines,
        others_cents=others,
        advances_cents=paid,
        financiers=shares,
    )
    found = settle(account, EZ)
    total, exact = sum(declared), Fraction(rate) / 100
    assert 0 <= found.settled_cents <= min(award, total * exact + Fraction(1, 2))
    assert award - sum(each.amount_cents for each in found.lowered) == found.settled_cents
    if others is not None:
        assert found.settled_cents + min(others, total) <= total or found.settled_cents == 0
        assert found.settled_cents <= exact * (found.settled_cents + others)
    assert sum(each.settled_cents for each in found.balances) == found.settled_cents
    assert paid + found.to_pay_cents - found.reclaim_cents == found.settled_cents
    assert found.settled_cents == settle(Account(**{**vars(account), "costs": lines[::-1]}), EZ).settled_cents
