"""Payments on demands over HTTP; whoever records one locks its demand."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request

from services.funding.settlement.demands.models import Demand
from services.funding.settlement.demands.schema import DemandOut
from services.funding.settlement.demands.terms import terms
from services.funding.settlement.receipts import queries, rules
from services.funding.settlement.receipts.models import DemandPayment
from services.funding.settlement.receipts.schema import (
    DemandPaymentOut,
    DemandPaymentQuery,
    ReceiptIn,
    ReceiptReversalIn,
)
from shared.kernel.principal import Principal
from shared.kernel.regimes import IN_FORCE, TERM_KNOWN
from shared.kernel.rules import CHANGE, NOT_FOUND
from shared.kernel.takers import STATE
from shared.web.auth import allow
from shared.web.paging import Listing, Page, page
from shared.web.problems import problems
from shared.web.router import IfMatch, Router, Transaction, idempotent

of_demands_router = Router("demands")
router = Router("demand-payments")
REGIMES = (IN_FORCE, TERM_KNOWN)


@of_demands_router.post(
    "/{id}/payments",
    response_model=DemandOut,
    dependencies=[idempotent],
    responses=problems(*CHANGE, *REGIMES, *rules.RECEIPT),
)
async def receive_demand_payment(
    id: UUID,
    body: ReceiptIn,
    tx: Transaction,
    if_match: IfMatch,
    officer: Principal = allow("funding:confirm"),
) -> Demand:
    """Record what the bank received on a demand; with the last cent that is due, it is paid."""
    demand = await tx.get(Demand, id, by=STATE, if_match=if_match, lock=True)
    await tx.alone_with(f"demand-payment {body.reference}")
    recorded = await tx.find(queries.under(body.reference))
    received, known = await tx.all(queries.standing(demand.id)), await terms(tx)
    receipt = rules.Receipt(**body.model_dump())
    by = officer, tx.moment
    payment, told, entries = rules.receive(demand, received, receipt, recorded, known, by)
    tx.session.add_all([payment, *entries])
    tx.audit("demand.payment-received", demand.id, body.model_dump(mode="json"))
    tx.emit(*told)
    return demand


@of_demands_router.post(
    "/{id}/payment-reversals",
    response_model=DemandOut,
    dependencies=[idempotent],
    responses=problems(*CHANGE, *REGIMES, *rules.REVERSAL),
)
async def reverse_demand_payment(
    id: UUID,
    body: ReceiptReversalIn,
    tx: Transaction,
    if_match: IfMatch,
    officer: Principal = allow("funding:confirm"),
) -> Demand:
    """Record that a payment on a demand went back: what it paid is due again, unless it was withdrawn."""
    demand = await tx.get(Demand, id, by=STATE, if_match=if_match, lock=True)
    received, known = await tx.all(queries.standing(demand.id), lock=True), await terms(tx)
    back = body.reference, body.reversed_on, body.reason
    told, entries = rules.reverse(demand, received, back, known, (officer, tx.moment))
    tx.session.add_all(entries)
    tx.audit("demand.payment-reversed", demand.id, body.model_dump(mode="json"))
    tx.emit(*told)
    return demand


@router.get("", response_model=Page[DemandPaymentOut])
async def list_demand_payments(
    request: Request,
    query: Annotated[DemandPaymentQuery, Query()],
    tx: Transaction,
    _: Principal = allow("funding:read"),
) -> Listing[DemandPayment]:
    """What was received on the demands that the caller sees."""
    return await page(request, tx, DemandPayment, query)


@router.get("/{id}", response_model=DemandPaymentOut, responses=problems(NOT_FOUND))
async def get_demand_payment(
    id: UUID, tx: Transaction, _: Principal = allow("funding:read")
) -> DemandPayment:
    """One payment on a demand."""
    return await tx.get(DemandPayment, id)
