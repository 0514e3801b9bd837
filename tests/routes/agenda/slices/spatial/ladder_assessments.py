"""Ladder assessments and their conditions in the matrix."""

from typing import Any

from services.agenda.spatial.ladder_assessments import rules
from services.agenda.spatial.ladder_assessments.models import (
    LadderAssessment,
    LadderCondition,
    Outcome,
    Status,
)
from shared.store.engine import Sessions
from shared.testing.factories import stored
from tests.routes.matrix import EVERYONE, REGIONS, Kept, Slice, Steps


async def assessment(rows: Sessions, owner: str) -> dict[str, Any]:
    """The concluded assessment of a condition."""
    values = {"status": Status.CONCLUDED, "outcome": Outcome.YES_PROVIDED, "open_conditions": 1}
    return {"assessment_id": (await stored(rows, LadderAssessment, owner=owner, **values)).id}


SLICE = Slice(
    kept=(
        Kept("agenda", "ladder-assessments", LadderAssessment, REGIONS),
        *(
            Kept(
                "agenda", "ladder-assessments", LadderAssessment, REGIONS, EVERYONE, values={"status": status}
            )
            for status in (Status.CONCLUDED, Status.FULFILLED)
        ),
        Kept("agenda", "ladder-conditions", LadderCondition, REGIONS),
    ),
    parents={LadderCondition: assessment},
    changes={
        "agenda:write": "assess_ladder state_condition fulfil_ladder_condition",
        "agenda:adopt": "conclude_ladder_assessment",
    },
    bodies={
        "state_condition": {"condition": "Green roofs", "responsible": "The firm", "dueOn": "2100-01-01"},
        "conclude_ladder_assessment": {
            "outcome": "NO",
            "reasons": "There is no need.",
            "decidingBody": "College",
        },
        "fulfil_ladder_condition": {"evidence": "Inspection of 2016"},
    },
    steps=(
        Steps(
            rules.LIFE,
            LadderAssessment,
            "ladder-assessments",
            {
                "state_condition": "state_condition",
                "conclude": "conclude_ladder_assessment",
                "fulfil_all": "reaction:fulfil_ladder_condition",
            },
        ),
        Steps(
            rules.CONDITION_LIFE,
            LadderCondition,
            "ladder-conditions",
            {"come_due": "timer:announce_conditions", "fulfil": "fulfil_ladder_condition"},
        ),
    ),
    public="list_ladder_assessments get_ladder_assessment",
)
