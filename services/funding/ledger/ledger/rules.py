"""The accounts of the State's room, and how an act moves money between two of them."""

from datetime import datetime
from functools import partial
from uuid import UUID

from services.funding.ledger.ledger.models import Entry
from shared.kernel.calendar import legal_date
from shared.ledger.postings import Act, Days, entries

BUDGET = "state:budget"
ADVANCES = "state:advances"


def year_room(id: UUID) -> str:
    """The account of what a year has left for tranches."""
    return f"programme-year:{id}:room"


def tranche_room(id: UUID) -> str:
    """The account of what a tranche has left for awards."""
    return f"tranche:{id}:room"


def awarded(id: UUID) -> str:
    """The account of what an application was awarded."""
    return f"application:{id}:awarded"


def payable(id: UUID) -> str:
    """The account of what was advanced on an application and is to be paid."""
    return f"application:{id}:advance-payable"


def paid(id: UUID) -> str:
    """The account of what was paid in advance on an application."""
    return f"application:{id}:advance-paid"


def move(
    amount_cents: int, source: str, target: str, act: str, subject_id: UUID, at: datetime
) -> list[Entry]:
    """One entry, or none when no money moves."""
    today = legal_date(at)
    why = Act("state", act, subject_id, Days(today, today), str(subject_id))
    return entries(partial(Entry, booked_at=at), why, source, target, amount_cents)
