"""Who pays what of a cost: sums are kept, both ways and in any order (domain.md 3.26, SP-3, SP-4)."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.funding.cofunding.financing.groups import Asked, standings
from services.funding.cofunding.financing.rules import (
    COVERS,
    NAMED_ONCE,
    ONE_WAY,
    TOTAL_KNOWN,
    Partner,
    finance,
)
from services.funding.cofunding.financing.sources import ROUNDED_UP, Group, Source
from shared.kernel.rules import Refused, Rule
from shared.testing.regimes import in_force

PROGRAMME, TERMS = in_force("funding", "programme-rea", date(2016, 4, 18)), in_force("funding", "financing")
STRICT, EXACT = Asked(TERMS, PROGRAMME, "project"), Asked(TERMS, PROGRAMME, "year")


def paid(total: int | None, sources: list[Source], partners: list[Partner] | None = None) -> dict[str, int]:
    plan = finance(total, sources, partners or [])
    return {part.source.code: part.amount_cents for part in plan.parts}


def of(code: str, group: str = "OWN", **how: Any) -> Source:
    named = {name: Decimal(value) if name in ("percent", "weight") else value for name, value in how.items()}
    return Source(code, Group(group), **named)


@pytest.mark.parametrize(
    ("asked", "total", "region", "state", "private"),
    [  # O1 and O2
        (EXACT, 400_000_000_00, 100_000_000_00, 100_000_000_00, 200_000_000_00),
        (EXACT, 1_000_000_01, 250_000_00, 250_000_00, 500_000_01),
        (EXACT, 3, 1, 1, 1),
        (EXACT, 100_01, 25_00, 25_00, 50_01),
        (EXACT, 100_02, 25_01, 25_00, 50_01),
        (EXACT, 100_03, 25_01, 25_01, 50_01),
        (EXACT, 333_333_33, 83_333_33, 83_333_33, 166_666_67),
        (STRICT, 100_03, 25_01, 25_00, 50_02),
        (STRICT, 3, 1, 0, 2),
    ],
)
def test_a_programme_splits_to_the_cent(
    asked: Asked, total: int, region: int, state: int, private: int
) -> None:
    found = paid(total, asked.sources())
    assert found == {"REGION": region, "STATE": state, "PRIVATE_KNOWLEDGE": private}


def test_the_quarter_is_judged_and_the_shortage_named() -> None:
    """O3: 22, 61 and 27 of 110 million."""
    pledges = [
        of("PROVINCE", "REGION", amount_cents=22_000_000_00),
        of("FIRMS", "PRIVATE_KNOWLEDGE", amount_cents=61_000_000_00),
        of("STATE", "STATE", amount_cents=27_000_000_00),
    ]
    region, state, private, _ = standings(finance(None, pledges, []), STRICT)
    shares = [str(each.share_percent) for each in (region, private, state)]
    assert shares == ["20.0000", "55.4545", "24.5455"]
    assert (region.met, region.shortage_cents) == (False, 5_500_000_00)
    assert (state.met, private.met) == (True, True)


def test_european_money_stands_outside_the_base() -> None:
    """SP-7, D2: 200, of which 100 is European; the State pays at most a quarter of the other 100."""
    plan = finance(
        None,
        [
            of("EFRO", "EU", amount_cents=100_00),
            of("STATE", "STATE", amount_cents=25_01),
            of("PROVINCE", "REGION", amount_cents=25_00),
            of("SELF", "OWN", amount_cents=49_99),
        ],
        [],
    )
    region, state, private, eu = standings(plan, STRICT)
    assert (region.required_cents, state.required_cents, private.required_cents) == (25_00, 25_00, 50_00)
    assert (state.excess_cents, private.shortage_cents, region.met, eu.required_cents) == (1, 1, True, None)


def test_percentages_sums_maxima_and_the_remainder_pay_together() -> None:
    """By hand: 40 percent of 1,000 is 400, the State 200 of its 250, a city 50, the rest 350."""
    found = paid(
        1_000_00,
        [
            of("EFRO", "EU", percent="40"),
            of("STATE", "STATE", percent="25", maximum_cents=200_00),
            of("CITY", "REGION", amount_cents=50_00),
            of("SELF"),
        ],
    )
    assert found == {"EFRO": 400_00, "STATE": 200_00, "CITY": 50_00, "SELF": 350_00}


def test_thirds_by_weight_and_a_full_one_leaves_its_share_to_the_others() -> None:
    """By hand: 100 in thirds, of which one pays at most 10: the two others 45 each."""
    found = paid(
        100_00, [of("AA", weight="1", maximum_cents=10_00), of("BB", weight="1"), of("CC", weight="1")]
    )
    assert found == {"AA": 10_00, "BB": 45_00, "CC": 45_00}


def test_no_cent_is_lost_where_a_peer_loses_one() -> None:
    """Two partners of 4.99 and 9.99 (peers' lost cents): fund 60 percent, own 40; both ways sum."""
    plan = finance(
        None, [of("FUND", "EU", percent="60"), of("SELF")], [Partner("P1", 4_99), Partner("P2", 9_99)]
    )
    assert {part.source.code: part.amount_cents for part in plan.parts} == {"FUND": 8_99, "SELF": 5_99}
    assert [sum(row.amounts.values()) for row in plan.partners] == [4_99, 9_99]
    assert sum(row.amounts["FUND"] for row in plan.partners) == 8_99


@pytest.mark.parametrize(
    ("rule", "total", "sources", "partners"),
    [
        (ONE_WAY, 1, [of("AA", percent="100", amount_cents=1)], []),
        (ONE_WAY, 1, [of("AA"), of("BB")], []),
        (ONE_WAY, 1, [of("AA"), of("BB", weight="1")], []),
        (NAMED_ONCE, 1, [of("AA"), of("AA", percent="1")], []),
        (NAMED_ONCE, 2, [of("AA")], [Partner("P1", 1), Partner("P1", 1)]),
        (TOTAL_KNOWN, None, [of("AA", percent="100")], []),
        (TOTAL_KNOWN, 3, [of("AA")], [Partner("P1", 2)]),
        (COVERS, 100, [of("AA", percent="99")], []),
        (COVERS, 100, [of("AA", amount_cents=101)], []),
        (COVERS, 100, [of("AA", maximum_cents=99)], []),
        (COVERS, 100, [], []),
        (ROUNDED_UP, 1, [of("AA", percent="50", at_most=True), of("BB", percent="50", at_most=True)], []),
    ],
)
def test_what_contradicts_itself_is_refused_and_says_where(
    rule: Rule, total: int | None, sources: list[Source], partners: list[Partner]
) -> None:
    with pytest.raises(Refused) as refused:
        finance(total, sources, partners)
    assert refused.value.rule is rule
    assert str(refused.value.facts["location"]).startswith("/")


CENTS = st.integers(0, 10**13)
SHARES = st.lists(st.integers(0, 10**6), min_size=1, max_size=6).filter(any)
COSTS = st.lists(CENTS, min_size=1, max_size=8)


@given(SHARES, COSTS, st.randoms(use_true_random=False))
def test_rows_and_columns_sum_and_no_order_matters(shares: list[int], costs: list[int], chance: Any) -> None:
    sources = [of(f"S{n}", list(Group)[n % 5], weight=share) for n, share in enumerate(shares)]
    partners = [Partner(f"P{n}", cost) for n, cost in enumerate(costs)]
    plan = finance(None, sources, partners)
    whole = sum(shares)
    for part, share in zip(plan.parts, shares, strict=True):
        assert abs(part.amount_cents - Fraction(share * plan.total_cents, whole)) < 1
        assert part.amount_cents == sum(row.amounts[part.source.code] for row in plan.partners)
    for row in plan.partners:
        assert sum(row.amounts.values()) == row.partner.cost_cents
        assert min(row.amounts.values()) >= 0
    chance.shuffle(sources)
    chance.shuffle(partners)
    again = finance(None, sources, partners)
    assert {(p.source.code, p.amount_cents) for p in again.parts} == {
        (p.source.code, p.amount_cents) for p in plan.parts
    }
    rows = {row.partner.code: row.amounts for row in plan.partners}
    assert {row.partner.code: row.amounts for row in again.partners} == rows


@given(CENTS, st.decimals("0", "99", places=6), st.integers(0, 10**13))
def test_a_source_at_most_its_share_never_pays_a_cent_more(total: int, percent: Decimal, most: int) -> None:
    found = paid(total, [of("STATE", "STATE", percent=percent, maximum_cents=most, at_most=True), of("SELF")])
    exact = min(total * Fraction(percent) / 100, Fraction(most))
    assert exact - 1 < found["STATE"] <= exact
    assert sum(found.values()) == total
