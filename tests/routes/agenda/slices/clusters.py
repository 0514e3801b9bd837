"""Clusters in the matrix."""

from services.agenda.clusters import rules
from services.agenda.clusters.models import Cluster, Status
from tests.routes.matrix import EVERYONE, REGIONS, Kept, Slice, Steps

SLICE = Slice(
    kept=(
        Kept("agenda", "clusters", Cluster, REGIONS, state_acts=True),
        Kept("agenda", "clusters", Cluster, REGIONS, EVERYONE, True, {"status": Status.LEADING}),
    ),
    changes={"agenda:write": "register_cluster score_cluster", "agenda:designate": "designate_cluster"},
    bodies={
        "score_cluster": {"talent": 80, "innovation": 80, "qualityOfLife": 80},
        "designate_cluster": {
            "decidedOn": "2014-01-01",
            "decidingBody": "The minister",
            "reasons": "Leading",
            "validFrom": "2014-01-01",
            "validUntil": "2099-12-31",
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
            {"score": "score_cluster", "designate": "state:designate_cluster"},
        ),
    ),
    public="list_clusters get_cluster",
)
