"""Growth of every region of a kind, with what each contributes (A10)."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.agenda.agendas.agendas.models import Agenda
from services.agenda.indicators.indicators.models import RollUp
from services.agenda.indicators.observations.rules import Values
from services.agenda.indicators.region_growths import rules
from shared.reference import catalogue
from shared.testing.rules import refused
from tests.rules.agenda.indicators.test_indicator_rules import indicator

LANDSDELEN = ["LD01", "LD02", "LD03", "LD04"]
THEN = {"LD01": Decimal(100), "LD02": Decimal(200), "LD03": Decimal(300), "LD04": Decimal(400)}
NOW = {"LD01": Decimal(110), "LD02": Decimal(190), "LD03": Decimal(315), "LD04": Decimal(400)}


def agenda_of(region_code: str) -> Agenda:
    return Agenda(
        owner=f"region:{region_code}",
        region_code=region_code,
        title="Agenda",
        starts_on=date(2013, 1, 1),
        ends_on=date(2016, 12, 31),
        urgency=[],
        goals=[],
        actions=[],
        economic_chapter=None,
        spatial_chapter=None,
        adopted_at=datetime(2012, 12, 1, tzinfo=UTC),
    )


def test_every_region_is_there_with_its_growth_and_its_points_in_the_whole() -> None:
    """A10: 1000 grows to 1015, by 1.5 percent: 1 from the north, -1 from the east, 1.5 from the west."""
    found = rules.grown(LANDSDELEN, Values(2013, THEN), Values(2014, NOW), indicator(), [])
    assert [(one.growth_percent, one.contribution_percent, one.falling) for one in found] == [
        (Decimal("10.0000"), Decimal("1.0000"), False),
        (Decimal("-5.0000"), Decimal("-1.0000"), True),
        (Decimal("5.0000"), Decimal("1.5000"), False),
        (Decimal("0.0000"), Decimal("0.0000"), False),
    ]
    assert rules.overlooked(found) == {
        "falling": ["LD02"],
        "without_growth": [],
        "without_agenda": LANDSDELEN,
    }


def test_one_without_a_value_is_named_and_nobody_contributes_to_a_whole_that_is_not_known() -> None:
    """A10: no region is hidden; a missing value is no 0."""
    for then, now in ((THEN, {**NOW}), ({**THEN}, NOW)):
        missing = then if then is not THEN else now
        del missing["LD03"]
        found = rules.grown(LANDSDELEN, Values(2013, then), Values(2014, now), indicator(), [])
        assert [one.area_code for one in found] == LANDSDELEN
        assert rules.overlooked(found)["without_growth"] == ["LD03"]
        assert {one.contribution_percent for one in found} == {None}
        assert found[0].growth_percent == Decimal("10.0000")


def test_a_sum_is_that_of_the_parts_and_another_indicator_is_not_added_up() -> None:
    parts = [code for code, row in catalogue.provinces().items() if row.landsdeel_code == "LD04"]
    then = {**dict.fromkeys(parts, Decimal(50))}
    now = {**dict.fromkeys(parts, Decimal(55))}
    added = rules.grown(["LD04"], Values(2013, then), Values(2014, now), indicator(), [])
    assert (added[0].value, added[0].growth_percent) == (Decimal(110), Decimal("10.0000"))
    apart = rules.grown(["LD04"], Values(2013, then), Values(2014, now), indicator(roll_up=RollUp.NONE), [])
    assert (apart[0].value, apart[0].falling) == (None, None)
    fell = Values(2013, {"LD04": Decimal(8)}), Values(2014, {"LD04": Decimal(6)})
    rate = rules.grown(["LD04"], *fell, indicator(roll_up=RollUp.NONE), [])
    assert (rate[0].growth_percent, rate[0].contribution_percent) == (Decimal("-25.0000"), None)


def test_an_agenda_counts_for_its_region_and_what_lies_in_it() -> None:
    agendas = [agenda_of("PV30"), agenda_of("AM06")]
    found = rules.grown(list(catalogue.corops()), Values(2013, {}), Values(2014, {}), indicator(), agendas)
    covered = {one.area_code for one in found if one.agendas == [agendas[0].id]}
    assert covered == {"CR33", "CR34", "CR35", "CR36"}  # the four COROP areas of Noord-Brabant
    assert set(rules.overlooked(found)["without_agenda"]) == catalogue.corops().keys() - covered
    (labour,) = rules.grown(["AM06"], Values(2013, {}), Values(2014, {}), indicator(), agendas)
    assert labour.agendas == [agendas[1].id]


def test_growth_is_from_an_earlier_year() -> None:
    assert (rules.require_years(2014, None), rules.require_years(2014, 2010)) == (2013, 2010)
    assert refused(rules.YEARS, lambda: rules.require_years(2014, 2014)) == {"since_year": 2014}


@pytest.mark.parametrize("base", ["0", "-1"])
def test_there_is_no_growth_from_nothing(base: str) -> None:
    (one,) = rules.grown(
        ["LD01"], Values(2013, {"LD01": Decimal(base)}), Values(2014, {"LD01": Decimal(1)}), indicator(), []
    )
    assert (one.growth_percent, one.falling) == (None, False)


@given(st.lists(st.tuples(st.integers(1, 10**9), st.integers(1, 10**9)), min_size=4, max_size=4))
def test_what_regions_contribute_is_the_growth_of_the_whole(values: list[tuple[int, int]]) -> None:
    then = {code: Decimal(first) for code, (first, _) in zip(LANDSDELEN, values, strict=True)}
    now = {code: Decimal(last) for code, (_, last) in zip(LANDSDELEN, values, strict=True)}
    found = rules.grown(LANDSDELEN, Values(2013, then), Values(2014, now), indicator(), [])
    (whole,) = rules.grown(["NL"], Values(2013, then), Values(2014, now), indicator(), [])
    points = sum(one.contribution_percent or Decimal(0) for one in found)
    assert whole.growth_percent is not None
    assert abs(points - whole.growth_percent) <= Decimal("0.00025")  # five roundings of half a place
