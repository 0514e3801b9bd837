"""Ladder assessments and their conditions over HTTP."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Query, Request

from services.agenda.spatial.ladder_assessments import rules
from services.agenda.spatial.ladder_assessments.models import (
    ConditionStatus,
    LadderAssessment,
    LadderCondition,
    Outcome,
    Status,
)
from services.agenda.spatial.opportunities.models import Opportunity
from shared.kernel.identifiers import MunicipalityCode, RegionCode
from shared.kernel.municipalities import THERE
from shared.kernel.principal import Principal
from shared.kernel.regimes import IN_FORCE
from shared.kernel.rules import CHANGE, NOT_FOUND, OWN_OBJECTS
from shared.kernel.takers import OWNER
from shared.web.auth import allow, anybody
from shared.web.dates import PlannedDate
from shared.web.named import Names
from shared.web.paging import Listing, Page, PageQuery, page
from shared.web.places import MunicipalityToday
from shared.web.problems import problems
from shared.web.router import IfMatch, Router, Transaction, idempotent
from shared.web.schema import AS_TEXT, Line, Prose, Read, Uuid, Write

router = Router("ladder-assessments")
conditions = Router("ladder-conditions")
routers = (router, conditions)


class AssessmentIn(Write):
    region_code: RegionCode
    municipality_code: MunicipalityToday
    title: Line
    opportunity_id: Annotated[Uuid | None, Names(Opportunity)] = None
    need: Prose
    inside_urban_area: bool
    alternatives: Prose | None = None
    multimodal_access: Prose | None = None


class ConditionIn(Write):
    condition: Line
    responsible: Line
    due_on: PlannedDate


class ConclusionIn(Write):
    outcome: Annotated[Outcome, AS_TEXT] = Outcome.YES_PROVIDED
    reasons: Prose | None = None
    deciding_body: Line


class FulfilmentIn(Write):
    evidence: Line


class AssessmentOut(Read):
    region_code: str
    municipality_code: str
    title: str
    opportunity_id: UUID | None
    need: str
    inside_urban_area: bool
    alternatives: str | None
    multimodal_access: str | None
    status: Status
    outcome: Outcome
    reasons: str | None
    open_conditions: int
    deciding_body: str | None
    concluded_on: date | None
    regime: str


class ConditionOut(Read):
    assessment_id: UUID
    condition: str
    responsible: str
    due_on: date
    status: ConditionStatus
    fulfilled_on: date | None
    evidence: str | None


class AssessmentQuery(PageQuery):
    region_code: RegionCode | None = None
    municipality_code: MunicipalityCode | None = None
    opportunity_id: UUID | None = None
    status: Status | None = None
    outcome: Outcome | None = None


class ConditionQuery(PageQuery):
    assessment_id: UUID | None = None
    status: ConditionStatus | None = None


STEP = (*CHANGE, rules.LIFE.rule)


@router.post(
    "",
    response_model=AssessmentOut,
    status_code=201,
    dependencies=[idempotent],
    responses=problems(NOT_FOUND, OWN_OBJECTS, IN_FORCE, THERE),
)
async def assess_ladder(
    body: AssessmentIn, tx: Transaction, author: Principal = allow("agenda:write")
) -> LadderAssessment:
    """Assess the need for land by the Ladder in force; the answer begins as yes, provided (A21)."""
    regime = await tx.regime(rules.LADDER, tx.today)
    assessment = LadderAssessment(
        owner=f"region:{body.region_code}",
        assessed_by=author.subject,
        written_by=[author.subject],
        assessed_on=tx.today,
        regime=regime.reference,
        **body.model_dump(),
    )
    tx.add(assessment)
    tx.audit("ladder-assessment.drafted", assessment.id, body.model_dump(mode="json"))
    return assessment


@router.get("", response_model=Page[AssessmentOut])
async def list_ladder_assessments(
    request: Request,
    query: Annotated[AssessmentQuery, Query()],
    tx: Transaction,
    _: Principal = anybody("agenda:read"),
) -> Listing[LadderAssessment]:
    """Assessments that were concluded, and the caller's own (A21)."""
    return await page(request, tx, LadderAssessment, query)


@router.get("/{id}", response_model=AssessmentOut, responses=problems(NOT_FOUND))
async def get_ladder_assessment(
    id: UUID, tx: Transaction, _: Principal = anybody("agenda:read")
) -> LadderAssessment:
    """One Ladder assessment."""
    return await tx.get(LadderAssessment, id)


@router.post(
    "/{id}/conditions",
    response_model=AssessmentOut,
    dependencies=[idempotent],
    responses=problems(*STEP, rules.DUE_LATER),
)
async def state_condition(
    id: UUID,
    body: ConditionIn,
    tx: Transaction,
    if_match: IfMatch,
    author: Principal = allow("agenda:write"),
) -> LadderAssessment:
    """State a condition (mits), who sees to it and until when (A21)."""
    assessment = await tx.get(LadderAssessment, id, by=OWNER, if_match=if_match)
    stated = {"assessment_id": assessment.id, "stated_on": tx.today, **body.model_dump()}
    condition = LadderCondition(owner=assessment.owner, **stated)
    tx.add(rules.state(assessment, condition, author))
    tx.audit("ladder-assessment.condition-stated", assessment.id, body.model_dump(mode="json"))
    return assessment


@router.post(
    "/{id}/conclusions",
    response_model=AssessmentOut,
    dependencies=[idempotent],
    responses=problems(*STEP, IN_FORCE, *rules.CONCLUDE),
)
async def conclude_ladder_assessment(
    id: UUID,
    body: ConclusionIn,
    tx: Transaction,
    if_match: IfMatch,
    officer: Principal = allow("agenda:adopt"),
) -> LadderAssessment:
    """Conclude yes, yes provided, or no with reasons, by another officer than who assessed (A21, B10)."""
    assessment = await tx.get(LadderAssessment, id, by=OWNER, if_match=if_match)
    regime = await tx.regime(rules.LADDER, assessment.assessed_on)
    tx.emit(rules.conclude(assessment, rules.Conclusion(**dict(body)), officer, regime, tx.today))
    return assessment


@conditions.get("", response_model=Page[ConditionOut])
async def list_ladder_conditions(
    request: Request,
    query: Annotated[ConditionQuery, Query()],
    tx: Transaction,
    _: Principal = allow("agenda:read"),
) -> Listing[LadderCondition]:
    """Conditions of the caller's own assessments; the State sees all (A21)."""
    return await page(request, tx, LadderCondition, query)


@conditions.get("/{id}", response_model=ConditionOut, responses=problems(NOT_FOUND))
async def get_ladder_condition(
    id: UUID, tx: Transaction, _: Principal = allow("agenda:read")
) -> LadderCondition:
    """One condition."""
    return await tx.get(LadderCondition, id)


@conditions.post(
    "/{id}/fulfilments",
    response_model=ConditionOut,
    dependencies=[idempotent],
    responses=problems(*CHANGE, *rules.FULFIL),
)
async def fulfil_ladder_condition(
    id: UUID,
    body: FulfilmentIn,
    tx: Transaction,
    if_match: IfMatch,
    author: Principal = allow("agenda:write"),
) -> LadderCondition:
    """Fulfil a condition with its evidence; the last one fulfils the assessment (A21)."""
    condition = await tx.get(LadderCondition, id, by=OWNER, if_match=if_match)
    assessment = await tx.get(LadderAssessment, condition.assessment_id, lock=True)
    rules.fulfil(condition, assessment, body.evidence, tx.today)
    tx.audit("ladder-condition.fulfilled", condition.id, body.model_dump(mode="json"))
    return condition
