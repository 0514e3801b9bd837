"""Assessments of initiatives in the matrix."""

from typing import Any

from services.agenda.initiatives.assessments import rules
from services.agenda.initiatives.assessments.models import Assessment
from services.agenda.initiatives.initiatives.models import Initiative
from shared.store.engine import Sessions
from shared.testing.factories import stored
from tests.routes.matrix import Kept, Slice, Steps


async def of_an_initiative(rows: Sessions, owner: str) -> dict[str, Any]:
    """The initiative that is assessed."""
    initiative = await stored(rows, Initiative, owner="region:CR36", status="ASSESSMENT")
    return {"initiative_id": initiative.id}


FINDING = {
    "criterion": "PROPORTIONALITY",
    "outcome": "MET",
    "reasons": "It distorts no market.",
    "evidence": ["Study of 2014"],
    "marketDistortion": "None",
    "perverseIncentives": "None",
}
SLICE = Slice(
    kept=(Kept("agenda", "assessments", Assessment, ("state",)),),
    parents={Assessment: of_an_initiative},
    changes={
        "agenda:assess": "open_initiative_assessment state_interest assign_assessment record_finding "
        "submit_assessment review_assessment",
        "agenda:decide": "conclude_initiative_assessment",
    },
    bodies={
        "state_interest": {"explanation": "My partner works there."},
        "record_finding": FINDING,
        "review_assessment": {"review": "return", "remarks": "Add evidence."},
        "conclude_initiative_assessment": {"weighing": "On balance yes.", "mandate": "Mandaatbesluit EZ"},
    },
    steps=(
        Steps(
            rules.LIFE,
            Assessment,
            "assessments",
            {
                "state_interest": "state_interest",
                "assign": "assign_assessment",
                "record_finding": "record_finding",
                "submit": "submit_assessment",
                "second_reader": "review_assessment",
                "return": "review_assessment",
                "conclude": "conclude_initiative_assessment",
                "lose_reader": "reaction:state_interest",
            },
            owner="state",
            bodies={"second_reader": {"review": "second_reader"}},
        ),
    ),
)
