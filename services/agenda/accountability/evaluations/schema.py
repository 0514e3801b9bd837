"""What evaluations look like over HTTP."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from services.agenda.accountability.evaluations.models import Conclusion, Judgement, Status
from shared.web.dates import PastDate, PeriodDate, PlannedDate
from shared.web.paging import PageQuery
from shared.web.schema import AS_TEXT, STORED, Code, Line, Prose, Read, Wire, Write

Number = Annotated[int, Field(ge=1, le=100)]
Codes = Annotated[list[Line], Field(max_length=100)]


class EvaluationIn(Write):
    object_kind: Code
    object_name: Line
    object_code: Annotated[Line | None, Field(description="Its id or code, where it has one.")] = None
    title: Line
    period_from: PeriodDate
    period_until: PeriodDate
    question: Prose
    method: Prose
    treated: Codes
    compared: Codes
    basis: Annotated[Line, Field(description="The article or Kamerstuk that asks for it.")]
    last_report_on: Annotated[PastDate, Field(description="The next is due so many years after it.")]


class CommissionIn(Write):
    evaluator: Line


class DeliveryIn(Write):
    document: Line
    delivered_on: PastDate
    conclusion: Annotated[Conclusion, AS_TEXT]
    summary: Prose
    recommendations: Annotated[list[Line], Field(max_length=100)]
    appreciation_due_on: PlannedDate


class Answer(Write):
    """The answer to one recommendation, by its number from one."""

    recommendation: Number
    judgement: Annotated[Judgement, AS_TEXT]
    action: Line | None = None
    ministry: Code


class AppreciationIn(Write):
    document: Line
    answers: Annotated[list[Answer], Field(max_length=100)]


class FollowUpAction(Write):
    action: Line
    responsible: Line
    due_on: PlannedDate


class FollowUpIn(Write):
    actions: Annotated[list[FollowUpAction], Field(max_length=100)]


class CompletionIn(Write):
    action: Number


class AnswerOut(Answer):
    model_config = STORED


class FollowUpOut(Wire):
    action: str
    responsible: str
    due_on: date
    completed_on: date | None


class EvaluationOut(Read):
    object_kind: str
    object_name: str
    object_code: str | None
    title: str
    period_from: date
    period_until: date
    question: str
    method: str
    treated: list[str]
    compared: list[str]
    basis: str
    due_on: date
    regime: str
    status: Status
    evaluator: str | None
    document: str | None
    delivered_on: date | None
    conclusion: Conclusion | None
    summary: str | None
    recommendations: list[str]
    appreciation_due_on: date | None
    appreciation: list[AnswerOut]
    appreciation_document: str | None
    follow_up: list[FollowUpOut]
    previous_id: UUID | None
    next_id: UUID | None


class EvaluationQuery(PageQuery):
    object_kind: Code | None = None
    object_code: Line | None = None
    status: Status | None = None
    conclusion: Conclusion | None = None
    sort: Literal["dueOn", "-dueOn", "id", "-id"] | None = None
