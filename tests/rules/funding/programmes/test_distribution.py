"""A ceiling is given out by its method and never passed; a lot can be drawn again (EZ-4, EZ-7; O26)."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.funding.programmes.distribution.lottery import commitment, draw
from services.funding.programmes.distribution.rules import (
    FITS_METHOD,
    NAMED_ONCE,
    SEED_KNOWN,
    Criterion,
    Distribution,
    Entry,
    Last,
    Method,
    RankingOutcome,
    Terms,
    Tie,
    distribute,
)
from shared.kernel.rules import Refused, Rule

SEED = "Staatscourant 2016, 18042"


def entry(code: str, cents: int, score: str | None = None, day: int | None = None, **more: Any) -> Entry:
    points = None if score is None else Decimal(score)
    return Entry(code, cents, None if day is None else date(2016, 5, day), points, **more)


def awarded(found: Distribution) -> dict[str, int]:
    return {each.code: each.awarded_cents for each in found.ranked}


FOUR = [
    entry("AA", 4_200_000_00, "88"),
    entry("BB", 3_500_000_00, "85"),
    entry("CC", 2_000_000_00, "85"),
    entry("DD", 1_500_000_00, "71"),
]


def test_a_ranking_gives_the_last_the_rest() -> None:
    """O26a: 10 million: B and C tie and both fit, D gets 0.3 million."""
    found = distribute(FOUR, Terms(10_000_000_00, Method.RANKING, seed=SEED))
    assert awarded(found) == {"AA": 4_200_000_00, "BB": 3_500_000_00, "CC": 2_000_000_00, "DD": 300_000_00}
    assert [each.tied for each in found.ranked] == [False, True, True, False]
    assert [lot.code for lot in found.lots] == [each.code for each in found.ranked[1:3]]
    assert found.ranked[-1].outcome is RankingOutcome.PARTIAL
    same = distribute(FOUR, Terms(10_000_000_00, Method.RANKING))
    assert (awarded(same), same.lots) == (awarded(found), [])  # both fit, so no lot need decide


@pytest.mark.parametrize(
    ("last", "dd", "ee"),
    [(Last.PARTIAL, 300_000_00, 0), (Last.REFUSE_LAST, 0, 0), (Last.SKIP_AND_CONTINUE, 0, 200_000_00)],
)
def test_what_the_room_is_too_small_for(last: Last, dd: int, ee: int) -> None:
    """O26a's settings, with a smaller one behind."""
    found = distribute([*FOUR, entry("EE", 200_000_00, "70")], Terms(10_000_000_00, Method.RANKING, last))
    assert (awarded(found)["DD"], awarded(found)["EE"]) == (dd, ee)


def test_who_cannot_do_with_a_part_leaves_it_to_the_next() -> None:
    """O26a, D13."""
    entries = [
        *FOUR[:3],
        entry("DD", 1_500_000_00, "71", accepts_partial=False),
        entry("EE", 900_000_00, "70"),
    ]
    found = awarded(distribute(entries, Terms(10_000_000_00, Method.RANKING)))
    assert (found["DD"], found["EE"]) == (0, 300_000_00)


def test_by_arrival_a_lot_decides_within_the_day_that_reaches_the_ceiling() -> None:
    """O26b: B counts on the day it was completed; B or D gets 100,000 at most."""
    entries = [
        entry("AA", 400_000_00, day=1),
        entry("BB", 300_000_00, day=10),
        entry("CC", 500_000_00, day=3),
        entry("DD", 200_000_00, day=10),
    ]
    found = distribute(entries, Terms(1_000_000_00, Method.ARRIVAL, seed=SEED))
    first = min("BB", "DD", key=lambda code: sha256(f"{SEED}:{code}".encode()).hexdigest())
    assert [each.code for each in found.ranked][:3] == ["AA", "CC", first]
    assert sorted(awarded(found).values()) == [0, 100_000_00, 400_000_00, 500_000_00]
    with pytest.raises(Refused) as refused:
        distribute(entries, Terms(1_000_000_00, Method.ARRIVAL))
    assert refused.value.rule is SEED_KNOWN


def test_in_proportion_all_get_the_same_part() -> None:
    """O26c."""
    entries = [entry("AA", 600_000_00), entry("BB", 500_000_00), entry("CC", 400_000_00)]
    found = awarded(distribute(entries, Terms(1_000_000_00, Method.PROPORTIONAL)))
    assert found == {"AA": 400_000_00, "BB": 333_333_33, "CC": 266_666_67}
    whole = distribute(entries, Terms(2_000_000_00, Method.PROPORTIONAL))
    assert [each.outcome for each in whole.ranked] == [RankingOutcome.AWARDED] * 3


def test_no_financier_gets_more_than_its_maximum() -> None:
    entries = [
        entry("AA", 600_00, day=1, financier="BANK"),
        entry("BB", 600_00, day=2, financier="BANK"),
        entry("CC", 600_00, day=3, financier="FUND"),
    ]
    terms = Terms(2_000_00, Method.MAXIMUM_PER_FINANCIER, financier_maximum_cents=1_000_00)
    assert awarded(distribute(entries, terms)) == {"AA": 600_00, "BB": 400_00, "CC": 600_00}


def test_a_lottery_is_drawn_again_by_everybody() -> None:
    """domain.md 4: fixed order, algorithm, seed; computed here by hand."""
    codes = ["GAMMA", "ALFA", "BETA"]
    expected = sorted(codes, key=lambda code: sha256(f"{SEED}:{code}".encode()).hexdigest())
    assert [lot.code for lot in draw(SEED, codes)] == expected
    assert draw(SEED, codes) == draw(SEED, reversed(codes))
    assert commitment(SEED) == sha256(SEED.encode()).hexdigest()
    found = distribute([entry(code, 10_00) for code in codes], Terms(15_00, Method.LOTTERY, seed=SEED))
    assert [each.code for each in found.ranked] == expected
    assert [each.awarded_cents for each in found.ranked] == [10_00, 5_00, 0]


def test_weights_and_least_scores_make_the_ranking() -> None:
    """By hand: (1 x 90 + 3 x 70) / 4 is 75, (1 x 60 + 3 x 81) / 4 is 75.75; the third misses a criterion."""
    criteria = [Criterion("TEAM", Decimal(1), Decimal(50)), Criterion("IMPACT", Decimal(3))]
    entries = [
        Entry(code, 10_00, scores=[("TEAM", Decimal(team)), ("IMPACT", Decimal(impact))])
        for code, team, impact in (("AA", 90, 70), ("BB", 60, 81), ("CC", 49, 100))
    ]
    found = distribute(entries, Terms(100_00, Method.RANKING, criteria=criteria))
    assert [(each.code, each.score) for each in found.ranked] == [
        ("BB", "75.750000"),
        ("AA", "75.000000"),
        ("CC", "87.250000"),
    ]
    assert found.ranked[-1].outcome is RankingOutcome.REFUSED_SCORE
    least = distribute(
        entries, Terms(100_00, Method.RANKING, criteria=criteria, score_minimum=Decimal("75.1"))
    )
    assert awarded(least) == {"BB": 10_00, "AA": 0, "CC": 0}


def test_equal_scores_may_be_put_in_order_without_a_lot() -> None:
    pair = [entry("AA", 20_00, "8", day=2), entry("BB", 10_00, "8", day=3)]
    by_request = distribute(pair, Terms(10_00, Method.RANKING, tie=Tie.LOWEST_REQUEST))
    by_arrival = distribute(pair, Terms(10_00, Method.RANKING, tie=Tie.ARRIVAL))
    assert (awarded(by_request)["BB"], awarded(by_arrival)["AA"]) == (10_00, 10_00)


def test_no_award_is_below_the_least_of_the_scheme() -> None:
    """domain.md 2.7: below 125,000 an application is refused whole, and the room is for the next."""
    entries = [entry("AA", 300_000_00, day=1), entry("BB", 200_000_00, day=2), entry("CC", 150_000_00, day=3)]
    terms = Terms(400_000_00, Method.ARRIVAL, minimum_award_cents=125_000_00)
    found = distribute(entries, terms)
    assert [each.outcome for each in found.ranked][1:] == [RankingOutcome.REFUSED_MINIMUM] * 2


@pytest.mark.parametrize(
    ("rule", "entries", "terms"),
    [
        (NAMED_ONCE, [entry("AA", 1, "1"), entry("AA", 1, "1")], Terms(1, Method.RANKING)),
        (FITS_METHOD, [entry("AA", 1)], Terms(1, Method.RANKING)),
        (FITS_METHOD, [entry("AA", 1)], Terms(1, Method.ARRIVAL)),
        (FITS_METHOD, [entry("AA", 1, day=1)], Terms(1, Method.MAXIMUM_PER_FINANCIER)),
        (
            FITS_METHOD,
            [entry("AA", 1, "1")],
            Terms(1, Method.RANKING, criteria=[Criterion("C1", Decimal(1))]),
        ),
        (SEED_KNOWN, [entry("AA", 1), entry("BB", 1)], Terms(1, Method.LOTTERY)),
    ],
)
def test_what_is_missing_is_refused_and_says_where(rule: Rule, entries: list[Entry], terms: Terms) -> None:
    with pytest.raises(Refused) as refused:
        distribute(entries, terms)
    assert refused.value.rule is rule
    assert str(refused.value.facts["location"]).startswith("/")


ENTRIES = st.lists(
    st.tuples(st.integers(1, 10**10), st.integers(0, 5), st.integers(1, 3), st.booleans()),
    min_size=1,
    max_size=9,
)


@given(
    ENTRIES,
    st.integers(0, 10**10),
    st.sampled_from([Method.ARRIVAL, Method.RANKING, Method.PROPORTIONAL, Method.LOTTERY]),
    st.sampled_from(Last),
    st.randoms(use_true_random=False),
)
def test_a_ceiling_is_never_passed_and_the_order_of_sending_says_nothing(
    made: list[tuple[int, int, int, bool]], ceiling: int, method: Method, last: Last, chance: Any
) -> None:
    entries = [
        entry(f"E{n}", cents, str(score), day, accepts_partial=part)
        for n, (cents, score, day, part) in enumerate(made)
    ]
    terms = Terms(ceiling, method, last, seed=SEED)
    found = distribute(entries, terms)
    given_out = awarded(found)
    assert sum(given_out.values()) <= ceiling
    assert all(0 <= given_out[each.code] <= each.requested_cents for each in entries)
    if method is Method.PROPORTIONAL:
        total = sum(each.requested_cents for each in entries)
        assert sum(given_out.values()) == min(ceiling, total)
        part = min(Fraction(ceiling, total), Fraction(1))
        assert all(abs(given_out[each.code] - each.requested_cents * part) < 1 for each in entries)
    chance.shuffle(entries)
    assert distribute(entries, terms) == found
