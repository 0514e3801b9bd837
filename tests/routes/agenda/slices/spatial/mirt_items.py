"""MIRT items and their relevance for clusters in the matrix."""

from typing import Any

from services.agenda.clusters.clusters.models import Cluster
from services.agenda.spatial.mirt_items import rules
from services.agenda.spatial.mirt_items.models import ClusterRelevance, MirtItem, Phase, Relevance
from shared.store.engine import Sessions
from shared.testing.factories import stored
from tests.routes.matrix import EVERYONE, REGIONS, Kept, Slice, Steps


async def item_and_cluster(rows: Sessions, owner: str) -> dict[str, Any]:
    """The item and the cluster that it matters to."""
    item, cluster = await stored(rows, MirtItem, owner="state"), await stored(rows, Cluster, owner=owner)
    return {"mirt_item_id": item.id, "cluster_id": cluster.id}


DECISION = {"decidedOn": "2016-01-04", "decidingBody": "The minister", "document": "BO MIRT 2016"}
FINDING = {"finding": "find_met", "reasons": "It opens the campus."}
SLICE = Slice(
    kept=(
        *(
            Kept("agenda", "mirt-items", MirtItem, ("state",), EVERYONE, values={"status": phase})
            for phase in Phase
        ),
        Kept("agenda", "cluster-relevances", ClusterRelevance, REGIONS, state_acts=True),
        *(
            Kept(
                "agenda", "cluster-relevances", ClusterRelevance, REGIONS, EVERYONE, True, {"status": status}
            )
            for status in (Relevance.MET, Relevance.NOT_MET)
        ),
    ),
    parents={ClusterRelevance: item_and_cluster},
    changes={
        "agenda:govern": "register_mirt_item decide_mirt_item find_relevance",
        "agenda:write": "argue_relevance",
    },
    bodies={"decide_mirt_item": {**DECISION, "decision": "stop"}, "find_relevance": FINDING},
    made=(
        (
            "state",
            "/mirt-items",
            {
                "code": "A2-EHV",
                "title": "A2",
                "description": "Road",
                "regionCodes": ["CR36"],
                "fund": "MOBILITY_FUND",
            },
        ),
    ),
    steps=(
        Steps(
            rules.LIFE,
            MirtItem,
            "mirt-items",
            {event: "state:decide_mirt_item" for _, event in rules.LIFE.transitions},
            owner="state",
            bodies={event: {**DECISION, "decision": event} for _, event in rules.LIFE.transitions},
        ),
        Steps(
            rules.RELEVANCE_LIFE,
            ClusterRelevance,
            "cluster-relevances",
            {"find_met": "state:find_relevance", "find_not_met": "state:find_relevance"},
            bodies={"find_not_met": {**FINDING, "finding": "find_not_met"}},
        ),
    ),
    public="list_mirt_items get_mirt_item list_relevances get_relevance",
)
