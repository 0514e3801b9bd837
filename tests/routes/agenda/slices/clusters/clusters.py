"""Clusters, their scores and the decisions on them in the matrix."""

from services.agenda.clusters.clusters import rules
from services.agenda.clusters.clusters.models import DESIGNATED, Cluster, Status
from tests.routes.matrix import EVERYONE, REGIONS, Kept, Slice, Steps

DECISION = {
    "decidedOn": "2014-01-01",
    "decidingBody": "The minister",
    "reasons": "Leading",
    "validFrom": "2014-01-01",
    "validUntil": "2099-12-31",
}
SCORE = {
    "year": 2014,
    "evidence": [
        {
            "dimension": dimension,
            "observationId": "018f0000-0000-7000-8000-000000000000",
            "points": 80,
            "weight": 1,
        }
        for dimension in ("TALENT", "INNOVATION", "QUALITY_OF_LIFE")
    ],
}
SLICE = Slice(
    kept=(
        *(
            Kept("agenda", "clusters", Cluster, REGIONS, state_acts=True, values={"status": status})
            for status in sorted(frozenset(Status) - DESIGNATED)
        ),
        *(
            Kept("agenda", "clusters", Cluster, REGIONS, EVERYONE, True, {"status": status})
            for status in sorted(DESIGNATED)
        ),
    ),
    changes={
        "agenda:write": "register_cluster describe_cluster score_cluster",
        "agenda:designate": "designate_cluster open_review confirm_cluster withdraw_cluster",
    },
    bodies={
        "describe_cluster": {"name": "Photonics"},
        "score_cluster": SCORE,
        "designate_cluster": DECISION,
        "open_review": {"reason": "The score fell."},
        "confirm_cluster": DECISION,
        "withdraw_cluster": {
            "decidedOn": "2014-01-01",
            "decidingBody": "The minister",
            "reasons": "No longer leading",
            "hearingOn": "2014-01-01",
            "hearingReport": "Report of the hearing",
        },
    },
    made=(
        (
            "region:CR36",
            "/clusters",
            {"regionCode": "CR36", "clusterCode": "PHOTONICS", "name": "Photonics"},
        ),
    ),
    steps=(
        Steps(
            rules.LIFE,
            Cluster,
            "clusters",
            {
                "describe": "describe_cluster",
                "score": "score_cluster",
                "designate": "state:designate_cluster",
                "open_review": "state:open_review",
                "confirm": "state:confirm_cluster",
                "withdraw": "state:withdraw_cluster",
            },
        ),
    ),
    public="list_clusters get_cluster list_scores rank_clusters list_decisions",
)
