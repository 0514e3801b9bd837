"""What is said of a cluster, the life of its designation, and when it counts as leading."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from services.agenda.clusters.clusters.models import Cluster, Status
from shared.kernel.lifecycle import Lifecycle
from shared.kernel.principal import Principal
from shared.kernel.rules import Rule, with_author

LIFE = Lifecycle(
    "cluster",
    Status.CANDIDATE,
    {
        (Status.CANDIDATE, "describe"): Status.CANDIDATE,
        (Status.CANDIDATE, "score"): Status.SCORED,
        (Status.SCORED, "describe"): Status.SCORED,
        (Status.SCORED, "score"): Status.SCORED,
        (Status.SCORED, "designate"): Status.LEADING,
        (Status.LEADING, "describe"): Status.LEADING,
        (Status.LEADING, "score"): Status.LEADING,
        (Status.LEADING, "open_review"): Status.UNDER_REVIEW,
        (Status.UNDER_REVIEW, "describe"): Status.UNDER_REVIEW,
        (Status.UNDER_REVIEW, "score"): Status.UNDER_REVIEW,
        (Status.UNDER_REVIEW, "confirm"): Status.LEADING,
        (Status.UNDER_REVIEW, "withdraw"): Status.WITHDRAWN,
    },
    source="domain.md 3.2; A3",
)
CODE = Rule(
    "cluster.code-of-one-region",
    "The code of a cluster is used by one region, so that what is measured of it is of one cluster.",
    source="A3, B50",
    mend="Give the cluster another code, or join the region that uses this one as a partner.",
    refusal="Another region uses this code for a cluster",
)
REGIONS = Rule(
    "cluster.regions-once",
    "A cluster lies in the region that puts it forward, and names each other region once.",
    source="A3, A4",
    mend="Leave out of partnerRegionCodes what is named twice, and the cluster's own region.",
    refusal="A region of the cluster is named twice",
)
STANDING = frozenset({Status.LEADING, Status.UNDER_REVIEW})  # a designation stands until it is withdrawn


def is_leading(cluster: Cluster, on: date) -> bool:
    """Whether a cluster is leading on a day: its designation stands, and its period covers the day (A3)."""
    first, last = cluster.valid_from, cluster.valid_until
    return cluster.status in STANDING and first is not None and last is not None and first <= on <= last


def regions_of(cluster: Cluster) -> list[str]:
    """Every region that a cluster lies in, its own first."""
    return [cluster.region_code, *cluster.partner_region_codes]


def register(cluster: Cluster, *, known_elsewhere: bool) -> Cluster:
    """Put a cluster forward (aanmelden; A3); `known_elsewhere` says that another region uses its code."""
    _require_once(cluster.region_code, cluster.partner_region_codes)
    CODE.require(not known_elsewhere)
    return cluster


def describe(cluster: Cluster, content: Mapping[str, Any], author: Principal) -> None:
    """Replace what is said of a cluster: name, description, other regions, topsectors (A3, A11)."""
    LIFE.after(cluster.status, "describe")
    _require_once(cluster.region_code, content["partner_region_codes"])
    for name, value in content.items():
        setattr(cluster, name, value)
    cluster.written_by = with_author(cluster.written_by, author)


def _require_once(region_code: str, partner_region_codes: Sequence[str]) -> None:
    named = [region_code, *partner_region_codes]
    REGIONS.require(len(named) == len(set(named)))
