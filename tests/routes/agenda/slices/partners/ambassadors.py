"""Ambassadors and questions in the matrix."""

from typing import Any

from services.agenda.partners.ambassadors import rules
from services.agenda.partners.ambassadors.models import Ambassador, Question, Status
from shared.store.engine import Sessions
from shared.testing.factories import stored
from tests.routes.matrix import EVERYONE, REGIONS, ROMS, Kept, Slice, Steps

AMBASSADOR = {
    "landsdeelCode": "LD04",
    "office": "Regio-ambassadeur Zuid",
    "contact": "EZ",
    "startsOn": "2090-01-01",
}


async def ambassador(rows: Sessions, owner: str) -> dict[str, Any]:
    """The ambassador a question went to."""
    return {"ambassador_id": (await stored(rows, Ambassador, owner="state")).id}


SLICE = Slice(
    kept=(
        *(
            Kept("agenda", "ambassadors", Ambassador, ("state",), EVERYONE, values={"status": status})
            for status in Status
        ),
        Kept("agenda", "questions", Question, (*REGIONS, *ROMS, "state"), state_acts=True),
    ),
    parents={Question: ambassador},
    changes={
        "agenda:govern": "assign_ambassador end_ambassador answer_question",
        "agenda:contribute": "ask_question close_question",
    },
    bodies={
        "end_ambassador": {"endsOn": "2016-12-31"},
        "answer_question": {"answer": "Yes."},
        "close_question": {"reason": "Answered at the counter."},
    },
    made=(("state", "/ambassadors", AMBASSADOR),),
    steps=(
        Steps(rules.LIFE, Ambassador, "ambassadors", {"end": "state:end_ambassador"}, owner="state"),
        Steps(
            rules.QUESTION_LIFE,
            Question,
            "questions",
            {"answer": "state:answer_question", "close": "state:close_question"},
            owner="state",
        ),
    ),
    public="list_ambassadors get_ambassador",
)
