"""The areas that an indicator is measured in: the country, its regions in a strict tree, and clusters."""

from collections.abc import Sequence
from datetime import date

from services.agenda.clusters.clusters.models import Cluster
from services.agenda.clusters.clusters.rules import regions_of
from shared.kernel.principal import TenantKind
from shared.kernel.rules import Rule
from shared.reference import catalogue

CLUSTER = "C-"
EXTRA_REGIO = "NLZ"  # what lies in no region, as the continental shelf (NUTS: extra-regio)
COUNTRY = ("NL", EXTRA_REGIO)
OWN_AREA = Rule(
    "observation.own-area",
    "A region measures, and aims for, itself, what lies in it and clusters it is part of; the State all.",
    source="B7, B26",
    mend="Have the region that the area is of store the value, or the State.",
    refusal="Another body measures this area",
    status=403,
)
AREA = Rule(
    "observation.known-area",
    "An observation or target is of the country (NL), of what lies in none of its regions (NLZ), of a region "
    "that exists, of a municipality that was there in that year, or of a cluster (C- and its code).",
    source="A2, A10, B26, B50; domain.md section 5",
    mend="Look the code up in the list of regions or clusters; of a municipality that was gone by then, use "
    "those that the answer names.",
    refusal="There is no such area in that year",
)


def area_of(cluster: Cluster) -> str:
    """The area code of a cluster."""
    return CLUSTER + cluster.cluster_code


def cluster_code(area_code: str) -> str | None:
    """The code of the cluster that an area is; None for a region."""
    return area_code.removeprefix(CLUSTER) if area_code.startswith(CLUSTER) else None


def require_known(area_code: str, *, year: int, cluster_known: bool) -> None:
    """Refuse an area that is none, or a municipality that was not there on any day of the year.

    `cluster_known` says that the code names a cluster that is there.
    """
    ever = catalogue.gemeente_periods().get(area_code, ())
    days = (date(year, 1, 1), date(year, 12, 31))
    there = any(period.covers(day) for period in ever for day in days)
    heirs = sorted({heir for period in ever for heir in period.successors})
    AREA.require(not ever or there, year=year, successors=heirs)
    AREA.require(bool(ever) or cluster_known or area_code in catalogue.regions() or area_code in COUNTRY)


def require_own(owner: str, area_code: str, cluster: Cluster | None) -> None:
    """Refuse a region that measures another one, or a cluster of which it is no region (B7, B26)."""
    own = owner.removeprefix("region:")
    regions = catalogue.areas_of(area_code) if cluster is None else regions_of(cluster)
    OWN_AREA.require(owner == TenantKind.STATE or own in regions)


def parts_of(area_code: str, year: int) -> list[str]:
    """The areas one level down in the strict tree (domain.md section 5, point 1), as on 1 January of a year.

    Before the municipalities of a year are known whole, a COROP area has no parts.
    """
    if area_code == "NL":
        return list(catalogue.landsdelen())
    if area_code in catalogue.landsdelen():
        return [c for c, row in catalogue.provinces().items() if row.landsdeel_code == area_code]
    if area_code in catalogue.provinces():
        return [c for c, row in catalogue.corops().items() if row.cbs_province_code == area_code]
    return municipalities_of(area_code, year)


def municipalities_of(area_code: str, year: int) -> list[str]:
    """The municipalities of a province or COROP area on 1 January of a year; none where unknown."""
    day = date(year, 1, 1)
    return list(catalogue.gemeenten_in(area_code, day)) if day >= catalogue.MUNICIPALITIES_SINCE else []


def unplaced_in(area_code: str, year: int) -> tuple[str, ...]:
    """Municipalities of a year of which it is not known whether they lay in a COROP area (domain.md 5)."""
    day = date(year, 1, 1)
    asked = area_code in catalogue.corops() and day >= catalogue.MUNICIPALITIES_SINCE
    return catalogue.unplaced_gemeenten(area_code, day) if asked else ()


def leaves_of(area_code: str, year: int) -> Sequence[str]:
    """Every area below this one, of any level."""
    found = list(parts_of(area_code, year))
    for code in found:
        found += parts_of(code, year)
    return found


def regions_within(area_code: str) -> Sequence[str]:
    """Every region below this one: provinces and COROP areas."""
    provinces = [c for c, row in catalogue.provinces().items() if row.landsdeel_code == area_code]
    above = {area_code, *provinces}
    return [*provinces, *(c for c, row in catalogue.corops().items() if row.cbs_province_code in above)]
