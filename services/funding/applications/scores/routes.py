"""Score sheets over HTTP; only the State sees them."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from fastapi import Query, Request
from pydantic import Field

from services.funding.applications.applications.models import Application
from services.funding.applications.applications.rules import LIFE
from services.funding.applications.applications.schema import ApplicationOut, InterestIn
from services.funding.applications.scores import queries, rules
from services.funding.applications.scores.models import ScoreSheet
from services.funding.programmes.tranches.models import Tranche
from shared.kernel.money import Quantity
from shared.kernel.principal import Principal
from shared.kernel.rules import CHANGE, NO_INTEREST, NOT_FOUND
from shared.kernel.takers import STATE
from shared.web.auth import allow
from shared.web.paging import EntitiesQuery, Listing, Page, page
from shared.web.problems import problems
from shared.web.router import IfMatch, Router, Transaction, idempotent
from shared.web.schema import STORED, Code, Prose, Read, Write

router = Router("applications")
sheets_router = Router("score-sheets")


class PointsIn(Write):
    """The points on one criterion."""

    criterion: Code
    points: Quantity


class PointsOut(PointsIn):
    model_config = STORED


class ScoreSheetIn(Write):
    scores: list[PointsIn] = Field(min_length=1, max_length=20)
    reasons: Prose


class ScoreSheetOut(Read):
    tranche_id: UUID
    application_id: UUID
    scores: list[PointsOut]
    reasons: str
    scored_at: datetime
    withdrawn_at: datetime | None


class ScoreSheetQuery(EntitiesQuery):
    """Which sheets; whether one is shown depends on its application, so the list cannot be followed."""

    tranche_id: UUID | None = None
    application_id: UUID | None = None


@router.post(
    "/{id}/score-sheets",
    response_model=ScoreSheetOut,
    status_code=201,
    dependencies=[idempotent],
    responses=problems(*CHANGE, NO_INTEREST, *rules.SCORE),
)
async def score_application(
    id: UUID,
    body: ScoreSheetIn,
    tx: Transaction,
    if_match: IfMatch,
    assessor: Principal = allow("funding:assess"),
) -> ScoreSheet:
    """Score an application on each criterion of its tranche, once and without an interest in it."""
    application = await tx.get(Application, id, by=STATE, if_match=if_match)
    tranche = await tx.get(Tranche, application.tranche_id)
    scores: list[tuple[str, Decimal]] = [(each.criterion, each.points) for each in body.scores]
    sheet = tx.add(rules.score(application, tranche, scores, body.reasons, assessor, tx.now))
    tx.audit("application.scored", application.id, body.model_dump(mode="json"))
    return sheet


@router.post(
    "/{id}/interests",
    response_model=ApplicationOut,
    dependencies=[idempotent],
    responses=problems(*CHANGE, NO_INTEREST, LIFE.rule),
)
async def state_interest_in_application(
    id: UUID,
    body: InterestIn,
    tx: Transaction,
    if_match: IfMatch,
    officer: Principal = allow("funding:assess"),
) -> Application:
    """State an interest in an application, which closes it to the caller; what it scored does not count."""
    application = await tx.get(Application, id, by=STATE, if_match=if_match)
    rules.state_interest(application, officer)
    rules.withdraw(await tx.all(queries.by(application.id, officer.subject)), tx.now)
    tx.audit("application.interest-stated", application.id, body.model_dump(mode="json"))
    return application


@sheets_router.get("/{id}", response_model=ScoreSheetOut, responses=problems(NOT_FOUND))
async def get_score_sheet(id: UUID, tx: Transaction, reader: Principal = allow("funding:read")) -> ScoreSheet:
    """One score sheet: the reader's own, or of an application of which the assessment is concluded."""
    return NOT_FOUND.present(await tx.find(queries.one(id, reader.subject)), resource="scoresheet")


@sheets_router.get("", response_model=Page[ScoreSheetOut])
async def list_score_sheets(
    request: Request,
    query: Annotated[ScoreSheetQuery, Query()],
    tx: Transaction,
    reader: Principal = allow("funding:read"),
) -> Listing[ScoreSheet]:
    """The reader's own sheets, and those of others for applications of which the assessment is concluded."""
    return await page(request, tx, ScoreSheet, query, queries.readable_by(reader.subject))
