"""Issues for the State in the matrix."""

from services.agenda.accountability.bottlenecks import rules
from services.agenda.accountability.bottlenecks.models import Bottleneck, Status
from tests.routes.matrix import EVERYONE, REGIONS, Kept, Slice, Steps

SLICE = Slice(
    kept=tuple(
        Kept("agenda", "bottlenecks", Bottleneck, (*REGIONS, "state"), EVERYONE, True, {"status": status})
        for status in Status
    ),
    changes={
        "agenda:contribute": "report_bottleneck",
        "agenda:govern": "take_up_bottleneck answer_bottleneck",
    },
    bodies={
        "take_up_bottleneck": {"ministry": "EZ"},
        "answer_bottleneck": {"answer": "resolve", "outcome": "The law was changed."},
    },
    steps=(
        Steps(
            rules.LIFE,
            Bottleneck,
            "bottlenecks",
            {
                "take_up": "state:take_up_bottleneck",
                "resolve": "state:answer_bottleneck",
                "decline": "state:answer_bottleneck",
            },
            bodies={"decline": {"answer": "decline", "outcome": "It has to stay."}},
        ),
    ),
    public="list_bottlenecks get_bottleneck",
)
