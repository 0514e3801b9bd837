"""How a demand that was decided wrongly is withdrawn, as if it never was (domain.md 3.14)."""

from services.funding.ledger.ledger import rules as ledger
from services.funding.ledger.ledger.models import Entry
from services.funding.payments.advances.models import AdvanceTotal
from services.funding.settlement.demands.models import Demand
from services.funding.settlement.demands.rules import LIFE, WITHDRAWAL_FOUR_EYES
from services.funding.settlement.demands.standing import NOTHING
from services.funding.settlement.receipts.rules import booked
from shared.contracts.funding.demands import DemandWithdrawn
from shared.kernel.calendar import end_of_term
from shared.kernel.mandates import DECIDE, Decision
from shared.kernel.moment import Moment
from shared.kernel.regimes import Regime
from shared.kernel.rules import with_author

WITHDRAWAL = (LIFE.rule, WITHDRAWAL_FOUR_EYES, *DECIDE)
ACT = "demand.withdraw"


def withdraw(
    demand: Demand, total: AdvanceTotal, reason: str, decision: Decision, regime: Regime, when: Moment
) -> tuple[DemandWithdrawn, list[Entry]]:
    """Withdraw (intrekken) a demand: what it was for counts as paid and not claimed back again.

    All that was received on it is to be paid back within the term of the regime, as a sum that a decision
    sets is (Awb 4:87).
    """
    status = LIFE.after(demand.status, "withdraw")
    WITHDRAWAL_FOUR_EYES.require_another(decision.officer, *demand.hands)
    received_cents = demand.received_principal_cents + demand.received_interest_cents
    refundable_cents = received_cents + demand.received_costs_cents
    refund_due_on = end_of_term(when.today, weeks=regime.whole("pay_weeks")) if refundable_cents else None
    claimed, paid = ledger.claimed(demand.id), ledger.paid(demand.application_id)
    refundable = ledger.refundable(demand.id)
    entries = [
        *booked(demand, NOTHING, "withdraw", when.at),
        *ledger.move(demand.principal_cents, claimed, paid, ACT, demand.id, when.at),
        *ledger.move(refundable_cents, ledger.REFUNDS, refundable, ACT, demand.id, when.at),
    ]
    demand.status, demand.withdrawal_reason, demand.ended_at, demand.paid_on = status, reason, when.at, None
    demand.refundable_cents, demand.refund_due_on = refundable_cents, refund_due_on
    demand.withdrawing_body, demand.withdrawal_mandate, demand.withdrawal_mandate_regime = decision.named
    demand.hands = with_author(demand.hands, decision.officer)
    total.claimed_cents -= demand.principal_cents
    told = DemandWithdrawn(
        demand_id=demand.id,
        application_id=demand.application_id,
        principal_cents=demand.principal_cents,
        claimed_cents=total.claimed_cents,
        refundable_cents=refundable_cents,
        refund_due_on=refund_due_on,
        withdrawn_on=when.today,
        deciding_body=decision.deciding_body,
        mandate=decision.mandate,
    )
    return told, entries
