"""How acts are booked: from budget to year, from year to tranche, from tranche to award."""

from datetime import datetime
from uuid import UUID

from services.funding.applications.applications.models import Application
from services.funding.ledger.ledger.models import Entry
from services.funding.programmes.tranches.models import Tranche
from services.funding.programmes.years.models import ProgrammeYear

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


def opening_of_year(year: ProgrammeYear) -> list[Entry]:
    """The State's part of a year comes out of its budget."""
    return _move(year.state_cents, BUDGET, year_room(year.id), "programme-year.open", year.id, year.opened_at)


def publication_of_tranche(tranche: Tranche, at: datetime) -> list[Entry]:
    """A tranche takes its ceiling out of its year."""
    source = year_room(tranche.programme_year_id)
    return _move(tranche.ceiling_cents, source, tranche_room(tranche.id), "tranche.publish", tranche.id, at)


def award_of_application(application: Application, amount_cents: int, at: datetime) -> list[Entry]:
    """An award is taken out of its tranche."""
    source, target = tranche_room(application.tranche_id), awarded(application.id)
    return _move(amount_cents, source, target, "application.award", application.id, at)


def _move(
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
