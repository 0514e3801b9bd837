"""Loss claims over HTTP: the ROM reports and files, the State judges and pays.

Everybody who changes a guarantee locks its loan first, then the guarantee, then the scheme.
"""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request

from services.loans.guarantees.claims import decision_rules as decisions
from services.loans.guarantees.claims import rules
from services.loans.guarantees.claims.amounts import Reduction
from services.loans.guarantees.claims.models import GuaranteeClaim
from services.loans.guarantees.claims.schema import (
    AssessmentIn,
    FilingIn,
    GuaranteeClaimIn,
    GuaranteeClaimOut,
    GuaranteeClaimQuery,
    PaymentIn,
    ReasonIn,
    SupplementIn,
    SupplementRequestIn,
)
from services.loans.guarantees.guarantees.models import Guarantee
from services.loans.guarantees.guarantees.rules import BY_STATE, MANDATES, STATE_DECIDES, Cover
from services.loans.guarantees.premiums import queries as premiums
from services.loans.guarantees.years import queries as years
from services.loans.lending.loans.models import Loan
from shared.kernel.mandates import decided
from shared.kernel.principal import Principal
from shared.kernel.regimes import IN_FORCE
from shared.kernel.rules import CHANGE, NOT_FOUND, OWN_OBJECTS
from shared.kernel.takers import OWNER
from shared.store.tx import Tx
from shared.web.auth import allow
from shared.web.decisions import ITSELF, DecisionIn
from shared.web.paging import Listing, Page, page
from shared.web.problems import problems
from shared.web.router import IfMatch, Router, Transaction, idempotent

router = Router("guarantee-claims")
STATE = (*CHANGE, STATE_DECIDES)


@router.post(
    "",
    response_model=GuaranteeClaimOut,
    status_code=201,
    dependencies=[idempotent],
    responses=problems(NOT_FOUND, OWN_OBJECTS, IN_FORCE, *rules.REPORT),
)
async def report_default(
    body: GuaranteeClaimIn, tx: Transaction, officer: Principal = allow("loans:guarantee")
) -> GuaranteeClaim:
    """Report the default of a guaranteed loan of the caller's own ROM; its loss can be claimed then."""
    seen = await tx.get(Guarantee, body.guarantee_id)
    loan = await tx.get(Loan, seen.loan_id, by=OWNER, lock=True)
    guarantee = await tx.get(Guarantee, body.guarantee_id, lock=True)
    regime = await tx.regime(rules.regime_of(guarantee), tx.today)
    default = rules.Default(body.loss_event, body.occurred_on, officer.subject)
    invoices = await tx.all(premiums.standing(guarantee.id), lock=True)
    claim, facts = rules.report(guarantee, loan, default, invoices, regime, tx.moment)
    tx.emit(*facts)
    return tx.add(claim)


@router.get("", response_model=Page[GuaranteeClaimOut])
async def list_guarantee_claims(
    request: Request,
    query: Annotated[GuaranteeClaimQuery, Query()],
    tx: Transaction,
    _: Principal = allow("loans:read"),
) -> Listing[GuaranteeClaim]:
    """The caller's own claims; the State sees all."""
    return await page(request, tx, GuaranteeClaim, query)


@router.get("/{id}", response_model=GuaranteeClaimOut, responses=problems(NOT_FOUND))
async def get_guarantee_claim(
    id: UUID, tx: Transaction, _: Principal = allow("loans:read")
) -> GuaranteeClaim:
    """One claim."""
    return await tx.get(GuaranteeClaim, id)


@router.post(
    "/{id}/withdrawals",
    response_model=GuaranteeClaimOut,
    dependencies=[idempotent],
    responses=problems(*CHANGE, rules.LIFE.rule),
)
async def withdraw_default(
    id: UUID,
    body: ReasonIn,
    tx: Transaction,
    if_match: IfMatch,
    _: Principal = allow("loans:guarantee"),
) -> GuaranteeClaim:
    """Take back a default that was cured or reported by mistake: the guarantee goes on."""
    claim = await tx.get(GuaranteeClaim, id, by=OWNER, if_match=if_match)
    await tx.get(Loan, claim.loan_id, lock=True)
    guarantee = await tx.get(Guarantee, claim.guarantee_id, lock=True)
    tx.emit(rules.withdraw(claim, guarantee, tx.moment))
    tx.audit("guarantee-claim.withdrawn", claim.id, body.model_dump(mode="json"))
    return claim


@router.post(
    "/{id}/filings",
    response_model=GuaranteeClaimOut,
    dependencies=[idempotent],
    responses=problems(*CHANGE, IN_FORCE, *rules.FILE),
)
async def file_claim(
    id: UUID,
    body: FilingIn,
    tx: Transaction,
    if_match: IfMatch,
    officer: Principal = allow("loans:guarantee"),
) -> GuaranteeClaim:
    """Claim the loss (verliesdeclaratie): the term in which the State decides begins."""
    claim = await tx.get(GuaranteeClaim, id, by=OWNER, if_match=if_match)
    loan = await tx.get(Loan, claim.loan_id, lock=True)
    guarantee = await tx.get(Guarantee, claim.guarantee_id)
    regime = await tx.regime(rules.regime_of(guarantee), tx.today)
    loss = rules.Loss(body.outstanding_cents, body.proceeds_cents, body.evidence, officer.subject)
    tx.emit(rules.file(claim, loan, loss, regime, tx.moment))
    return claim


@router.post(
    "/{id}/supplement-requests",
    response_model=GuaranteeClaimOut,
    dependencies=[idempotent],
    responses=problems(*STATE, rules.LIFE.rule),
)
async def request_claim_supplement(
    id: UUID,
    body: SupplementRequestIn,
    tx: Transaction,
    if_match: IfMatch,
    _: Principal = allow("loans:decide"),
) -> GuaranteeClaim:
    """Ask the ROM for what is missing; the term stands still until it is in."""
    claim = await tx.get(GuaranteeClaim, id, by=BY_STATE, if_match=if_match)
    tx.emit(decisions.request_supplement(claim, body.question, tx.today))
    return claim


@router.post(
    "/{id}/supplements",
    response_model=GuaranteeClaimOut,
    dependencies=[idempotent],
    responses=problems(*CHANGE, IN_FORCE, *rules.SUPPLEMENT),
)
async def supplement_claim(
    id: UUID,
    body: SupplementIn,
    tx: Transaction,
    if_match: IfMatch,
    officer: Principal = allow("loans:guarantee"),
) -> GuaranteeClaim:
    """Answer what the State asked; the term goes on."""
    claim = await tx.get(GuaranteeClaim, id, by=OWNER, if_match=if_match)
    guarantee = await tx.get(Guarantee, claim.guarantee_id)
    regime = await tx.regime(rules.regime_of(guarantee), tx.today)
    loss = rules.Loss(claim.outstanding_cents, body.proceeds_cents, body.evidence, officer.subject)
    tx.emit(rules.supplement(claim, loss, regime, tx.today))
    return claim


@router.post(
    "/{id}/assessments",
    response_model=GuaranteeClaimOut,
    dependencies=[idempotent],
    responses=problems(*STATE, IN_FORCE, *decisions.ASSESS),
)
async def assess_claim(
    id: UUID,
    body: AssessmentIn,
    tx: Transaction,
    if_match: IfMatch,
    officer: Principal = allow("loans:decide"),
) -> GuaranteeClaim:
    """Propose what to decide on a claim, and on which grounds; another officer confirms it."""
    claim = await tx.get(GuaranteeClaim, id, by=BY_STATE, if_match=if_match)
    cover = await _locked(claim, tx)
    regime = await tx.regime(rules.regime_of(cover.guarantee), tx.today)
    reductions = [Reduction(**each.model_dump()) for each in body.reductions]
    finding = decisions.Finding(body.outcome, reductions, body.refusal_ground, body.reasons)
    invoices = await tx.all(premiums.standing(cover.guarantee.id))
    decisions.assess(claim, cover, invoices, finding, regime, officer)
    tx.audit("guarantee-claim.assessed", claim.id, body.model_dump(mode="json"))
    return claim


@router.post(
    "/{id}/returns",
    response_model=GuaranteeClaimOut,
    dependencies=[idempotent],
    responses=problems(*STATE, rules.LIFE.rule),
)
async def return_assessment(
    id: UUID, body: ReasonIn, tx: Transaction, if_match: IfMatch, _: Principal = allow("loans:decide")
) -> GuaranteeClaim:
    """Send an assessment back: the claim is assessed anew."""
    claim = await tx.get(GuaranteeClaim, id, by=BY_STATE, if_match=if_match)
    decisions.send_back(claim)
    tx.audit("guarantee-claim.returned", claim.id, body.model_dump(mode="json"))
    return claim


@router.post(
    "/{id}/decisions",
    response_model=GuaranteeClaimOut,
    dependencies=[idempotent],
    responses=problems(*STATE, IN_FORCE, *decisions.CONFIRM),
)
async def decide_claim(
    id: UUID,
    tx: Transaction,
    if_match: IfMatch,
    body: DecisionIn = ITSELF,
    officer: Principal = allow("loans:decide"),
) -> GuaranteeClaim:
    """Decide as another officer proposed, as the minister or under a mandate (B10)."""
    claim = await tx.get(GuaranteeClaim, id, by=BY_STATE, if_match=if_match)
    cover = await _locked(claim, tx)
    mandates = await tx.regime(MANDATES, tx.today)
    decision = decided(officer, body.deciding_body, body.mandate, claim.payout_cents, mandates)
    invoices = await tx.all(premiums.standing(cover.guarantee.id))
    tx.emit(*decisions.confirm(claim, cover, invoices, decision, tx.moment))
    return claim


@router.post(
    "/{id}/payment-orders",
    response_model=GuaranteeClaimOut,
    dependencies=[idempotent],
    responses=problems(*STATE, *decisions.ORDER),
)
async def order_claim_payment(
    id: UUID, tx: Transaction, if_match: IfMatch, officer: Principal = allow("loans:decide")
) -> GuaranteeClaim:
    """Order the payment of what was granted."""
    claim = await tx.get(GuaranteeClaim, id, by=BY_STATE, if_match=if_match)
    await tx.get(Guarantee, claim.guarantee_id, lock=True)
    invoices = await tx.all(premiums.standing(claim.guarantee_id))
    decisions.order_payment(claim, invoices, officer, tx.today)
    tx.audit("guarantee-claim.payment-ordered", claim.id, {"payout_cents": claim.payout_cents})
    return claim


@router.post(
    "/{id}/payment-failures",
    response_model=GuaranteeClaimOut,
    dependencies=[idempotent],
    responses=problems(*STATE, rules.LIFE.rule),
)
async def fail_claim_payment(
    id: UUID,
    body: ReasonIn,
    tx: Transaction,
    if_match: IfMatch,
    _: Principal = allow("loans:decide"),
) -> GuaranteeClaim:
    """Record that the bank did not carry out the order; it may be given again."""
    claim = await tx.get(GuaranteeClaim, id, by=BY_STATE, if_match=if_match)
    decisions.fail_payment(claim)
    tx.audit("guarantee-claim.payment-failed", claim.id, body.model_dump(mode="json"))
    return claim


@router.post(
    "/{id}/payments",
    response_model=GuaranteeClaimOut,
    dependencies=[idempotent],
    responses=problems(*STATE, *decisions.PAY),
)
async def confirm_claim_payment(
    id: UUID,
    body: PaymentIn,
    tx: Transaction,
    if_match: IfMatch,
    officer: Principal = allow("loans:decide"),
) -> GuaranteeClaim:
    """Confirm that a claim was paid; the State stands for nothing more of the loan."""
    claim = await tx.get(GuaranteeClaim, id, by=BY_STATE, if_match=if_match)
    cover = await _locked(claim, tx)
    tx.emit(decisions.confirm_payment(claim, cover, (body.paid_on, body.reference), officer, tx.moment))
    return claim


async def _locked(claim: GuaranteeClaim, tx: Tx) -> Cover:
    loan = await tx.get(Loan, claim.loan_id, lock=True)
    guarantee = await tx.get(Guarantee, claim.guarantee_id, lock=True)
    return Cover(guarantee, loan, await tx.find(years.scheme(guarantee.scheme), lock=True))
