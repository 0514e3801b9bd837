"""Strategies for smart specialisation in the matrix."""

from services.agenda.clusters.specialisations import rules
from services.agenda.clusters.specialisations.models import HELD, InnovationStrategy
from tests.routes.matrix import EVERYONE, REGIONS, Kept, Slice, Steps

STRATEGY = {
    "title": "RIS3 Zuid",
    "regionCodes": ["CR36", "LD04"],
    "validFrom": "2014-01-01",
    "validUntil": "2020-12-31",
    "document": "RIS3 Zuid-Nederland, 2013",
    "specialisations": [
        {
            "code": "HTSM",
            "name": "High-tech systems",
            "description": "Machines and materials",
            "topsectors": ["HTSM"],
            "clusterIds": [],
        }
    ],
}
SLICE = Slice(
    kept=(
        Kept("agenda", "innovation-strategies", InnovationStrategy, REGIONS),
        *(
            Kept(
                "agenda",
                "innovation-strategies",
                InnovationStrategy,
                REGIONS,
                EVERYONE,
                values={"status": status},
            )
            for status in sorted(HELD)
        ),
    ),
    changes={
        "agenda:write": "draft_strategy revise_strategy",
        "agenda:adopt": "adopt_strategy replace_strategy",
    },
    bodies={
        "revise_strategy": STRATEGY,
        "adopt_strategy": {"adoptedOn": "2014-01-01", "decidingBody": "The council"},
        "replace_strategy": {"byId": "018f0000-0000-7000-8000-000000000000"},
    },
    steps=(
        Steps(
            rules.LIFE,
            InnovationStrategy,
            "innovation-strategies",
            {"revise": "revise_strategy", "adopt": "adopt_strategy", "replace": "replace_strategy"},
        ),
    ),
    public="list_strategies get_strategy share_of_specialisations",
)
