"""Agendas in the matrix."""

from services.agenda.agendas import rules
from services.agenda.agendas.models import Agenda, Status
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
        Kept("agenda", "agendas", Agenda, REGIONS, EVERYONE, values={"status": Status.ADOPTED}),
    ),
    changes={
        "agenda:write": "draft_agenda revise_agenda join_agenda open_consultation return_agenda "
        "propose_agenda",
        "agenda:adopt": "reject_agenda adopt_agenda",
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
            },
        ),
    ),
    public="list_agendas get_agenda list_partners",
)
