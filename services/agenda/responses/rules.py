"""When a view on an agenda may be brought forward, and how it is answered."""

from services.agenda.agendas import rules as agendas
from services.agenda.agendas.models import Agenda
from services.agenda.responses.models import Response, Status
from shared.kernel.lifecycle import Lifecycle
from shared.kernel.rules import Rule

LIFE = Lifecycle(
    "response", Status.RECEIVED, {(Status.RECEIVED, "answer"): Status.ANSWERED}, source="domain.md 3.1"
)
IN_TIME = Rule(
    "response.in-time",
    "A view is brought forward until and including the last day of the consultation.",
    source="domain.md 3.1; Awb 3:16",
    mend="Write to the region; the consultation has closed.",
)


def receive(agenda: Agenda, response: Response) -> Response:
    """Receive a view (zienswijze) in the consultation."""
    agenda.status = agendas.LIFE.after(agenda.status, "react")
    last = agenda.consultation_closes_on
    IN_TIME.require(last is not None and response.received_on <= last, closes_on=last)
    agenda.open_responses += 1
    return response


def answer(response: Response, agenda: Agenda, *, followed: bool, text: str) -> None:
    """Answer a view: whether it was followed, and why."""
    status = LIFE.after(response.status, "answer")
    agenda.status = agendas.LIFE.after(agenda.status, "answer")
    response.status = status
    response.followed = followed
    response.answer = text
    agenda.open_responses -= 1
