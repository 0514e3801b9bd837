"""Evaluations over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request

from services.agenda.accountability.evaluations import rules
from services.agenda.accountability.evaluations.models import Evaluation
from services.agenda.accountability.evaluations.schema import (
    AppreciationIn,
    CommissionIn,
    CompletionIn,
    DeliveryIn,
    EvaluationIn,
    EvaluationOut,
    EvaluationQuery,
    FollowUpIn,
)
from shared.kernel.principal import Principal
from shared.kernel.regimes import IN_FORCE
from shared.kernel.rules import CHANGE, NOT_FOUND, OWN_OBJECTS
from shared.kernel.takers import OWNER
from shared.web.auth import allow, anybody
from shared.web.paging import Listing, Page, page
from shared.web.problems import problems
from shared.web.router import IfMatch, Router, Transaction, idempotent

router = Router("evaluations")

STEP = (*CHANGE, rules.LIFE.rule)


@router.post(
    "",
    response_model=EvaluationOut,
    status_code=201,
    dependencies=[idempotent],
    responses=problems(OWN_OBJECTS, IN_FORCE, *rules.SCHEDULE),
)
async def schedule_evaluation(
    body: EvaluationIn, tx: Transaction, officer: Principal = allow("agenda:govern")
) -> Evaluation:
    """Put an evaluation on the plan; it is due within the term of the law after the last report (B49)."""
    regime = await tx.regime(rules.TERMS, tx.today)
    due_on = rules.next_due(body.last_report_on, rules.term_of(body.object_kind, regime))
    evaluation = Evaluation(
        owner="state",
        due_on=due_on,
        regime=regime.reference,
        recorded_on=tx.today,
        **body.model_dump(exclude={"last_report_on"}),
    )
    tx.add(rules.schedule(evaluation))
    tx.audit("evaluation.scheduled", evaluation.id, body.model_dump(mode="json"))
    return evaluation


@router.get("", response_model=Page[EvaluationOut])
async def list_evaluations(
    request: Request,
    query: Annotated[EvaluationQuery, Query()],
    tx: Transaction,
    _: Principal = anybody("agenda:read"),
) -> Listing[Evaluation]:
    """The plan of evaluations, done and to be done (B4, B49)."""
    return await page(request, tx, Evaluation, query)


@router.get("/{id}", response_model=EvaluationOut, responses=problems(NOT_FOUND))
async def get_evaluation(id: UUID, tx: Transaction, _: Principal = anybody("agenda:read")) -> Evaluation:
    """One evaluation with its conclusion, the cabinet's answer and what followed (B4, B50, B53)."""
    return await tx.get(Evaluation, id)


@router.post(
    "/{id}/commissions",
    response_model=EvaluationOut,
    dependencies=[idempotent],
    responses=problems(*STEP, IN_FORCE, rules.EXTERNAL),
)
async def commission_evaluation(
    id: UUID,
    body: CommissionIn,
    tx: Transaction,
    if_match: IfMatch,
    officer: Principal = allow("agenda:govern"),
) -> Evaluation:
    """Commission an external party (B53)."""
    evaluation = await tx.get(Evaluation, id, by=OWNER, if_match=if_match)
    ministries = await tx.regime(rules.MINISTRIES, tx.today)
    rules.commission(evaluation, body.evaluator, ministries)
    tx.audit("evaluation.commissioned", evaluation.id, body.model_dump(mode="json"))
    return evaluation


@router.post(
    "/{id}/starts", response_model=EvaluationOut, dependencies=[idempotent], responses=problems(*STEP)
)
async def begin_evaluation(
    id: UUID, tx: Transaction, if_match: IfMatch, officer: Principal = allow("agenda:govern")
) -> Evaluation:
    """Record that the external party began (B49)."""
    evaluation = await tx.get(Evaluation, id, by=OWNER, if_match=if_match)
    rules.begin(evaluation)
    tx.audit("evaluation.begun", evaluation.id, {})
    return evaluation


@router.post(
    "/{id}/deliveries",
    response_model=EvaluationOut,
    dependencies=[idempotent],
    responses=problems(*STEP, rules.DATES),
)
async def deliver_evaluation(
    id: UUID,
    body: DeliveryIn,
    tx: Transaction,
    if_match: IfMatch,
    officer: Principal = allow("agenda:govern"),
) -> Evaluation:
    """Take delivery of the report with its main conclusion and its recommendations (B4, B50)."""
    evaluation = await tx.get(Evaluation, id, by=OWNER, if_match=if_match)
    tx.emit(rules.deliver(evaluation, rules.Delivery(**dict(body)), tx.today))
    return evaluation


@router.post(
    "/{id}/appreciations",
    response_model=EvaluationOut,
    dependencies=[idempotent],
    responses=problems(*STEP, IN_FORCE, *rules.APPRECIATE),
)
async def appreciate_evaluation(
    id: UUID,
    body: AppreciationIn,
    tx: Transaction,
    if_match: IfMatch,
    officer: Principal = allow("agenda:govern"),
) -> Evaluation:
    """Answer each recommendation for the cabinet, and say what is done (B53)."""
    evaluation = await tx.get(Evaluation, id, by=OWNER, if_match=if_match)
    ministries = await tx.regime(rules.MINISTRIES, tx.today)
    answers = body.model_dump(mode="json")["answers"]
    tx.emit(rules.appreciate(evaluation, answers, body.document, ministries, tx.today))
    return evaluation


@router.post(
    "/{id}/follow-ups",
    response_model=EvaluationOut,
    dependencies=[idempotent],
    responses=problems(*STEP, rules.DATES),
)
async def plan_follow_up(
    id: UUID,
    body: FollowUpIn,
    tx: Transaction,
    if_match: IfMatch,
    officer: Principal = allow("agenda:govern"),
) -> Evaluation:
    """Plan what follows: actions with who takes them and until when (B53)."""
    evaluation = await tx.get(Evaluation, id, by=OWNER, if_match=if_match)
    rules.plan_follow_up(evaluation, body.model_dump(mode="json")["actions"], tx.today)
    tx.audit("evaluation.follow-up-planned", evaluation.id, body.model_dump(mode="json"))
    return evaluation


@router.post(
    "/{id}/completions",
    response_model=EvaluationOut,
    dependencies=[idempotent],
    responses=problems(*STEP, rules.ACTION),
)
async def complete_action(
    id: UUID,
    body: CompletionIn,
    tx: Transaction,
    if_match: IfMatch,
    officer: Principal = allow("agenda:govern"),
) -> Evaluation:
    """Record that an action was completed (B53)."""
    evaluation = await tx.get(Evaluation, id, by=OWNER, if_match=if_match)
    rules.complete(evaluation, body.action, tx.today)
    tx.audit("evaluation.action-completed", evaluation.id, body.model_dump(mode="json"))
    return evaluation


@router.post(
    "/{id}/closures",
    response_model=EvaluationOut,
    dependencies=[idempotent],
    responses=problems(*STEP, IN_FORCE, rules.TERM, rules.ALL_DONE),
)
async def close_evaluation(
    id: UUID, tx: Transaction, if_match: IfMatch, officer: Principal = allow("agenda:govern")
) -> Evaluation:
    """Close an evaluation; the next of the same object is put on the plan with its date (B49)."""
    evaluation = await tx.get(Evaluation, id, by=OWNER, if_match=if_match)
    regime = await tx.regime(rules.TERMS, tx.today)
    following = tx.add(rules.close(evaluation, regime, tx.today))
    tx.audit("evaluation.closed", evaluation.id, {"next": str(following.id), "due_on": str(following.due_on)})
    return evaluation
