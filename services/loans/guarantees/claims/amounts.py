"""What the State pays for a loss: its part, less the reductions, rounded once (domain.md 2.14; O17, O19a)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from services.loans.guarantees.calculations.rules import Terms
from shared.kernel.money import round_half_up


@dataclass(frozen=True)
class Reduction:
    """What is taken off a payout on a ground: a percentage of the State's part, or an amount in cents."""

    ground: str
    percent: Decimal | None
    amount_cents: int | None


def part_of_loss(terms: Terms, loss_cents: int, principal_cents: int) -> Fraction:
    """The State's part of a loss in cents, exact: pro rata of a loan that is guaranteed in part."""
    attributed = Fraction(loss_cents * terms.guaranteed_principal_cents, principal_cents)
    return attributed * Fraction(terms.guarantee_percent) / 100


def payout_cents(part: Fraction, reductions: Sequence[Reduction], most_cents: int) -> int:
    """The State's part less all reductions, rounded half up once, at most `most_cents`; 0 when none is left.

    Each percentage is of the whole part, whatever else is taken off.
    """
    percent = sum((Fraction(each.percent or 0) for each in reductions), Fraction(0))
    amount = sum(each.amount_cents or 0 for each in reductions)
    return min(max(round_half_up(part * (1 - percent / 100) - amount), 0), most_cents)
