"""Advances over HTTP: proposed, approved by another, and what the bank did with each.

Whoever changes what was advanced on an award locks its application first, then its total.
"""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from fastapi import Query, Request
from pydantic import Field

from services.funding.applications.applications.models import Application
from services.funding.applications.applications.rules import MANDATES
from services.funding.payments.advances import rules
from services.funding.payments.advances.models import Advance, AdvanceTotal, Kind, Status
from services.funding.payments.payees import queries as payees
from services.funding.programmes.tranches.models import Tranche
from shared.kernel.mandates import decided
from shared.kernel.money import Cents, PositiveCents
from shared.kernel.principal import Principal
from shared.kernel.regimes import IN_FORCE, TERM_KNOWN, Regime
from shared.kernel.rules import CHANGE, NOT_FOUND, OWN_OBJECTS
from shared.kernel.takers import OWNER, STATE
from shared.store.tx import Tx
from shared.web.auth import allow
from shared.web.dates import PastDate, PlannedDate
from shared.web.decisions import ITSELF, DecidingBody, DecisionIn, Mandate, MandateRegime
from shared.web.named import Names
from shared.web.paging import Listing, Page, PageQuery, page
from shared.web.problems import problems
from shared.web.router import IfMatch, Router, Transaction, idempotent
from shared.web.schema import AS_TEXT, Line, Prose, Read, Uuid, Write

router = Router("advances")
totals_router = Router("advance-totals")


class AdvanceIn(Write):
    application_id: Annotated[Uuid, Names(Application)]
    kind: Annotated[Kind, AS_TEXT]
    amount_cents: PositiveCents
    declared_cents: Annotated[Cents, Field(description="Costs that the report declared, with REPORT.")] = 0
    due_on: Annotated[PlannedDate, Field(description="The first day on which it is ordered.")]


class AdvanceReasonIn(Write):
    reason: Prose


class AdvancePaymentIn(Write):
    paid_on: PastDate
    reference: Annotated[Line, Field(description="Of the bank.")]


class AdvanceReversalIn(Write):
    reversed_on: PastDate
    reason: Prose


class StoredAdvanceOut(Read):
    application_id: UUID
    recipient: Annotated[str, Field(description="The body that applied.")]
    title: str
    kind: Kind
    status: Status
    amount_cents: int
    declared_cents: int
    due_on: date
    regime: str
    proposed_at: datetime
    approved_at: datetime | None
    deciding_body: DecidingBody
    mandate: Mandate
    mandate_regime: MandateRegime
    payee_account_id: UUID | None
    ordered_at: datetime | None
    paid_on: date | None
    payment_reference: str | None
    reversed_on: date | None
    reason: Annotated[str | None, Field(description="Why it was withdrawn, failed or came back.")]
    ended_at: datetime | None


class AdvanceTotalOut(Read):
    ceiling_cents: Annotated[int, Field(description="Of the award, when an advance was approved last.")]
    advanced_cents: Annotated[int, Field(description="Approved, paid ones included.")]
    paid_cents: int
    at_approval_cents: int
    declared_cents: Annotated[int, Field(description="Costs on which was advanced.")]
    claimed_cents: Annotated[int, Field(description="What of the paid was claimed back by demands.")]


class AdvanceQuery(PageQuery):
    application_id: UUID | None = None
    status: Status | None = None


@router.post(
    "",
    response_model=StoredAdvanceOut,
    status_code=201,
    dependencies=[idempotent],
    responses=problems(NOT_FOUND, OWN_OBJECTS, IN_FORCE, TERM_KNOWN, *rules.PLANNED),
)
async def propose_advance(
    body: AdvanceIn, tx: Transaction, officer: Principal = allow("funding:assess")
) -> Advance:
    """Propose an advance on an award: at approval, or on the costs that a report declared."""
    application = await tx.get(Application, body.application_id, by=STATE)
    regime = await _scheme(application, tx)
    total = rules.total_of(application, await tx.known(AdvanceTotal, application.id))
    asked = rules.Asked(body.kind, body.amount_cents, body.declared_cents, body.due_on)
    advance = rules.propose(application, total, asked, regime, officer, tx.moment)
    tx.audit("advance.proposed", advance.id, body.model_dump(mode="json"))
    return tx.add(advance)


@router.get("", response_model=Page[StoredAdvanceOut])
async def list_advances(
    request: Request,
    query: Annotated[AdvanceQuery, Query()],
    tx: Transaction,
    _: Principal = allow("funding:read"),
) -> Listing[Advance]:
    """Every advance that was paid; the State and the body that applied see the others too."""
    return await page(request, tx, Advance, query)


@router.get("/{id}", response_model=StoredAdvanceOut, responses=problems(NOT_FOUND))
async def get_advance(id: UUID, tx: Transaction, _: Principal = allow("funding:read")) -> Advance:
    """One advance."""
    return await tx.get(Advance, id)


@router.post(
    "/{id}/approvals",
    response_model=StoredAdvanceOut,
    dependencies=[idempotent],
    responses=problems(*CHANGE, IN_FORCE, TERM_KNOWN, *rules.APPROVE),
)
async def approve_advance(
    id: UUID,
    tx: Transaction,
    if_match: IfMatch,
    body: DecisionIn = ITSELF,
    officer: Principal = allow("funding:decide"),
) -> Advance:
    """Give an advance (voorschotverlening) as another officer, in whose name and under which mandate."""
    advance = await tx.get(Advance, id, by=OWNER, if_match=if_match)
    mandates = await tx.regime(MANDATES, tx.today)
    decision = decided(officer, body.deciding_body, body.mandate, advance.amount_cents, mandates)
    account = await tx.find(payees.verified(advance.application_id))
    payee = rules.require_approvable(advance, account, decision)
    application, total = await _locked(advance, tx)
    regime = await _scheme(application, tx)
    rules.require_room(application, total, rules.terms(advance), regime)
    tx.add(total)
    tx.session.add_all(rules.approve(advance, total, application, payee, decision, tx.moment))
    tx.audit("advance.approved", advance.id, {"amount_cents": advance.amount_cents, "mandate": body.mandate})
    return advance


@router.post(
    "/{id}/withdrawals",
    response_model=StoredAdvanceOut,
    dependencies=[idempotent],
    responses=problems(*CHANGE, rules.LIFE.rule),
)
async def withdraw_advance(
    id: UUID,
    body: AdvanceReasonIn,
    tx: Transaction,
    if_match: IfMatch,
    _: Principal = allow("funding:decide"),
) -> Advance:
    """Take an advance back that was not ordered yet; its room is free again."""
    advance = await tx.get(Advance, id, by=OWNER, if_match=if_match)
    _application, total = await _locked(advance, tx)
    tx.session.add_all(rules.withdraw(advance, total, body.reason, tx.now))
    tx.audit("advance.withdrawn", advance.id, body.model_dump())
    return advance


@router.post(
    "/{id}/payments",
    response_model=StoredAdvanceOut,
    dependencies=[idempotent],
    responses=problems(*CHANGE, *rules.BANK, rules.DATED),
)
async def confirm_advance_payment(
    id: UUID,
    body: AdvancePaymentIn,
    tx: Transaction,
    if_match: IfMatch,
    officer: Principal = allow("funding:confirm"),
) -> Advance:
    """Record that the bank paid an advance, on which day and under which reference."""
    advance = await tx.get(Advance, id, by=OWNER, if_match=if_match)
    _application, total = await _locked(advance, tx)
    told, entries = rules.confirm(advance, total, (body.paid_on, body.reference), officer, tx.moment)
    tx.emit(told)
    tx.session.add_all(entries)
    return advance


@router.post(
    "/{id}/payment-failures",
    response_model=StoredAdvanceOut,
    dependencies=[idempotent],
    responses=problems(*CHANGE, *rules.BANK),
)
async def fail_advance_payment(
    id: UUID,
    body: AdvanceReasonIn,
    tx: Transaction,
    if_match: IfMatch,
    officer: Principal = allow("funding:confirm"),
) -> Advance:
    """Record that the bank did not carry an order out; what it was for may be proposed anew."""
    advance = await tx.get(Advance, id, by=OWNER, if_match=if_match)
    _application, total = await _locked(advance, tx)
    tx.session.add_all(rules.fail(advance, total, body.reason, officer, tx.now))
    tx.audit("advance.payment-failed", advance.id, body.model_dump())
    return advance


@router.post(
    "/{id}/reversals",
    response_model=StoredAdvanceOut,
    dependencies=[idempotent],
    responses=problems(*CHANGE, *rules.BANK, rules.DATED, rules.NOT_CLAIMED),
)
async def reverse_advance(
    id: UUID,
    body: AdvanceReversalIn,
    tx: Transaction,
    if_match: IfMatch,
    officer: Principal = allow("funding:confirm"),
) -> Advance:
    """Record that the money of an advance came back: it was not advanced."""
    advance = await tx.get(Advance, id, by=OWNER, if_match=if_match)
    application, total = await _locked(advance, tx)
    awarded_cents, back = application.awarded_cents or 0, (body.reversed_on, body.reason)
    told, entries = rules.reverse(advance, total, awarded_cents, back, officer, tx.moment)
    tx.emit(told)
    tx.session.add_all(entries)
    return advance


@totals_router.get("", response_model=Page[AdvanceTotalOut])
async def list_advance_totals(
    request: Request,
    query: Annotated[PageQuery, Query()],
    tx: Transaction,
    _: Principal = allow("funding:read"),
) -> Listing[AdvanceTotal]:
    """What was advanced and paid on each award, for everybody."""
    return await page(request, tx, AdvanceTotal, query)


@totals_router.get("/{id}", response_model=AdvanceTotalOut, responses=problems(NOT_FOUND))
async def get_advance_total(id: UUID, tx: Transaction, _: Principal = allow("funding:read")) -> AdvanceTotal:
    """What was advanced on one award; its id is that of the application."""
    return await tx.get(AdvanceTotal, id)


async def _scheme(application: Application, tx: Tx) -> Regime:
    tranche = await tx.get(Tranche, application.tranche_id)
    return await tx.regime(tranche.regime_code, tranche.opens_on)


async def _locked(advance: Advance, tx: Tx) -> tuple[Application, AdvanceTotal]:
    application = await tx.get(Application, advance.application_id, lock=True)
    known = await tx.known(AdvanceTotal, application.id, lock=True)
    return application, rules.total_of(application, known)
