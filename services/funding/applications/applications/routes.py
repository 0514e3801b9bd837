"""Applications over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request
from pydantic import Field

from services.funding.applications.applications import queries, rules
from services.funding.applications.applications.models import Application, Status
from services.funding.applications.applications.schema import (
    ApplicationIn,
    ApplicationOut,
    ConclusionIn,
    RefusalIn,
)
from services.funding.cofunding.projects.models import Project
from services.funding.programmes.portfolios.models import Portfolio
from services.funding.programmes.portfolios.rules import portfolio_id
from services.funding.programmes.tranches.models import Tranche
from shared.kernel.identifiers import KvkNumber, LandsdeelCode, RegionCode
from shared.kernel.principal import Principal
from shared.kernel.regimes import IN_FORCE
from shared.kernel.rules import CHANGE, NO_INTEREST, NOT_FOUND, OWN_OBJECTS
from shared.kernel.takers import OWNER, STATE
from shared.web.auth import allow
from shared.web.gathering import gathered_by
from shared.web.paging import Listing, Page, PageQuery, page
from shared.web.problems import problems
from shared.web.router import IfMatch, Router, Transaction, idempotent

router = Router("applications")


class ApplicationQuery(PageQuery):
    conditions = frozenset({"participant"})

    participant: Annotated[
        KvkNumber | None,
        Field(description="An undertaking that leads the application or takes part in its project."),
    ] = None
    tranche_id: UUID | None = None
    project_id: UUID | None = None
    region_code: RegionCode | None = None
    landsdeel_code: LandsdeelCode | None = None
    status: Status | None = None


@router.post(
    "",
    response_model=ApplicationOut,
    status_code=201,
    dependencies=[gathered_by("tranche_id"), idempotent],
    responses=problems(NOT_FOUND, OWN_OBJECTS, IN_FORCE, *rules.SUBMIT),
)
async def submit_application(
    body: ApplicationIn, tx: Transaction, applicant: Principal = allow("funding:apply")
) -> Application:
    """Apply for the State's share, as the region of the consortium, with its targets (B30, B32)."""
    tranche = await tx.get(Tranche, body.tranche_id)
    project = await tx.known(Project, body.project_id)
    landsdeel = rules.landsdeel(body.region_code, body.landsdeel_code)
    cost = rules.total_cost(body.project_id, project, body.total_cost_cents)
    regime = await tx.regime(tranche.regime_code, tranche.opens_on)
    portfolio = await tx.get(Portfolio, portfolio_id(tranche.id, landsdeel))
    application = tx.add(
        Application(
            owner=f"region:{body.region_code}",
            landsdeel_code=landsdeel,
            total_cost_cents=cost,
            maximum_cents=rules.maximum(cost, regime),
            regime=regime.reference,
            received_at=tx.now,
            written_by=[applicant.subject],
            **body.model_dump(exclude={"landsdeel_code", "total_cost_cents"}),
        )
    )
    tx.emit(rules.submit(application, tranche, project, portfolio, regime))
    return application


@router.get("", response_model=Page[ApplicationOut])
async def list_applications(
    request: Request,
    query: Annotated[ApplicationQuery, Query()],
    tx: Transaction,
    reader: Principal = allow("funding:read"),
) -> Listing[Application]:
    """The caller's own applications and every awarded one; the State sees all but those with an interest."""
    wanted = queries.taken_part_in_by(query.participant), queries.open_to(reader.subject)
    return await page(request, tx, Application, query, *wanted)


@router.get("/{id}", response_model=ApplicationOut, responses=problems(NOT_FOUND, NO_INTEREST))
async def get_application(id: UUID, tx: Transaction, _: Principal = allow("funding:read")) -> Application:
    """One application."""
    return await tx.get(Application, id)


@router.post(
    "/{id}/completeness-checks",
    response_model=ApplicationOut,
    dependencies=[idempotent],
    responses=problems(*CHANGE, NO_INTEREST, rules.LIFE.rule),
)
async def check_completeness(
    id: UUID, tx: Transaction, if_match: IfMatch, officer: Principal = allow("funding:assess")
) -> Application:
    """Find an application complete."""
    application = await tx.get(Application, id, by=STATE, if_match=if_match)
    rules.check_complete(application, officer)
    tx.audit("application.found-complete", application.id, {})
    return application


@router.post(
    "/{id}/assessments",
    response_model=ApplicationOut,
    dependencies=[idempotent],
    responses=problems(*CHANGE, NO_INTEREST, rules.LIFE.rule),
)
async def open_assessment(
    id: UUID, tx: Transaction, if_match: IfMatch, officer: Principal = allow("funding:assess")
) -> Application:
    """Open the assessment of a complete application."""
    application = await tx.get(Application, id, by=STATE, if_match=if_match)
    rules.assess(application, officer, tx.now)
    tx.audit("application.assessment-opened", application.id, {})
    return application


@router.post(
    "/{id}/conclusions",
    response_model=ApplicationOut,
    dependencies=[idempotent],
    responses=problems(*CHANGE, NO_INTEREST, rules.LIFE.rule, rules.SCORED),
)
async def conclude_assessment(
    id: UUID,
    body: ConclusionIn,
    tx: Transaction,
    if_match: IfMatch,
    officer: Principal = allow("funding:assess"),
) -> Application:
    """Conclude the assessment with an advice."""
    application = await tx.get(Application, id, by=STATE, if_match=if_match)
    tranche = await tx.get(Tranche, application.tranche_id)
    advice = rules.Advice(body.advice, body.model_dump(mode="json")["recipients"])
    rules.conclude(application, tranche, advice, officer, tx.now)
    tx.audit("application.assessment-concluded", application.id, body.model_dump(mode="json"))
    return application


@router.post(
    "/{id}/refusals",
    response_model=ApplicationOut,
    dependencies=[idempotent],
    responses=problems(*CHANGE, NO_INTEREST, *rules.REFUSE),
)
async def refuse_application(
    id: UUID,
    body: RefusalIn,
    tx: Transaction,
    if_match: IfMatch,
    officer: Principal = allow("funding:decide"),
) -> Application:
    """Refuse an application on a stated ground."""
    application = await tx.get(Application, id, by=STATE, if_match=if_match)
    tranche = await tx.get(Tranche, application.tranche_id)
    refusal = rules.Refusal(**body.model_dump())
    tx.emit(rules.refuse(application, tranche, refusal, officer, tx.moment))
    tx.audit("application.refused", application.id, body.model_dump(mode="json"))
    return application


@router.post(
    "/{id}/withdrawals",
    response_model=ApplicationOut,
    dependencies=[idempotent],
    responses=problems(*CHANGE, NO_INTEREST, rules.LIFE.rule),
)
async def withdraw_application(
    id: UUID, tx: Transaction, if_match: IfMatch, applicant: Principal = allow("funding:apply")
) -> Application:
    """Withdraw an application that was not decided on yet."""
    application = await tx.get(Application, id, by=OWNER, if_match=if_match)
    tx.emit(rules.withdraw(application, tx.now))
    return application
