"""Municipalities since 2004 with their days, as the suite ships them (A4)."""

from dataclasses import dataclass
from datetime import date, timedelta

from services.agenda.places.reference_versions.rules import efro_code
from services.agenda.places.regions.models import Kind
from shared.reference import catalogue
from shared.reference.entries import GemeentePeriod


@dataclass(frozen=True)
class Past:
    """When a municipality was there; None for before what is known, and for still."""

    code: str
    name: str
    first: date | None
    last: date | None
    areas: tuple[tuple[str, Kind], ...]


def municipalities() -> list[Past]:
    """Every municipality since 2004, and the areas in which one that is gone is known to lie."""
    above = {
        code: (
            (code, Kind.PROVINCE),
            (row.landsdeel_code, Kind.LANDSDEEL),
            (efro_code(row.efro_programme_region), Kind.EFRO_AREA),
        )
        for code, row in catalogue.provinces().items()
    }
    return [
        Past(
            code,
            periods[-1].name,
            periods[0].valid_from,
            _last_day(periods[-1]),
            above[periods[-1].province_code],
        )
        for code, periods in catalogue.gemeente_periods().items()
    ]


def _last_day(period: GemeentePeriod) -> date | None:
    return None if period.valid_until is None else period.valid_until - timedelta(days=1)
