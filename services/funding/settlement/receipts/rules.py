"""What is received on a demand, what it goes to, and what comes back (domain.md 3.14; Awb 4:92)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from services.funding.ledger.ledger import rules as ledger
from services.funding.ledger.ledger.models import Entry
from services.funding.settlement.demands.models import Demand, Status
from services.funding.settlement.demands.rules import LIFE, RECEIPT_FOUR_EYES
from services.funding.settlement.demands.standing import Standing, Terms, standing
from services.funding.settlement.interest.rules import INTEREST
from services.funding.settlement.receipts.models import DemandPayment
from shared.contracts.funding.demands import DemandPaid, DemandReopened
from shared.kernel.calendar import legal_date
from shared.kernel.moment import Moment
from shared.kernel.principal import Principal
from shared.kernel.rules import Rule

WITHIN_DUE = Rule(
    "demand.within-due",
    "No more is received on a demand than is due on it: costs, then interest, then principal.",
    source="AWB-25 (Awb 4:92); domain.md 3.14",
    mend="Record at most what is due on that day, and pay the rest back.",
    refusal="More would be received than is due",
)
ONCE = Rule(
    "demand.reference-once",
    "What the bank received under a reference is recorded once, on one demand.",
    source="domain.md 3.14; issue 12",
    mend="Send the reference of another receipt, or take the first record back.",
    refusal="This receipt was recorded before",
)
FEW = Rule(
    "demand.payments-at-most",
    "A demand is paid in at most 200 parts.",
    source="design choice: as many as an interest calculation takes",
    mend="Record parts that came in on one day as one.",
    refusal="The demand was paid in too many parts",
)
KNOWN = Rule(
    "demand.payment-known",
    "What goes back was recorded on the demand before, and did not go back yet.",
    source="domain.md 3.14",
    mend="Send the reference of a payment that stands.",
    refusal="No payment under this reference stands",
)
DATED = Rule(
    "demand.received-dated",
    "Money comes in on or after the day of the decision, and goes back on or after the day it came in.",
    source="domain.md 3.14",
    mend="Correct the day.",
    refusal="The money would move before the step it follows, or on a day yet to come",
)
PARTS_MAX = 200
RECEIPT = (LIFE.rule, RECEIPT_FOUR_EYES, DATED, ONCE, FEW, WITHIN_DUE, *INTEREST)
REVERSAL = (LIFE.rule, RECEIPT_FOUR_EYES, KNOWN, DATED, WITHIN_DUE, *INTEREST)


@dataclass(frozen=True)
class Receipt:
    """What the bank received: how many cents, on which day, under which reference."""

    amount_cents: int
    received_on: date
    reference: str


def receive(
    demand: Demand,
    standing_payments: Sequence[DemandPayment],
    receipt: Receipt,
    recorded: DemandPayment | None,
    terms: Terms,
    by: tuple[Principal, Moment],
) -> tuple[DemandPayment, list[DemandPaid], list[Entry]]:
    """Money came in on a demand: it is paid when nothing of it is due any more."""
    officer, when = by
    LIFE.after(demand.status, "receive")
    RECEIPT_FOUR_EYES.require_another(officer, *demand.hands)
    ONCE.require(recorded is None)
    FEW.require(len(standing_payments) < PARTS_MAX)
    _require_dated(receipt.received_on, demand.decided_at and legal_date(demand.decided_at), when.today)
    payment = DemandPayment(
        owner=demand.owner,
        demand_id=demand.id,
        amount_cents=receipt.amount_cents,
        received_on=receipt.received_on,
        reference=receipt.reference,
        recorded_at=when.at,
        recorded_by=officer.subject,
    )
    payments = [*standing_payments, payment]
    found = _played(demand, payments, terms)
    entries = booked(demand, found, "receive", when.at)
    if found.outstanding_cents:
        return payment, [], entries
    demand.status = LIFE.after(demand.status, "pay")
    demand.paid_on = paid_on = _last_day(payments)
    told = DemandPaid(
        demand_id=demand.id,
        application_id=demand.application_id,
        principal_cents=demand.received_principal_cents,
        interest_cents=demand.received_interest_cents,
        paid_on=paid_on,
    )
    return payment, [told], entries


def reverse(
    demand: Demand,
    standing_payments: Sequence[DemandPayment],
    back: tuple[str, date, str],
    terms: Terms,
    by: tuple[Principal, Moment],
) -> tuple[list[DemandReopened], list[Entry]]:
    """A payment went back, as if it never was: what it had paid is due again, with its interest.

    The bank took it back (storno); or it was paid back, as the demand was withdrawn and nothing is due.
    """
    officer, when = by
    reference, reversed_on, reason = back
    was_paid = demand.status is Status.PAID
    status = LIFE.after(demand.status, _reversing(demand))
    RECEIPT_FOUR_EYES.require_another(officer, *demand.hands)
    payment = KNOWN.present(next((each for each in standing_payments if each.reference == reference), None))
    _require_dated(reversed_on, payment.received_on, when.today)
    found = _played(demand, [each for each in standing_payments if each is not payment], terms)
    payment.reversed_on, payment.reversal_reason = reversed_on, reason
    demand.status, demand.paid_on = status, None
    told = DemandReopened(
        demand_id=demand.id,
        application_id=demand.application_id,
        principal_cents=demand.principal_cents - found.received_principal_cents,
        reversed_on=reversed_on,
    )
    refunded = _refunded(demand, payment.amount_cents, when.at) if status is Status.WITHDRAWN else []
    return [told] if was_paid else [], [*booked(demand, found, "reverse", when.at), *refunded]


def _reversing(demand: Demand) -> str:
    if demand.status is Status.WITHDRAWN:
        return "refund"
    reminded = demand.status is Status.PAID and demand.reminded_on is not None
    return "reverse_reminded" if reminded else "reverse"


def _refunded(demand: Demand, cents: int, at: datetime) -> list[Entry]:
    demand.refundable_cents -= cents
    demand.refund_due_on = demand.refund_due_on if demand.refundable_cents else None
    return ledger.move(cents, ledger.refundable(demand.id), ledger.REFUNDS, "demand.refund", demand.id, at)


def _played(demand: Demand, payments: Sequence[DemandPayment], terms: Terms) -> Standing:
    """All payments in the order of their days; refused when one of them finds less due than it brings."""
    found = standing(demand, payments, terms, _last_day(payments) if payments else demand.due_on or date.min)
    WITHIN_DUE.require(found.over_cents == 0, over_cents=found.over_cents)
    return found


def _last_day(payments: Sequence[DemandPayment]) -> date:
    return max(each.received_on for each in payments)


def _require_dated(on: date, from_on: date | None, today: date) -> None:
    DATED.require(from_on is not None and from_on <= on <= today, from_on=from_on, today=today)


def booked(demand: Demand, found: Standing, act: str, at: datetime) -> list[Entry]:
    """What was received of each from now on, and the entries that make the books say so."""
    principal = found.received_principal_cents - demand.received_principal_cents
    interest = found.received_interest_cents - demand.received_interest_cents
    costs = found.received_costs_cents - demand.received_costs_cents
    demand.received_principal_cents = found.received_principal_cents
    demand.received_interest_cents = found.received_interest_cents
    demand.received_costs_cents = found.received_costs_cents
    target = ledger.recovered(demand.id)
    return [
        *_moved(principal, ledger.claimed(demand.id), target, act, demand, at),
        *_moved(interest, ledger.INTEREST, target, act, demand, at),
        *_moved(costs, ledger.COSTS, target, act, demand, at),
    ]


def _moved(cents: int, source: str, target: str, act: str, demand: Demand, at: datetime) -> list[Entry]:
    return ledger.move(cents, source, target, f"demand.{act}", demand.id, at)
