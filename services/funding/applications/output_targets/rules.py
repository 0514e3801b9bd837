"""What is realised of output targets, beside what is expected by now (O33)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from shared.kernel.money import round_half_up
from shared.kernel.rules import Rule

IN_TURN = Rule(
    "output-target.in-turn",
    "A report is made after the start and at most at the end of the plan.",
    source="domain.md O33",
    mend="Send elapsedMonths of at most totalMonths.",
    refusal="More months have passed than the plan has",
)
ONCE = Rule(
    "output-target.once",
    "A participant counts once for a target.",
    source="domain.md O33",
    mend="Name each participant of a target once.",
    refusal="A participant is named twice for a target",
)
OUTPUT_TARGET = (IN_TURN, ONCE)
ROUNDING = "Percentages are rounded half up to one decimal; comparisons are exact."


class Status(StrEnum):
    """How a target stands to a linear expectation."""

    REACHED = "REACHED"
    ON_TRACK = "ON_TRACK"
    AT_RISK = "AT_RISK"


@dataclass(frozen=True)
class Participant:
    """A participant by pseudonym, and the whole months of taking part."""

    code: str
    months: int


@dataclass(frozen=True)
class Target:
    """What is promised and realised, apart from participants who are told one by one."""

    code: str
    promised: int
    realised: int
    people: Sequence[Participant] = ()


@dataclass(frozen=True)
class Progress:
    """How far a target is, what was expected by now, and where it ends at this pace."""

    code: str
    promised: int
    realised: int
    too_short: int
    realised_percent: Decimal
    expected: Decimal
    forecast: int
    status: Status


def progress(target: Target, minimum_months: int, elapsed: int, total: int, location: str) -> Progress:
    """How a target stands after so many months; whoever took part for too short counts for nothing."""
    IN_TURN.require(elapsed <= total, location="/elapsedMonths")
    named = {each.code for each in target.people}
    ONCE.require(len(named) == len(target.people), location=f"{location}/people")
    counting = sum(each.months >= minimum_months for each in target.people)
    realised = target.realised + counting
    expected = Fraction(target.promised * elapsed, total)
    status = Status.REACHED if realised >= target.promised else Status.ON_TRACK
    return Progress(
        target.code,
        target.promised,
        realised,
        len(target.people) - counting,
        _one_place(Fraction(realised, target.promised) * 100),
        _one_place(expected),
        round_half_up(Fraction(realised * total, elapsed)),
        status if realised >= expected else Status.AT_RISK,
    )


def _one_place(exact: Fraction) -> Decimal:
    return Decimal(round_half_up(exact * 10)).scaleb(-1)
