"""How much is advanced on an award, by which hands, and what becomes of each advance (domain.md 3.11)."""

from dataclasses import dataclass
from datetime import date, datetime

from services.funding.applications.applications.models import Application
from services.funding.applications.applications.models import Status as ApplicationStatus
from services.funding.ledger.ledger import rules as ledger
from services.funding.ledger.ledger.models import Entry
from services.funding.payments.advances.models import Advance, AdvanceTotal, Kind, Status
from services.funding.payments.payees.models import PayeeAccount
from shared.contracts.funding.payments import AdvancePaid, AdvanceReversed
from shared.kernel.calendar import legal_date
from shared.kernel.lifecycle import Lifecycle
from shared.kernel.mandates import DECIDE, Decision
from shared.kernel.moment import Moment
from shared.kernel.money import percent_of
from shared.kernel.principal import Principal
from shared.kernel.regimes import Regime
from shared.kernel.rules import FourEyes, Rule, with_author

LIFE = Lifecycle(
    "advance",
    Status.PROPOSED,
    {
        (Status.PROPOSED, "approve"): Status.APPROVED,
        (Status.PROPOSED, "withdraw"): Status.WITHDRAWN,
        (Status.APPROVED, "withdraw"): Status.WITHDRAWN,
        (Status.APPROVED, "order"): Status.ORDERED,
        (Status.ORDERED, "confirm"): Status.PAID,
        (Status.ORDERED, "fail"): Status.FAILED,
        (Status.PAID, "reverse"): Status.REVERSED,
    },
    source="domain.md 3.11; AWB-21",
)
ON_AWARD = Rule(
    "advance.on-award",
    "An advance is given on an award that stands and is not settled, a balance on one that is settled.",
    source="AWB-21 (Awb 4:95); domain.md 3.11",
    mend="Advance on an application that was awarded; pay a BALANCE when it was settled.",
    refusal="The application has no award that stands, or it is settled, or not yet",
)
DECLARES = Rule(
    "advance.declares-costs",
    "An advance on a report says which costs it declared, one at approval says none; "
    "all that is declared together is at most the total cost.",
    source="domain.md 2.7; EZ-10",
    mend="Send declaredCents with REPORT, up to the room in the answer, and none with APPROVAL.",
    refusal="The declared costs do not fit the advance or the plan",
)
AS_PLANNED = Rule(
    "advance.as-planned",
    "At approval at most the part that the award names is advanced; after that the rate of declared costs.",
    source="domain.md 2.7 (O20); EZ-10",
    mend="Advance at most the room named in the answer.",
    refusal="The plan of advances does not give that much for this",
    audited=True,
)
WITHIN_CEILING = Rule(
    "advance.within-ceiling",
    "All advances on an award together stay within the ceiling that the award names.",
    source="domain.md 3.11, 3.26; O20",
    mend="Advance at most the room named in the answer; the rest is paid at settlement.",
    refusal="The advances pass the ceiling of the award",
    audited=True,
)
TO_VERIFIED = Rule(
    "advance.to-verified-account",
    "An advance is approved for an account that was verified as that of the recipient.",
    source="domain.md 3.11; issue 12",
    mend="Have the region enter the account, and the State verify it.",
    refusal="The award has no verified account to pay to",
)
FOUR_EYES = FourEyes(
    "advance.four-eyes",
    "Whoever proposed an advance, or entered or verified the account it goes to, may not approve it.",
    source="domain.md 3.11; B10",
    mend="Have another officer approve it.",
    refusal="You proposed this advance, or had a hand in its account",
)
PAYMENT_FOUR_EYES = FourEyes(
    "advance.payment-four-eyes",
    "Whoever proposed, approved or ordered an advance is not the one who says what the bank did with it.",
    source="domain.md 3.11; B10",
    mend="Have another officer record it.",
    refusal="You proposed, approved or ordered this advance",
)
NOT_CLAIMED = Rule(
    "advance.not-claimed-back",
    "An advance comes back while no demand stands that would then claim back more than is undue.",
    source="domain.md 3.11, 3.14; AWB-23",
    mend="Withdraw the demand first, record what came back, and claim what is then still undue.",
    refusal="A demand on this award claims back what would no longer be undue",
)
DATED = Rule(
    "advance.paid-dated",
    "An advance is paid on or after the day it was ordered, and comes back on or after the day it was paid.",
    source="domain.md 3.11",
    mend="Correct the day.",
    refusal="The day lies before the step it follows, or is yet to come",
)
PLANNED = (ON_AWARD, DECLARES, AS_PLANNED, WITHIN_CEILING)
APPROVE = (LIFE.rule, FOUR_EYES, TO_VERIFIED, *DECIDE, *PLANNED)
BANK = (LIFE.rule, PAYMENT_FOUR_EYES)
PAID_ON = {
    Kind.APPROVAL: ApplicationStatus.AWARDED,
    Kind.REPORT: ApplicationStatus.AWARDED,
    Kind.BALANCE: ApplicationStatus.SETTLED,
}


@dataclass(frozen=True)
class Asked:
    """What an officer proposes to advance: on what, how much, of which declared costs, from which day on."""

    kind: Kind
    amount_cents: int
    declared_cents: int
    due_on: date


def terms(advance: Advance) -> Asked:
    """What was proposed."""
    return Asked(advance.kind, advance.amount_cents, advance.declared_cents, advance.due_on)


def total_of(application: Application, known: AdvanceTotal | None) -> AdvanceTotal:
    """What was advanced on an award; nothing yet when nobody asked before."""
    ceiling_cents = application.advance_ceiling_cents or 0
    return known or AdvanceTotal(id=application.id, owner="state", ceiling_cents=ceiling_cents)


def require_room(application: Application, total: AdvanceTotal, asked: Asked, regime: Regime) -> None:
    """Refuse what the award, its plan or its ceiling does not allow; nothing is changed."""
    ON_AWARD.require(application.status is PAID_ON[asked.kind])
    undeclared = application.total_cost_cents - total.declared_cents
    fits = (asked.kind is Kind.REPORT) == (asked.declared_cents > 0)
    DECLARES.require(fits and asked.declared_cents <= undeclared, room_cents=undeclared)
    left = _ceiling_cents(application, total) - total.advanced_cents
    planned = {
        Kind.APPROVAL: (application.advance_at_approval_cents or 0) - total.at_approval_cents,
        Kind.REPORT: percent_of(asked.declared_cents, regime.percent("rate_percent")),
        Kind.BALANCE: left,
    }[asked.kind]
    AS_PLANNED.require(asked.amount_cents <= planned, room_cents=max(planned, 0))
    WITHIN_CEILING.require(asked.amount_cents <= left, room_cents=max(left, 0))


def propose(
    application: Application,
    total: AdvanceTotal,
    asked: Asked,
    regime: Regime,
    officer: Principal,
    when: Moment,
) -> Advance:
    """Propose an advance that the award leaves room for now; the room is taken when it is approved."""
    require_room(application, total, asked, regime)
    return Advance(
        owner="state",
        application_id=application.id,
        recipient=application.owner,
        title=application.title,
        kind=asked.kind,
        amount_cents=asked.amount_cents,
        declared_cents=asked.declared_cents,
        due_on=asked.due_on,
        regime=regime.reference,
        proposed_at=when.at,
        hands=with_author([], officer),
    )


def require_approvable(advance: Advance, payee: PayeeAccount | None, decision: Decision) -> PayeeAccount:
    """The account that an advance is to be paid to; refused to whoever had a hand in either."""
    LIFE.after(advance.status, "approve")
    FOUR_EYES.require_another(decision.officer, *advance.hands)
    payee = TO_VERIFIED.present(payee)
    FOUR_EYES.require_another(decision.officer, *payee.hands)
    return payee


def approve(
    advance: Advance,
    total: AdvanceTotal,
    application: Application,
    payee: PayeeAccount,
    decision: Decision,
    when: Moment,
) -> list[Entry]:
    """Give an advance (voorschotverlening): its cents are taken out of the award's ceiling."""
    advance.status = LIFE.after(advance.status, "approve")
    advance.hands = with_author(advance.hands, decision.officer)
    advance.approved_at = when.at
    advance.deciding_body, advance.mandate, advance.mandate_regime = decision.named
    advance.payee_account_id = payee.id
    total.ceiling_cents = _ceiling_cents(application, total)
    _count(advance, total, 1)
    return _moved(advance, ledger.ADVANCES, ledger.payable(advance.application_id), "approve", when.at)


def withdraw(advance: Advance, total: AdvanceTotal, reason: str, at: datetime) -> list[Entry]:
    """Take an advance back that was not ordered yet: its room is free again."""
    approved = advance.status is Status.APPROVED
    advance.status = LIFE.after(advance.status, "withdraw")
    advance.reason, advance.ended_at = reason, at
    return _freed(advance, total, "withdraw", at) if approved else []


def order(advance: Advance, officer: Principal, at: datetime) -> None:
    """Ask the bank to pay an advance."""
    advance.status = LIFE.after(advance.status, "order")
    advance.hands = with_author(advance.hands, officer)
    advance.ordered_at = at


def confirm(
    advance: Advance, total: AdvanceTotal, paid: tuple[date, str], officer: Principal, when: Moment
) -> tuple[AdvancePaid, list[Entry]]:
    """The bank paid an advance on a day, under a reference."""
    status = LIFE.after(advance.status, "confirm")
    PAYMENT_FOUR_EYES.require_another(officer, *advance.hands)
    paid_on, reference = paid
    _require_dated(paid_on, advance.ordered_at and legal_date(advance.ordered_at), when.today)
    advance.status, advance.paid_on, advance.payment_reference = status, paid_on, reference
    total.paid_cents += advance.amount_cents
    award = advance.application_id
    told = AdvancePaid(
        advance_id=advance.id,
        application_id=award,
        amount_cents=advance.amount_cents,
        advanced_cents=total.advanced_cents,
        paid_cents=total.paid_cents,
        paid_on=paid_on,
    )
    return told, _moved(advance, ledger.payable(award), ledger.paid(award), "pay", when.at)


def fail(advance: Advance, total: AdvanceTotal, reason: str, officer: Principal, at: datetime) -> list[Entry]:
    """The bank did not carry the order out: what was to be paid may be proposed anew."""
    status = LIFE.after(advance.status, "fail")
    PAYMENT_FOUR_EYES.require_another(officer, *advance.hands)
    advance.status, advance.reason, advance.ended_at = status, reason, at
    return _freed(advance, total, "fail", at)


def reverse(
    advance: Advance,
    total: AdvanceTotal,
    awarded_cents: int,
    back: tuple[date, str],
    officer: Principal,
    when: Moment,
) -> tuple[AdvanceReversed, list[Entry]]:
    """The money of an advance came back on a day: it was not advanced."""
    status = LIFE.after(advance.status, "reverse")
    PAYMENT_FOUR_EYES.require_another(officer, *advance.hands)
    reversed_on, reason = back
    _require_dated(reversed_on, advance.paid_on, when.today)
    claimed, undue = total.claimed_cents, total.paid_cents - advance.amount_cents - awarded_cents
    NOT_CLAIMED.require(claimed <= max(undue, 0), claimed_cents=claimed, undue_cents=max(undue, 0))
    advance.status, advance.reason, advance.ended_at = status, reason, when.at
    advance.reversed_on = reversed_on
    total.paid_cents -= advance.amount_cents
    _count(advance, total, -1)
    award = advance.application_id
    told = AdvanceReversed(
        advance_id=advance.id,
        application_id=award,
        amount_cents=advance.amount_cents,
        advanced_cents=total.advanced_cents,
        paid_cents=total.paid_cents,
        reversed_on=reversed_on,
    )
    return told, _moved(advance, ledger.paid(award), ledger.ADVANCES, "reverse", when.at)


def _ceiling_cents(application: Application, total: AdvanceTotal) -> int:
    """What may be advanced in all: the ceiling of the award, beside what was claimed back before."""
    return (application.advance_ceiling_cents or 0) + total.claimed_cents


def _require_dated(on: date, from_on: date | None, today: date) -> None:
    DATED.require(from_on is not None and from_on <= on <= today, from_on=from_on, today=today)


def _freed(advance: Advance, total: AdvanceTotal, act: str, at: datetime) -> list[Entry]:
    _count(advance, total, -1)
    return _moved(advance, ledger.payable(advance.application_id), ledger.ADVANCES, act, at)


def _count(advance: Advance, total: AdvanceTotal, times: int) -> None:
    total.advanced_cents += times * advance.amount_cents
    total.declared_cents += times * advance.declared_cents
    if advance.kind is Kind.APPROVAL:
        total.at_approval_cents += times * advance.amount_cents


def _moved(advance: Advance, source: str, target: str, act: str, at: datetime) -> list[Entry]:
    return ledger.move(advance.amount_cents, source, target, f"advance.{act}", advance.id, at)
