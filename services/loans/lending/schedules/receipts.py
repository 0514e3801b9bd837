"""What a receipt does: it pays what is open in the stated order, and its surplus is held or repays early."""

from services.loans.lending.schedules import fees
from services.loans.lending.schedules.arrears import charge, demand, post_late
from services.loans.lending.schedules.loan import Loan
from services.loans.lending.schedules.rounding import UNITS, cents
from services.loans.lending.schedules.rows import Row, RowKind, RowStatus
from services.loans.lending.schedules.terms import Part, Surplus


def receive(loan: Loan, amount_cents: int, effect: Surplus, kind: str, reference: str | None) -> None:
    """Take in money on the day at which the loan stands."""
    post_late(loan.demands)
    loan.flows.append((loan.day, amount_cents))
    went = loan.pay_open(amount_cents, loan.day)
    rest = amount_cents - sum(went.values())
    if rest and effect is Surplus.HOLD:
        loan.held += rest
    elif rest:
        rest = _repay_early(loan, rest, effect, went)
        loan.held += rest
    loan.post(kind, reference, amount_cents, went, rest)


def _repay_early(loan: Loan, rest: int, effect: Surplus, went: dict[Part, int]) -> int:
    """Interest that ran and principal that is not due, in the stated order; what is left of the money."""
    if effect is not Surplus.LOWER_INSTALMENTS:
        loan.agree()
    row = Row(RowKind.PREPAYMENT, loan.day, loan.undue, period_from=loan.day, status=RowStatus.PAID)
    for part in loan.terms.allocation.advance:
        if part is Part.INTEREST:
            row.interest_cents = take_interest(loan, rest)
            rest -= row.interest_cents
        elif part is Part.PRINCIPAL:
            row.principal_cents = min(rest, loan.undue)
            rest -= row.principal_cents
            loan.undue -= row.principal_cents
    if row.principal_cents and not loan.undue and not loan.to_come:
        row.costs_cents = min(rest, fees.at_end(loan.terms.fees, loan.drawn))
        rest -= row.costs_cents
    if effect is Surplus.LOWER_INSTALMENTS:
        loan.stale = True
    if effect is Surplus.NEXT_INSTALMENT:
        loan.ahead += row.principal_cents
    row.paid_principal_cents, row.paid_interest_cents = row.principal_cents, row.interest_cents
    row.paid_costs_cents, row.paid_on, row.closing_cents = row.costs_cents, loan.day, loan.undue
    if row.due_cents:
        loan.rows.append(row)
    for part, taken in (
        (Part.INTEREST, row.interest_cents),
        (Part.PRINCIPAL, row.principal_cents),
        (Part.COSTS, row.costs_cents),
    ):
        went[part] += taken
    return rest


def ran_cents(loan: Loan) -> int:
    """The interest that ran and was not asked for yet, in cents: of this period, carried on, and PIK."""
    return cents(loan.ran, loan.terms.rounding.interest) + loan.carried + cents(loan.pik)


def take_interest(loan: Loan, most: int) -> int:
    """Post interest that ran, at most so much; a whole posting leaves nothing running."""
    taken = min(most, ran_cents(loan))
    if taken == ran_cents(loan):
        loan.ran = loan.pik = loan.carried = 0
        return taken
    from_carried = min(taken, loan.carried)
    loan.carried -= from_carried
    from_ran = min(taken - from_carried, cents(loan.ran, loan.terms.rounding.interest))
    loan.ran = max(loan.ran - from_ran * UNITS, 0)
    loan.pik = max(loan.pik - (taken - from_carried - from_ran) * UNITS, 0)
    return taken


def payoff_cents(loan: Loan) -> int:
    """All that ends the loan on the day at which it stands, less what is held."""
    late = sum(cents(demand.late_units) for demand in loan.demands)
    open_cents = sum(demand.total_cents for demand in loan.demands)
    costs = cents(loan.committed) + (fees.at_end(loan.terms.fees, loan.drawn) if loan.undue else 0)
    owed = loan.undue + ran_cents(loan) + late + open_cents + costs
    return max(owed - loan.held, 0)


def demand_now(loan: Loan, part: Part, amount_cents: int, *, is_told: bool = False) -> None:
    """Ask for costs or a penalty on the day at which the loan stands."""
    row = Row(RowKind.FEE, loan.day, loan.undue, closing_cents=loan.undue)
    found = demand(row)
    charge(found, part, amount_cents)
    if not is_told:
        loan.ask(row)
        return
    row.status = RowStatus.DUE
    loan.rows.append(row)
    loan.demands.append(found)
