"""Alterations of awards over HTTP."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from fastapi import Query, Request
from pydantic import Field

from services.funding.applications.applications.models import Application
from services.funding.applications.applications.rules import MANDATES
from services.funding.awards.aid.lowering import lower
from services.funding.awards.aid.register import standing_of
from services.funding.awards.alterations import queries, rules
from services.funding.awards.alterations.models import AwardAlteration, Basis, Status
from services.funding.awards.awards.rules import Funds
from services.funding.cofunding.projects.models import Project
from services.funding.payments.advances.models import AdvanceTotal
from services.funding.programmes.tranches.models import Tranche
from services.funding.programmes.years.models import ProgrammeYear
from shared.kernel.mandates import decided
from shared.kernel.money import Cents
from shared.kernel.principal import Principal
from shared.kernel.regimes import IN_FORCE, TERM_KNOWN
from shared.kernel.rules import CHANGE, NOT_FOUND
from shared.kernel.takers import OWNER, STATE
from shared.web.auth import allow
from shared.web.dates import PlannedDate
from shared.web.decisions import DecidingBody, DecisionIn, Mandate, MandateRegime
from shared.web.paging import Listing, Page, PageQuery, page
from shared.web.problems import problems
from shared.web.router import IfMatch, Router, Transaction, idempotent
from shared.web.schema import Code, Prose, Read, Write

of_applications_router = Router("applications")
router = Router("award-alterations")


class AwardAlterationIn(Write):
    """What is intended, as the applicant is told it."""

    ground: Annotated[Code, Field(description="One of the regime `award-alterations`: of Awb 4:48 or 4:50.")]
    reasons: Prose
    amount_cents: Annotated[
        Cents, Field(description="What would be left of the award; 0 to withdraw it whole.")
    ]
    respond_by: Annotated[
        PlannedDate | None,
        Field(
            description="Until when its applicant may give its views; if left out, the term of the regime."
        ),
    ] = None


class ViewsIn(Write):
    views: Annotated[
        Prose | None, Field(description="What the applicant says to it; null when it waives that.")
    ]


class AwardAlterationDecisionIn(DecisionIn):
    amount_cents: Annotated[
        Cents, Field(description="What is left of the award, at least as announced; 0 withdraws it whole.")
    ]
    effective_on: Annotated[
        PlannedDate | None,
        Field(
            description="From which day; if left out that of the award (Awb 4:48), or the first after the "
            "term of the regime (4:50)."
        ),
    ] = None
    reasons: Prose


class DropIn(Write):
    reason: Prose


class AwardAlterationOut(Read):
    application_id: UUID
    tranche_id: UUID
    status: Status
    basis: Basis
    ground: str
    reasons: str
    awarded_before_cents: int
    intended_cents: int
    respond_by: date
    regime: str
    announced_at: datetime
    views: Annotated[str | None, Field(description="Null before, and when the applicant waived them.")]
    responded_at: datetime | None
    amount_cents: Annotated[int | None, Field(description="What is left of the award; null before.")]
    freed_cents: int | None
    refilled_cents: Annotated[
        int | None, Field(description="What of it is room of its tranche and year again.")
    ]
    undue_cents: Annotated[
        int | None,
        Field(
            description="All that was paid in advance above what is left, also what demands claimed before."
        ),
    ]
    effective_on: date | None
    decision_reasons: str | None
    decision_regime: str | None
    decided_at: datetime | None
    deciding_body: DecidingBody
    mandate: Mandate
    mandate_regime: MandateRegime
    dropped_at: datetime | None
    drop_reason: str | None


class AwardAlterationQuery(PageQuery):
    application_id: UUID | None = None
    tranche_id: UUID | None = None
    status: Status | None = None


@of_applications_router.post(
    "/{id}/alterations",
    response_model=AwardAlterationOut,
    status_code=201,
    dependencies=[idempotent],
    responses=problems(*CHANGE, IN_FORCE, TERM_KNOWN, *rules.ANNOUNCE),
)
async def announce_alteration(
    id: UUID,
    body: AwardAlterationIn,
    tx: Transaction,
    if_match: IfMatch,
    officer: Principal = allow("funding:decide"),
) -> AwardAlteration:
    """Announce that an award is to be withdrawn or lowered; its applicant is heard first (Awb 4:48-4:50)."""
    application = await tx.get(Application, id, by=STATE, if_match=if_match)
    pending = await tx.find(queries.pending(application.id))
    terms = await tx.regime(rules.REGIME, tx.today)
    intention = rules.Intention(**body.model_dump())
    announced = rules.announce(application, pending, intention, officer, terms, tx.moment)
    tx.session.add(announced)  # it is kept with its application, whose region is heard
    tx.audit("award-alteration.announced", announced.id, {"application_id": str(application.id)})
    return announced


@router.post(
    "/{id}/views",
    response_model=AwardAlterationOut,
    dependencies=[idempotent],
    responses=problems(*CHANGE, rules.LIFE.rule),
)
async def respond_to_alteration(
    id: UUID,
    body: ViewsIn,
    tx: Transaction,
    if_match: IfMatch,
    applicant: Principal = allow("funding:apply"),
) -> AwardAlteration:
    """Give the applicant's views on what is intended, or waive them (Awb 4:8); until it is decided."""
    alteration = await tx.get(AwardAlteration, id, by=OWNER, if_match=if_match)
    rules.respond(alteration, body.views, applicant, tx.moment)
    tx.audit("award-alteration.responded", alteration.id, {"waived": body.views is None})
    return alteration


@router.post(
    "/{id}/decisions",
    response_model=AwardAlterationOut,
    dependencies=[idempotent],
    responses=problems(*CHANGE, IN_FORCE, TERM_KNOWN, *rules.DECISION),
)
async def decide_alteration(
    id: UUID,
    body: AwardAlterationDecisionIn,
    tx: Transaction,
    if_match: IfMatch,
    officer: Principal = allow("funding:decide"),
) -> AwardAlteration:
    """Withdraw or lower an award as another officer than whoever announced it (AWB-18; B10)."""
    # locked first, then in the order of an award: tranche, year, project, and the undertakings last; whoever
    # advances on an award holds it with its total
    alteration = await tx.get(AwardAlteration, id, by=STATE, if_match=if_match, lock=True)
    mandates = await tx.regime(MANDATES, tx.today)
    cents = alteration.awarded_before_cents
    decision = decided(officer, body.deciding_body, body.mandate, cents, mandates)
    tranche = await tx.get(Tranche, alteration.tranche_id, lock=True)
    year = await tx.get(ProgrammeYear, tranche.programme_year_id, lock=True)
    application = await tx.get(Application, alteration.application_id, lock=True)
    project = await tx.known(Project, application.project_id, lock=True)
    advances = await tx.known(AdvanceTotal, application.id, lock=True)
    entries = await standing_of(application, tx)
    last_other = await tx.session.scalar(queries.last_other_award(application))
    award = rules.Award(application, Funds(project, tranche, year, 0), int(last_other or 0), advances)
    outcome = rules.Outcome(body.amount_cents, body.effective_on, body.reasons)
    regimes = (
        await tx.regime(rules.REGIME, tx.today),
        await tx.regime(tranche.regime_code, tranche.opens_on),
    )
    told, booked = rules.decide(alteration, award, outcome, decision, regimes, tx.moment)
    tx.emit(told, *lower(application, entries, tx.now))
    tx.session.add_all(booked)
    return alteration


@router.post(
    "/{id}/drops",
    response_model=AwardAlterationOut,
    dependencies=[idempotent],
    responses=problems(*CHANGE, rules.LIFE.rule),
)
async def drop_alteration(
    id: UUID,
    body: DropIn,
    tx: Transaction,
    if_match: IfMatch,
    officer: Principal = allow("funding:decide"),
) -> AwardAlteration:
    """Let an intention go: the award stays what it is."""
    alteration = await tx.get(AwardAlteration, id, by=STATE, if_match=if_match)
    rules.drop(alteration, body.reason, tx.moment)
    tx.audit("award-alteration.dropped", alteration.id, {"reason": body.reason})
    return alteration


@router.get("", response_model=Page[AwardAlterationOut])
async def list_award_alterations(
    request: Request,
    query: Annotated[AwardAlterationQuery, Query()],
    tx: Transaction,
    _: Principal = allow("funding:read"),
) -> Listing[AwardAlteration]:
    """Alterations of the caller's own awards; the State sees all."""
    return await page(request, tx, AwardAlteration, query)


@router.get("/{id}", response_model=AwardAlterationOut, responses=problems(NOT_FOUND))
async def get_award_alteration(
    id: UUID, tx: Transaction, _: Principal = allow("funding:read")
) -> AwardAlteration:
    """One alteration, with what was announced, said and decided."""
    return await tx.get(AwardAlteration, id)
