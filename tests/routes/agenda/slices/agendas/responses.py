"""Views on agendas in the matrix."""

from typing import Any

from services.agenda.agendas.agendas.models import Agenda
from services.agenda.agendas.agendas.models import Status as AgendaStatus
from services.agenda.agendas.responses import rules
from services.agenda.agendas.responses.models import Response, Status
from shared.store.engine import Sessions
from shared.testing.factories import stored
from tests.routes.matrix import EVERYONE, REGIONS, Kept, Slice, Steps


async def in_consultation(rows: Sessions, owner: str) -> dict[str, Any]:
    """The agenda that is consulted on."""
    values = {"status": AgendaStatus.CONSULTATION, "open_responses": 1}
    return {"agenda_id": (await stored(rows, Agenda, owner=owner, **values)).id}


SLICE = Slice(
    kept=tuple(
        Kept("agenda", "responses", Response, REGIONS, EVERYONE, values={"status": status})
        for status in Status
    ),
    parents={Response: in_consultation},
    changes={
        "agenda:contribute": "respond_to_agenda",
        "agenda:write": "answer_response publish_response withdraw_response_publication",
    },
    bodies={
        "answer_response": {"followed": True, "answer": "You are right."},
        "publish_response": {"withName": False},
    },
    steps=(Steps(rules.LIFE, Response, "responses", {"answer": "answer_response"}),),
    public="list_responses get_response",
)
