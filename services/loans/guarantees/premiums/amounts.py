"""The premium of a guarantee over the quarters of its term, to the cent (domain.md 2.14; O15)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from services.loans.guarantees.calculations.rules import Terms
from shared.kernel.calendar import quarter_from


@dataclass(frozen=True)
class Course:
    """What decides on a premium: the terms, the principal, by how much it moved on each day, and the term.

    A quarter counts when it begins on or after `issued_on` and before `ends_on`.
    """

    terms: Terms
    principal_cents: int
    moved: Mapping[date, int]
    issued_on: date
    ends_on: date

    def guaranteed_cents(self, on: date) -> int:
        """What is guaranteed of the principal that is outstanding at the end of a day (GN-2, O17)."""
        balance = sum(cents for day, cents in self.moved.items() if day <= on)
        return self.terms.covered_cents(balance, self.principal_cents)

    def premium_cents(self, quarter_on: date) -> int:
        """A quarter of the yearly premium on the guaranteed value of the first day, rounded half up once."""
        return self.terms.premium_cents(self.guaranteed_cents(quarter_on))

    def due_cents(self, until: date) -> int:
        """The premiums of all quarters that began by a day, that day included."""
        due, quarter_on = 0, quarter_from(self.issued_on)
        while quarter_on <= until and quarter_on < self.ends_on:
            due += self.premium_cents(quarter_on)
            quarter_on = following(quarter_on)
        return due


def following(quarter_on: date) -> date:
    """The first day of the quarter that follows the one which begins on a day."""
    return quarter_from(quarter_on + timedelta(days=1))


def final_cents(due_cents: int, minimum_cents: int, charged_cents: int) -> int:
    """What is charged at the end: all premiums together are never less than the minimum (O15)."""
    return max(max(due_cents, minimum_cents) - charged_cents, 0)
