"""What the agenda service tells of Ladder assessments."""

from datetime import date
from uuid import UUID

from shared.contracts.agenda.event import AgendaEvent
from shared.contracts.known import LADDER, LADDER_CONDITION, OPPORTUNITY
from shared.kernel.events import Event


class LadderAssessed(AgendaEvent):
    """An assessment by the Ladder was concluded: yes, yes provided, or no (ja, ja mits, nee; A21)."""

    fact = "ladder-assessed"
    aggregate = "assessment_id"

    assessment_id: UUID
    region_code: str
    municipality_code: str
    opportunity_id: UUID | None
    outcome: str
    conditions: int
    deciding_body: str
    concluded_on: date
    regime: str


class LadderConditionDue(AgendaEvent):
    """A condition (mits) of a Ladder assessment is about to be due (A21)."""

    fact = "ladder-condition-due"
    aggregate = "condition_id"

    condition_id: UUID
    assessment_id: UUID
    due_on: date
    responsible: str


EVENTS: list[type[Event]] = [LadderAssessed, LadderConditionDue]
EXAMPLES: list[Event] = [
    LadderAssessed(
        assessment_id=LADDER,
        region_code="CR36",
        municipality_code="GM0772",
        opportunity_id=OPPORTUNITY,
        outcome="YES_PROVIDED",
        conditions=2,
        deciding_body="College van B en W Eindhoven",
        concluded_on=date(2015, 3, 2),
        regime="ladder@2012-1",
    ),
    LadderConditionDue(
        condition_id=LADDER_CONDITION,
        assessment_id=LADDER,
        due_on=date(2015, 12, 1),
        responsible="Gemeente Eindhoven",
    ),
]
