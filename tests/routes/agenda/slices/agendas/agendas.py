"""Agendas in the matrix."""

from services.agenda.agendas.agendas import rules
from services.agenda.agendas.agendas.models import Agenda, Status
from tests.routes.matrix import EVERYONE, REGIONS, Kept, Slice, Steps

CONTENT = {
    "title": "Agenda",
    "startsOn": "2015-01-01",
    "endsOn": "2018-12-31",
    "urgency": [],
    "goals": [],
    "actions": [],
}
REASON = {"reason": "Not yet"}
SLICE = Slice(
    kept=(
        Kept("agenda", "agendas", Agenda, REGIONS),
        *(
            Kept("agenda", "agendas", Agenda, REGIONS, EVERYONE, values={"status": status})
            for status in Status
            if status is not Status.DRAFT
        ),
    ),
    changes={
        "agenda:write": "draft_agenda revise_agenda join_agenda open_consultation return_agenda "
        "propose_agenda close_agenda evaluate_agenda leave_agenda",
        "agenda:adopt": "reject_agenda adopt_agenda withdraw_agenda",
    },
    bodies={
        "revise_agenda": CONTENT,
        "join_agenda": {
            "name": "TU",
            "kvkNumber": "17278718",
            "helix": "KNOWLEDGE",
            "joinedOn": "2015-01-01",
        },
        "open_consultation": {"closesOn": "2015-01-01"},
        "return_agenda": REASON,
        "reject_agenda": REASON,
        "adopt_agenda": {"decidingBody": "The board"},
        "close_agenda": {"closedOn": "2019-01-01"},
        "withdraw_agenda": REASON,
        "evaluate_agenda": {"document": "Final evaluation"},
        "leave_agenda": {"partnerId": "018f0000-0000-7000-8000-000000000000", "leftOn": "2016-01-01"},
    },
    made=(("region:CR36", "/agendas", {**CONTENT, "regionCode": "CR36"}),),
    steps=(
        Steps(
            rules.LIFE,
            Agenda,
            "agendas",
            {
                "revise": "revise_agenda",
                "join": "join_agenda",
                "submit_for_consultation": "open_consultation",
                "return": "return_agenda",
                "propose": "propose_agenda",
                "reject": "reject_agenda",
                "adopt": "adopt_agenda",
                "react": "reaction:respond_to_agenda",
                "answer": "reaction:answer_response",
                "amend": "reaction:draft_amendment",
                "expire": "close_agenda",
                "withdraw": "withdraw_agenda",
                "evaluate": "evaluate_agenda",
            },
        ),
    ),
    public="list_agendas get_agenda list_partners count_partners",
)
