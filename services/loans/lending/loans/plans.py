"""How the balance of a loan is planned to fall."""

from dataclasses import dataclass

from services.loans.lending.loans.models import Repayment
from shared.kernel.rules import Rule

QUARTERS_A_YEAR = 4

REPAYMENT = Rule(
    "loan.repayment-plan",
    "A linear loan names the one amount, within its principal, that is repaid each time; a bullet loan none.",
    source="domain.md 2.16, 2.17",
    mend="Send the repayment amount with LINEAR and leave it out with BULLET.",
    refusal="The repaid amount does not fit the way of repaying or the principal",
)


@dataclass(frozen=True)
class Plan:
    """The planned balance of a loan: a fixed amount is repaid every so many quarters, the rest at the end."""

    principal_cents: int
    quarters: int
    repayment_cents: int = 0
    every_quarters: int = 1

    def outstanding_cents(self, quarter: int) -> int:
        """The principal on the first day of a quarter, counted from 0."""
        if quarter >= self.quarters:
            return 0
        return max(self.principal_cents - quarter // self.every_quarters * self.repayment_cents, 0)


def plan(
    principal_cents: int,
    quarters: int,
    repayment: Repayment,
    per_quarter_cents: int | None,
    per_year_cents: int | None = None,
) -> Plan:
    """The planned balance of a loan over its term; amounts in cents."""
    named = [
        (cents, every)
        for cents, every in ((per_quarter_cents, 1), (per_year_cents, QUARTERS_A_YEAR))
        if cents is not None
    ]
    if repayment is Repayment.BULLET:
        REPAYMENT.require(not named)
        return Plan(principal_cents, quarters)
    REPAYMENT.require(len(named) == 1 and named[0][0] <= principal_cents)
    return Plan(principal_cents, quarters, *named[0])
