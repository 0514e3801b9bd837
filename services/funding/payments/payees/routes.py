"""Payees' accounts over HTTP: the region enters them, the State verifies them; nobody else sees them."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from fastapi import Query, Request
from pydantic import Field

from services.funding.applications.applications.models import Application
from services.funding.payments.payees import queries, rules
from services.funding.payments.payees.models import PayeeAccount, Status
from shared.kernel.identifiers import Iban
from shared.kernel.principal import Principal
from shared.kernel.regimes import IN_FORCE, TERM_KNOWN
from shared.kernel.rules import CHANGE, NOT_FOUND, OWN_OBJECTS
from shared.kernel.takers import OWNER, STATE
from shared.web.auth import allow
from shared.web.named import Names
from shared.web.paging import Listing, Page, PageQuery, page
from shared.web.problems import problems
from shared.web.router import IfMatch, Router, Transaction, idempotent
from shared.web.schema import Line, Prose, Read, Uuid, Write

router = Router("payee-accounts")


class PayeeAccountIn(Write):
    application_id: Annotated[Uuid, Names(Application)]
    iban: Iban
    holder: Annotated[Line, Field(max_length=70, description="In whose name the account stands.")]


class VerificationIn(Write):
    evidence: Annotated[Line, Field(description="By what the account was found to be the recipient's.")]


class PayeeAccountReasonIn(Write):
    reason: Prose


class PayeeAccountOut(Read):
    application_id: UUID
    status: Status
    iban: Annotated[str | None, Field(description="For the region that entered it, and the State.")]
    holder: str | None
    replaces_id: Annotated[UUID | None, Field(description="The account in whose place it comes.")]
    evidence: str | None
    entered_at: datetime
    verified_at: datetime | None
    usable_from: Annotated[date | None, Field(description="The first day on which it is paid to.")]
    regime: Annotated[str | None, Field(description="Of the waiting time of a change.")]
    rejection_reason: str | None
    ended_at: datetime | None


class PayeeAccountQuery(PageQuery):
    application_id: UUID | None = None
    status: Status | None = None


@router.post(
    "",
    response_model=PayeeAccountOut,
    status_code=201,
    dependencies=[idempotent],
    responses=problems(NOT_FOUND, OWN_OBJECTS, *rules.ENTER),
)
async def enter_payee_account(
    body: PayeeAccountIn, tx: Transaction, author: Principal = allow("funding:apply")
) -> PayeeAccount:
    """Enter the account that an award of the caller's own region is paid to, or another in its place."""
    application = await tx.get(Application, body.application_id, by=OWNER, lock=True)
    verified = await tx.find(queries.verified(application.id))
    rules.require_enterable(application, verified, await tx.find(queries.awaiting(application.id)), body.iban)
    account = rules.enter(application, verified, (body.iban, body.holder), author, tx.moment)
    tx.audit("payee-account.entered", account.id, {"application_id": str(application.id)})
    return tx.add(account)


@router.get("", response_model=Page[PayeeAccountOut])
async def list_payee_accounts(
    request: Request,
    query: Annotated[PayeeAccountQuery, Query()],
    tx: Transaction,
    _: Principal = allow("funding:read"),
) -> Listing[PayeeAccount]:
    """The accounts of the caller's own awards; the State sees all."""
    return await page(request, tx, PayeeAccount, query)


@router.get("/{id}", response_model=PayeeAccountOut, responses=problems(NOT_FOUND))
async def get_payee_account(id: UUID, tx: Transaction, _: Principal = allow("funding:read")) -> PayeeAccount:
    """One account."""
    return await tx.get(PayeeAccount, id)


@router.post(
    "/{id}/verifications",
    response_model=PayeeAccountOut,
    dependencies=[idempotent],
    responses=problems(*CHANGE, *rules.VERIFY),
)
async def verify_payee_account(
    id: UUID,
    body: VerificationIn,
    tx: Transaction,
    if_match: IfMatch,
    officer: Principal = allow("funding:confirm"),
) -> PayeeAccount:
    """Verify that an account is the recipient's; one that replaces another waits for a second officer."""
    account = await tx.get(PayeeAccount, id, by=STATE, if_match=if_match)
    rules.verify(account, body.evidence, officer, tx.moment)
    tx.audit("payee-account.verified", account.id, {"status": account.status})
    return account


@router.post(
    "/{id}/confirmations",
    response_model=PayeeAccountOut,
    dependencies=[idempotent],
    responses=problems(*CHANGE, IN_FORCE, TERM_KNOWN, *rules.VERIFY),
)
async def confirm_payee_account(
    id: UUID, tx: Transaction, if_match: IfMatch, officer: Principal = allow("funding:confirm")
) -> PayeeAccount:
    """Confirm a change as a second officer: the account before is not paid to any more."""
    account = await tx.get(PayeeAccount, id, by=STATE, if_match=if_match)
    rules.require_confirmable(account, officer)
    regime = await tx.regime(rules.PAYMENTS, tx.today)
    await tx.get(Application, account.application_id, lock=True)
    rules.supersede(await tx.find(queries.verified(account.application_id), lock=True), tx.moment)
    await tx.flush()  # before the other takes its place in the index
    rules.confirm(account, regime, officer, tx.moment)
    tx.audit("payee-account.confirmed", account.id, {"usable_from": str(account.usable_from)})
    return account


@router.post(
    "/{id}/rejections",
    response_model=PayeeAccountOut,
    dependencies=[idempotent],
    responses=problems(*CHANGE, rules.LIFE.rule),
)
async def reject_payee_account(
    id: UUID,
    body: PayeeAccountReasonIn,
    tx: Transaction,
    if_match: IfMatch,
    _: Principal = allow("funding:confirm"),
) -> PayeeAccount:
    """Refuse an account that is not shown to be the recipient's; the region may enter another."""
    account = await tx.get(PayeeAccount, id, by=STATE, if_match=if_match)
    rules.reject(account, body.reason, tx.moment)
    tx.audit("payee-account.rejected", account.id, {})
    return account
