"""The books of loans and guarantees over HTTP."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Query, Request
from pydantic import Field

from services.loans.ledger.ledger import rules
from services.loans.ledger.ledger.models import Account, Entry
from services.loans.ledger.ledger.rules import Sheet, TrialBalance
from shared.kernel.principal import Principal
from shared.kernel.rules import NOT_FOUND
from shared.ledger.balances import trial_balance
from shared.web.auth import allow
from shared.web.paging import Listing, Page, PageQuery, page
from shared.web.problems import problems
from shared.web.router import Router, Transaction
from shared.web.schema import Date, Filter, Read, Wire

entries = Router("ledger-entries")
accounts = Router("ledger-accounts")
balances = Router("trial-balance", "What the accounts of each kind hold at the end of a day.")

AccountCode = Annotated[
    str,
    Field(
        pattern="^[a-z-]{1,20}:[0-9a-f-]{36}:[a-z]{1,20}$",
        description="Such as `loan:…:principal`: a record and what of it is counted.",
    ),
]


class EntryOut(Read):
    owner: Annotated[str, Field(description="In whose books it stands.")]
    from_account: Annotated[str, Field(description="What gives: it is credited.")]
    to_account: Annotated[str, Field(description="What receives: it is debited.")]
    amount_cents: int
    act: Annotated[str, Field(description="What was done, such as `loan.disburse`.")]
    subject_id: Annotated[UUID, Field(description="The record that it was done to.")]
    cause: Annotated[str | None, Field(description="The id of the message or of the record behind it.")]
    value_on: Annotated[date, Field(description="The day on which it counts (valutadatum).")]
    booked_on: Annotated[date, Field(description="The legal date on which it was booked.")]
    reverses_id: Annotated[UUID | None, Field(description="The entry that this one takes back.")]


class AccountOut(Read):
    owner: Annotated[str, Field(description="In whose books it stands.")]
    code: str
    debit_cents: Annotated[int, Field(description="All that it received.")]
    credit_cents: Annotated[int, Field(description="All that it gave.")]
    balance_cents: Annotated[int, Field(description="Debit less credit.")]


class TotalOut(Wire):
    account: Annotated[str, Field(description="A kind of account, such as `loan:principal`.")]
    sheet: Sheet
    debit_cents: int
    credit_cents: int
    balance_cents: int


class TrialBalanceOut(Wire):
    on: date
    debit_cents: int
    credit_cents: Annotated[int, Field(description="The same as `debitCents`.")]
    accounts: list[TotalOut]


class EntryQuery(PageQuery):
    from_account: AccountCode | None = None
    to_account: AccountCode | None = None
    subject_id: UUID | None = None
    reverses_id: UUID | None = None


class AccountQuery(PageQuery):
    code: AccountCode | None = None


class DayQuery(Filter):
    on: Annotated[Date, Field(description="The last day that counts, by the date of booking.")]


@entries.get("", response_model=Page[EntryOut])
async def list_ledger_entries(
    request: Request,
    query: Annotated[EntryQuery, Query()],
    tx: Transaction,
    _: Principal = allow("loans:read"),
) -> Listing[Entry]:
    """Every movement in the caller's own books; the State sees all."""
    return await page(request, tx, Entry, query)


@entries.get("/{id}", response_model=EntryOut, responses=problems(NOT_FOUND))
async def get_ledger_entry(id: UUID, tx: Transaction, _: Principal = allow("loans:read")) -> Entry:
    """One movement."""
    return await tx.get(Entry, id)


@accounts.get("", response_model=Page[AccountOut])
async def list_ledger_accounts(
    request: Request,
    query: Annotated[AccountQuery, Query()],
    tx: Transaction,
    _: Principal = allow("loans:read"),
) -> Listing[Account]:
    """The accounts in the caller's own books with what moved on them; the State sees all."""
    return await page(request, tx, Account, query)


@accounts.get("/{id}", response_model=AccountOut, responses=problems(NOT_FOUND))
async def get_ledger_account(id: UUID, tx: Transaction, _: Principal = allow("loans:read")) -> Account:
    """One account."""
    return await tx.get(Account, id)


@balances.get("", response_model=TrialBalanceOut)
async def show_trial_balance(
    query: Annotated[DayQuery, Query()], tx: Transaction, _: Principal = allow("loans:read")
) -> TrialBalance:
    """What the accounts of each kind held at the end of a day: the balances add to zero (proefbalans).

    Of the caller's own books; the State sees all together. What was booked later with an earlier day of value
    does not count.
    """
    return rules.balance(query.on, await trial_balance(tx.session, tx.tenant, query.on))
