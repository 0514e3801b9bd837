"""Demands over HTTP: opened, decided by another, reminded of, and withdrawn.

Whoever changes what was claimed back on an award locks its application first, then its total; whoever
withdraws a demand locks it after these.
"""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Request

from services.funding.applications.applications.models import Application
from services.funding.applications.applications.rules import MANDATES
from services.funding.awards.alterations.models import AwardAlteration
from services.funding.payments.advances.models import AdvanceTotal
from services.funding.settlement.awards.models import AwardSettlement
from services.funding.settlement.demands import queries, reminders, rules, withdrawals
from services.funding.settlement.demands.models import Demand
from services.funding.settlement.demands.schema import (
    DemandIn,
    DemandOut,
    DemandQuery,
    DemandReasonIn,
    DemandWithdrawalIn,
    InterruptionIn,
    StandingOut,
    StandingQuery,
)
from services.funding.settlement.demands.standing import standing
from services.funding.settlement.demands.terms import terms
from services.funding.settlement.interest.rules import INTEREST
from services.funding.settlement.receipts import queries as receipts
from shared.kernel.mandates import decided
from shared.kernel.principal import Principal
from shared.kernel.regimes import IN_FORCE, TERM_KNOWN
from shared.kernel.rules import CHANGE, NOT_FOUND
from shared.kernel.takers import STATE
from shared.store.tx import Tx
from shared.web.auth import allow
from shared.web.decisions import ITSELF, DecisionIn
from shared.web.paging import Listing, Page, page
from shared.web.problems import problems
from shared.web.router import IfMatch, Router, Transaction, idempotent

of_alterations_router = Router("award-alterations")
of_settlements_router = Router("award-settlements")
router = Router("demands")
REGIMES = (IN_FORCE, TERM_KNOWN)


@of_alterations_router.post(
    "/{id}/demands",
    response_model=DemandOut,
    status_code=201,
    dependencies=[idempotent],
    responses=problems(*CHANGE, *REGIMES, *rules.OPEN),
)
async def open_demand(
    id: UUID,
    body: DemandIn,
    tx: Transaction,
    if_match: IfMatch,
    officer: Principal = allow("funding:assess"),
) -> Demand:
    """Open a demand of what was paid above what an alteration left, as far as it was not claimed yet."""
    alteration = await tx.get(AwardAlteration, id, by=STATE, if_match=if_match)
    return await _opened(alteration, body, officer, tx)


@of_settlements_router.post(
    "/{id}/demands",
    response_model=DemandOut,
    status_code=201,
    dependencies=[idempotent],
    responses=problems(*CHANGE, *REGIMES, *rules.OPEN),
)
async def open_settlement_demand(
    id: UUID,
    body: DemandIn,
    tx: Transaction,
    if_match: IfMatch,
    officer: Principal = allow("funding:assess"),
) -> Demand:
    """Open a demand of what was paid above what an award was settled at, as far as it was not claimed yet."""
    settlement = await tx.get(AwardSettlement, id, by=STATE, if_match=if_match)
    return await _opened(settlement, body, officer, tx)


@router.get("", response_model=Page[DemandOut])
async def list_demands(
    request: Request,
    query: Annotated[DemandQuery, Query()],
    tx: Transaction,
    _: Principal = allow("funding:read"),
) -> Listing[Demand]:
    """Demands on the caller's own awards; the State sees all."""
    return await page(request, tx, Demand, query)


@router.get("/{id}", response_model=DemandOut, responses=problems(NOT_FOUND))
async def get_demand(id: UUID, tx: Transaction, _: Principal = allow("funding:read")) -> Demand:
    """One demand."""
    return await tx.get(Demand, id)


@router.get("/{id}/standing", response_model=StandingOut, responses=problems(NOT_FOUND, *REGIMES, *INTEREST))
async def get_demand_standing(
    id: UUID,
    query: Annotated[StandingQuery, Query()],
    tx: Transaction,
    _: Principal = allow("funding:read"),
) -> dict[str, Any]:
    """What is due on a demand on a day, with the interest up to it."""
    demand = await tx.get(Demand, id)
    on = query.on or tx.today
    found = standing(demand, await tx.all(receipts.standing(demand.id)), await terms(tx), on)
    return {**vars(found), "on": on, "outstanding_cents": found.outstanding_cents}


@router.post(
    "/{id}/decisions",
    response_model=DemandOut,
    dependencies=[idempotent],
    responses=problems(*CHANGE, *REGIMES, *rules.DECISION),
)
async def decide_demand(
    id: UUID,
    tx: Transaction,
    if_match: IfMatch,
    body: DecisionIn = ITSELF,
    officer: Principal = allow("funding:decide"),
) -> Demand:
    """Claim back what is undue (terugvordering) as another officer, in whose name and under which mandate."""
    demand = await tx.get(Demand, id, by=STATE, if_match=if_match)
    mandates = await tx.regime(MANDATES, tx.today)
    decision = decided(officer, body.deciding_body, body.mandate, demand.principal_cents, mandates)
    alteration = await tx.known(AwardAlteration, demand.alteration_id)
    settlement = await tx.known(AwardSettlement, demand.settlement_id)
    by = rules.lowered_by(alteration, settlement)
    application, total = await _award(demand.application_id, tx)
    cents = rules.claimable_cents(by, application, total)
    regime = await tx.regime(rules.REGIME, tx.today)
    told, entries = rules.decide(demand, cents, rules.UNDUE.present(total), decision, regime, tx.moment)
    tx.emit(told)
    tx.session.add_all(entries)
    return demand


@router.post(
    "/{id}/drops",
    response_model=DemandOut,
    dependencies=[idempotent],
    responses=problems(*CHANGE, rules.LIFE.rule),
)
async def drop_demand(
    id: UUID,
    body: DemandReasonIn,
    tx: Transaction,
    if_match: IfMatch,
    _: Principal = allow("funding:decide"),
) -> Demand:
    """Let a demand go that was not decided; what is undue may be claimed by another."""
    demand = await tx.get(Demand, id, by=STATE, if_match=if_match)
    rules.drop(demand, body.reason, tx.moment)
    tx.audit("demand.dropped", demand.id, body.model_dump())
    return demand


@router.post(
    "/{id}/withdrawals",
    response_model=DemandOut,
    dependencies=[idempotent],
    responses=problems(*CHANGE, *REGIMES, *withdrawals.WITHDRAWAL),
)
async def withdraw_demand(
    id: UUID,
    body: DemandWithdrawalIn,
    tx: Transaction,
    if_match: IfMatch,
    officer: Principal = allow("funding:decide"),
) -> Demand:
    """Withdraw a demand that was decided wrongly, as a third officer: what was received on it goes back."""
    demand = await tx.get(Demand, id, by=STATE, if_match=if_match)
    mandates = await tx.regime(MANDATES, tx.today)
    decision = decided(officer, body.deciding_body, body.mandate, demand.principal_cents, mandates)
    _application, found = await _award(demand.application_id, tx)
    demand = await tx.get(Demand, id, by=STATE, if_match=if_match, lock=True)
    total, regime = rules.UNDUE.present(found), await tx.regime(rules.REGIME, tx.today)
    told, entries = withdrawals.withdraw(demand, total, body.reason, decision, regime, tx.moment)
    tx.emit(told)
    tx.session.add_all(entries)
    return demand


@router.post(
    "/{id}/reminders",
    response_model=DemandOut,
    dependencies=[idempotent],
    responses=problems(*CHANGE, *REGIMES, *reminders.REMINDER, *INTEREST),
)
async def remind_debtor(
    id: UUID, tx: Transaction, if_match: IfMatch, _: Principal = allow("funding:decide")
) -> Demand:
    """Remind (aanmanen) who did not pay in time, for the fee of the law; once for each demand."""
    demand = await tx.get(Demand, id, by=STATE, if_match=if_match, lock=True)
    received = await tx.all(receipts.standing(demand.id))
    owed = standing(demand, received, await terms(tx), tx.today)
    fees, regime = await tx.regime(reminders.REMINDERS, tx.today), await tx.regime(rules.REGIME, tx.today)
    tx.emit(reminders.remind(demand, owed, fees, regime, tx.moment))
    return demand


@router.post(
    "/{id}/interruptions",
    response_model=DemandOut,
    dependencies=[idempotent],
    responses=problems(*CHANGE, *REGIMES, *reminders.INTERRUPTION),
)
async def interrupt_demand_limitation(
    id: UUID,
    body: InterruptionIn,
    tx: Transaction,
    if_match: IfMatch,
    _: Principal = allow("funding:decide"),
) -> Demand:
    """Record what interrupted the limitation of a demand (stuiting), beside a reminder."""
    demand = await tx.get(Demand, id, by=STATE, if_match=if_match, lock=True)
    regime = await tx.regime(rules.REGIME, tx.today)
    reminders.interrupt(demand, body.ground, body.interrupted_on, regime)
    tx.audit("demand.interrupted", demand.id, body.model_dump(mode="json"))
    return demand


async def _opened(by: rules.Lowered, body: DemandIn, officer: Principal, tx: Tx) -> Demand:
    application, total = await _award(by.application_id, tx)
    award = application, total, await tx.find(queries.opened(application.id))
    regime = await tx.regime(rules.REGIME, tx.today)
    about = body.debtor, body.breached_on
    demand = rules.open_demand(by, award, about, regime, officer, tx.moment)
    tx.session.add(demand)  # it is kept with its application, whose region owes it
    tx.audit("demand.opened", demand.id, {"principal_cents": demand.principal_cents})
    return demand


async def _award(application_id: UUID, tx: Tx) -> tuple[Application, AdvanceTotal | None]:
    application = await tx.get(Application, application_id, lock=True)
    return application, await tx.known(AdvanceTotal, application.id, lock=True)
