"""When a view on an agenda may be brought forward, and how it is answered."""

from services.agenda.agendas.agendas import rules as agendas
from services.agenda.agendas.agendas.models import Agenda
from services.agenda.agendas.responses.models import Response, Status
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
    refusal="The consultation is over",
)
PUBLISHED = Rule(
    "response.published",
    "The publication of a view is withdrawn after it was published.",
    source="B18; GDPR art. 17",
    mend="There is nothing to withdraw: read the view.",
    refusal="The view was not published",
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


def publish(response: Response, *, with_name: bool) -> None:
    """Publish (openbaar maken) the text of a view with its answer, and who brought it forward if that may."""
    response.text_published = True
    response.name_published = with_name


def withdraw_publication(response: Response) -> None:
    """Withdraw a publication: that there is a view stays known, not whose it is nor what it says."""
    PUBLISHED.require(response.text_published)
    response.text_published = response.name_published = False
