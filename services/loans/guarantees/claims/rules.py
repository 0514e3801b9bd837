"""When a ROM reports a default and claims its loss, and what ends a claim before the State decides on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from services.loans.guarantees.arrears import rules as arrears
from services.loans.guarantees.claims.models import GuaranteeClaim, Status
from services.loans.guarantees.guarantees.models import Guarantee
from services.loans.guarantees.guarantees.rules import LIFE as GUARANTEE_LIFE
from services.loans.guarantees.guarantees.rules import Cover, end_issued
from services.loans.guarantees.premiums import rules as premiums
from services.loans.guarantees.premiums.models import GuaranteePremium
from services.loans.lending.loans.models import Loan
from shared.contracts.claims import ClaimReceived, DefaultBooked, DefaultWithdrawn
from shared.kernel.calendar import end_of_term, months_after, suspension_days, years_after
from shared.kernel.events import Event
from shared.kernel.lifecycle import Lifecycle
from shared.kernel.moment import Moment
from shared.kernel.regimes import Regime
from shared.kernel.rules import Rule

DISPOSAL = "DISPOSAL"

LIFE = Lifecycle(
    "guarantee-claim",
    Status.REPORTED,
    {
        (Status.REPORTED, "file"): Status.FILED,
        (Status.REPORTED, "withdraw"): Status.WITHDRAWN,
        (Status.REPORTED, "lapse"): Status.LAPSED,
        (Status.FILED, "request_supplement"): Status.SUPPLEMENT_REQUESTED,
        (Status.SUPPLEMENT_REQUESTED, "supplement"): Status.FILED,
        (Status.FILED, "assess"): Status.ASSESSED,
        (Status.ASSESSED, "return"): Status.FILED,
        (Status.ASSESSED, "grant"): Status.GRANTED,
        (Status.ASSESSED, "refuse"): Status.REFUSED,
        (Status.GRANTED, "order_payment"): Status.PAYMENT_ORDERED,
        (Status.PAYMENT_ORDERED, "fail_payment"): Status.GRANTED,
        (Status.PAYMENT_ORDERED, "confirm_payment"): Status.PAID,
    },
    source="domain.md 2.14, 3.16, 3.20",
)
LOSS_EVENT = Rule(
    "guarantee-claim.loss-event",
    "A default is one of the events of loss that the scheme knows.",
    source="domain.md 2.14",
    mend="Name one of the events in the answer.",
    refusal="The scheme does not know this event of loss",
)
COVERED = Rule(
    "guarantee-claim.within-cover",
    "A default happened while the guarantee ran, and is reported when it has happened.",
    source="domain.md 2.14, 3.16",
    mend="Correct occurredOn.",
    refusal="On that day the guarantee did not run, or it is yet to come",
)
COVER_PAID = Rule(
    "guarantee-claim.cover-not-suspended",
    "A default that occurs while the cover is suspended for an unpaid premium is not covered.",
    source="domain.md 2.14, 3.16",
    mend="Correct occurredOn, or ask the State whether the premium in the answer was paid before.",
    refusal="On that day the cover was suspended: a premium was unpaid",
)
DISPOSAL_LATER = Rule(
    "guarantee-claim.disposal-not-early",
    "A loss by disposal is claimed when the years in which the scheme does not cover it are over.",
    source="domain.md 2.14, 3.20",
    mend="Nothing is due for a disposal on that day; correct occurredOn if it is wrong.",
    refusal="The disposal came in the years in which it is not covered",
)
IN_TIME = Rule(
    "guarantee-claim.in-time",
    "A loss is claimed within the term of the scheme after the event of loss.",
    source="domain.md 2.14, 3.20",
    mend="The term is over; ask the State whether anything can still be done.",
    refusal="The term to claim this loss is over",
)
BOOKS_AGREE = Rule(
    "guarantee-claim.outstanding-as-booked",
    "What is claimed as outstanding is what was paid out and not repaid.",
    source="domain.md 2.14, 3.26",
    mend="Report the disbursements and repayments that are missing, or correct the amount.",
    refusal="Another amount is outstanding by our books",
)
LOSS = Rule(
    "guarantee-claim.some-loss",
    "A loss is what is outstanding less the proceeds, and more than nothing.",
    source="domain.md 2.14",
    mend="Correct the proceeds, or withdraw the default when nothing was lost.",
    refusal="The proceeds leave no loss",
)
EVIDENCE_MAX = 200
EVIDENCE = Rule(
    "guarantee-claim.evidence-bounded",
    f"A claim refers to at most {EVIDENCE_MAX} pieces of evidence, those of its supplements included.",
    source="domain.md 2.14",
    mend="Refer to what holds several of them, such as the report of the curator as a whole.",
    refusal="The claim would refer to too many pieces of evidence",
)
REPORT = (GUARANTEE_LIFE.rule, LOSS_EVENT, COVERED, COVER_PAID, DISPOSAL_LATER)
FILE = (LIFE.rule, IN_TIME, BOOKS_AGREE, LOSS)
SUPPLEMENT = (LIFE.rule, LOSS, EVIDENCE)


@dataclass(frozen=True)
class Default:
    """What happened to a guaranteed loan, when, and who says so."""

    loss_event: str
    occurred_on: date
    author: str


@dataclass(frozen=True)
class Loss:
    """What is claimed: outstanding principal and proceeds in cents, references to evidence, by whom."""

    outstanding_cents: int
    proceeds_cents: int
    evidence: Sequence[str]
    author: str


def regime_of(guarantee: Guarantee) -> str:
    """The regime that claims under the scheme of a guarantee are judged by."""
    return f"{guarantee.scheme.lower()}-claims"


def report(
    guarantee: Guarantee,
    loan: Loan,
    default: Default,
    invoices: Sequence[GuaranteePremium],
    regime: Regime,
    when: Moment,
) -> tuple[GuaranteeClaim, list[Event]]:
    """Note the default of a guaranteed loan, late or not: its premium stops, unpaid `invoices` since end."""
    status = GUARANTEE_LIFE.after(guarantee.status, "report_default")
    known, on = regime.codes("loss_events"), default.occurred_on
    LOSS_EVENT.require(default.loss_event in known, loss_events=known)
    issued_on, ends_on = guarantee.issued_on, guarantee.ends_on
    assert issued_on is not None and ends_on is not None  # noqa: S101, PT018 - what runs was issued
    COVERED.require(issued_on <= on < ends_on and on <= when.today, issued_on=issued_on, ends_on=ends_on)
    require_cover(COVER_PAID, invoices, on)
    free_from = years_after(issued_on, regime.whole("disposal_years_min"))
    DISPOSAL_LATER.require(default.loss_event != DISPOSAL or on >= free_from, covered_from=free_from)

    guarantee.status, guarantee.cure_due_on = status, None  # it lapses for no premium now; still suspended
    due_on = end_of_term(on, weeks=regime.whole("notify_weeks"), extend=False)
    claim = GuaranteeClaim(
        owner=guarantee.owner,
        rom_code=guarantee.rom_code,
        guarantee_id=guarantee.id,
        loan_id=loan.id,
        kvk_number=guarantee.kvk_number,
        regime=regime.reference,
        loss_event=default.loss_event,
        occurred_on=on,
        reported_on=when.today,
        report_due_on=due_on,
        reported_late=when.today > due_on,
        claim_due_on=months_after(on, regime.whole("claim_months")),
        reported_on_record=when.recorded_on,
        written_by=[default.author],
    )
    told = [_booked(claim), *premiums.stop(guarantee, invoices, on, when)]
    return claim, [*told, *arrears.resume(guarantee, invoices, when.today, when.today)]


def require_cover(rule: Rule, invoices: Sequence[GuaranteePremium], on: date) -> None:
    """Refuse when one of `invoices` suspended the cover on the day of a default."""
    unpaid = arrears.suspending(invoices, on)
    rule.require(unpaid is None, premium_id=unpaid and unpaid.id)


def file(claim: GuaranteeClaim, loan: Loan, loss: Loss, regime: Regime, when: Moment) -> Event:
    """Claim the loss: from this day the term runs in which the State decides."""
    status = LIFE.after(claim.status, "file")
    IN_TIME.require(when.today <= claim.claim_due_on, due_on=claim.claim_due_on)
    outstanding = loan.outstanding_cents
    BOOKS_AGREE.require(loss.outstanding_cents == outstanding, outstanding_cents=outstanding)
    LOSS.require(loss.proceeds_cents < outstanding, outstanding_cents=outstanding)

    claim.status, claim.filed_on = status, when.today
    claim.outstanding_cents = outstanding
    return _received(claim, loss, regime, when.today)


def supplement(claim: GuaranteeClaim, loss: Loss, regime: Regime, today: date) -> Event:
    """What was asked for came in: the term goes on, longer by the days on which it stood still (AWB-10).

    The proceeds are those of the whole claim; the evidence comes beside what was there.
    """
    status = LIFE.after(claim.status, "supplement")
    LOSS.require(loss.proceeds_cents < claim.outstanding_cents, outstanding_cents=claim.outstanding_cents)
    together = len({*claim.evidence, *loss.evidence})
    EVIDENCE.require(together <= EVIDENCE_MAX, pieces=together, at_most=EVIDENCE_MAX)
    assert claim.supplement_asked_on is not None  # noqa: S101 - it is what was asked for

    claim.status = status
    claim.suspended_days += suspension_days(claim.supplement_asked_on, max(today, claim.supplement_asked_on))
    return _received(claim, loss, regime, today)


def withdraw(claim: GuaranteeClaim, guarantee: Guarantee, when: Moment) -> Event:
    """The default was cured or reported by mistake: the guarantee goes on as before."""
    status = LIFE.after(claim.status, "withdraw")
    guarantee.status = GUARANTEE_LIFE.after(guarantee.status, "cure")
    claim.status, claim.ended_at = status, when.at
    return DefaultWithdrawn(
        rom_code=claim.rom_code,
        claim_id=claim.id,
        guarantee_id=claim.guarantee_id,
        loan_id=claim.loan_id,
        withdrawn_on=when.today,
    )


def cease(claim: GuaranteeClaim, at: datetime) -> None:
    """The loan was repaid after all: there is nothing to claim any more."""
    if claim.status is Status.REPORTED:
        claim.status, claim.ended_at = LIFE.after(claim.status, "withdraw"), at


def lapse(claim: GuaranteeClaim, cover: Cover, when: Moment) -> list[Event]:
    """Nothing was claimed in time: the State no longer stands for the loan (domain.md 3.16)."""
    claim.status = LIFE.after(claim.status, "lapse")
    claim.ended_at = when.at
    return [end_issued(cover, "lapse", "claim-term-passed", when)]


def _received(claim: GuaranteeClaim, loss: Loss, regime: Regime, today: date) -> Event:
    filed_on = claim.filed_on or today
    claim.proceeds_cents = loss.proceeds_cents
    claim.loss_cents = claim.outstanding_cents - loss.proceeds_cents
    claim.evidence = [*dict.fromkeys([*claim.evidence, *loss.evidence])]
    claim.written_by = sorted({*claim.written_by, loss.author})
    claim.supplement_asked_on = claim.supplement_question = None
    claim.decision_due_on = end_of_term(
        filed_on,
        weeks=regime.whole("decision_weeks"),
        suspended_days=claim.suspended_days,
        extend=False,
    )
    return ClaimReceived(
        rom_code=claim.rom_code,
        claim_id=claim.id,
        guarantee_id=claim.guarantee_id,
        loan_id=claim.loan_id,
        outstanding_cents=claim.outstanding_cents,
        proceeds_cents=claim.proceeds_cents,
        loss_cents=claim.loss_cents,
        filed_on=filed_on,
        decision_due_on=claim.decision_due_on,
    )


def _booked(claim: GuaranteeClaim) -> Event:
    return DefaultBooked(
        rom_code=claim.rom_code,
        claim_id=claim.id,
        guarantee_id=claim.guarantee_id,
        loan_id=claim.loan_id,
        loss_event=claim.loss_event,
        occurred_on=claim.occurred_on,
        reported_on=claim.reported_on,
        reported_late=claim.reported_late,
        claim_due_on=claim.claim_due_on,
    )
