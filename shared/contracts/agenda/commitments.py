"""What the agenda service tells of commitments to parliament."""

from datetime import date
from uuid import UUID

from shared.contracts.agenda.event import AgendaEvent
from shared.contracts.known import COMMITMENT
from shared.kernel.events import Event


class CommitmentDue(AgendaEvent):
    """A commitment to parliament is due soon, or its day has passed (toezegging; B1, B20; domain.md 3.23)."""

    fact = "commitment-due"
    aggregate = "commitment_id"

    commitment_id: UUID
    kamerstuk: str
    title: str
    lead_ministry: str
    due_on: date
    soft: bool
    overdue: bool


class CommitmentFulfilled(AgendaEvent):
    """A commitment to parliament was fulfilled with a document (afgedaan; B1; domain.md 3.23)."""

    fact = "commitment-fulfilled"
    aggregate = "commitment_id"

    commitment_id: UUID
    kamerstuk: str
    document: str
    fulfilled_on: date
    days_open: int
    in_time: bool


class CommitmentWithdrawn(AgendaEvent):
    """Parliament no longer asks for a commitment: it is not due any more (ingetrokken; B1)."""

    fact = "commitment-withdrawn"
    aggregate = "commitment_id"

    commitment_id: UUID
    kamerstuk: str
    withdrawn_on: date


EVENTS: list[type[Event]] = [CommitmentDue, CommitmentFulfilled, CommitmentWithdrawn]
EXAMPLES: list[Event] = [
    CommitmentDue(
        commitment_id=COMMITMENT,
        kamerstuk="27406-214",
        title="Inform parliament on instruments for innovation in SMEs",
        lead_ministry="EZ",
        due_on=date(2014, 12, 31),
        soft=True,
        overdue=False,
    ),
    CommitmentFulfilled(
        commitment_id=COMMITMENT,
        kamerstuk="27406-214",
        document="32637-160",
        fulfilled_on=date(2014, 12, 18),
        days_open=59,
        in_time=True,
    ),
    CommitmentWithdrawn(commitment_id=COMMITMENT, kamerstuk="27406-214", withdrawn_on=date(2014, 12, 1)),
]
