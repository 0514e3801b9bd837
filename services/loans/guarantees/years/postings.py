"""What the counters of a budget year are in the books of the State, off the balance."""

from datetime import date
from uuid import UUID

from services.loans.guarantees.years.models import GuaranteeYear, YearEntry
from services.loans.ledger.ledger import rules as ledger
from shared.ledger.postings import Act, Days


def open_year(year: GuaranteeYear, *, follows: bool, today: date) -> None:
    """A year has room to guarantee anew; one that `follows` another goes on with what is outstanding."""
    act = Act(year.owner, "guarantee-year.open", year.id, Days(today, today), str(year.id))
    ceiling, room = ledger.of_year(year.id, "ceiling"), ledger.of_year(year.id, "room")
    opening, outstanding = ledger.of_year(year.id, "opening"), ledger.of_year(year.id, "outstanding")
    stated = 0 if follows else year.opening_outstanding_cents
    year.postings.add_all(ledger.move(act, ceiling, room, year.annual_ceiling_cents))
    year.postings.add_all(ledger.move(act, opening, outstanding, stated))


def book(year: GuaranteeYear, first_id: UUID, entry: YearEntry, days: Days) -> None:
    """What an entry changes: reserved out of the room, granted out of the room, lapsed out of outstanding.

    `first_id` is the first of the years that lead to this one without a gap.
    """
    act = Act(year.owner, f"guarantee-year.{entry.kind.lower()}", year.id, days, str(entry.id))
    room, reserved = ledger.of_year(year.id, "room"), ledger.of_year(year.id, "reserved")
    outstanding, lapsed = ledger.of_year(first_id, "outstanding"), ledger.of_year(year.id, "lapsed")
    year.postings.add_all(ledger.move(act, room, reserved, entry.reserved_cents))
    year.postings.add_all(ledger.move(act, room, outstanding, entry.granted_cents))
    year.postings.add_all(ledger.move(act, outstanding, lapsed, entry.lapsed_cents))
