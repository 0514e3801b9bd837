"""What every ledger holds: entries that are never changed, and accounts with what they received and gave."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Computed, UniqueConstraint
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from shared.store.entity import Entity


class Entry(Entity, kw_only=True):
    """One movement in double entry (boeking): what one account gives, another receives.

    `to_account` is debited and `from_account` credited with the same cents, so no entry can be out of
    balance. It names the act, the record that the act was on, and as `cause` the message or record that it
    follows from. `value_on` is the day on which it counts (valutadatum), `booked_on` the legal date on which
    it was booked. What was booked is never changed: `reverses_id` names the entry that this one takes back.
    """

    @declared_attr.directive
    def __table_args__(cls) -> tuple[Any, ...]:
        return (
            CheckConstraint("amount_cents > 0", name="moves_money"),
            CheckConstraint("from_account <> to_account", name="two_accounts"),
        )

    from_account: Mapped[str] = mapped_column(index=True)
    to_account: Mapped[str] = mapped_column(index=True)
    amount_cents: Mapped[int]
    act: Mapped[str]
    subject_id: Mapped[UUID] = mapped_column(index=True)
    value_on: Mapped[date]
    booked_on: Mapped[date]
    cause: Mapped[str | None] = mapped_column(default=None)
    reverses_id: Mapped[UUID | None] = mapped_column(default=None, unique=True)


class Account(Entity, kw_only=True):
    """An account (grootboekrekening) in the books of one body, kept by PostgreSQL with every entry.

    `debit_cents` is all that it received, `credit_cents` all that it gave, `balance_cents` the difference.
    Nobody but the entries changes it (ledger.sql).
    """

    @declared_attr.directive
    def __table_args__(cls) -> tuple[Any, ...]:
        return (
            UniqueConstraint("code", "owner"),
            CheckConstraint("least(debit_cents, credit_cents) >= 0", name="turnover"),
        )

    code: Mapped[str]
    debit_cents: Mapped[int]
    credit_cents: Mapped[int]
    balance_cents: Mapped[int] = mapped_column(Computed("debit_cents - credit_cents", persisted=True))
