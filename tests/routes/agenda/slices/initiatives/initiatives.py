"""Regional initiatives in the matrix."""

from services.agenda.initiatives.initiatives import rules
from services.agenda.initiatives.initiatives.models import DECIDED, Initiative, Status
from tests.routes.matrix import EVERYONE, REGIONS, Kept, Slice, Steps

INITIATIVE = {
    "regionCode": "CR36",
    "title": "Bergen op Zoom after Philip Morris",
    "sponsor": "Gemeente Bergen op Zoom",
    "description": "Work for those who lose theirs.",
    "objectives": ["EMPLOYMENT_RETENTION"],
    "source": "Letter of 20 October 2014",
    "registeredOn": "2014-06-01",
}
DECISION = {
    "support": ["CONNECT", "DIRECTION"],
    "stateRole": "Direction",
    "reason": "The region cannot do it alone.",
    "leadMinistry": "EZ",
    "ministries": [],
    "decidingBody": "The minister",
    "mandate": "Mandaatbesluit EZ",
}
SLICE = Slice(
    kept=(
        *(
            Kept("agenda", "initiatives", Initiative, REGIONS, state_acts=True, values={"status": status})
            for status in Status
            if status not in DECIDED
        ),
        *(
            Kept("agenda", "initiatives", Initiative, REGIONS, EVERYONE, True, {"status": status})
            for status in sorted(DECIDED)
        ),
    ),
    changes={
        "agenda:write": "register_initiative complete_initiative",
        "agenda:assess": "refer_initiative",
        "agenda:contribute": "convene_table",
        "agenda:decide": "decide_initiative end_initiative",
    },
    bodies={
        "refer_initiative": {"instrument": "WBSO", "policyLine": 1, "reason": "Generic"},
        "convene_table": {"metOn": "2014-10-03", "invited": ["EZ"], "attended": ["EZ"], "outcome": "Agreed"},
        "decide_initiative": {**DECISION, "decision": "support"},
        "end_initiative": {"ending": "stop", "reason": "Done"},
    },
    made=(("region:CR36", "/initiatives", INITIATIVE),),
    steps=(
        Steps(
            rules.LIFE,
            Initiative,
            "initiatives",
            {
                "complete": "complete_initiative",
                "route_generic": "state:refer_initiative",
                "open_assessment": "reaction:open_initiative_assessment",
                "fund": "state:decide_initiative",
                "support": "state:decide_initiative",
                "decline": "state:decide_initiative",
                "complete_support": "state:end_initiative",
                "stop": "state:end_initiative",
            },
            bodies={
                "fund": {**DECISION, "decision": "fund", "support": ["FUNDING"], "amountCents": 1},
                "decline": {**DECISION, "decision": "decline", "support": []},
                "complete_support": {"ending": "complete_support", "reason": "Done"},
            },
        ),
    ),
    public="list_initiatives get_initiative list_tables",
)
