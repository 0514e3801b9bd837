"""Regions and memberships in the matrix."""

from typing import Any

from services.agenda.places.regions import rules
from services.agenda.places.regions.models import Kind, Membership, Region, Status
from shared.store.engine import Sessions
from tests.routes.matrix import EVERYONE, REGIONS, Kept, Slice, Steps

URBAN = {"code": "SR77", "name": "Stedelijk gebied", "validFrom": "2014-01-01", "municipalities": ["GM0772"]}
OWNERS = (*REGIONS, "state")


async def urban(rows: Sessions, owner: str) -> dict[str, Any]:
    """A region that its own body may change."""
    return {"kind": Kind.URBAN_REGION}


SLICE = Slice(
    kept=(
        *(
            Kept("agenda", "regions", Region, OWNERS, EVERYONE, values={"status": status})
            for status in Status
        ),
        *(
            Kept("agenda", "memberships", Membership, OWNERS, EVERYONE, values={"status": status})
            for status in Status
        ),
    ),
    parents={Region: urban, Membership: urban},
    changes={"agenda:write": "make_region join_region end_region end_membership"},
    bodies={
        "join_region": {"municipalityCode": "GM0772", "validFrom": "2016-01-01"},
        "end_region": {"validUntil": "2016-12-31"},
        "end_membership": {"validUntil": "2016-12-31"},
    },
    steps=(
        Steps(rules.LIFE, Region, "regions", {"join": "join_region", "end": "end_region"}),
        Steps(rules.MEMBERSHIP_LIFE, Membership, "memberships", {"end": "end_membership"}),
    ),
    public="list_regions get_region list_memberships get_membership compare_regions",
)
