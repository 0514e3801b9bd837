"""How an observation is stored and revised, and how values add up over regions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from services.agenda.clusters.clusters.models import Cluster
from services.agenda.indicators.indicators.areas import (
    AREA,
    EXTRA_REGIO,
    OWN_AREA,
    leaves_of,
    municipalities_of,
    parts_of,
    require_known,
    require_own,
    unplaced_in,
)
from services.agenda.indicators.indicators.models import Indicator
from services.agenda.indicators.indicators.rules import DEFINED
from services.agenda.indicators.observations.models import Observation, Status
from shared.contracts.agenda.indicators import IndicatorUpdated
from shared.kernel.rules import OWN_OBJECTS, Rule
from shared.reference.catalogue import provinces

FINAL = Rule(
    "observation.final",
    "A final value is revised with a reason, and stays final.",
    source="B5; domain.md 2.20",
    mend="Say why the final value was wrong.",
    refusal="A final value would be revised without a reason, or be final no more",
)
DECIMALS = Rule(
    "observation.decimals",
    "A value has no more decimals than its indicator is published with.",
    source="B5",
    mend="Round the value as its source does.",
    refusal="The value has more decimals than its indicator",
)
MEASURED = Rule(
    "observation.measured",
    "A value is of a year that has begun: what is to come is aimed for, and not measured.",
    source="A10, B5",
    mend="Correct the year, or set a target for it.",
    refusal="The year of the value has not begun yet",
)
ONE_BASIS = Rule(
    "observation.one-price-basis",
    "Values are added up and compared in one price basis.",
    source="A10",
    mend="Name one of those in the answer as priceBasis.",
    refusal="The values are in more than one price basis",
)
ADDS_UP = Rule(
    "observation.adds-up",
    "Only an indicator that is a sum is added up over regions.",
    source="A10",
    mend="Read the values of the regions themselves.",
    refusal="The indicator is not added up over regions",
)
PLACES = Decimal("0.0001")
COMPARE = (DEFINED, ONE_BASIS)
STORE = (DEFINED, MEASURED, AREA, OWN_AREA, DECIMALS, FINAL, OWN_OBJECTS)


def check(
    observation: Observation,
    indicator: Indicator | None,
    before: Observation | None,
    cluster: Cluster | None,
) -> None:
    """Refuse a value that may not be stored, as the first of its kind or as a revision of the one before it.

    Whoever defined the indicator may revise what others stored of it, and nobody else may.
    """
    found = DEFINED.present(indicator)
    MEASURED.require(observation.year <= observation.measured_on.year, year=observation.year)
    require_known(observation.area_code, year=observation.year, cluster_known=cluster is not None)
    require_own(observation.owner, observation.area_code, cluster)
    # as it was written: 12.000 jobs are twelve thousand to whoever wrote three decimals, and not twelve
    places = -int(observation.value.as_tuple().exponent)
    DECIMALS.require(places <= found.decimals, decimals=found.decimals)
    if before is not None:
        OWN_OBJECTS.require(observation.owner in (before.owner, found.owner), resource="observation")
        explained = observation.status is Status.FINAL and observation.reason is not None
        FINAL.require(before.status is not Status.FINAL or explained)


def store(
    observation: Observation,
    indicator: Indicator | None,
    before: Observation | None,
    cluster: Cluster | None,
) -> IndicatorUpdated:
    """Store (vastleggen) a value, as a revision of the one before it if there is one (A10, B5)."""
    check(observation, indicator, before, cluster)
    supersede(observation, before)
    return IndicatorUpdated(
        observation_id=observation.id,
        code=observation.code,
        edition=observation.edition,
        area_code=observation.area_code,
        year=observation.year,
        revision=observation.revision,
        status=observation.status,
    )


def supersede(observation: Observation, before: Observation | None) -> None:
    """Make a value the latest one, in the place of the one before it if there is one."""
    if before is not None:
        before.latest = False
        observation.revision = before.revision + 1


@dataclass(frozen=True)
class Sum:
    """The value of an area added up from the smallest parts that have one; None when a part lacks it.

    `lacks_extra_regio` says of the country that what lies in no region is not in it.
    """

    area_code: str
    value: Decimal | None
    missing: tuple[str, ...]
    lacks_extra_regio: bool = False


@dataclass(frozen=True)
class Values:
    """The values of an indicator in a year, by area code."""

    year: int
    of: Mapping[str, Decimal]


def roll_up(area_code: str, values: Values, indicator: Indicator | None) -> Sum:
    """Add a sum up over the tree of a year (A10): each part once, by its own value or else by all its parts.

    Never a value beside that of its own part, and never a missing one as 0: what lacks is named.
    """
    found = DEFINED.present(indicator)
    require_known(area_code, year=values.year, cluster_known=False)
    ADDS_UP.require(found.roll_up == "SUM", roll_up=found.roll_up)
    return _summed(area_code, values)


def value_of(area_code: str, values: Values) -> Sum:
    """The value of a region in a sum: its own, or the sum of its parts."""
    own = values.of.get(area_code)
    if own is not None:
        return Sum(area_code, own, ())
    below = _summed(area_code, values)
    is_leaf = not parts_of(area_code, values.year)
    return below if below.value is not None or is_leaf else _named(below, values)


def _summed(area_code: str, values: Values) -> Sum:
    return _of_country(values) if area_code == "NL" else _of_parts(area_code, values)


def _of_country(values: Values) -> Sum:
    """The sum of the landsdelen, with what lies in no region when that has a value."""
    total = _of_parts("NL", values)
    beside = values.of.get(EXTRA_REGIO)
    whole = None if total.value is None else total.value + (beside or Decimal(0))
    return Sum("NL", whole, total.missing, lacks_extra_regio=beside is None)


def _of_parts(area_code: str, values: Values) -> Sum:
    children = parts_of(area_code, values.year)
    unplaced = unplaced_in(area_code, values.year)
    if not children and not unplaced:
        own = values.of.get(area_code)
        return Sum(area_code, own, () if own is not None else (area_code,))
    total = _added(area_code, [value_of(child, values) for child in children], unplaced)
    return total if total.value is not None else _of_municipalities(total, values)


def _of_municipalities(total: Sum, values: Values) -> Sum:
    """A province by its municipalities, when it is not known in which COROP area some of them lay."""
    there = municipalities_of(total.area_code, values.year) if total.area_code in provinces() else []
    if not there or any(code not in values.of for code in there):
        return total
    return _added(total.area_code, [Sum(code, values.of[code], ()) for code in there], ())


def _added(area_code: str, sums: Sequence[Sum], unplaced: tuple[str, ...]) -> Sum:
    missing = (*(code for each in sums for code in each.missing), *unplaced)
    total = None if missing else sum((each.value or Decimal(0) for each in sums), Decimal(0))
    return Sum(area_code, total, missing)


def _named(below: Sum, values: Values) -> Sum:
    """A part of which nothing is known is named itself, not by its hundred municipalities."""
    some = any(code in values.of for code in leaves_of(below.area_code, values.year))
    return below if some else Sum(below.area_code, None, (below.area_code,))


def in_one_basis(found: Sequence[Observation]) -> Sequence[Observation]:
    """The values, refused when they are in more than one price basis (A10)."""
    bases = sorted({row.price_basis.value for row in found})
    ONE_BASIS.require(len(bases) <= 1, price_bases=bases)
    return found


def indexed(found: Sequence[Observation], base_year: int | None) -> list[dict[str, object]]:
    """Values with their index on a base year and their growth since the year before, to four places (B50)."""
    values = {(row.area_code, row.year): row.value for row in found}
    return [
        {
            "area_code": row.area_code,
            "year": row.year,
            "value": row.value,
            "index": percent(row.value, values.get((row.area_code, base_year or 0))),
            "growth_percent": _less_100(percent(row.value, values.get((row.area_code, row.year - 1)))),
        }
        for row in found
    ]


def percent(part: Decimal | None, of: Decimal | None) -> Decimal | None:
    """A part in percent, half up to four places; None where there is no such figure."""
    if part is None or of is None or of <= 0:
        return None
    return (part / of * 100).quantize(PLACES, ROUND_HALF_UP)


def _less_100(whole: Decimal | None) -> Decimal | None:
    return None if whole is None else whole - 100
