"""What is due on a demand on a day: costs, interest and principal, after all that was received (O23a)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from services.funding.settlement.demands.models import CLAIMED, Debtor, Demand
from services.funding.settlement.interest.rules import Claim, Kind, Payment, Rate, Running, is_claimed, run
from services.funding.settlement.receipts.models import DemandPayment
from shared.kernel.regimes import Regime

NO_PERCENT = Decimal(0)


@dataclass(frozen=True)
class Terms:
    """The yearly rates of statutory interest, and from which sum on it is claimed (AWB-26)."""

    rates: Sequence[Rate]
    debts: Regime


@dataclass(frozen=True)
class Standing:
    """What was received of each, what is due of each, and what was received above it; in cents."""

    received_costs_cents: int
    received_interest_cents: int
    received_principal_cents: int
    costs_cents: int
    interest_cents: int
    principal_cents: int
    over_cents: int

    @property
    def outstanding_cents(self) -> int:
        """All that is to be paid."""
        return self.costs_cents + self.interest_cents + self.principal_cents


NOTHING = Standing(0, 0, 0, 0, 0, 0, 0)


def standing(demand: Demand, received: Sequence[DemandPayment], terms: Terms, on: date) -> Standing:
    """Play all that was received until a day: before default to the principal, after it as Awb 4:92 says.

    Interest runs from the day after `due_on`; while it comes to less than the law's least, none is claimed
    (Awb 4:98). The fee of a reminder is due from its day on, unless all the rest was paid before. Nothing is
    due on a demand that was not decided, or was withdrawn. RATE_KNOWN is refused when a day of default has
    no rate.
    """
    if demand.status not in CLAIMED:
        return NOTHING
    due_on = demand.due_on or on
    until = [each for each in received if each.received_on <= on]
    early = sum(each.amount_cents for each in until if each.received_on <= due_on)
    late = [Payment(each.received_on, each.amount_cents) for each in until if each.received_on > due_on]
    running = _in_default(demand, max(demand.principal_cents - early, 0), late, terms, on)
    principal = running.capital_cents - running.capitalised_cents
    over = max(early - demand.principal_cents, 0) + sum(each.over_cents for each in running.received)
    interest = running.due_cents + running.capitalised_cents
    return Standing(
        received_costs_cents=sum(each.costs_cents for each in running.received),
        received_interest_cents=running.interest_cents - interest,
        received_principal_cents=demand.principal_cents - principal,
        costs_cents=running.costs_cents,
        interest_cents=interest,
        principal_cents=principal,
        over_cents=over,
    )


def _in_default(
    demand: Demand, principal_cents: int, late: Sequence[Payment], terms: Terms, on: date
) -> Running:
    if demand.due_on is None or on <= demand.due_on:
        return Running(principal_cents, 0)
    from_on = demand.due_on + timedelta(days=1)
    costs = demand.reminder_fee_cents, late, demand.reminded_on
    claim = Claim(Kind.STATUTORY, principal_cents, from_on, on, *costs)
    found = run(claim, terms.rates)
    if is_claimed(found.interest_cents, demand.debtor is Debtor.BODY, terms.debts):
        return found
    return run(claim, [Rate(from_on, NO_PERCENT)])
