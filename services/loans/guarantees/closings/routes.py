"""Closings over HTTP: the ROM asks, the State decides.

Everybody who changes a guarantee locks its loan first, then the guarantee, and the claim last.
"""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request

from services.loans.guarantees.claims.models import GuaranteeClaim
from services.loans.guarantees.closings import queries, rules
from services.loans.guarantees.closings.models import GuaranteeClosing
from services.loans.guarantees.closings.rules import Paid, Prospect
from services.loans.guarantees.closings.schema import (
    AnswerIn,
    GuaranteeClosingIn,
    GuaranteeClosingOut,
    GuaranteeClosingQuery,
)
from services.loans.guarantees.guarantees.models import Guarantee
from services.loans.guarantees.guarantees.rules import BY_STATE, MANDATES, STATE_DECIDES
from services.loans.guarantees.recoveries.queries import paid
from services.loans.lending.loans.models import Loan
from shared.kernel.mandates import decided
from shared.kernel.principal import Principal
from shared.kernel.regimes import IN_FORCE
from shared.kernel.rules import CHANGE, NOT_FOUND, OWN_OBJECTS
from shared.kernel.takers import OWNER
from shared.web.auth import allow
from shared.web.decisions import ITSELF, DecisionIn
from shared.web.paging import Listing, Page, page
from shared.web.problems import problems
from shared.web.router import IfMatch, Router, Transaction, idempotent

router = Router("guarantee-closings")
STATE = (*CHANGE, STATE_DECIDES)


@router.post(
    "",
    response_model=GuaranteeClosingOut,
    status_code=201,
    dependencies=[idempotent],
    responses=problems(NOT_FOUND, OWN_OBJECTS, *rules.REQUEST),
)
async def request_closing(
    body: GuaranteeClosingIn, tx: Transaction, officer: Principal = allow("loans:guarantee")
) -> GuaranteeClosing:
    """Ask the State to close a guarantee of whose loan nothing more is expected."""
    seen = await tx.get(Guarantee, body.guarantee_id)
    await tx.get(Loan, seen.loan_id, by=OWNER, lock=True)
    guarantee = await tx.get(Guarantee, body.guarantee_id, lock=True)
    claim = await tx.find(paid(guarantee.id))
    waiting = await tx.find(queries.waiting(guarantee.id))
    prospect = Prospect(body.reasons, body.evidence, officer.subject)
    closing, fact = rules.request(guarantee, claim, waiting, prospect, tx.today)
    tx.emit(fact)
    return tx.add(closing)


@router.get("", response_model=Page[GuaranteeClosingOut])
async def list_guarantee_closings(
    request: Request,
    query: Annotated[GuaranteeClosingQuery, Query()],
    tx: Transaction,
    _: Principal = allow("loans:read"),
) -> Listing[GuaranteeClosing]:
    """The closings of the caller's own guarantees; the State sees all."""
    return await page(request, tx, GuaranteeClosing, query)


@router.get("/{id}", response_model=GuaranteeClosingOut, responses=problems(NOT_FOUND))
async def get_guarantee_closing(
    id: UUID, tx: Transaction, _: Principal = allow("loans:read")
) -> GuaranteeClosing:
    """One closing."""
    return await tx.get(GuaranteeClosing, id)


@router.post(
    "/{id}/refusals",
    response_model=GuaranteeClosingOut,
    dependencies=[idempotent],
    responses=problems(*STATE, rules.LIFE.rule),
)
async def decline_closing(
    id: UUID,
    body: AnswerIn,
    tx: Transaction,
    if_match: IfMatch,
    _: Principal = allow("loans:decide"),
) -> GuaranteeClosing:
    """Do not close a guarantee: the ROM goes on collecting."""
    closing = await tx.get(GuaranteeClosing, id, by=BY_STATE, if_match=if_match)
    tx.emit(rules.decline(closing, body.reason, tx.today))
    return closing


@router.post(
    "/{id}/decisions",
    response_model=GuaranteeClosingOut,
    dependencies=[idempotent],
    responses=problems(*STATE, IN_FORCE, *rules.CLOSE),
)
async def close_guarantee(
    id: UUID,
    tx: Transaction,
    if_match: IfMatch,
    body: DecisionIn = ITSELF,
    officer: Principal = allow("loans:decide"),
) -> GuaranteeClosing:
    """Close a guarantee, as the minister or under a mandate for what the State gives up (B10)."""
    closing = await tx.get(GuaranteeClosing, id, by=BY_STATE, if_match=if_match)
    await tx.get(Loan, closing.loan_id, lock=True)
    guarantee = await tx.get(Guarantee, closing.guarantee_id, lock=True)
    claim = await tx.get(GuaranteeClaim, closing.claim_id, lock=True)
    mandates = await tx.regime(MANDATES, tx.today)
    given_up = rules.given_up_cents(claim)
    decision = decided(officer, body.deciding_body, body.mandate, given_up, mandates)
    tx.emit(rules.close(closing, Paid(guarantee, claim), decision, tx.moment))
    return closing


@router.post(
    "/{id}/reopenings",
    response_model=GuaranteeClosingOut,
    dependencies=[idempotent],
    responses=problems(*STATE, rules.LIFE.rule),
)
async def reopen_guarantee(
    id: UUID,
    body: AnswerIn,
    tx: Transaction,
    if_match: IfMatch,
    _: Principal = allow("loans:decide"),
) -> GuaranteeClosing:
    """Open a closed guarantee again, because something came in after all."""
    closing = await tx.get(GuaranteeClosing, id, by=BY_STATE, if_match=if_match)
    await tx.get(Loan, closing.loan_id, lock=True)
    guarantee = await tx.get(Guarantee, closing.guarantee_id, lock=True)
    tx.emit(rules.reopen(closing, guarantee, body.reason, tx.today))
    return closing
