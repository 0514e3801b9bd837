"""Amendments in the matrix."""

from typing import Any

from services.agenda.agendas.agendas.models import Agenda
from services.agenda.agendas.agendas.models import Status as AgendaStatus
from services.agenda.agendas.amendments import rules
from services.agenda.agendas.amendments.models import Amendment, Status
from services.agenda.agendas.versions.rules import CONTENT
from shared.store.engine import Sessions
from shared.testing.factories import stored
from tests.routes.agenda.slices.agendas.agendas import CONTENT as DRAFT
from tests.routes.agenda.slices.agendas.agendas import REASON
from tests.routes.matrix import EVERYONE, REGIONS, Kept, Slice, Steps


async def of_an_agenda(rows: Sessions, owner: str) -> dict[str, Any]:
    """The adopted agenda of an amendment, in a region of its own, and the content it would get."""
    agenda = await stored(rows, Agenda, owner=owner, status=AgendaStatus.ADOPTED)
    content = dict.fromkeys(CONTENT) | {
        "title": "Next",
        "starts_on": "2015-01-01",
        "ends_on": "2018-12-31",
        "required_bodies": [],
        "urgency": [],
        "goals": [],
        "actions": [],
        "topsectors": [],
        "themes": [],
        "specialisations": [],
        "budget_cents": 0,
    }
    return {"agenda_id": agenda.id, "content": content}


SLICE = Slice(
    kept=(
        *(
            Kept("agenda", "amendments", Amendment, REGIONS, values={"status": status})
            for status in (Status.DRAFT, Status.REJECTED)
        ),
        *(
            Kept("agenda", "amendments", Amendment, REGIONS, EVERYONE, values={"status": status})
            for status in (Status.PROPOSED, Status.ADOPTED)
        ),
    ),
    parents={Amendment: of_an_agenda},
    changes={
        "agenda:write": "draft_amendment revise_amendment propose_amendment",
        "agenda:adopt": "adopt_amendment reject_amendment",
    },
    bodies={
        "revise_amendment": DRAFT,
        "adopt_amendment": {"decidingBody": "The board"},
        "reject_amendment": REASON,
    },
    steps=(
        Steps(
            rules.LIFE,
            Amendment,
            "amendments",
            {
                "revise": "revise_amendment",
                "propose": "propose_amendment",
                "adopt": "adopt_amendment",
                "reject": "reject_amendment",
            },
        ),
    ),
    public="list_amendments get_amendment",
)
