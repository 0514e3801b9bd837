"""How much aid costs may bear: size, bonuses, caps, and other aid on the same costs (O4, O5, O35)."""

import csv
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import shared.reference
from services.funding.state_aid.intensities.rules import (
    BONUS_KNOWN,
    MEASURE_KNOWN,
    Other,
    OtherKind,
    Package,
    Size,
    adjusted,
    notified,
    weigh,
)
from shared.kernel.rules import Refused, Rule
from shared.testing.regimes import in_force

ON = date(2026, 4, 18)
REGIME, THRESHOLDS, REGIONAL = (
    in_force("funding", code, ON) for code in ("gber-intensities", "gber", "regional-aid")
)


def package(measure: str, size: str, *bonuses: str, cents: int = 480_000_00) -> Package:
    return Package("WP", cents, measure=measure, size=Size(size), bonuses=bonuses)


@pytest.mark.parametrize(
    ("given", "percent", "ceiling"),
    [  # O4
        (package("RD_EXPERIMENTAL", "MEDIUM", "COLLABORATION"), 50, 240_000_00),
        (package("RD_INDUSTRIAL", "SMALL", "COLLABORATION"), 80, 384_000_00),
        (package("RD_EXPERIMENTAL", "LARGE"), 25, 120_000_00),
        (package("RD_INDUSTRIAL", "LARGE", "COLLABORATION", "DISSEMINATION", "C_AREA"), 70, 336_000_00),
        (package("SME_INVESTMENT", "LARGE"), 0, 0),
        (package("RD_EXPERIMENTAL", "MEDIUM", cents=1), 35, 0),
    ],
)
def test_an_intensity_is_of_size_and_bonuses_up_to_the_cap(
    given: Package, percent: int, ceiling: int
) -> None:
    found = weigh(given, REGIME, "/packages/0")
    assert (found.intensity.percent, found.ceiling_cents) == (percent, ceiling)


def test_other_aid_on_the_same_costs_leaves_less_room() -> None:
    """O5: 50 percent of a million, 180,000 of a municipality, 40,000 de minimis, 100,000 of the Union."""
    others = [Other(OtherKind.AID, 180_000_00)]
    half = Package("WP", 1_000_000_00, maximum_percent=Decimal(50), others=others)
    assert weigh(half, REGIME, "/packages/0").room_cents == 320_000_00
    more = [*others, Other(OtherKind.DE_MINIMIS, 40_000_00), Other(OtherKind.EU_CENTRAL, 100_000_00)]
    asked = Package("WP", 1_000_000_00, 280_000_01, maximum_percent=Decimal(50), others=more)
    found = weigh(asked, REGIME, "/packages/0")
    assert (found.room_cents, found.fits, found.public_cents) == (280_000_00, False, 600_000_01)


def test_aid_is_notified_above_the_threshold_of_one_undertaking() -> None:
    """domain.md 2.11: 25 million for experimental development."""
    packages = [
        Package(f"WP{n}", 10**11, 1_250_000_000, "VDL", "RD_EXPERIMENTAL", Size.LARGE) for n in range(2)
    ]
    (at_most,) = notified(packages, THRESHOLDS)
    assert (at_most.aid_cents, at_most.threshold_cents, at_most.below) == (2_500_000_000, 2_500_000_000, True)
    (above,) = notified([*packages, Package("W", 1, 1, "VDL", "RD_EXPERIMENTAL", Size.LARGE)], THRESHOLDS)
    assert not above.below


@pytest.mark.parametrize(
    ("percent", "cents"), [("10", 8_250_000_00), ("15", 12_375_000_00), ("25", 20_625_000_00)]
)
def test_large_regional_investments_get_less_of_each_euro(percent: str, cents: int) -> None:
    """O35."""
    assert adjusted(110_000_000_00, Decimal(percent), REGIONAL)[0] == cents
    assert adjusted(500_000_000_00, Decimal(percent), REGIONAL)[0] == cents


def test_the_intensities_are_those_of_the_reference_data() -> None:
    path = Path(shared.reference.__file__).with_name("gber_thresholds.csv")
    rows = {row["rule_code"]: row for row in csv.DictReader(path.read_text("utf-8").splitlines())}
    columns = ("base_intensity_pct_large", "intensity_pct_medium", "intensity_pct_small", "max_intensity_pct")
    for measure in REGIME.codes("measures"):
        assert REGIME.codes(measure) == [rows[measure][column] or "0" for column in columns]


@pytest.mark.parametrize(
    ("rule", "given"),
    [
        (MEASURE_KNOWN, Package("WP", 1)),
        (MEASURE_KNOWN, Package("WP", 1, measure="RD_INDUSTRIAL")),
        (MEASURE_KNOWN, Package("WP", 1, measure="MOON", size=Size.SMALL)),
        (MEASURE_KNOWN, Package("WP", 1, size=Size.SMALL, maximum_percent=Decimal(1))),
        (BONUS_KNOWN, package("RD_INDUSTRIAL", "SMALL", "MOON")),
        (BONUS_KNOWN, package("TRAINING", "SMALL", "DISADVANTAGED", "DISADVANTAGED")),
    ],
)
def test_what_is_not_known_is_refused_and_says_where(rule: Rule, given: Package) -> None:
    with pytest.raises(Refused) as refused:
        weigh(given, REGIME, "/packages/0")
    assert refused.value.rule is rule
    assert str(refused.value.facts["location"]).startswith("/packages/0")


@given(
    st.integers(1, 10**13),
    st.sampled_from(REGIME.codes("measures")),
    st.sampled_from(Size),
    st.lists(st.integers(0, 10**12), max_size=4),
)
def test_room_and_other_aid_never_pass_the_intensity(
    cents: int, measure: str, size: Size, others: list[int]
) -> None:
    aid = [Other(OtherKind.AID, each) for each in others]
    found = weigh(Package("WP", cents, measure=measure, size=size, others=aid), REGIME, "/packages/0")
    exact = cents * Fraction(found.intensity.percent) / 100
    assert exact - 1 < found.ceiling_cents <= exact
    assert found.room_cents == max(found.ceiling_cents - sum(others), 0)
