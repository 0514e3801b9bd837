"""How an act becomes entries, and how an entry is taken back. Pure: no database, no clock."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID

from shared.ledger.models import Entry

E = TypeVar("E", bound=Entry)


@dataclass(frozen=True)
class Days:
    """The day on which something counts, and the legal date on which it is booked."""

    value_on: date
    booked_on: date


@dataclass(frozen=True)
class Act:
    """Why money moves: in whose books, what was done to which record, when, and what it follows from."""

    owner: str
    name: str
    subject_id: UUID
    days: Days
    cause: str | None = None


def entries(kind: Callable[..., E], act: Act, source: str, target: str, amount_cents: int) -> list[E]:
    """One entry from `source` to `target`; a negative amount goes the other way, nothing moves as none."""
    if amount_cents == 0:
        return []
    if amount_cents < 0:
        source, target = target, source
    entry = kind(
        owner=act.owner,
        from_account=source,
        to_account=target,
        amount_cents=abs(amount_cents),
        act=act.name,
        subject_id=act.subject_id,
        value_on=act.days.value_on,
        booked_on=act.days.booked_on,
        cause=act.cause,
    )
    return [entry]


def reversal(entry: E, act: str, booked_on: date, cause: str | None = None) -> E:
    """The entry that takes another back: the same cents the other way, on the same day of value.

    PostgreSQL refuses one that does not mirror its entry, and a second one of the same entry.
    """
    return type(entry)(
        owner=entry.owner,
        from_account=entry.to_account,
        to_account=entry.from_account,
        amount_cents=entry.amount_cents,
        act=act,
        subject_id=entry.subject_id,
        value_on=entry.value_on,
        booked_on=booked_on,
        cause=cause,
        reverses_id=entry.id,
    )


@dataclass(frozen=True)
class Total:
    """What the accounts of a kind received and gave up to and including a day, in cents."""

    account: str
    debit_cents: int
    credit_cents: int

    @property
    def balance_cents(self) -> int:
        """What they hold."""
        return self.debit_cents - self.credit_cents
