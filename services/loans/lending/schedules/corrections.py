"""What a fact that became known late changes: one correction on its day of entry, what was posted stays."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from services.loans.lending.schedules.facts import Fact, FactKind
from services.loans.lending.schedules.replay import play
from services.loans.lending.schedules.terms import Terms


@dataclass(frozen=True)
class Posted:
    """All that was asked and paid until a day, and what is outstanding at its end, in cents."""

    principal_cents: int
    interest_cents: int
    capitalised_cents: int
    costs_cents: int
    penalty_cents: int
    paid_principal_cents: int
    paid_interest_cents: int
    paid_costs_cents: int
    paid_penalty_cents: int
    outstanding_principal_cents: int
    held_cents: int


@dataclass(frozen=True)
class Correction:
    """How much more, or less, was asked and paid until a day than was posted until then."""

    recorded_on: date
    facts: tuple[int, ...]
    difference: Posted


def corrections(
    terms: Terms, facts: Sequence[Fact], told_until: date | None, paid_until: date | None
) -> list[Correction]:
    """One correction for each day on which facts of an earlier day were entered, the first day first."""
    found = []
    for day in sorted({fact.known_on for fact in facts if _is_late(fact, facts)}):
        late = {number for number, f in enumerate(facts) if f.known_on == day and _is_late(f, facts)}
        known = [(number, fact) for number, fact in enumerate(facts) if fact.known_on <= day]
        until = min(day, told_until) if told_until else None
        before = [fact for number, fact in known if number not in late]
        difference = _difference(
            posted(terms, before, day, until, paid_until),
            posted(terms, [fact for _, fact in known], day, until, paid_until),
        )
        found.append(Correction(day, tuple(sorted(late)), difference))
    return found


def _is_late(fact: Fact, facts: Sequence[Fact]) -> bool:
    """Whether a fact changes days before it was entered; a reversal does so since the day of its receipt."""
    if fact.kind is FactKind.REVERSAL:
        return any(f.reference == fact.reference and f.on < fact.known_on for f in facts if f is not fact)
    return fact.known_on > fact.on


def posted(
    terms: Terms, facts: Sequence[Fact], day: date, told_until: date | None, paid_until: date | None
) -> Posted:
    """What these facts had posted by the end of a day."""
    loan, standings = play(terms, facts, told_until=told_until, paid_until=paid_until, asked=[day])
    rows = [row for row in loan.rows if row.due_on <= day]
    paid = [each for each in loan.postings if each.on <= day and each.kind in ("PAYMENT", "PREPAYMENT")]
    return Posted(
        principal_cents=sum(row.principal_cents for row in rows),
        interest_cents=sum(row.interest_cents for row in rows),
        capitalised_cents=sum(row.capitalised_cents for row in rows),
        costs_cents=sum(row.costs_cents for row in rows),
        penalty_cents=sum(row.penalty_cents for row in rows),
        paid_principal_cents=sum(each.principal_cents for each in paid),
        paid_interest_cents=sum(each.interest_cents for each in paid),
        paid_costs_cents=sum(each.costs_cents for each in paid),
        paid_penalty_cents=sum(each.penalty_cents for each in paid),
        outstanding_principal_cents=standings[0].outstanding_principal_cents,
        held_cents=standings[0].held_cents,
    )


def _difference(before: Posted, after: Posted) -> Posted:
    return Posted(**{name: value - vars(before)[name] for name, value in vars(after).items()})
