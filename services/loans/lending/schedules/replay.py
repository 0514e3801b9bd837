"""A loan played from its terms and its facts: each on its day, however late it became known."""

from collections.abc import Iterable, Sequence
from datetime import date

from services.loans.lending.schedules import changes, standing
from services.loans.lending.schedules.due_dates import DueDates
from services.loans.lending.schedules.facts import Fact, FactKind
from services.loans.lending.schedules.loan import Loan
from services.loans.lending.schedules.standing import Standing
from services.loans.lending.schedules.terms import Convention, Planned, Terms
from shared.kernel.rules import Rule

REVERSED = Rule(
    "schedule.reversal-of-a-receipt",
    "A reversal names the reference of a receipt that came on or before its day.",
    source="domain.md 3.17, 3.18",
    mend="Give the payment a reference, and name it in the reversal.",
    refusal="The receipt that would be reversed is not among the facts",
)
ORDER = {kind: place for place, kind in enumerate(FactKind)}
RECEIPTS = (FactKind.PAYMENT, FactKind.PREPAYMENT)


def play(
    terms: Terms,
    facts: Sequence[Fact] = (),
    *,
    told_until: date | None = None,
    paid_until: date | None = None,
    asked: Iterable[date] = (),
) -> tuple[Loan, list[Standing]]:
    """The loan at its end, and where it stood at the end of each day that is asked.

    Up to `told_until` only what is told happened (the day of the last payment unless given), except that
    what fell due up to `paid_until` was paid; after it everything is taken to be paid when it falls due.
    """
    happened = standing_facts(facts)
    if told_until is None:
        told_until = max((fact.on for fact in happened if fact.kind is FactKind.PAYMENT), default=None)
    loan = Loan(terms, happened, told_until, paid_until)
    payouts = disbursements(terms, happened)
    loan.to_come = sum(payout.amount_cents for payout in payouts)
    agenda = _agenda(terms, happened, payouts)
    found, days = [], sorted(set(asked))
    for day, what in agenda:
        while days and days[0] < day:
            found.append(standing.at(loan, days.pop(0)))
        loan.advance(day)
        if isinstance(what, Planned):
            loan.to_come = max(loan.to_come - what.amount_cents, 0)
            changes.disburse(loan, what.amount_cents)
        else:
            changes.DOES[what.kind](loan, what)
        loan.reopen()
    for day in days:
        found.append(standing.at(loan, day))
    while loan.more():
        loan.fall_due()
    return loan, found


def standing_facts(facts: Iterable[Fact]) -> list[Fact]:
    """The facts without the receipts that were reversed, and without the reversals."""
    told = list(facts)
    gone = set()
    for reversal in (fact for fact in told if fact.kind is FactKind.REVERSAL):
        receipts = [fact for fact in told if fact.kind in RECEIPTS and fact.reference == reversal.reference]
        REVERSED.require(any(receipt.on <= reversal.on for receipt in receipts))
        gone.add(reversal.reference)
    return [
        fact
        for fact in told
        if fact.kind is not FactKind.REVERSAL and not (fact.kind in RECEIPTS and fact.reference in gone)
    ]


def disbursements(terms: Terms, facts: Iterable[Fact]) -> list[Planned]:
    """What is paid out: as planned, unless a fact says that it was more, less, on another day, or extra."""
    planned = {payout.on: payout for payout in terms.disbursements}
    if not planned:
        planned = {terms.starts_on: Planned(terms.starts_on, terms.principal_cents)}
    real = []
    for fact in facts:
        if fact.kind is FactKind.DISBURSEMENT:
            planned.pop(fact.planned_on or fact.on, None)
            real.append(Planned(fact.on, fact.amount_cents or 0))
    return sorted([*planned.values(), *real], key=lambda payout: payout.on)


def _agenda(
    terms: Terms, facts: Iterable[Fact], payouts: Iterable[Planned]
) -> list[tuple[date, Fact | Planned]]:
    """Everything that happens, in order: of one day the disbursements first, then by kind, then as told."""
    dates = DueDates(terms)
    first = ORDER[FactKind.DISBURSEMENT]
    found: list[tuple[date, int, Fact | Planned]] = [(payout.on, first, payout) for payout in payouts]
    for fact in facts:
        if fact.kind is not FactKind.DISBURSEMENT:
            found.append((_value_day(fact, dates, terms), ORDER[fact.kind], fact))
    found.sort(key=lambda each: each[:2])
    return [(day, what) for day, _, what in found]


def _value_day(fact: Fact, dates: DueDates, terms: Terms) -> date:
    """A receipt between the planned and the moved due day is of the planned one: no interest runs between."""
    calendar = terms.calendar
    if fact.kind is not FactKind.PAYMENT or calendar.adjusted or calendar.convention is Convention.NONE:
        return fact.on
    index = 0
    while dates[index].due_on < fact.on and dates[index].ends_on < fact.on:  # `flaws` bounds how many
        index += 1
    period = dates[index]
    between = period.ends_on < fact.on <= period.due_on or period.due_on <= fact.on < period.ends_on
    return period.ends_on if between else fact.on
