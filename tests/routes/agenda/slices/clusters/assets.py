"""The assets of clusters in the matrix."""

from typing import Any

from services.agenda.clusters.assets import rules
from services.agenda.clusters.assets.models import ClusterAsset, Status
from services.agenda.clusters.clusters.models import Cluster
from shared.store.engine import Sessions
from shared.testing.factories import stored
from tests.routes.matrix import EVERYONE, REGIONS, Kept, Slice, Steps


async def cluster(rows: Sessions, owner: str) -> dict[str, Any]:
    """The cluster of an asset."""
    return {"cluster_id": (await stored(rows, Cluster, owner=owner)).id}


SLICE = Slice(
    kept=(
        Kept("agenda", "cluster-assets", ClusterAsset, REGIONS),
        *(
            Kept("agenda", "cluster-assets", ClusterAsset, REGIONS, EVERYONE, values={"status": status})
            for status in Status
            if status is not Status.PLANNED
        ),
    ),
    parents={ClusterAsset: cluster},
    changes={"agenda:write": "register_asset start_asset open_asset close_asset find_dedicated link_project"},
    bodies={
        "start_asset": {"startedOn": "2014-01-01"},
        "open_asset": {"openedOn": "2014-01-01"},
        "close_asset": {"closedOn": "2014-01-01"},
        "find_dedicated": {"dedicated": False, "reasons": "Open to all firms on equal terms."},
        "link_project": {"projectId": "018f0000-0000-7000-8000-000000000000", "relation": "CREATES"},
    },
    steps=(
        Steps(
            rules.LIFE,
            ClusterAsset,
            "cluster-assets",
            {"start": "start_asset", "open": "open_asset", "close": "close_asset"},
        ),
    ),
    public="list_assets get_asset list_asset_projects cover_assets",
)
