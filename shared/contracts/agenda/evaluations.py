"""What the agenda service tells of evaluations."""

from datetime import date
from uuid import UUID

from shared.contracts.agenda.event import AgendaEvent
from shared.contracts.known import EVALUATION
from shared.kernel.events import Event


class EvaluationDue(AgendaEvent):
    """An evaluation is due within a year (Awb 4:24; B49)."""

    fact = "evaluation-due"
    aggregate = "evaluation_id"

    evaluation_id: UUID
    object_kind: str
    object_name: str
    title: str
    due_on: date


class EvaluationDelivered(AgendaEvent):
    """An external party delivered its evaluation (opgeleverd; B4, B50)."""

    fact = "evaluation-delivered"
    aggregate = "evaluation_id"

    evaluation_id: UUID
    title: str
    document: str
    conclusion: str
    recommendations: int
    delivered_on: date
    in_time: bool


class EvaluationAppreciated(AgendaEvent):
    """The cabinet answered an evaluation (appreciatie, kabinetsreactie; B53)."""

    fact = "evaluation-appreciated"
    aggregate = "evaluation_id"

    evaluation_id: UUID
    title: str
    document: str
    agreed: int
    recommendations: int
    appreciated_on: date


EVENTS: list[type[Event]] = [EvaluationDue, EvaluationDelivered, EvaluationAppreciated]
EXAMPLES: list[Event] = [
    EvaluationDue(
        evaluation_id=EVALUATION,
        object_kind="POLICY",
        object_name="Ruimtelijk-economisch beleid",
        title="Evaluation of ten years of spatial economic policy",
        due_on=date(2014, 12, 31),
    ),
    EvaluationDelivered(
        evaluation_id=EVALUATION,
        title="Evaluation of ten years of spatial economic policy",
        document="Bijlage bij de brief van 20 oktober 2014",
        conclusion="POSITIVE",
        recommendations=4,
        delivered_on=date(2014, 9, 1),
        in_time=True,
    ),
    EvaluationAppreciated(
        evaluation_id=EVALUATION,
        title="Evaluation of ten years of spatial economic policy",
        document="Brief van 20 oktober 2014",
        agreed=4,
        recommendations=4,
        appreciated_on=date(2014, 10, 20),
    ),
]
