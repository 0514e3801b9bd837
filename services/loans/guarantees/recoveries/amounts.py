"""The State's part of what is recovered, to the cent (domain.md 2.14, 3.21, 3.26; O19a)."""

from dataclasses import dataclass
from fractions import Fraction

from shared.kernel.money import round_half_up


@dataclass(frozen=True)
class Borne:
    """A loss, what the State paid of it, and what of it was recovered and shared so far, in cents."""

    loss_cents: int
    payout_cents: int
    recovered_cents: int
    state_share_cents: int


def share_cents(borne: Borne, amount_cents: int) -> int:
    """The State's part of one more recovery: its part of all recoveries, less what it has a right to already.

    The part is that of the loss which the State bore, so that net losses stay in proportion (pari passu). All
    recoveries together are rounded half up once: many small ones give what one large one gives.
    """
    recovered = borne.recovered_cents + amount_cents
    due = round_half_up(Fraction(recovered * borne.payout_cents, borne.loss_cents))
    return min(max(due - borne.state_share_cents, 0), amount_cents)
