"""What the accounts of a ledger hold on a day, and whether the books are what they were made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Date,
    MetaData,
    Select,
    Table,
    Text,
    cast,
    func,
    select,
    text,
    true,
)
from sqlalchemy.ext.asyncio import AsyncSession

from shared.kernel.principal import Tenant, TenantKind
from shared.ledger.postings import Total
from shared.store.tx import Tx

TURNOVER = Table(
    "ledger_turnover",
    MetaData(),
    Column("owner", Text),
    Column("chart", Text),
    Column("booked_on", Date),
    Column("debit_cents", BigInteger),
    Column("credit_cents", BigInteger),
    Column("is_added_up", Boolean),
)
ACCOUNTS = Table("ledger_account", MetaData(), Column("code", Text), Column("balance_cents", BigInteger))
SIDES = """
    with side (owner, code, booked_on, debit, credit) as (
        select owner, to_account, booked_on, amount_cents, 0 from ledger_entry
        union all select owner, from_account, booked_on, 0, amount_cents from ledger_entry
    )
"""
OF_ACCOUNTS = text(f"""{SIDES}, booked as (
    select owner, code, sum(debit) as debit, sum(credit) as credit from side group by owner, code
)
select concat(code, ' of ', owner), debit - credit, balance_cents
from booked full join ledger_account account using (owner, code)
where (debit, credit) is distinct from (debit_cents::numeric, credit_cents::numeric)
order by 1
""")  # noqa: S608  # all of it is written here
OF_DAYS = text(f"""{SIDES}, booked as (
    select owner, ledger_chart(code) as chart, booked_on, sum(debit) as debit, sum(credit) as credit
    from side group by 1, 2, 3
), kept as (
    select owner, chart, booked_on, sum(debit_cents) as debit_cents, sum(credit_cents) as credit_cents
    from ledger_turnover group by 1, 2, 3
)
select concat(chart, ' of ', owner, ' on ', booked_on), debit - credit, debit_cents - credit_cents
from booked full join kept using (owner, chart, booked_on)
where (debit, credit) is distinct from (debit_cents, credit_cents)
order by 1
""")  # noqa: S608  # all of it is written here


@dataclass(frozen=True)
class Difference:
    """Where two things that must be equal are not: what its entries add up to, and what is kept."""

    what: str
    booked_cents: int
    kept_cents: int


async def trial_balance(session: AsyncSession, reader: Tenant | None, on: date) -> list[Total]:
    """The accounts of each kind at the end of a day, in the books that the body may see: they add to zero."""
    debit, credit = (cast(func.sum(TURNOVER.c[name]), BigInteger) for name in ("debit_cents", "credit_cents"))
    of_day = select(TURNOVER.c.chart, debit, credit).where(_seen(reader), TURNOVER.c.booked_on <= on)
    found = await session.execute(of_day.group_by(TURNOVER.c.chart).order_by(TURNOVER.c.chart))
    return [Total(*row) for row in found]


def _seen(reader: Tenant | None) -> ColumnElement[bool]:
    """The books of a body itself; the State and the suite see all."""
    if reader is None or reader.kind is TenantKind.STATE:
        return true()
    return TURNOVER.c.owner == str(reader)


async def add_up_turnover(tx: Tx) -> None:
    """Make one row of what was booked on a day, so that a day after a million entries is told at once."""
    await tx.session.execute(select(func.compact_turnover()))


async def differences(session: AsyncSession, stored: Sequence[Select[Any]]) -> list[Difference]:
    """Compare accounts and days with their entries, and accounts with the sums that a service keeps.

    Each of `stored` selects the code of an account, and the cents that it must hold. The session's
    transaction must be REPEATABLE READ.
    """
    found = [*await session.execute(OF_ACCOUNTS), *await session.execute(OF_DAYS)]
    booked = select(ACCOUNTS.c.code, func.sum(ACCOUNTS.c.balance_cents)).group_by(ACCOUNTS.c.code)
    held = booked.subquery().alias("held")
    code, balance = held.c
    for each in stored:
        kept_code, kept = each.subquery().c
        balance_there = func.coalesce(balance, 0)
        unequal = (
            select(kept_code, balance_there, kept)
            .join_from(kept_code.table, held, code == kept_code, isouter=True)
            .where(balance_there != kept)
            .order_by(kept_code)
        )
        found += await session.execute(unequal)
    return [Difference(row[0], int(row[1] or 0), int(row[2] or 0)) for row in found]
