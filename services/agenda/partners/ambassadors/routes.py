"""Ambassadors and the questions put to them over HTTP."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query, Request
from pydantic import Field

from services.agenda.partners.ambassadors import queries, rules
from services.agenda.partners.ambassadors.models import Ambassador, Question, QuestionStatus, Status
from services.agenda.places.regions import queries as regions
from shared.kernel.identifiers import LandsdeelCode, MunicipalityForm
from shared.kernel.principal import Principal
from shared.kernel.regimes import IN_FORCE
from shared.kernel.rules import CHANGE, NOT_FOUND, OWN_OBJECTS
from shared.kernel.takers import OWNER, OWNER_OR_STATE, STATE
from shared.web.auth import allow, anybody
from shared.web.dates import PeriodDate
from shared.web.paging import Listing, Page, PageQuery, page
from shared.web.problems import problems
from shared.web.router import IfMatch, Router, Transaction, idempotent
from shared.web.schema import Date, Line, Prose, Read, Write

router = Router("ambassadors")
questions = Router("questions")
routers = (router, questions)


class AmbassadorIn(Write):
    landsdeel_code: LandsdeelCode
    office: Annotated[Line, Field(description="The office that is held, not the person.")]
    contact: Annotated[Line, Field(description="Where the office is reached.")]
    starts_on: PeriodDate
    ends_on: PeriodDate | None = None


class EndIn(Write):
    ends_on: PeriodDate


class QuestionIn(Write):
    municipality_code: MunicipalityForm
    subject: Line
    text: Prose


class AnswerIn(Write):
    answer: Prose


class ClosureIn(Write):
    reason: Prose


class AmbassadorOut(Read):
    landsdeel_code: str
    office: str
    contact: Annotated[str | None, Field(description="Told to whoever has a token, as it may name a person.")]
    starts_on: date
    ends_on: date | None
    status: Status


class QuestionOut(Read):
    municipality_code: str
    subject: str
    text: str
    asked_on: date
    due_on: date
    province_code: str
    landsdeel_code: str
    ambassador_id: UUID
    status: QuestionStatus
    answer: str | None
    answered_on: date | None
    closing_reason: str | None
    closed_on: date | None


class AmbassadorQuery(PageQuery):
    conditions = frozenset({"reference_date"})

    landsdeel_code: LandsdeelCode | None = None
    status: Status | None = None
    reference_date: Annotated[Date | None, Field(description="Only those in office on this day.")] = None


class QuestionQuery(PageQuery):
    landsdeel_code: LandsdeelCode | None = None
    municipality_code: MunicipalityForm | None = None
    status: QuestionStatus | None = None
    sort: Literal["dueOn", "-dueOn", "id", "-id"] | None = None


@router.post(
    "",
    response_model=AmbassadorOut,
    status_code=201,
    dependencies=[idempotent],
    responses=problems(OWN_OBJECTS, rules.PERIOD, rules.ONE_A_LANDSDEEL),
)
async def assign_ambassador(
    body: AmbassadorIn, tx: Transaction, officer: Principal = allow("agenda:govern")
) -> Ambassador:
    """Assign the ambassador of a landsdeel: one on each day (B22)."""
    others = await tx.all(queries.of(body.landsdeel_code))
    ambassador = tx.add(Ambassador(owner="state", recorded_on=tx.recorded_on, **body.model_dump()))
    tx.emit(rules.assign(ambassador, others, tx.today))
    return ambassador


@router.get("", response_model=Page[AmbassadorOut])
async def list_ambassadors(
    request: Request,
    query: Annotated[AmbassadorQuery, Query()],
    tx: Transaction,
    _: Principal = anybody("agenda:read"),
) -> Listing[Ambassador]:
    """Ambassadors, past ones too (B22)."""
    return await page(request, tx, Ambassador, query, queries.on_day(query.reference_date))


@router.get("/{id}", response_model=AmbassadorOut, responses=problems(NOT_FOUND))
async def get_ambassador(id: UUID, tx: Transaction, _: Principal = anybody("agenda:read")) -> Ambassador:
    """One ambassador (B22)."""
    return await tx.get(Ambassador, id)


@router.post(
    "/{id}/ends",
    response_model=AmbassadorOut,
    dependencies=[idempotent],
    responses=problems(*CHANGE, rules.LIFE.rule, rules.PERIOD),
)
async def end_ambassador(
    id: UUID,
    body: EndIn,
    tx: Transaction,
    if_match: IfMatch,
    officer: Principal = allow("agenda:govern"),
) -> Ambassador:
    """End an appointment on its last day (B22)."""
    ambassador = await tx.get(Ambassador, id, by=OWNER, if_match=if_match)
    tx.emit(rules.end(ambassador, body.ends_on))
    return ambassador


@questions.post(
    "",
    response_model=QuestionOut,
    status_code=201,
    dependencies=[idempotent],
    responses=problems(IN_FORCE, rules.PLACED, rules.REACHABLE),
)
async def ask_question(
    body: QuestionIn, tx: Transaction, author: Principal = allow("agenda:contribute")
) -> Question:
    """Ask about a municipality; it goes by province and landsdeel to the ambassador in office (B21, B22)."""
    areas, terms = await tx.regime(rules.AREAS, tx.today), await tx.regime(rules.TERMS, tx.today)
    above = await tx.all(regions.above(body.municipality_code, tx.today))
    province, landsdeel = rules.place(body.municipality_code, above, areas)
    ambassador = rules.REACHABLE.present(
        await tx.find(queries.in_office(landsdeel, tx.today)), landsdeel=landsdeel
    )
    question = tx.add(
        Question(
            owner=str(author.tenant),
            asked_on=tx.today,
            due_on=rules.due_on(tx.today, terms),
            province_code=province,
            landsdeel_code=landsdeel,
            ambassador_id=ambassador.id,
            regime=areas.reference,
            **body.model_dump(),
        )
    )
    tx.emit(rules.route(question))
    return question


@questions.get("", response_model=Page[QuestionOut])
async def list_questions(
    request: Request,
    query: Annotated[QuestionQuery, Query()],
    tx: Transaction,
    _: Principal = allow("agenda:read"),
) -> Listing[Question]:
    """The caller's own questions; the State sees all (B22)."""
    return await page(request, tx, Question, query)


@questions.get("/{id}", response_model=QuestionOut, responses=problems(NOT_FOUND))
async def get_question(id: UUID, tx: Transaction, _: Principal = allow("agenda:read")) -> Question:
    """One question with its answer (B21)."""
    return await tx.get(Question, id)


@questions.post(
    "/{id}/answers",
    response_model=QuestionOut,
    dependencies=[idempotent],
    responses=problems(*CHANGE, rules.QUESTION_LIFE.rule),
)
async def answer_question(
    id: UUID,
    body: AnswerIn,
    tx: Transaction,
    if_match: IfMatch,
    officer: Principal = allow("agenda:govern"),
) -> Question:
    """Answer a question for the State (B21, B22)."""
    question = await tx.get(Question, id, by=STATE, if_match=if_match)
    rules.answer(question, body.answer, tx.today)
    tx.audit("question.answered", question.id, {"landsdeel": question.landsdeel_code})
    return question


@questions.post(
    "/{id}/closures",
    response_model=QuestionOut,
    dependencies=[idempotent],
    responses=problems(*CHANGE, rules.QUESTION_LIFE.rule),
)
async def close_question(
    id: UUID,
    body: ClosureIn,
    tx: Transaction,
    if_match: IfMatch,
    author: Principal = allow("agenda:contribute"),
) -> Question:
    """Close a question that needs no answer any more (B22)."""
    question = await tx.get(Question, id, by=OWNER_OR_STATE, if_match=if_match)
    rules.close(question, body.reason, tx.today)
    tx.audit("question.closed", question.id, {"landsdeel": question.landsdeel_code})
    return question
