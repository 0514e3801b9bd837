"""Reference data shipped with the suite: the CSV files of this folder, read once, never changed."""

import csv
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from importlib import resources
from types import MappingProxyType
from typing import Literal, TypeVar

from shared.kernel.periods import holds
from shared.reference.entries import (
    Cluster,
    Corop,
    Entry,
    Gemeente,
    GemeentePeriod,
    LabourMarketRegion,
    Landsdeel,
    Province,
    Region,
    RegionKind,
    Rom,
    Topsector,
)

Row = Mapping[str, str | None]
_E = TypeVar("_E", bound=Entry)


@lru_cache
def sets() -> tuple[str, ...]:
    """Names of all reference sets, in alphabetical order."""
    files = resources.files(__package__).iterdir()
    return tuple(sorted(file.name.removesuffix(".csv") for file in files if file.name.endswith(".csv")))


@lru_cache
def rows(name: str) -> tuple[Row, ...]:
    """All rows of a set; an empty cell is None: no certain value, never 0. LookupError for an unknown set."""
    if name not in sets():
        raise LookupError(f"there is no reference set {name!r}; the sets are {', '.join(sets())}")
    text = resources.files(__package__).joinpath(f"{name}.csv").read_text(encoding="utf-8")
    read = csv.DictReader(text.splitlines(), strict=True)
    return tuple(MappingProxyType({column: cell or None for column, cell in row.items()}) for row in read)


def find(name: str, key: str) -> Row:
    """The row with this key in the first column; LookupError when set or key is unknown."""
    for row in rows(name):
        if next(iter(row.values())) == key:
            return row
    raise LookupError(f"{name} has no row {key!r}")


@lru_cache
def landsdelen() -> Mapping[str, Landsdeel]:
    """The 4 landsdelen by code."""
    return _by_code(Landsdeel, "landsdelen")


@lru_cache
def provinces() -> Mapping[str, Province]:
    """The 12 provinces by code."""
    return _by_code(Province, "provinces")


@lru_cache
def corops() -> Mapping[str, Corop]:
    """The 40 COROP areas by code."""
    return _by_code(Corop, "corop_nuts3")


@lru_cache
def gemeenten() -> Mapping[str, Gemeente]:
    """The 342 municipalities of July 2026 by code (GM and four digits)."""
    return _by_code(Gemeente, "gemeenten")


MUNICIPALITIES_SINCE = date(2004, 1, 1)  # before it, those that are gone by then are not in the set


@lru_cache
def gemeente_periods() -> Mapping[str, tuple[GemeentePeriod, ...]]:
    """Every municipality since 2004 by code, with the periods in which it was there, in their order."""
    found: dict[str, tuple[GemeentePeriod, ...]] = {}
    for row in rows("gemeenten_per_datum"):
        period = GemeentePeriod.model_validate(dict(row))
        found[period.gm_code] = (*found.get(period.gm_code, ()), period)
    return MappingProxyType(found)


def gemeente_on(code: str, on: date) -> GemeentePeriod | None:
    """The municipality with this code as it was on a day; None when it was not there."""
    return next((period for period in gemeente_periods().get(code, ()) if period.covers(on)), None)


@lru_cache(maxsize=64)
def gemeenten_on(on: date) -> Mapping[str, GemeentePeriod]:
    """The municipalities of a day by code; whole from 2004 on."""
    there = {code: gemeente_on(code, on) for code in gemeente_periods()}
    return MappingProxyType({code: period for code, period in there.items() if period is not None})


@lru_cache(maxsize=4096)
def gemeenten_in(region_code: str, on: date) -> tuple[str, ...]:
    """The municipalities of which it is known that they lie in a province or COROP area on a day."""
    there = gemeenten_on(on)
    if region_code in provinces():
        return tuple(code for code, period in there.items() if period.province_code == region_code)
    return tuple(
        code for code in there if code in gemeenten() and gemeenten()[code].corop_code == region_code
    )


@lru_cache(maxsize=4096)
def unplaced_gemeenten(corop_code: str, on: date) -> tuple[str, ...]:
    """Municipalities of a day that are gone, and of which nobody here knows whether they lay in this COROP
    area: they did if their successors do, unless the border moved (README of this folder).
    """
    province = corops()[corop_code].cbs_province_code
    gone = [code for code in gemeenten_in(province, on) if code not in gemeenten()]
    return tuple(code for code in gone if _may_lie_in(code, corop_code))


@lru_cache
def labour_market_regions() -> Mapping[str, LabourMarketRegion]:
    """The 35 labour market regions by code; the codes have gaps."""
    return _by_code(LabourMarketRegion, "arbeidsmarktregios")


@lru_cache
def roms() -> Mapping[str, Rom]:
    """The 9 regional development companies by code."""
    return _by_code(Rom, "roms")


@lru_cache
def clusters() -> Mapping[str, Cluster]:
    """The clusters the source documents name, by code."""
    return _by_code(Cluster, "clusters")


@lru_cache
def topsectoren() -> Mapping[str, Topsector]:
    """The 9 top sectors by code."""
    return _by_code(Topsector, "topsectoren")


@lru_cache
def regions() -> Mapping[str, Region]:
    """Every region an agenda may cover, by code, with the name in use today."""
    named = {code: row.name for code, row in provinces().items()}
    named |= {code: row.landsdeel_name for code, row in landsdelen().items()}
    named |= {code: row.name for code, row in corops().items()}
    named |= {code: row.name_2025 for code, row in labour_market_regions().items()}
    return MappingProxyType(
        {code: Region(code=code, name=name, kind=RegionKind(code[:2])) for code, name in named.items()}
    )


def areas_of(region_code: str) -> list[str]:
    """A region or municipality and the areas it lies in: COROP, province, landsdeel.

    Of a municipality that is gone the COROP area is left out: it is not known for certain.
    """
    gemeente = gemeenten().get(region_code)
    if gemeente is not None:
        return [region_code, *areas_of(gemeente.corop_code)]
    gone = gemeente_periods().get(region_code)
    if gone is not None:
        return [region_code, *areas_of(gone[-1].province_code)]
    corop = corops().get(region_code)
    province = corop.cbs_province_code if corop else region_code
    landsdeel = provinces().get(province)
    return list(dict.fromkeys([region_code, province, *([landsdeel.landsdeel_code] if landsdeel else [])]))


def rom_of_province(province_code: str) -> Rom:
    """The development company that works in a province; LookupError for an unknown province."""
    return roms()[_known(provinces(), province_code).rom_code]


def landsdeel_of_province(province_code: str) -> Landsdeel:
    """The landsdeel a province lies in; LookupError for an unknown province."""
    return landsdelen()[_known(provinces(), province_code).landsdeel_code]


def landsdeel_of_region(region_code: str) -> Landsdeel | None:
    """The landsdeel a region lies in, or None for a labour market region; LookupError for an unknown region.

    Labour market regions cross province borders, so the province of the centre municipality is not theirs
    (domain.md section 5, point 4): which landsdeel answers for one is a decision, not a fact in this data.
    """
    match _known(regions(), region_code).kind:
        case RegionKind.LANDSDEEL:
            return landsdelen()[region_code]
        case RegionKind.PROVINCE:
            return landsdeel_of_province(region_code)
        case RegionKind.COROP:
            return landsdeel_of_province(corops()[region_code].cbs_province_code)
        case RegionKind.LABOUR_MARKET:
            return None


@lru_cache
def equated_days() -> frozenset[date]:
    """Days made equal to a holiday by decree (Algemene termijnenwet art. 3(3)), for `decree_years`."""
    return frozenset(date.fromisoformat(_filled(row, "day")) for row in rows("gelijkgestelde_dagen"))


@lru_cache
def decree_years() -> frozenset[int]:
    """The years of which the decrees are here, so that a day that is not among theirs was not equated."""
    spans = [_filled(row, "decree").rpartition(" ")[2].split("-") for row in rows("gelijkgestelde_dagen")]
    return frozenset(year for first, last in spans for year in range(int(first), int(last) + 1))


def safe_harbour_premium(rating: str, on: date) -> Decimal:
    """Yearly premium in percent of the guaranteed amount that is no aid for an SME (domain.md GN-3).

    `rating` is a grade such as `BB-`, or `UNRATED_STARTUP`, whose premium is never below its parent's.
    LookupError when no premium exists (CCC and below), or none is in force on that day.
    """
    return Decimal(
        _filled(_rated("guarantee_safe_harbour", "rating_class_sp", rating, on), "annual_premium_pct")
    )


def reference_rate_margin(rating: str, collateral: Literal["high", "normal", "low"], on: date) -> int:
    """Margin over the base rate in basis points, by rating and collateral (domain.md RR-1, RR-2).

    `rating` as for `safe_harbour_premium`; the margin of `UNRATED_STARTUP` is a minimum, and never below the
    parent's. A subordinated loan without security has low collateral (RR-5). LookupError
    when none is in force.
    """
    row = _rated("reference_rate_margins", "rating_bands_sp", rating, on)
    return int(_filled(row, f"margin_bp_{collateral}_collateral"))


def _may_lie_in(code: str, corop_code: str) -> bool:
    if code in gemeenten():
        return gemeenten()[code].corop_code == corop_code
    after = {heir for period in gemeente_periods()[code] for heir in period.successors}
    return not after or any(_may_lie_in(heir, corop_code) for heir in after)


def _by_code(entry: type[_E], name: str) -> Mapping[str, _E]:
    key = next(iter(entry.model_fields))
    entries = [entry.model_validate(dict(row)) for row in rows(name)]
    return MappingProxyType({getattr(row, key): row for row in entries})


def _known(entries: Mapping[str, _E], code: str) -> _E:
    if code not in entries:
        raise LookupError(f"there is no code {code!r}")
    return entries[code]


def _rated(name: str, column: str, rating: str, on: date) -> Row:
    for row in rows(name):
        if rating in _filled(row, column).split(";") and _in_force(row, on):
            return row
    raise LookupError(f"{name} has no value for rating {rating!r} on {on}")


def _in_force(row: Row, on: date) -> bool:
    until = row["valid_until"]
    last = None if until is None else date.fromisoformat(until)
    return holds(date.fromisoformat(_filled(row, "valid_from")), last, on)


def _filled(row: Row, column: str) -> str:
    value = row[column]
    if value is None:
        raise LookupError(f"there is no {column} for {next(iter(row.values()))}")
    return value


def lies_in_several(region_codes: set[str]) -> bool:
    """Whether regions lie apart (B52): two in one another are one, and one of the tree and a labour market
    region, whose borders cross those of provinces, cannot be told apart."""
    labour_market = region_codes & labour_market_regions().keys()
    around = {area for code in region_codes for area in areas_of(code) if area != code}
    return len(labour_market) > 1 or len(region_codes - labour_market - around) > 1
