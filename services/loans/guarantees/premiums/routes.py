"""Premiums over HTTP: the State charges what the clock does not, and records what was paid.

Everybody who changes a guarantee locks its loan first, then the guarantee; a premium of it last.
"""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request

from services.loans.guarantees.claims import queries as claims
from services.loans.guarantees.guarantees.models import Guarantee
from services.loans.guarantees.guarantees.rules import BY_STATE, STATE_DECIDES
from services.loans.guarantees.premiums import payment_rules as payments
from services.loans.guarantees.premiums import queries, rules
from services.loans.guarantees.premiums import reversal_rules as reversals
from services.loans.guarantees.premiums.models import GuaranteePremium
from services.loans.guarantees.premiums.payment_rules import Payment
from services.loans.guarantees.premiums.reversal_rules import Reversal, Since
from services.loans.guarantees.premiums.schema import (
    GuaranteePremiumIn,
    GuaranteePremiumOut,
    GuaranteePremiumQuery,
    PremiumPaymentIn,
    PremiumReversalIn,
)
from services.loans.lending.loans.models import Loan
from services.loans.lending.loans.moved import moved_by_day
from shared.kernel.principal import Principal
from shared.kernel.regimes import IN_FORCE
from shared.kernel.rules import CHANGE, NOT_FOUND
from shared.web.auth import allow
from shared.web.paging import Listing, Page, page
from shared.web.problems import problems
from shared.web.router import IfMatch, Router, Transaction, idempotent

router = Router("guarantee-premiums")
STATE = (*CHANGE, STATE_DECIDES)


@router.post(
    "",
    response_model=GuaranteePremiumOut,
    status_code=201,
    dependencies=[idempotent],
    responses=problems(NOT_FOUND, IN_FORCE, *rules.CHARGE),
)
async def charge_premium(
    body: GuaranteePremiumIn, tx: Transaction, _: Principal = allow("loans:decide")
) -> GuaranteePremium:
    """Charge the next premium of a guarantee by hand: of one whose past was entered later, step by step."""
    seen = await tx.get(Guarantee, body.guarantee_id, by=BY_STATE)
    loan = await tx.get(Loan, seen.loan_id, lock=True)
    guarantee = await tx.get(Guarantee, seen.id, lock=True)
    regime = await tx.regime(rules.regime_of(guarantee), tx.today)
    moved = (await moved_by_day(tx, [loan.id]))[loan.id]
    charged = rules.charge(guarantee, loan, moved, regime, tx.today)
    made = rules.SOMETHING_DUE.present(next(iter(charged), None))
    tx.session.add(made.premium)  # the State charges it, the ROM owes it
    tx.emit(made.fact)
    return made.premium


@router.get("", response_model=Page[GuaranteePremiumOut])
async def list_guarantee_premiums(
    request: Request,
    query: Annotated[GuaranteePremiumQuery, Query()],
    tx: Transaction,
    _: Principal = allow("loans:read"),
) -> Listing[GuaranteePremium]:
    """The caller's own premiums; the State sees all."""
    return await page(request, tx, GuaranteePremium, query)


@router.get("/{id}", response_model=GuaranteePremiumOut, responses=problems(NOT_FOUND))
async def get_guarantee_premium(
    id: UUID, tx: Transaction, _: Principal = allow("loans:read")
) -> GuaranteePremium:
    """One premium."""
    return await tx.get(GuaranteePremium, id)


@router.post(
    "/{id}/payments",
    response_model=GuaranteePremiumOut,
    dependencies=[idempotent],
    responses=problems(*STATE, *payments.PAY),
)
async def record_premium_payment(
    id: UUID,
    body: PremiumPaymentIn,
    tx: Transaction,
    if_match: IfMatch,
    officer: Principal = allow("loans:decide"),
) -> GuaranteePremium:
    """Record that the State received a premium."""
    await tx.alone_with(f"premium-payment:{body.reference}")
    seen = await tx.get(GuaranteePremium, id)
    await tx.get(Loan, seen.loan_id, lock=True)
    guarantee = await tx.get(Guarantee, seen.guarantee_id, lock=True)
    premium = await tx.get(GuaranteePremium, id, by=BY_STATE, if_match=if_match, lock=True)
    same = await tx.find(queries.paid_under(premium.owner, body.reference))
    invoices = await tx.all(queries.standing(guarantee.id), lock=True)
    payment = Payment(body.amount_cents, body.paid_on, body.reference, officer)
    tx.emit(*payments.pay(premium, guarantee, payment, same, invoices, tx.moment))
    return premium


@router.post(
    "/{id}/reversals",
    response_model=GuaranteePremiumOut,
    dependencies=[idempotent],
    responses=problems(*STATE, *reversals.REVERSE),
)
async def reverse_premium_payment(
    id: UUID,
    body: PremiumReversalIn,
    tx: Transaction,
    if_match: IfMatch,
    officer: Principal = allow("loans:decide"),
) -> GuaranteePremium:
    """Take back a payment (stornering) that was recorded wrongly or bounced, by another officer.

    The premium is unpaid as it was before; the reference may be recorded again, of the invoice that it paid.
    """
    seen = await tx.get(GuaranteePremium, id)
    loan = await tx.get(Loan, seen.loan_id, lock=True)
    guarantee = await tx.get(Guarantee, seen.guarantee_id, lock=True)
    premium = await tx.get(GuaranteePremium, id, by=BY_STATE, if_match=if_match, lock=True)
    moved = (await moved_by_day(tx, [loan.id]))[loan.id]
    claim = await tx.find(claims.of_guarantee(guarantee.id))
    since = Since(claim, moved, await tx.find(queries.supplement(guarantee.id)))
    reversal = Reversal(await tx.find(queries.payment(premium)), body.reason, officer)
    tx.emit(*reversals.reverse(premium, guarantee, since, reversal, tx.moment))
    return premium
