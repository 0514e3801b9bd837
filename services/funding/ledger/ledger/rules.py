"""The accounts of the State's room, and how an act moves money between two of them."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from uuid import UUID

from services.funding.ledger.ledger.models import Entry
from shared.kernel.calendar import legal_date
from shared.ledger.postings import Act, Days, entries

BUDGET = "state:budget"
ADVANCES = "state:advances"
INTEREST = "state:interest"
COSTS = "state:collection-costs"
REFUNDS = "state:refunds"


def year_room(id: UUID) -> str:
    """The account of what a year has left for tranches."""
    return f"programme-year:{id}:room"


def tranche_room(id: UUID) -> str:
    """The account of what a tranche has left for awards."""
    return f"tranche:{id}:room"


def tranche_lapsed(id: UUID) -> str:
    """The account of what was awarded from a tranche, taken back, and is no room of it any more."""
    return f"tranche:{id}:lapsed"


def awarded(id: UUID) -> str:
    """The account of what an application was awarded."""
    return f"application:{id}:awarded"


def payable(id: UUID) -> str:
    """The account of what was advanced on an application and is to be paid."""
    return f"application:{id}:advance-payable"


def paid(id: UUID) -> str:
    """The account of what was paid in advance on an application."""
    return f"application:{id}:advance-paid"


def claimed(id: UUID) -> str:
    """The account of what is claimed back by a demand and did not come in."""
    return f"demand:{id}:claimed"


def recovered(id: UUID) -> str:
    """The account of what came in on a demand."""
    return f"demand:{id}:recovered"


def refundable(id: UUID) -> str:
    """The account of what came in on a demand that was withdrawn, and is to be paid back."""
    return f"demand:{id}:refundable"


def move(
    amount_cents: int, source: str, target: str, act: str, subject_id: UUID, at: datetime
) -> list[Entry]:
    """One entry, or none when no money moves."""
    return move_on(amount_cents, source, target, Why(act, subject_id, legal_date(at), subject_id), at)


@dataclass(frozen=True)
class Why:
    """Why money moves: which act on which record, from which day on it counts, and what it follows from."""

    act: str
    subject_id: UUID
    value_on: date
    cause: UUID


def move_on(amount_cents: int, source: str, target: str, why: Why, at: datetime) -> list[Entry]:
    """One entry that counts from a day of its own, or none when no money moves."""
    days = Days(why.value_on, legal_date(at))
    act = Act("state", why.act, why.subject_id, days, str(why.cause))
    return entries(partial(Entry, booked_at=at), act, source, target, amount_cents)
