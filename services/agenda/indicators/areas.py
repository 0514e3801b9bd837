"""The areas that an indicator is measured in: the country, its regions in a strict tree, and clusters."""

from collections.abc import Sequence

from services.agenda.clusters.models import Cluster
from services.agenda.clusters.rules import regions_of
from shared.kernel.principal import TenantKind
from shared.kernel.rules import Rule
from shared.reference import catalogue

CLUSTER = "C-"
OWN_AREA = Rule(
    "observation.own-area",
    "A region measures, and aims for, itself, what lies in it and clusters it is part of; the State all.",
    source="B7, B26",
    mend="Have the region that the area is of store the value, or the State.",
    status=403,
)
AREA = Rule(
    "observation.known-area",
    "An observation or target is of the country (NL), a region that exists, or a cluster (C- and its code).",
    source="A2, A10, B26, B50; domain.md section 5",
    mend="Look the code up in the list of regions or clusters.",
)


def area_of(cluster: Cluster) -> str:
    """The area code of a cluster."""
    return CLUSTER + cluster.cluster_code


def cluster_code(area_code: str) -> str | None:
    """The code of the cluster that an area is; None for a region."""
    return area_code.removeprefix(CLUSTER) if area_code.startswith(CLUSTER) else None


def require_known(area_code: str, *, cluster_known: bool) -> None:
    """Refuse an area that is none; `cluster_known` says that it names a cluster that is there."""
    places = (catalogue.gemeenten(), catalogue.regions())
    AREA.require(area_code == "NL" or cluster_known or any(area_code in place for place in places))


def require_own(owner: str, area_code: str, cluster: Cluster | None) -> None:
    """Refuse a region that measures another one, or a cluster of which it is no region (B7, B26)."""
    own = owner.removeprefix("region:")
    regions = catalogue.areas_of(area_code) if cluster is None else regions_of(cluster)
    OWN_AREA.require(owner == TenantKind.STATE or own in regions)


def parts_of(area_code: str) -> list[str]:
    """The areas one level down in the strict tree (domain.md section 5, point 1)."""
    if area_code == "NL":
        return list(catalogue.landsdelen())
    if area_code in catalogue.landsdelen():
        return [c for c, row in catalogue.provinces().items() if row.landsdeel_code == area_code]
    if area_code in catalogue.provinces():
        return [c for c, row in catalogue.corops().items() if row.cbs_province_code == area_code]
    return [c for c, row in catalogue.gemeenten().items() if row.corop_code == area_code]


def leaves_of(area_code: str) -> Sequence[str]:
    """Every area below this one, of any level."""
    found = list(parts_of(area_code))
    for code in found:
        found += parts_of(code)
    return found
