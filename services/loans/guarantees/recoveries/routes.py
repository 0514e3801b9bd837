"""Recoveries over HTTP: the ROM reports and remits, the State confirms that it has its part.

Everybody who changes a guarantee locks its loan first, then the guarantee, the claim last. Who settles or
takes back a recovery locks it before its claim; nobody who holds a claim waits for a recovery.
"""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request

from services.loans.guarantees.claims.models import GuaranteeClaim
from services.loans.guarantees.guarantees.models import Guarantee
from services.loans.guarantees.guarantees.rules import BY_STATE, STATE_DECIDES
from services.loans.guarantees.recoveries import queries, rules
from services.loans.guarantees.recoveries.models import GuaranteeRecovery
from services.loans.guarantees.recoveries.rules import Receipt, Standing
from services.loans.guarantees.recoveries.schema import (
    ArrivalIn,
    GuaranteeRecoveryIn,
    GuaranteeRecoveryOut,
    GuaranteeRecoveryQuery,
    RemittanceIn,
    WithdrawalIn,
)
from services.loans.lending.loans.models import Loan
from shared.kernel.principal import Principal
from shared.kernel.regimes import IN_FORCE
from shared.kernel.rules import CHANGE, NOT_FOUND, OWN_OBJECTS
from shared.kernel.takers import OWNER
from shared.web.auth import allow
from shared.web.paging import Listing, Page, page
from shared.web.problems import problems
from shared.web.router import IfMatch, Router, Transaction, idempotent

router = Router("guarantee-recoveries")
STATE = (*CHANGE, STATE_DECIDES)


@router.post(
    "",
    response_model=GuaranteeRecoveryOut,
    status_code=201,
    dependencies=[idempotent],
    responses=problems(NOT_FOUND, OWN_OBJECTS, IN_FORCE, *rules.REPORT),
)
async def report_recovery(
    body: GuaranteeRecoveryIn, tx: Transaction, officer: Principal = allow("loans:guarantee")
) -> GuaranteeRecovery:
    """Report what came in on a loan of the caller's own ROM after the State paid; a part is the State's."""
    seen = await tx.get(Guarantee, body.guarantee_id)
    await tx.get(Loan, seen.loan_id, by=OWNER, lock=True)
    guarantee = await tx.get(Guarantee, body.guarantee_id, lock=True)
    claim = await tx.find(queries.paid(guarantee.id), lock=True)
    same = await tx.find(queries.of_reference(guarantee.id, body.reference))
    regime = await tx.regime(rules.regime_of(guarantee), tx.today)
    receipt = Receipt(body.amount_cents, body.received_on, body.reference, officer.subject)
    recovery, fact = rules.report(Standing(guarantee, claim, same), receipt, regime, tx.moment)
    tx.emit(fact)
    return tx.add(recovery)


@router.get("", response_model=Page[GuaranteeRecoveryOut])
async def list_guarantee_recoveries(
    request: Request,
    query: Annotated[GuaranteeRecoveryQuery, Query()],
    tx: Transaction,
    _: Principal = allow("loans:read"),
) -> Listing[GuaranteeRecovery]:
    """The caller's own recoveries; the State sees all."""
    return await page(request, tx, GuaranteeRecovery, query)


@router.get("/{id}", response_model=GuaranteeRecoveryOut, responses=problems(NOT_FOUND))
async def get_guarantee_recovery(
    id: UUID, tx: Transaction, _: Principal = allow("loans:read")
) -> GuaranteeRecovery:
    """One recovery."""
    return await tx.get(GuaranteeRecovery, id)


@router.post(
    "/{id}/withdrawals",
    response_model=GuaranteeRecoveryOut,
    dependencies=[idempotent],
    responses=problems(*CHANGE, rules.LIFE.rule),
)
async def withdraw_recovery(
    id: UUID,
    body: WithdrawalIn,
    tx: Transaction,
    if_match: IfMatch,
    _: Principal = allow("loans:guarantee"),
) -> GuaranteeRecovery:
    """Take back a recovery that was reported by mistake, before the State's part of it was remitted."""
    recovery = await tx.get(GuaranteeRecovery, id, by=OWNER, if_match=if_match, lock=True)
    claim = await tx.get(GuaranteeClaim, recovery.claim_id, lock=True)
    tx.emit(rules.withdraw(recovery, claim, tx.moment))
    tx.audit("guarantee-recovery.withdrawn", recovery.id, body.model_dump(mode="json"))
    return recovery


@router.post(
    "/{id}/remittances",
    response_model=GuaranteeRecoveryOut,
    dependencies=[idempotent],
    responses=problems(*CHANGE, *rules.REMIT),
)
async def remit_recovery(
    id: UUID,
    body: RemittanceIn,
    tx: Transaction,
    if_match: IfMatch,
    officer: Principal = allow("loans:guarantee"),
) -> GuaranteeRecovery:
    """Tell that the State was paid its part of a recovery (afdracht)."""
    recovery = await tx.get(GuaranteeRecovery, id, by=OWNER, if_match=if_match)
    paid = (body.remitted_on, body.remittance_reference)
    tx.emit(rules.remit(recovery, paid, officer.subject, tx.today))
    return recovery


@router.post(
    "/{id}/remittance-failures",
    response_model=GuaranteeRecoveryOut,
    dependencies=[idempotent],
    responses=problems(*STATE, rules.LIFE.rule),
)
async def miss_remittance(
    id: UUID,
    body: WithdrawalIn,
    tx: Transaction,
    if_match: IfMatch,
    _: Principal = allow("loans:decide"),
) -> GuaranteeRecovery:
    """Record that the State does not find a payment; its part is owed as before."""
    recovery = await tx.get(GuaranteeRecovery, id, by=BY_STATE, if_match=if_match)
    tx.emit(rules.miss(recovery, body.reason, tx.today))
    return recovery


@router.post(
    "/{id}/arrivals",
    response_model=GuaranteeRecoveryOut,
    dependencies=[idempotent],
    responses=problems(*STATE, *rules.CONFIRM),
)
async def confirm_recovery(
    id: UUID,
    body: ArrivalIn,
    tx: Transaction,
    if_match: IfMatch,
    officer: Principal = allow("loans:decide"),
) -> GuaranteeRecovery:
    """Confirm that the State has its part of a recovery."""
    recovery = await tx.get(GuaranteeRecovery, id, by=BY_STATE, if_match=if_match, lock=True)
    claim = await tx.get(GuaranteeClaim, recovery.claim_id, lock=True)
    tx.emit(rules.confirm(recovery, claim, body.arrived_on, officer, tx.moment))
    return recovery
