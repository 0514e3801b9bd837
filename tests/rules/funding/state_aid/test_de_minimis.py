"""Whether new de minimis aid fits: windows by day, single undertakings, mergers, splits, worth (O6 to O8)."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.funding.state_aid.de_minimis.equivalents import (
    ONE_WORTH,
    PAID_LATER,
    TRANSPARENT,
    Backed,
    Instalment,
    New,
    worth,
)
from services.funding.state_aid.de_minimis.rules import Asked, History, Weighed, days_of, weigh
from services.funding.state_aid.de_minimis.undertakings import (
    FIRM_THERE,
    LINK_TOLD,
    PARTS_TOLD,
    Change,
    Given,
    Link,
    LinkKind,
    Part,
    merger,
)
from services.funding.state_aid.state_aid.models import Basis
from services.funding.state_aid.state_aid.rooms import Regimes
from shared.kernel.regimes import Regime
from shared.kernel.rules import Refused, Rule
from shared.testing.regimes import in_force

ON = date(2026, 3, 14)
CEILING, MEASURES = (in_force("funding", code, ON) for code in ("de-minimis", "de-minimis-equivalents"))
SGEI = in_force("funding", "de-minimis-sgei", ON)
O6 = [
    Given("A", date(2023, 3, 15), 90_000_00),
    Given("A", date(2024, 6, 1), 120_000_00),
    Given("A", date(2025, 1, 10), 60_000_00),
]


def weighed(
    given: Sequence[Given],
    *,
    on: date = ON,
    cents: int = 40_000_00,
    links: Sequence[Link] = (),
    changes: Sequence[Change] = (),
    basis: Basis = Basis.DE_MINIMIS,
    firm: str = "A",
) -> Weighed:
    asked = Asked(firm, on, cents, basis)
    history = History(given, links, [(f"/changes/{n}", each) for n, each in enumerate(changes)])
    regime = SGEI if basis is Basis.SGEI else CEILING
    days = days_of(asked, history, regime)
    return weigh(asked, history, Regimes(_nearest(CEILING, days), _nearest(SGEI, days)))


def _nearest(regime: Regime, days: Sequence[date]) -> dict[date, Regime]:
    return dict.fromkeys(days, regime)


def votes(parent: str, firm: str, percent: str = "51", **held: date) -> Link:
    return Link(parent, firm, LinkKind.VOTES, Decimal(percent), **held)


@pytest.mark.parametrize(
    ("on", "used", "room", "outcome"),
    [
        (date(2026, 3, 14), 270_000_00, 30_000_00, "REFUSED"),
        (date(2026, 3, 15), 270_000_00, 30_000_00, "REFUSED"),
        (date(2026, 3, 16), 180_000_00, 120_000_00, "FITS"),
    ],
)
def test_a_window_of_three_years_holds_both_its_ends(on: date, used: int, room: int, outcome: str) -> None:
    """O6."""
    found = weighed(O6, on=on)
    assert (found.days[0].used_cents, found.days[0].room_cents, found.outcome) == (used, room, outcome)


def test_the_room_runs_from_day_to_day() -> None:
    """O6, with the days on which the three grants leave the window."""
    found = weighed(O6)
    assert [(day.from_on.isoformat(), day.room_cents) for day in found.days] == [
        ("2026-03-14", 30_000_00),
        ("2026-03-16", 120_000_00),
        ("2027-06-02", 240_000_00),
        ("2028-01-11", 300_000_00),
    ]
    assert found.fits_from == date(2026, 3, 16)
    assert weighed(O6, cents=300_000_01).fits_from is None


def test_aid_given_later_leaves_less_room_now() -> None:
    """What is granted now counts in the window of every later grant: 300,000 less 270,000 on that day."""
    later = [*O6, Given("A", date(2027, 1, 1), 200_000_00)]
    assert weighed(later, on=date(2026, 3, 16)).days[0].room_cents == 0
    assert weighed([O6[2], later[3]]).days[0].room_cents == 40_000_00


def test_a_leap_day_leaves_with_the_last_of_february() -> None:
    found = weighed([Given("A", date(2024, 2, 29), 1)], on=date(2027, 2, 28))
    assert [(day.from_on, day.used_cents) for day in found.days] == [
        (date(2027, 2, 28), 1),
        (date(2027, 3, 1), 0),
    ]
    day_before = weighed([Given("A", date(2025, 2, 28), 1)], on=date(2028, 2, 28))
    assert day_before.days[1].from_on == date(2028, 3, 1)  # the window of 29 February begins on 28 February


def test_firms_that_one_decides_about_are_one_undertaking() -> None:
    """DM-4: also through others, as long as it lasts; a half of the votes is no majority."""
    given = [Given("C", date(2025, 1, 1), 100_000_00), Given("D", date(2025, 1, 1), 50_000_00)]
    chain = [Link("A", "B", LinkKind.AGREEMENT), votes("B", "C"), votes("A", "D", "50")]
    found = weighed(given, links=chain)
    assert found.days[0].used_cents == 100_000_00
    assert [(each.firm, each.through) for each in found.members] == [
        ("A", None),
        ("B", "A"),
        ("C", "B"),
    ]
    sold = [Link("A", "C", LinkKind.INFLUENCE, until_on=ON - timedelta(days=1))]
    assert weighed(given, links=sold).days[0].used_cents == 0
    bought = [Link("A", "C", LinkKind.APPOINTMENT, from_on=ON + timedelta(days=5))]
    assert [day.used_cents for day in weighed(given, links=bought).days][:2] == [0, 100_000_00]


def test_aid_of_all_who_merge_counts() -> None:
    """DM-4: 200,000 and 200,000 stay lawful, and leave nothing."""
    given = [Given("A", date(2025, 1, 1), 200_000_00), Given("B", date(2025, 1, 1), 200_000_00)]
    found = weighed(given, changes=[merger(date(2025, 7, 1), ["B"], "A")])
    assert (found.days[0].used_cents, found.days[0].room_cents) == (400_000_00, 0)
    assert (
        weighed(given, changes=[merger(ON + timedelta(days=1), ["B"], "A")]).days[0].room_cents == 100_000_00
    )


def test_what_a_firm_decided_about_goes_into_the_merger() -> None:
    given = [Given("C", date(2025, 1, 1), 10_000_00)]
    found = weighed(given, links=[votes("B", "C")], changes=[merger(date(2025, 7, 1), ["B"], "A")])
    assert [each.firm for each in found.members] == ["A", "C"]
    assert found.days[0].used_cents == 10_000_00


def test_a_split_gives_aid_to_whoever_goes_on_with_it_and_the_rest_by_equity() -> None:
    """DM-4: of 100,000.01 without an owner, at 2 : 1, the cent to the largest remainder."""
    given = [
        Given("A", date(2024, 1, 1), 90_000_00, code="LINE"),
        Given("A", date(2025, 1, 1), 100_000_01),
        Given("A", date(2026, 1, 1), 5),
    ]
    parts = [Part("A", 2_000_00), Part("NEW", 1_000_00, ["LINE"])]
    split = [Change(date(2025, 6, 1), ["A"], parts)]
    stays, goes = weighed(given, changes=split), weighed(given, changes=split, firm="NEW")
    # 2/3 of 10,000,001 is 6,666,667.33 and 1/3 is 3,333,333.67: the cent goes to the second
    assert stays.days[0].used_cents == 6_666_667 + 5
    assert goes.days[0].used_cents == 9_000_000 + 3_333_334


def test_aid_for_services_of_general_interest_has_a_room_of_its_own() -> None:
    """DM-5: 750,000 in which all counts, and what they take of it is missing in the general room too."""
    given = [*O6, Given("A", date(2025, 1, 1), 465_000_00, Basis.SGEI)]
    assert weighed(given, basis=Basis.SGEI).days[0].room_cents == 15_000_00
    assert weighed(given).days[0].room_cents == 15_000_00


@pytest.mark.parametrize(
    ("new", "cents"),
    [
        (New(backed=[Backed("loan", 600_000_00, 48, Decimal(50))]), 96_000_00),  # O7
        (New(backed=[Backed("loan", 600_000_00, 96, Decimal(50))]), 192_000_00),  # O7
        (New(backed=[Backed("guarantee", 500_000_00, 60, Decimal(80))]), 66_666_67),  # O8
        (New(backed=[Backed("guarantee", 500_000_00, 72, Decimal(80))]), 80_000_00),  # O8
        (New(amount_cents=112_876_31), 112_876_31),  # O9
        (
            New(  # O6b
                instalments=[Instalment(date(2026 + year, 3, 14), 100_000_00) for year in range(3)],
                discount_percent=Decimal("3.5"),
            ),
            289_969_43,
        ),
    ],
)
def test_aid_is_worth_its_gross_grant_equivalent(new: New, cents: int) -> None:
    assert worth(new, ON, CEILING, MEASURES) == cents


def test_a_part_of_a_year_is_discounted_by_its_days() -> None:
    """10,000 after 73 of 365 days at 10 percent: 10,000 / 1.1^0.2 = 9,811.18496 (bc -l)."""
    new = New(instalments=[Instalment(date(2026, 5, 26), 10_000_00)], discount_percent=Decimal(10))
    assert worth(new, ON, CEILING, MEASURES) == 9_811_18


@pytest.mark.parametrize(
    ("rule", "new"),
    [
        (TRANSPARENT, New(backed=[Backed("guarantee", 500_000_00, 60, Decimal(85))])),  # O8
        (TRANSPARENT, New(backed=[Backed("loan", 600_000_00, 48, Decimal(0))])),  # O7: subordinated
        (TRANSPARENT, New(backed=[Backed("loan", 1_000_000_00, 84, Decimal(50))])),
        (TRANSPARENT, New(backed=[Backed("loan", 1_500_000_01, 12, Decimal(50))])),
        (ONE_WORTH, New()),
        (ONE_WORTH, New(amount_cents=1, backed=[Backed("loan", 1, 1, Decimal(50))])),
        (ONE_WORTH, New(amount_cents=1, discount_percent=Decimal(3))),
        (PAID_LATER, New(instalments=[Instalment(date(2026, 3, 13), 1)], discount_percent=Decimal(3))),
    ],
)
def test_what_is_worth_nothing_certain_is_refused(rule: Rule, new: New) -> None:
    with pytest.raises(Refused) as refused:
        worth(new, ON, CEILING, MEASURES)
    assert refused.value.rule is rule


SPLIT = [Part("B", 1), Part("C", 1)]


@pytest.mark.parametrize(
    ("rule", "given", "links", "changes"),
    [
        (FIRM_THERE, [], [], [merger(ON, ["A"], "B")]),
        (FIRM_THERE, [Given("B", ON, 1)], [], [merger(ON, ["B"], "A")]),
        (FIRM_THERE, [], [], [merger(ON, ["B"], "D"), merger(ON, ["B"], "E")]),
        (PARTS_TOLD, [], [], [Change(ON, ["D"], [Part("B", 0), Part("C", 0)])]),
        (PARTS_TOLD, [], [], [Change(ON, ["D"], [Part("B", 1), Part("B", 1)])]),
        (PARTS_TOLD, [Given("B", ON, 1, code="X")], [], [Change(ON, ["D"], [Part("B", 1, ["X"]), SPLIT[1]])]),
        (LINK_TOLD, [], [Link("A", "A", LinkKind.INFLUENCE)], []),
        (LINK_TOLD, [], [Link("A", "B", LinkKind.VOTES)], []),
        (LINK_TOLD, [], [Link("A", "B", LinkKind.INFLUENCE, Decimal(60))], []),
    ],
)
def test_firms_that_cannot_be_are_refused(
    rule: Rule, given: list[Given], links: list[Link], changes: list[Change]
) -> None:
    with pytest.raises(Refused) as refused:
        weighed(given, links=links, changes=changes)
    assert refused.value.rule is rule


AID = st.builds(
    Given,
    st.sampled_from("ABC"),
    st.dates(date(2022, 1, 1), date(2028, 1, 1)),
    st.integers(1, 200_000_00),
)


@given(st.lists(AID, max_size=8), st.integers(0, 1200))
def test_every_day_of_the_answer_is_what_that_day_is_asked(given: list[Given], after: int) -> None:
    """The list holds until its next day: asked on any day itself, the room is the same."""
    links = [votes("A", "B")]
    found = weighed(given, links=links)
    day = ON + timedelta(days=after)
    listed = [each for each in found.days if each.from_on <= day][-1]
    asked = weighed(given, links=links, on=day).days[0]
    assert (listed.used_cents, listed.room_cents) == (asked.used_cents, asked.room_cents)
    first = date(day.year - 3, day.month, min(day.day, 28) if day.month == 2 else day.day)
    by_hand = sum(g.amount_cents for g in given if g.firm != "C" and first <= g.granted_on <= day)
    assert listed.used_cents == by_hand
