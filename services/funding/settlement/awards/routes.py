"""Settlements of awards over HTTP: called for, asked, assessed, heard on, and decided by another."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request

from services.funding.applications.applications.models import Application
from services.funding.applications.applications.rules import MANDATES
from services.funding.awards.aid.lowering import lower
from services.funding.awards.aid.register import standing_of
from services.funding.awards.alterations import queries as alterations
from services.funding.awards.alterations.rules import Award
from services.funding.awards.awards.rules import Funds
from services.funding.cofunding.projects.models import Project
from services.funding.payments.advances.models import AdvanceTotal
from services.funding.programmes.tranches.models import Tranche
from services.funding.programmes.years.models import ProgrammeYear
from services.funding.settlement.awards import deciding, queries, rules
from services.funding.settlement.awards.models import AwardSettlement, Status
from services.funding.settlement.awards.schema import (
    AwardSettlementOut,
    SettlementAssessmentIn,
    SettlementCallIn,
    SettlementDropIn,
    SettlementRequestIn,
    SettlementViewsIn,
)
from services.funding.settlement.settlements.costs import LowerGround
from services.funding.settlement.settlements.rules import USK, Cut
from shared.kernel.mandates import decided
from shared.kernel.principal import Principal
from shared.kernel.regimes import IN_FORCE, TERM_KNOWN
from shared.kernel.rules import CHANGE, NOT_FOUND
from shared.kernel.takers import OWNER, STATE
from shared.store.tx import Tx
from shared.web.auth import allow
from shared.web.decisions import ITSELF, DecisionIn
from shared.web.paging import Listing, Page, PageQuery, page
from shared.web.problems import problems
from shared.web.router import IfMatch, Router, Transaction, idempotent

of_applications_router = Router("applications")
router = Router("award-settlements")
REGIMES = (IN_FORCE, TERM_KNOWN)


class AwardSettlementQuery(PageQuery):
    application_id: UUID | None = None
    tranche_id: UUID | None = None
    status: Status | None = None


@of_applications_router.post(
    "/{id}/settlement-calls",
    response_model=AwardSettlementOut,
    status_code=201,
    dependencies=[idempotent],
    responses=problems(*CHANGE, *REGIMES, *rules.TERMS_OF),
)
async def call_for_settlement(
    id: UUID,
    body: SettlementCallIn,
    tx: Transaction,
    if_match: IfMatch,
    officer: Principal = allow("funding:assess"),
) -> AwardSettlement:
    """Call on an applicant to ask for the settlement of its award; after that it is settled of office."""
    application = await tx.get(Application, id, by=STATE, if_match=if_match)
    standing = await tx.find(queries.standing(application.id))
    terms = await tx.regime(rules.REGIME, tx.today)
    called = rules.call(application, standing, body.ended_on, terms, officer, tx.moment)
    tx.session.add(called)  # it is kept with its application, whose region asks
    tx.audit("award-settlement.called-for", called.id, {"application_id": str(application.id)})
    return called


@of_applications_router.post(
    "/{id}/settlements",
    response_model=AwardSettlementOut,
    status_code=201,
    dependencies=[idempotent],
    responses=problems(*CHANGE, *REGIMES, rules.LIFE.rule, *rules.TERMS_OF),
)
async def apply_for_settlement(
    id: UUID,
    body: SettlementRequestIn,
    tx: Transaction,
    if_match: IfMatch,
    applicant: Principal = allow("funding:apply"),
) -> AwardSettlement:
    """Ask for the settlement of an award: what was spent, on what, and what others paid (Awb 4:44)."""
    application = await tx.get(Application, id, by=OWNER, if_match=if_match)
    standing = await tx.find(queries.standing(application.id), lock=True)
    terms = await tx.regime(rules.REGIME, tx.today)
    request = rules.Request(**body.model_dump())
    asked = rules.apply(application, standing, request, terms, applicant, tx.moment)
    tx.session.add(asked)
    tx.audit("award-settlement.asked", asked.id, {"application_id": str(application.id)})
    return asked


@router.post(
    "/{id}/assessments",
    response_model=AwardSettlementOut,
    dependencies=[idempotent],
    responses=problems(*CHANGE, *REGIMES, *rules.ASSESS),
)
async def assess_settlement(
    id: UUID,
    body: SettlementAssessmentIn,
    tx: Transaction,
    if_match: IfMatch,
    officer: Principal = allow("funding:assess"),
) -> AwardSettlement:
    """Assess what an award comes to: what of each cost counts, what lowers it on which ground (Awb 4:46)."""
    settlement = await tx.get(AwardSettlement, id, by=STATE, if_match=if_match, lock=True)
    application = await tx.get(Application, settlement.application_id)
    tranche = await tx.get(Tranche, settlement.tranche_id)
    said = body.model_dump()
    costs = [rules.declared(**line) for line in said["costs"]]
    cuts = [
        Cut(LowerGround(cut["ground"]), cut["percent"], cut["amount_cents"]) for cut in said["deductions"]
    ]
    found = rules.Assessment(costs, body.others_cents, cuts, body.good_grounds, body.reasons)
    regimes = (
        await tx.regime(rules.scheme(tranche.regime_code), tranche.opens_on),
        await tx.regime(rules.REGIME, tx.today),
    )
    rules.assess(settlement, application, found, regimes, officer, tx.moment)
    tx.audit("award-settlement.assessed", settlement.id, {"proposed_cents": settlement.proposed_cents})
    return settlement


@router.post(
    "/{id}/views",
    response_model=AwardSettlementOut,
    dependencies=[idempotent],
    responses=problems(*CHANGE, rules.LIFE.rule),
)
async def respond_to_settlement(
    id: UUID,
    body: SettlementViewsIn,
    tx: Transaction,
    if_match: IfMatch,
    applicant: Principal = allow("funding:apply"),
) -> AwardSettlement:
    """Give the applicant's views on what was assessed, or waive them (Awb 4:8); until it is decided."""
    settlement = await tx.get(AwardSettlement, id, by=OWNER, if_match=if_match)
    rules.respond(settlement, body.views, applicant, tx.moment)
    tx.audit("award-settlement.responded", settlement.id, {"waived": body.views is None})
    return settlement


@router.post(
    "/{id}/decisions",
    response_model=AwardSettlementOut,
    dependencies=[idempotent],
    responses=problems(*CHANGE, *REGIMES, *deciding.DECISION, *deciding.UNSETTLED),
)
async def decide_settlement(
    id: UUID,
    tx: Transaction,
    if_match: IfMatch,
    body: DecisionIn = ITSELF,
    officer: Principal = allow("funding:decide"),
) -> AwardSettlement:
    """Settle an award (vaststelling) as another officer than whoever assessed it, under a mandate or not."""
    settlement = await tx.get(AwardSettlement, id, by=STATE, if_match=if_match, lock=True)
    mandates = await tx.regime(MANDATES, tx.today)
    cents = settlement.awarded_before_cents or 0
    decision = decided(officer, body.deciding_body, body.mandate, cents, mandates)
    award, tranche = await _locked(settlement, tx)
    pending = await tx.find(alterations.pending(settlement.application_id))
    entries = await standing_of(award.application, tx)
    regimes = (
        await tx.regime(rules.REGIME, tx.today),
        await tx.regime(USK, tx.today),
        await tx.regime(tranche.regime_code, tranche.opens_on),
    )
    told, booked = deciding.decide(settlement, award, pending, decision, regimes, tx.moment)
    tx.emit(told, *lower(award.application, entries, tx.now))
    tx.session.add_all(booked)
    return settlement


@router.post(
    "/{id}/drops",
    response_model=AwardSettlementOut,
    dependencies=[idempotent],
    responses=problems(*CHANGE, rules.LIFE.rule),
)
async def drop_settlement(
    id: UUID,
    body: SettlementDropIn,
    tx: Transaction,
    if_match: IfMatch,
    _: Principal = allow("funding:decide"),
) -> AwardSettlement:
    """Let a settlement go that was not decided; the award may be settled by another."""
    settlement = await tx.get(AwardSettlement, id, by=STATE, if_match=if_match)
    rules.drop(settlement, body.reason, tx.moment)
    tx.audit("award-settlement.dropped", settlement.id, body.model_dump())
    return settlement


@router.get("", response_model=Page[AwardSettlementOut])
async def list_award_settlements(
    request: Request,
    query: Annotated[AwardSettlementQuery, Query()],
    tx: Transaction,
    _: Principal = allow("funding:read"),
) -> Listing[AwardSettlement]:
    """Settlements of the caller's own awards; the State sees all."""
    return await page(request, tx, AwardSettlement, query)


@router.get("/{id}", response_model=AwardSettlementOut, responses=problems(NOT_FOUND))
async def get_award_settlement(
    id: UUID, tx: Transaction, _: Principal = allow("funding:read")
) -> AwardSettlement:
    """One settlement, with what was asked, found and decided."""
    return await tx.get(AwardSettlement, id)


async def _locked(settlement: AwardSettlement, tx: Tx) -> tuple[Award, Tranche]:
    """The award and all that it was drawn on, locked in the order of an alteration of it."""
    tranche = await tx.get(Tranche, settlement.tranche_id, lock=True)
    year = await tx.get(ProgrammeYear, tranche.programme_year_id, lock=True)
    application = await tx.get(Application, settlement.application_id, lock=True)
    project = await tx.known(Project, application.project_id, lock=True)
    advances = await tx.known(AdvanceTotal, application.id, lock=True)
    last_other = await tx.session.scalar(alterations.last_other_award(application))
    return Award(application, Funds(project, tranche, year, 0), int(last_other or 0), advances), tranche
