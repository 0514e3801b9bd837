"""What the agenda service tells of ambassadors."""

from datetime import date
from uuid import UUID

from shared.contracts.agenda.event import AgendaEvent
from shared.contracts.known import AMBASSADOR, QUESTION
from shared.kernel.events import Event


class AmbassadorAssigned(AgendaEvent):
    """A landsdeel has an ambassador (regio-ambassadeur; B22)."""

    fact = "ambassador-assigned"
    aggregate = "ambassador_id"

    ambassador_id: UUID
    landsdeel_code: str
    office: str
    starts_on: date
    ends_on: date | None


class QuestionRouted(AgendaEvent):
    """A question was routed to the ambassador of its landsdeel, without what was asked (B22)."""

    fact = "question-routed"
    aggregate = "question_id"

    question_id: UUID
    ambassador_id: UUID
    municipality_code: str
    landsdeel_code: str
    asked_on: date
    due_on: date


class AmbassadorEnded(AgendaEvent):
    """The appointment of an ambassador ended with its last day (B22)."""

    fact = "ambassador-ended"
    aggregate = "ambassador_id"

    ambassador_id: UUID
    landsdeel_code: str
    ends_on: date


EVENTS: list[type[Event]] = [AmbassadorAssigned, QuestionRouted, AmbassadorEnded]
EXAMPLES: list[Event] = [
    AmbassadorAssigned(
        ambassador_id=AMBASSADOR,
        landsdeel_code="LD01",
        office="Regio-ambassadeur Noord",
        starts_on=date(2014, 1, 1),
        ends_on=None,
    ),
    QuestionRouted(
        question_id=QUESTION,
        ambassador_id=AMBASSADOR,
        municipality_code="GM0014",
        landsdeel_code="LD01",
        asked_on=date(2014, 11, 3),
        due_on=date(2014, 12, 1),
    ),
    AmbassadorEnded(ambassador_id=AMBASSADOR, landsdeel_code="LD01", ends_on=date(2016, 12, 31)),
]
