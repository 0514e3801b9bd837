"""When a term of the Awb ends, and the penalty for a decision that comes too late (O24, O25)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from shared.kernel.calendar import KNOWN, end_of_term, suspension_days
from shared.kernel.regimes import Regime
from shared.kernel.rules import Rule

IN_TURN = Rule(
    "term.in-turn",
    "A supplement is asked within the term, answered after it was asked, and one follows on another.",
    source="Awb 4:5, 4:15; O24",
    mend="Correct the days of the suspensions.",
    refusal="The days of the suspensions do not follow one another",
)
TERM = (IN_TURN, KNOWN)
PENALTY = "penalty-late-decision"
ROUNDING = "Nothing is rounded: the penalty is a whole amount a day."


@dataclass(frozen=True)
class Suspension:
    """A supplement that was asked, and when it came."""

    asked_on: date
    answered_on: date


@dataclass(frozen=True)
class Term:
    """The last day of a term, also without holidays and weekends, and how long it stood still."""

    ends_on: date
    counted_to: date
    suspended_days: int


@dataclass(frozen=True)
class PenaltyPart:
    """So many days at so many cents."""

    days: int
    day_cents: int


def run(starts_on: date, weeks: int, suspensions: Sequence[Suspension], extends: bool) -> Term:
    """A term that starts to run the day after; the act of terms moves its end only when it `extends`."""
    before, still = starts_on, 0
    for number, each in enumerate(suspensions):
        last = starts_on + timedelta(weeks=weeks, days=still)
        fits = before <= each.asked_on <= min(each.answered_on, last)
        IN_TURN.require(fits, location=f"/suspensions/{number}")
        before, still = each.answered_on, still + suspension_days(each.asked_on, each.answered_on)
    ends = end_of_term(starts_on, weeks=weeks, suspended_days=still, extend=extends)
    return Term(ends, starts_on + timedelta(weeks=weeks, days=still), still)


def penalty(noticed_on: date, decided_on: date, regime: Regime) -> list[PenaltyPart]:
    """What is owed when two weeks after a notice no decision came (Awb 4:17), by its three parts."""
    first = noticed_on + timedelta(days=regime.whole("free_days") + 1)
    late = max((decided_on - first).days, 0)
    found = []
    for days, cents in zip(regime.codes("days"), regime.codes("day_cents"), strict=True):
        taken = min(late, int(days))
        late -= taken
        found.append(PenaltyPart(taken, int(cents)))
    return found


def most(regime: Regime) -> int:
    """The most that is ever owed, in cents."""
    pairs = zip(regime.codes("days"), regime.codes("day_cents"), strict=True)
    return sum(int(days) * int(cents) for days, cents in pairs)
