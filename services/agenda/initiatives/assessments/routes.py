"""Assessments of initiatives over HTTP; only the State sees them."""

from datetime import date
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from fastapi import Query, Request
from pydantic import Field

from services.agenda.initiatives.assessments import queries, rules
from services.agenda.initiatives.assessments.models import AidOutcome, Assessment, Outcome, Status
from services.agenda.initiatives.initiatives import rules as initiatives
from services.agenda.initiatives.initiatives.models import Initiative
from shared.kernel.identifiers import SaNumber
from shared.kernel.money import Cents
from shared.kernel.principal import Principal
from shared.kernel.regimes import IN_FORCE
from shared.kernel.rules import CHANGE, NO_INTEREST, NOT_FOUND, OWN_OBJECTS
from shared.kernel.takers import OWNER, STATE
from shared.web.auth import allow
from shared.web.named import Names
from shared.web.paging import Listing, Page, PageQuery, page
from shared.web.problems import problems
from shared.web.router import IfMatch, Router, Transaction, idempotent
from shared.web.schema import AS_TEXT, STORED, ByCode, Code, Line, Prose, Read, Uuid, Write

router = Router("assessments")

Jobs = Annotated[int, Field(ge=0, le=10**8)]


class Review(StrEnum):
    """What the second reader does."""

    AGREE = "second_reader"
    RETURN = "return"


class AssessmentIn(Write):
    initiative_id: Annotated[Uuid, Names(Initiative)]
    legal_basis: Line | None = None
    budget_article: Line | None = None


class FindingIn(Write):
    """The finding on one criterion, with the figures or the outcome that it asks for (B38–B42)."""

    criterion: Code
    outcome: Annotated[Outcome, AS_TEXT]
    reasons: Prose
    evidence: Annotated[list[Line], Field(max_length=50)]
    jobs_lost: Jobs | None = None
    jobs_in_region: Jobs | None = None
    centrality: bool | None = None
    dependency: bool | None = None
    non_substitutability: bool | None = None
    total_cents: Cents | None = None
    region_cents: Cents | None = None
    private_cents: Cents | None = None
    aid_outcome: Annotated[AidOutcome | None, AS_TEXT] = None
    legal_basis: Line | None = None
    sa_number: SaNumber | None = None
    market_distortion: Prose | None = None
    perverse_incentives: Prose | None = None
    minimum_amount_cents: Cents | None = None


class FindingOut(FindingIn):
    """A finding as it was recorded, with the percentages that were worked out."""

    model_config = STORED

    jobs_share_percent: str | None = None
    region_share_percent: str | None = None
    private_share_percent: str | None = None
    substantial: bool | None = None


class ReviewIn(Write):
    review: Annotated[Review, AS_TEXT]
    remarks: Prose | None = None


class ConclusionIn(Write):
    weighing: Prose
    mandate: Line


class InterestIn(Write):
    explanation: Line


class AssessmentOut(Read):
    initiative_id: UUID
    title: str
    opened_on: date
    due_on: date
    regime: str
    status: Status
    findings: ByCode[FindingOut]
    aid_outcome: AidOutcome | None
    remarks: str | None
    weighing: str | None
    mandate: str | None
    concluded_on: date | None


class AssessmentQuery(PageQuery):
    initiative_id: UUID | None = None
    status: Status | None = None


STEP = (*CHANGE, rules.LIFE.rule, NO_INTEREST)


@router.post(
    "",
    response_model=AssessmentOut,
    status_code=201,
    dependencies=[idempotent],
    responses=problems(
        NOT_FOUND, OWN_OBJECTS, IN_FORCE, initiatives.LIFE.rule, initiatives.FRAMEWORK, rules.ONE_AT_A_TIME
    ),
)
async def open_initiative_assessment(
    body: AssessmentIn, tx: Transaction, officer: Principal = allow("agenda:assess")
) -> Assessment:
    """Open the assessment of an initiative within an existing framework (B37), by the criteria in force."""
    initiative = await tx.get(Initiative, body.initiative_id, by=STATE, lock=True)
    regime = await tx.regime(rules.CRITERIA, tx.today)
    earlier = await tx.all(queries.of(initiative.id))
    initiatives.open_assessment(initiative, body.legal_basis, body.budget_article, officer)
    assessment = tx.add(rules.open_for(initiative, earlier, regime, tx.today))
    tx.audit("assessment.opened", assessment.id, body.model_dump(mode="json"))
    return assessment


@router.get("", response_model=Page[AssessmentOut])
async def list_assessments(
    request: Request,
    query: Annotated[AssessmentQuery, Query()],
    tx: Transaction,
    reader: Principal = allow("agenda:read"),
) -> Listing[Assessment]:
    """Assessments, without those in which the reader has an interest (B38, B43)."""
    return await page(request, tx, Assessment, query, queries.open_to(reader.subject))


@router.get("/{id}", response_model=AssessmentOut, responses=problems(NOT_FOUND, NO_INTEREST))
async def get_assessment(id: UUID, tx: Transaction, _: Principal = allow("agenda:read")) -> Assessment:
    """One assessment; closed to whoever has an interest in it (B38, B39)."""
    return await tx.get(Assessment, id)


@router.post(
    "/{id}/interests", response_model=AssessmentOut, dependencies=[idempotent], responses=problems(*STEP)
)
async def state_interest(
    id: UUID,
    body: InterestIn,
    tx: Transaction,
    if_match: IfMatch,
    reader: Principal = allow("agenda:assess"),
) -> Assessment:
    """State an interest in the file, which closes it to the caller from now on (B38)."""
    assessment = await tx.get(Assessment, id, by=OWNER, if_match=if_match)
    rules.state_interest(assessment, reader)
    tx.audit("assessment.interest-stated", assessment.id, body.model_dump(mode="json"))
    return assessment


@router.post(
    "/{id}/assignments", response_model=AssessmentOut, dependencies=[idempotent], responses=problems(*STEP)
)
async def assign_assessment(
    id: UUID, tx: Transaction, if_match: IfMatch, reader: Principal = allow("agenda:assess")
) -> Assessment:
    """Take an assessment on, stating by it that one has no interest in the file (B38)."""
    assessment = await tx.get(Assessment, id, by=OWNER, if_match=if_match)
    rules.assign(assessment, reader)
    tx.audit("assessment.assigned", assessment.id, {"interest": "NONE"})
    return assessment


@router.post(
    "/{id}/findings",
    response_model=AssessmentOut,
    dependencies=[idempotent],
    responses=problems(*STEP, IN_FORCE, *rules.RECORD),
)
async def record_finding(
    id: UUID,
    body: FindingIn,
    tx: Transaction,
    if_match: IfMatch,
    reader: Principal = allow("agenda:assess"),
) -> Assessment:
    """Record the finding on one criterion, with reasons and evidence (B38, B39, and B40 to B42)."""
    assessment = await tx.get(Assessment, id, by=OWNER, if_match=if_match)
    regime = await tx.regime(rules.CRITERIA, assessment.opened_on)
    finding = body.model_dump(mode="json", exclude_none=True)
    rules.record(assessment, body.criterion, finding, reader, regime)
    tx.audit("assessment.finding-recorded", assessment.id, body.model_dump(mode="json"))
    return assessment


@router.post(
    "/{id}/submissions",
    response_model=AssessmentOut,
    dependencies=[idempotent],
    responses=problems(*STEP, IN_FORCE, rules.READER, rules.COMPLETE),
)
async def submit_assessment(
    id: UUID, tx: Transaction, if_match: IfMatch, reader: Principal = allow("agenda:assess")
) -> Assessment:
    """Submit an assessment with a finding on every criterion to the second reader (B38, B43)."""
    assessment = await tx.get(Assessment, id, by=OWNER, if_match=if_match)
    rules.submit(assessment, reader, await tx.regime(rules.CRITERIA, assessment.opened_on))
    tx.audit("assessment.submitted", assessment.id, {"criteria": sorted(assessment.findings)})
    return assessment


@router.post(
    "/{id}/reviews",
    response_model=AssessmentOut,
    dependencies=[idempotent],
    responses=problems(*STEP, rules.THREE_PEOPLE),
)
async def review_assessment(
    id: UUID,
    body: ReviewIn,
    tx: Transaction,
    if_match: IfMatch,
    reader: Principal = allow("agenda:assess"),
) -> Assessment:
    """Read an assessment as another person than its assessor: agree, or return it with remarks (B10, B43)."""
    assessment = await tx.get(Assessment, id, by=OWNER, if_match=if_match)
    rules.review(assessment, body.review, body.remarks, reader)
    tx.audit("assessment.reviewed", assessment.id, body.model_dump(mode="json"))
    return assessment


@router.post(
    "/{id}/conclusions",
    response_model=AssessmentOut,
    dependencies=[idempotent],
    responses=problems(*STEP, rules.THREE_PEOPLE),
)
async def conclude_initiative_assessment(
    id: UUID,
    body: ConclusionIn,
    tx: Transaction,
    if_match: IfMatch,
    officer: Principal = allow("agenda:decide"),
) -> Assessment:
    """Conclude an assessment by a weighing in words, under a mandate; nothing changes it after (B43)."""
    assessment = await tx.get(Assessment, id, by=OWNER, if_match=if_match)
    tx.emit(rules.conclude(assessment, body.weighing, body.mandate, officer, tx.today))
    return assessment
