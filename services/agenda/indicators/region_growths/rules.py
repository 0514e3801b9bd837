"""How every region of a kind grew; none that falls, lacks a value or has no agenda is left out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from services.agenda.agendas.agendas.models import Agenda
from services.agenda.indicators.indicators.models import Indicator, RollUp
from services.agenda.indicators.observations.models import Observation
from services.agenda.indicators.observations.rules import COMPARE, Values, percent, value_of
from shared.kernel.rules import Rule
from shared.reference import catalogue

YEARS = Rule(
    "region-growth.years",
    "Growth is from an earlier year.",
    source="A10",
    mend="Choose sinceYear before year.",
    refusal="The year that growth is from is not earlier",
)
GROWTH = (*COMPARE, YEARS)


@dataclass(frozen=True)
class Growth:
    """The growth of a region in percent, and the points of it in that of all regions together (A10)."""

    area_code: str
    value: Decimal | None
    growth_percent: Decimal | None
    contribution_percent: Decimal | None
    falling: bool | None
    agendas: list[UUID]


def require_years(year: int, since: int | None) -> int:
    """The year from which growth counts, which is the one before unless another was asked."""
    first = year - 1 if since is None else since
    YEARS.require(first < year, since_year=first)
    return first


def in_year(found: Sequence[Observation], year: int) -> Values:
    """The values of a year by area."""
    return Values(year, {row.area_code: row.value for row in found if row.year == year})


def value_in(area_code: str, values: Values, indicator: Indicator) -> Decimal | None:
    """The value of a region: its own, or for a sum that of all its parts; None where it has neither."""
    if indicator.roll_up is RollUp.SUM:
        return value_of(area_code, values).value
    return values.of.get(area_code)


def grown(
    areas: Sequence[str],
    then: Values,
    now: Values,
    indicator: Indicator,
    agendas: Sequence[Agenda],
) -> list[Growth]:
    """The growth of each of these regions, and what it contributes to a sum that lacks no value (A10)."""
    first = {code: value_in(code, then, indicator) for code in areas}
    last = {code: value_in(code, now, indicator) for code in areas}
    whole = total(first) if indicator.roll_up is RollUp.SUM and total(last) is not None else None
    found = []
    for code in areas:
        before, after = first[code], last[code]
        more = None if before is None or after is None else after - before
        found.append(
            Growth(
                area_code=code,
                value=after,
                growth_percent=percent(more, before),
                contribution_percent=percent(more, whole),
                falling=None if more is None else more < 0,
                agendas=[agenda.id for agenda in agendas if covers(agenda, code)],
            )
        )
    return found


def overlooked(regions: Sequence[Growth]) -> dict[str, list[str]]:
    """The regions that fall, that lack a value and that have no agenda (A10)."""
    return {
        "falling": [one.area_code for one in regions if one.falling],
        "without_growth": [one.area_code for one in regions if one.falling is None],
        "without_agenda": [one.area_code for one in regions if not one.agendas],
    }


def total(values: Mapping[str, Decimal | None]) -> Decimal | None:
    """The sum of all values; None while one is missing."""
    known = [value for value in values.values() if value is not None]
    return sum(known, Decimal(0)) if len(known) == len(values) else None


def covers(agenda: Agenda, area_code: str) -> bool:
    """Whether an agenda is of a region, or of an area that it lies in."""
    return agenda.region_code in catalogue.areas_of(area_code)
