"""The accounts of the State's room, and how an act moves money between two of them."""

from datetime import datetime
from uuid import UUID

from services.funding.ledger.ledger.models import Entry

BUDGET = "state:budget"


def year_room(id: UUID) -> str:
    """The account of what a year has left for tranches."""
    return f"programme-year:{id}:room"


def tranche_room(id: UUID) -> str:
    """The account of what a tranche has left for awards."""
    return f"tranche:{id}:room"


def awarded(id: UUID) -> str:
    """The account of what an application was awarded."""
    return f"application:{id}:awarded"


def move(
    amount_cents: int, source: str, target: str, act: str, subject_id: UUID, at: datetime
) -> list[Entry]:
    """One entry, or none when no money moves."""
    if amount_cents == 0:
        return []
    entry = Entry(
        owner="state",
        from_account=source,
        to_account=target,
        amount_cents=amount_cents,
        act=act,
        subject_id=subject_id,
        booked_at=at,
    )
    return [entry]
