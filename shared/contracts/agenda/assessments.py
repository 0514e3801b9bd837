"""What the agenda service tells of assessments."""

from datetime import date
from uuid import UUID

from shared.contracts.agenda.event import AgendaEvent
from shared.contracts.known import ASSESSMENT, INITIATIVE
from shared.kernel.events import Event


class AssessmentDecided(AgendaEvent):
    """The assessment of an initiative was concluded; a person decides what follows (B38, B39, B43)."""

    fact = "assessment-decided"
    aggregate = "assessment_id"

    assessment_id: UUID
    initiative_id: UUID
    regime: str
    concluded_on: date


EVENTS: list[type[Event]] = [AssessmentDecided]
EXAMPLES: list[Event] = [
    AssessmentDecided(
        assessment_id=ASSESSMENT,
        initiative_id=INITIATIVE,
        regime="five-criteria@2014-1",
        concluded_on=date(2015, 2, 16),
    )
]
