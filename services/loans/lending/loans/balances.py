"""How much of a loan was outstanding on the days of its past."""

from collections.abc import Mapping
from datetime import date
from itertools import accumulate

from shared.kernel.rules import Rule

WITHIN_OUTSTANDING = Rule(
    "repayment.within-outstanding",
    "Repayments together never exceed what was paid out.",
    source="domain.md 3.18, 3.26",
    mend="Check whether this repayment was reported before under another id, and correct the amount.",
    refusal="More is repaid than is outstanding",
    audited=True,
)
WITHIN_BALANCE = Rule(
    "repayment.within-balance-of-the-day",
    "No more is repaid by any day than was paid out by that day.",
    source="domain.md 3.18, 3.26",
    mend="Correct repaidOn, or report first what was paid out before it.",
    refusal="On that day, or a later one, less was outstanding than is repaid",
)


def require_balance(moved: Mapping[date, int], amount_cents: int, on: date) -> None:
    """Refuse more than the least that was outstanding on a day or any later one.

    `moved` is by how much the principal grew or fell on each day on which it did.
    """
    that_day = sum(cents for day, cents in moved.items() if day <= on)
    later = sorted(day for day in moved if day > on)
    least = min(accumulate((moved[day] for day in later), initial=that_day))
    WITHIN_BALANCE.require(amount_cents <= least, outstanding_cents=least)
