"""Indicators, targets and observations (A2, A10, B5, B26, B50; domain.md 2.20, section 5)."""

from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.agenda.indicators.indicators import rules as indicators
from services.agenda.indicators.indicators.areas import AREA, OWN_AREA
from services.agenda.indicators.indicators.models import Indicator, RollUp, Target
from services.agenda.indicators.observations import rules
from services.agenda.indicators.observations.models import Observation, PriceBasis, Status
from services.agenda.indicators.observations.rules import Values
from shared.kernel.rules import OWN_OBJECTS, Rule
from shared.reference.catalogue import gemeenten, gemeenten_in
from shared.testing.rules import refused


def indicator(edition: int = 1, roll_up: RollUp = RollUp.SUM, decimals: int = 2) -> Indicator:
    return Indicator(
        owner="state",
        code="GRP",
        edition=edition,
        name="Bruto regionaal product",
        name_en="Gross regional product",
        unit="million euro",
        definition="d",
        source="CBS",
        roll_up=roll_up,
        decimals=decimals,
        valid_from=date(2010, 1, 1),
    )


def observation(value: str, status: Status = Status.PROVISIONAL, **more: Any) -> Observation:
    known = {
        "owner": "state",
        "area_code": "CR36",
        "reason": None,
        "measured_on": date(2024, 1, 1),
        **more,
    }
    return Observation(
        code="GRP",
        edition=1,
        year=2013,
        value=Decimal(value),
        price_basis=PriceBasis.CURRENT,
        source="CBS",
        status=status,
        **known,
    )


def test_a_definition_never_changes_but_has_a_next_edition() -> None:
    indicators.define(indicator(), [])
    assert refused(indicators.NEXT_EDITION, lambda: indicators.define(indicator(1), [indicator(1)])) == {
        "edition": 2
    }
    indicators.define(indicator(2), [indicator(1)])


def test_whoever_defined_an_indicator_has_the_last_word_on_it() -> None:
    """B7: a region that was first does not keep the State from its own indicator, nor takes it over."""
    regional = observation("1", owner="region:CR36")
    told = rules.store(observation("2"), indicator(), regional, None)
    assert (told.revision, regional.latest) == (2, False)
    taken = indicator(2)
    taken.owner = "region:CR36"
    refused(OWN_OBJECTS, lambda: indicators.define(taken, [indicator(1)]))


@pytest.mark.parametrize(
    ("owner", "area", "own"),
    [
        ("region:CR36", "CR36", True),
        ("region:CR36", "GM0772", True),  # Eindhoven lies in it
        ("region:LD04", "GM0772", True),
        ("region:CR36", "PV30", False),
        ("region:CR36", "NL", False),
        ("region:LD01", "CR36", False),
        ("state", "NL", True),
    ],
)
def test_a_region_measures_itself_and_what_lies_in_it(owner: str, area: str, own: bool) -> None:
    """B7, B26: nobody is locked out of its own figures by another region."""
    said = observation("1", owner=owner, area_code=area)
    if own:
        rules.store(said, indicator(), None, None)
    else:
        refused(OWN_AREA, lambda: rules.store(said, indicator(), None, None))


def test_the_rd_intensity_of_the_monitor_grows_by_so_much_a_year() -> None:
    """domain.md 2.20: 1.83 to 1.97 % in two years: sqrt(1.97/1.83) - 1 = 3.7546 %."""
    target = Target(
        owner="state",
        code="GRP",
        area_code="NL",
        baseline=Decimal("1.83"),
        baseline_year=2011,
        target=Decimal("1.97"),
        target_year=2013,
        gap=Decimal(0),
        growth_percent=None,
        source="Monitor Bedrijvenbeleid 2014",
    )
    indicators.aim(target, indicator(), None)
    assert (target.gap, target.growth_percent) == (Decimal("0.14"), Decimal("3.7546"))


def test_revisions_are_kept_and_a_final_value_needs_a_reason() -> None:
    first = observation("30000")
    rules.store(first, indicator(), None, None)
    second = observation("30100.5", Status.FINAL)
    told = rules.store(second, indicator(), first, None)
    assert (told.revision, first.latest, second.latest) == (2, False, True)
    refused(
        rules.FINAL,
        lambda: rules.store(observation("1", Status.FINAL), indicator(), second, None),
    )
    back = observation("1", reason="why")
    refused(rules.FINAL, lambda: rules.store(back, indicator(), second, None))
    third = observation("30200", Status.FINAL, reason="A firm was counted twice.")
    assert rules.store(third, indicator(), second, None).revision == 3


@pytest.mark.parametrize(
    ("act", "rule"),
    [
        (lambda: rules.store(observation("1"), None, None, None), indicators.DEFINED),
        (
            lambda: rules.store(observation("1", area_code="CR99"), indicator(), None, None),
            AREA,
        ),
        (lambda: rules.store(observation("1.123"), indicator(), None, None), rules.DECIMALS),
        (
            lambda: rules.store(observation("1", owner="region:CR36"), indicator(), observation("2"), None),
            OWN_OBJECTS,
        ),
    ],
)
def test_what_may_not_be_stored(act: Any, rule: Rule) -> None:
    refused(rule, act)


@given(st.data())
@settings(max_examples=20)
def test_a_sum_is_that_of_its_leaves_however_it_is_given(data: st.DataObject) -> None:
    """A10: some COROP areas give a value, others only those of their municipalities: each counts once."""
    leaves = {code: Decimal(data.draw(st.integers(0, 999))) for code in list(gemeenten())}
    corops = {row.corop_code for row in gemeenten().values()}
    given_by_corop = data.draw(st.sets(st.sampled_from(sorted(corops))))
    values = {c: v for c, v in leaves.items() if gemeenten()[c].corop_code not in given_by_corop}
    for corop in given_by_corop:
        values[corop] = sum((leaves[c] for c, g in gemeenten().items() if g.corop_code == corop), Decimal(0))
    total = rules.roll_up("NL", Values(2026, values), indicator())
    assert (total.value, total.missing) == (sum(leaves.values()), ())
    gone = data.draw(st.sampled_from(sorted(values)))
    lacking = rules.roll_up("NL", Values(2026, {c: v for c, v in values.items() if c != gone}), indicator())
    # alone in the area above: nothing is known of that then
    alone = {"GM1979": "CR02", "CR17": "PV26", "CR40": "PV24"}
    assert (lacking.value, lacking.missing) == (None, (alone.get(gone, gone),))


def test_a_value_of_its_own_is_not_added_to_those_of_its_parts() -> None:
    values = {code: Decimal(1) for code in gemeenten()} | {"PV30": Decimal(1000)}
    brabant = sum(row.cbs_province_code == "PV30" for row in gemeenten().values())
    assert rules.roll_up("NL", Values(2026, values), indicator()).value == 342 - brabant + 1000


def test_the_parts_of_a_year_are_those_of_that_year() -> None:
    """D6: in 2015 there was a Delfzijl (GM0010) and no Eemsdelta (GM1979)."""
    there = dict.fromkeys(gemeenten_in("PV20", date(2015, 1, 1)), Decimal(2))
    assert {"GM0010", "GM0003"} <= there.keys()
    assert "GM1979" not in there
    assert rules.roll_up("PV20", Values(2015, there), indicator()).value == 2 * 23
    delfzijl = rules.roll_up("CR02", Values(2015, there), indicator())
    assert delfzijl.value is None  # in which COROP area they lay is not known, so no sum is invented
    assert {"GM0003", "GM0010", "GM0024"} <= set(delfzijl.missing)
    early = rules.roll_up("PV20", Values(1999, {"GM0014": Decimal(1)}), indicator())
    assert (early.value, early.missing) == (None, ("CR01", "CR02", "CR03"))


def test_what_lies_in_no_region_counts_for_the_country_when_it_is_known() -> None:
    values = {"LD01": Decimal(1), "LD02": Decimal(2), "LD03": Decimal(3), "LD04": Decimal(4)}
    without = rules.roll_up("NL", Values(2015, values), indicator())
    assert (without.value, without.lacks_extra_regio) == (Decimal(10), True)
    whole = rules.roll_up("NL", Values(2015, {**values, "NLZ": Decimal(5)}), indicator())
    assert (whole.value, whole.lacks_extra_regio) == (Decimal(15), False)


@pytest.mark.parametrize(
    ("code", "absent", "there"), [("GM1979", 2015, 2021), ("GM0010", 2021, 2020), ("GM1921", 2016, 2015)]
)
def test_a_municipality_has_values_of_years_in_which_it_was_there(code: str, absent: int, there: int) -> None:
    stored = observation("1", area_code=code)
    stored.year = absent
    refused(AREA, lambda: rules.check(stored, indicator(), None, None))
    stored.year = there
    rules.check(stored, indicator(), None, None)


def test_no_region_without_a_value_is_hidden_and_none_counts_as_zero() -> None:
    values = {"LD01": Decimal(10), "LD02": Decimal(20), "PV30": Decimal(5)}
    total = rules.roll_up("NL", Values(2026, values), indicator())
    assert total.value is None
    assert total.missing == ("LD03", "PV31")
    refused(rules.ADDS_UP, lambda: rules.roll_up("NL", Values(2026, values), indicator(roll_up=RollUp.NONE)))


def test_a_series_has_its_index_and_its_growth() -> None:
    """domain.md 2.20: WBSO companies 19,450 / 20,530: growth 5.5527 %."""
    rows = [observation("19450"), observation("20530")]
    rows[1].year = 2014
    found = rules.indexed(rows, 2013)
    assert [point["index"] for point in found] == [Decimal("100.0000"), Decimal("105.5527")]
    assert [point["growth_percent"] for point in found] == [None, Decimal("5.5527")]


def test_a_value_is_of_a_year_that_has_begun() -> None:
    for measured_on, year in ((date(2015, 12, 31), 2016), (date(2026, 11, 29), 2105)):
        to_come = observation("1", measured_on=measured_on)
        to_come.year = year
        refused(rules.MEASURED, partial(rules.check, to_come, indicator(), None, None))
    begun = observation("1", measured_on=date(2016, 1, 1))
    begun.year = 2016
    rules.check(begun, indicator(), None, None)
