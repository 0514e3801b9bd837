"""The catalogue: who describes what, how windows open and close (A24, B2, B9, B12, B18, B51, B54)."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.agenda.instruments.instruments import rules
from services.agenda.instruments.instruments.models import (
    AidNature,
    Instrument,
    Kind,
    Level,
    Status,
    Window,
    WindowStatus,
)
from shared.kernel.moment import Moment
from shared.kernel.regimes import Regime
from shared.kernel.rules import Refused, Rule
from shared.reference import catalogue
from shared.testing.rules import person

TODAY = date(2015, 4, 1)
NOW = Moment(datetime(2015, 4, 1, 9, tzinfo=UTC), datetime(2015, 4, 1, 9, tzinfo=UTC))
THEMES = Regime("themes", "t", date(2010, 1, 1), None, "test", {"themes": ["SME_INNOVATION"]})
MINISTRIES = Regime("ministries", "t", date(2010, 1, 1), None, "test", {"ministries": ["EZ"]})


def instrument(**values: Any) -> Instrument:
    known = {
        "level": Level.NATIONAL,
        "generic": True,
        "region_codes": [],
        "themes": [],
        "lead_ministry": "EZ",
        "valid_from": date(2013, 1, 1),
        "valid_until": None,
        **values,
    }
    return Instrument(
        owner="state",
        code="WBSO",
        name="WBSO",
        description="d",
        criteria="c",
        policy_line=1,
        kind=Kind.TAX_MEASURE,
        topsectors=[],
        firm_sizes=[],
        stages=[],
        aid_nature=AidNature.GENERAL_MEASURE,
        counts_for_cumulation=False,
        aid_reason="A general measure",
        legal_basis="Wva",
        authority="RVO",
        ministries=[],
        link=None,
        audience=None,
        drafted_by=["author"],
        regime="themes@t",
        **known,
    )


@pytest.mark.parametrize(
    ("values", "by", "rule"),
    [
        ({"level": Level.REGIONAL}, "state", rules.LEVEL),
        ({"level": Level.EU}, "region:CR36", rules.LEVEL),
        ({"level": Level.REGIONAL}, "region:CR36", rules.LEVEL),
        ({"generic": True, "region_codes": ["CR36"]}, "state", rules.SCOPE),
        ({"generic": False}, "state", rules.SCOPE),
        ({"valid_until": date(2012, 12, 31)}, "state", rules.PERIOD),
        ({"themes": ["FISHING"]}, "state", rules.THEMES),
        ({"lead_ministry": "LNV"}, "state", rules.MINISTRY),
    ],
)
def test_what_is_said_of_an_instrument_must_fit(values: dict[str, Any], by: str, rule: Rule) -> None:
    with pytest.raises(Refused) as refused:
        rules.describe(instrument(**values), person("author", by), THEMES, MINISTRIES, known=False)
    assert refused.value.rule is rule


def test_whoever_describes_does_not_publish() -> None:
    found = instrument()
    with pytest.raises(Refused) as refused:
        rules.publish(found, person("author"), NOW)
    assert refused.value.rule is rules.FOUR_EYES
    told = rules.publish(found, person("other"), NOW)
    assert (found.status, told.code) == (Status.PUBLISHED, "WBSO")


def test_whoever_described_it_at_any_time_does_not_publish() -> None:
    """B10: a small change by another does not let the first author publish."""
    found = instrument()
    rules.revise(found, {"name": "WBSO"}, person("other"), THEMES, MINISTRIES)
    for hand in ("author", "other"):
        with pytest.raises(Refused) as refused:
            rules.publish(found, person(hand), NOW)
        assert refused.value.rule is rules.FOUR_EYES


def window(opens_on: date, closes_on: date) -> Window:
    return Window(
        owner="state",
        instrument_id=instrument().id,
        title="First",
        opens_on=opens_on,
        closes_on=closes_on,
        ceiling_cents=None,
        recorded_on=TODAY,
    )


@given(st.integers(min_value=-60, max_value=60), st.integers(min_value=0, max_value=60))
def test_a_window_is_open_from_its_first_to_its_last_day(begins: int, length: int) -> None:
    found = instrument()
    rules.publish(found, person("other"), NOW)
    first = TODAY + timedelta(begins)
    made, told = rules.announce(found, window(first, first + timedelta(length)), TODAY)
    is_open = begins <= 0 <= begins + length
    assert (made.status is WindowStatus.OPEN) == is_open == bool(told) == bool(found.open_windows)
    assert (made.status is WindowStatus.CLOSED) == (begins + length < 0)


def test_a_window_lies_within_the_instruments_own_period() -> None:
    found = instrument(valid_until=date(2015, 12, 31))
    rules.publish(found, person("other"), NOW)
    for late in (
        window(TODAY, date(2016, 1, 1)),
        window(date(2012, 1, 1), TODAY),
        window(TODAY, date(2015, 1, 1)),
    ):
        with pytest.raises(Refused) as refused:
            rules.announce(found, late, TODAY)
        assert refused.value.rule is rules.PERIOD


@pytest.mark.parametrize(
    ("code", "areas"),
    [
        ("CR36", ["CR36", "PV30", "LD04"]),
        ("PV30", ["PV30", "LD04"]),
        ("LD01", ["LD01"]),
        ("AM06", ["AM06"]),
    ],
)
def test_a_region_lies_in_its_province_and_landsdeel(code: str, areas: list[str]) -> None:
    assert catalogue.areas_of(code) == areas
