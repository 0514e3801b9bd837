"""What each kind of fact does to a loan on its day."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from services.loans.lending.schedules import fees, receipts
from services.loans.lending.schedules.allocation import still_open
from services.loans.lending.schedules.arrears import post_late
from services.loans.lending.schedules.facts import Fact, FactKind
from services.loans.lending.schedules.loan import Loan
from services.loans.lending.schedules.rows import Row, RowKind, RowStatus
from services.loans.lending.schedules.terms import FeeKind, InGrace, Part, Surplus, Taken
from shared.kernel.money import percent_of
from shared.kernel.rules import Rule

REFUNDABLE = Rule(
    "schedule.refund-of-what-is-held",
    "No more is paid back than was received too much.",
    source="domain.md 3.18, 3.26",
    mend="Lower amountCents to what is held on that day.",
    refusal="More would be paid back than is held for the borrower",
)
WAIVABLE = Rule(
    "schedule.waiver-of-what-is-due",
    "No more is waived or written off than is due or has run on that day.",
    source="domain.md 3.18, 3.26",
    mend="Lower amountCents to what is open on that day.",
    refusal="More would be waived or written off than is open",
)
WRITTEN_OFF = Rule(
    "schedule.recovery-of-what-was-written-off",
    "What comes in later is at most what was written off and did not come in yet.",
    source="domain.md 3.18, 3.21",
    mend="Lower amountCents to the figure in the answer, or tell the write-off first.",
    refusal="More comes in than was written off",
)
CHANGES = (REFUNDABLE, WAIVABLE, WRITTEN_OFF)


def disburse(loan: Loan, amount_cents: int, reference: str | None = None) -> None:
    """Money is paid out, less a down payment (aanbetaling); the first time with the fee for arranging."""
    if not amount_cents:
        return
    row = Row(RowKind.DISBURSEMENT, loan.day, loan.undue, disbursed_cents=amount_cents)
    first = not loan.drawn
    loan.undue += amount_cents
    loan.drawn += amount_cents
    loan.original += amount_cents
    row.closing_cents, row.status = loan.undue, RowStatus.BOOKED
    loan.rows.append(row)
    loan.flows.append((loan.day, -amount_cents))
    loan.stale = True
    down = percent_of(amount_cents, loan.terms.down_payment_percent)
    down += loan.terms.down_payment_cents if first else 0
    if down := min(down, loan.undue):
        row = Row(RowKind.DOWN_PAYMENT, loan.day, loan.undue, principal_cents=down)
        loan.undue -= down
        loan.original -= down
        loan.ask(row)
    if first:
        _arrange(loan, FeeKind.ARRANGEMENT, loan.terms.principal_cents)
    _arrange(loan, FeeKind.DISBURSEMENT, amount_cents)


def _arrange(loan: Loan, kind: FeeKind, of_cents: int) -> None:
    """Take the fees for arranging (afsluitprovisie), or for paying out."""
    for fee in loan.terms.fees:
        if fee.kind is not kind or fee.taken is Taken.WITH_FIRST:
            continue
        charged = fees.charged(fee, of_cents)
        row = Row(RowKind.FEE, loan.day, loan.undue, status=RowStatus.BOOKED)
        if fee.taken is Taken.CAPITALISED:
            row.kind, row.capitalised_cents = RowKind.CAPITALISATION, charged
            loan.undue += charged
            loan.original += charged
        elif fee.taken is Taken.WITHHELD:
            row.costs_cents = row.paid_costs_cents = charged
            row.paid_on, row.status = loan.day, RowStatus.PAID
            loan.flows.append((loan.day, charged))
        else:
            row.costs_cents, row.status = charged, RowStatus.PLANNED
            loan.ask(row)
            continue
        row.closing_cents = loan.undue
        loan.rows.append(row)


def _pay(loan: Loan, fact: Fact) -> None:
    effect = fact.effect or loan.terms.allocation.surplus
    receipts.receive(loan, fact.amount_cents or 0, effect, fact.kind, fact.reference)


def _prepay(loan: Loan, fact: Fact) -> None:
    """Repay early, with its penalty (boeterente); without an amount all that is owed on that day."""
    penalty = (fact.penalty_cents or 0) + percent_of(
        fact.amount_cents or loan.undue, fact.penalty_percent or Decimal(0)
    )
    if penalty:
        receipts.demand_now(loan, Part.PENALTY, penalty, is_told=True)
    amount = fact.amount_cents or receipts.payoff_cents(loan)
    receipts.receive(loan, amount, fact.effect or Surplus.SHORTER_TERM, fact.kind, fact.reference)


def _charge(loan: Loan, fact: Fact) -> None:
    amount = fact.amount_cents or 0
    part = Part.COSTS if fact.kind is FactKind.FEE else Part.PENALTY
    receipts.demand_now(loan, part, amount)
    loan.post(fact.kind, fact.reference, amount, {part: amount})


def _charge_back(loan: Loan, fact: Fact) -> None:
    """A payment came back: the borrower owes it again from this day."""
    amount = fact.amount_cents or 0
    row = Row(RowKind.CHARGEBACK, loan.day, loan.undue, disbursed_cents=amount, status=RowStatus.BOOKED)
    loan.undue += amount
    row.closing_cents, loan.stale = loan.undue, True
    loan.rows.append(row)
    loan.flows.append((loan.day, -amount))
    loan.post(fact.kind, fact.reference, amount, {Part.PRINCIPAL: amount})


def _refund(loan: Loan, fact: Fact) -> None:
    amount = fact.amount_cents or 0
    REFUNDABLE.require(amount <= loan.held, held_cents=loan.held, on=loan.day)
    loan.held -= amount
    loan.flows.append((loan.day, -amount))
    loan.post(fact.kind, fact.reference, amount, {}, -amount)


def forgive(loan: Loan, part: Part, most: int) -> int:
    """Let go of what is open of a part, the oldest first; how much it was."""
    left = most
    for demand in loan.demands:
        taken = min(left, demand.open[part])
        demand.open[part] -= taken
        demand.row.waived_cents += taken
        left -= taken
    loan.demands = still_open(loan.demands)
    return most - left


def _waive(loan: Loan, fact: Fact) -> None:
    post_late(loan.demands)
    part, amount = fact.part or Part.INTEREST, fact.amount_cents or 0
    ran = receipts.ran_cents(loan) if part is Part.INTEREST else 0
    most = ran + sum(demand.open[part] for demand in loan.demands)
    WAIVABLE.require(amount <= most and part is not Part.PRINCIPAL, open_cents=most, on=loan.day)
    rest = amount - forgive(loan, part, amount)
    receipts.take_interest(loan, rest)
    loan.post(fact.kind, fact.reference, amount, {part: amount})


def _capitalise(loan: Loan, fact: Fact) -> None:
    """What is open of a part, and for interest what ran, becomes principal."""
    post_late(loan.demands)
    part = fact.part or Part.INTEREST
    amount = forgive(loan, part, sum(demand.open[part] for demand in loan.demands))
    if part is Part.INTEREST:
        amount += receipts.take_interest(loan, receipts.ran_cents(loan))
    add_principal(loan, amount)
    loan.post(fact.kind, fact.reference, amount, {part: amount})


def add_principal(loan: Loan, amount_cents: int) -> None:
    """Something becomes principal that is not due yet."""
    row = Row(RowKind.CAPITALISATION, loan.day, loan.undue, capitalised_cents=amount_cents)
    loan.undue += amount_cents
    row.closing_cents, row.status, loan.stale = loan.undue, RowStatus.BOOKED, True
    if amount_cents:
        loan.rows.append(row)


def _defer(loan: Loan, fact: Fact) -> None:
    """The next instalments hold no principal, or nothing at all (uitstel); the term may move with them."""
    count = fact.instalments or 0
    if fact.extend is not False:
        loan.agree()
        loan.last += count
        loan.shift += count
    else:
        loan.stale = True
    loan.grace = loan.index + count
    if fact.with_interest:
        loan.rests, loan.in_grace = loan.index + count, fact.interest or InGrace.DEFERRED


def _re_amortise(loan: Loan, fact: Fact) -> None:
    """What is not due, and if asked what is past due, is spread anew (heraflossing)."""
    if fact.include_overdue:
        add_principal(loan, forgive(loan, Part.PRINCIPAL, loan.open_principal))
    if fact.first_due_on:
        loan.dates.restart(loan.index, fact.first_due_on)
    if fact.instalments:
        loan.last = loan.index + fact.instalments - 1
    if fact.repayment:
        loan.kind, loan.stated = fact.repayment, None
    loan.stated = fact.instalment_cents or loan.stated
    if fact.instalments and not fact.instalment_cents:
        loan.stated = None
    loan.grace = loan.rests = min(loan.grace, loan.index)
    loan.stale = True


def _write_off(loan: Loan, fact: Fact) -> None:
    """Principal is given up, past due first; without an amount everything is, and the loan ends."""
    whole, amount = fact.amount_cents is None, fact.amount_cents
    owed = loan.undue + loan.open_principal
    amount = owed if amount is None else amount
    WAIVABLE.require(amount <= owed, open_cents=owed, on=loan.day)
    went = {Part.PRINCIPAL: amount}
    if whole:
        post_late(loan.demands)
        for part in (Part.COSTS, Part.PENALTY, Part.INTEREST):
            went[part] = forgive(loan, part, sum(demand.open[part] for demand in loan.demands))
        went[Part.INTEREST] += receipts.take_interest(loan, receipts.ran_cents(loan))
    rest = amount - forgive(loan, Part.PRINCIPAL, amount)
    row = Row(RowKind.WRITE_OFF, loan.day, loan.undue, written_off_cents=rest, status=RowStatus.BOOKED)
    loan.undue -= rest
    loan.to_come = 0 if whole else loan.to_come
    row.closing_cents, loan.stale = loan.undue, True
    if rest:
        loan.rows.append(row)
    for part, taken in went.items():
        loan.lost[part] = loan.lost.get(part, 0) + taken
    loan.post(fact.kind, fact.reference, sum(went.values()), went)


def _recover(loan: Loan, fact: Fact) -> None:
    """Money on what was written off (nagekomen bate): principal first; the loan itself does not revive."""
    left = fact.amount_cents or 0
    most = sum(loan.lost.values())
    WRITTEN_OFF.require(left <= most, written_off_cents=most, on=loan.day)
    went = {}
    for part in (Part.PRINCIPAL, Part.INTEREST, Part.PENALTY, Part.COSTS):
        went[part] = min(left, loan.lost.get(part, 0))
        loan.lost[part] = loan.lost.get(part, 0) - went[part]
        left -= went[part]
    amount = sum(went.values())
    loan.flows.append((loan.day, amount))
    loan.post(fact.kind, fact.reference, amount, went)


def _accelerate(loan: Loan, fact: Fact) -> None:
    """Everything falls due at once (opeising)."""
    period = loan.dates[loan.index]
    row = Row(RowKind.INSTALMENT, loan.day, loan.undue, period.number, period.starts_on)
    row.principal_cents, row.interest_cents = (
        loan.undue,
        receipts.take_interest(loan, receipts.ran_cents(loan)),
    )
    loan.undue = 0
    loan.dates.cut(loan.index, loan.day)
    loan.last, loan.to_come = loan.index, 0
    loan.index += 1
    loan.ask(row)
    loan.post(fact.kind, fact.reference, row.due_cents, {})


def _charge_off(loan: Loan, fact: Fact) -> None:
    """The loan is taken as lost, still to be collected: as a rule no interest runs any more."""
    if fact.accelerate:
        _accelerate(loan, replace(fact, kind=FactKind.ACCELERATION))
    loan.bearing = bool(fact.with_interest)
    owed = loan.undue + loan.open_principal
    loan.post(fact.kind, fact.reference, owed, {Part.PRINCIPAL: owed})


def _know(_: Loan, __: Fact) -> None:
    """The rates hold it already; an instalment that rests on the rate is set anew when it falls due."""


DOES: dict[FactKind, Callable[[Loan, Fact], None]] = {
    FactKind.RATE_CHANGE: _know,
    FactKind.INTEREST_PAUSE: _know,
    FactKind.DEFERRAL: _defer,
    FactKind.FEE: _charge,
    FactKind.PENALTY: _charge,
    FactKind.PAYMENT: _pay,
    FactKind.PREPAYMENT: _prepay,
    FactKind.CHARGEBACK: _charge_back,
    FactKind.REFUND: _refund,
    FactKind.WAIVER: _waive,
    FactKind.CAPITALISATION: _capitalise,
    FactKind.RE_AMORTISATION: _re_amortise,
    FactKind.WRITE_OFF: _write_off,
    FactKind.RECOVERY: _recover,
    FactKind.ACCELERATION: _accelerate,
    FactKind.CHARGE_OFF: _charge_off,
}
