"""How the State judges a claim, decides on it, and pays (domain.md 2.14, 3.20; O19a)."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal

from services.loans.guarantees.arrears import rules as arrears
from services.loans.guarantees.calculations.rules import Terms
from services.loans.guarantees.claims.amounts import Reduction, part_of_loss, payout_cents
from services.loans.guarantees.claims.models import GuaranteeClaim, Outcome
from services.loans.guarantees.claims.rules import LIFE, require_cover
from services.loans.guarantees.guarantees.rules import LIFE as GUARANTEE_LIFE
from services.loans.guarantees.guarantees.rules import Cover, end_issued, let_go
from services.loans.guarantees.premiums.models import GuaranteePremium
from shared.contracts.claims import ClaimDecided, ClaimPaid, ClaimSupplementRequested
from shared.kernel.events import Event
from shared.kernel.mandates import DECIDE, Decision
from shared.kernel.moment import Moment
from shared.kernel.principal import Principal
from shared.kernel.regimes import Regime
from shared.kernel.rules import FourEyes, Rule
from shared.ledger.postings import Days

FOUR_EYES = FourEyes(
    "guarantee-claim.four-eyes",
    "Whoever reported, filed or assessed a claim is not the one who decides on it.",
    source="domain.md 3.20; B10",
    mend="Have another officer of the State confirm the decision.",
    refusal="You reported, filed or assessed this claim",
)
PAYMENT_FOUR_EYES = FourEyes(
    "guarantee-claim.payment-four-eyes",
    "Whoever ordered the payment of a claim is not the one who confirms that it was paid.",
    source="domain.md 3.11, 3.20; B10",
    mend="Have another officer of the State confirm the payment.",
    refusal="You ordered this payment",
)
GROUND = Rule(
    "guarantee-claim.known-ground",
    "A reduction or a refusal has a ground that the scheme knows.",
    source="domain.md 2.14, 3.20",
    mend="Name one of the grounds in the answer.",
    refusal="The scheme does not know this ground",
)
ONE_MEASURE = Rule(
    "guarantee-claim.one-measure",
    "A reduction is a percentage of the State's part, or an amount.",
    source="domain.md 2.14",
    mend="Send one of percent and amountCents with each reduction.",
    refusal="A reduction has no measure, or two",
)
ONE_OUTCOME = Rule(
    "guarantee-claim.one-outcome",
    "A claim is granted, with its reductions, or refused on one ground.",
    source="domain.md 3.20",
    mend="Send refusalGround with REFUSE alone, and reductions with GRANT alone.",
    refusal="What is sent does not fit the outcome",
)
PAYS = Rule(
    "guarantee-claim.grant-pays",
    "A claim that is granted pays something; one of which nothing is left is refused.",
    source="domain.md 3.20",
    mend="Lower the reductions, or refuse the claim on its ground.",
    refusal="The reductions leave nothing to pay",
)
STILL_COVERED = Rule(
    "guarantee-claim.still-covered",
    "Nothing is granted or paid for a default on whose day the cover was suspended, by what is known now.",
    source="domain.md 2.14, 3.16, 3.20",
    mend="Refuse the claim; or record that the premium in the answer, now unpaid again, was paid before.",
    refusal="On the day of this default the cover was suspended, as it turns out",
)
PAID_DATED = Rule(
    "guarantee-claim.paid-dated",
    "A claim is paid on or after the day its payment was ordered, and confirmed when it was paid.",
    source="domain.md 3.20",
    mend="Correct paidOn.",
    refusal="The day of payment lies before the order or is yet to come",
)
ASSESS = (LIFE.rule, GROUND, ONE_MEASURE, ONE_OUTCOME, STILL_COVERED, PAYS)
CONFIRM = (LIFE.rule, FOUR_EYES, STILL_COVERED, *DECIDE)
ORDER = (LIFE.rule, STILL_COVERED)
PAY = (LIFE.rule, PAYMENT_FOUR_EYES, PAID_DATED)


@dataclass(frozen=True)
class Finding:
    """What an officer proposes: to grant with reductions, or to refuse on a ground; and why."""

    outcome: Outcome
    reductions: Sequence[Reduction]
    refusal_ground: str | None
    reasons: str


def request_supplement(claim: GuaranteeClaim, question: str, today: date) -> Event:
    """Ask the ROM for what is missing: the term of the decision stands still until it is in."""
    claim.status = LIFE.after(claim.status, "request_supplement")
    claim.supplement_question, claim.supplement_asked_on = question, today
    claim.decision_due_on = None
    return ClaimSupplementRequested(
        rom_code=claim.rom_code,
        claim_id=claim.id,
        guarantee_id=claim.guarantee_id,
        loan_id=claim.loan_id,
        question=question,
        asked_on=today,
    )


def assess(
    claim: GuaranteeClaim,
    cover: Cover,
    invoices: Sequence[GuaranteePremium],
    finding: Finding,
    regime: Regime,
    officer: Principal,
) -> None:
    """Propose the decision; the payout is the State's part of the loss, never above what it guarantees.

    One of `invoices` may have suspended the cover on that day after all: its payment was taken back since.
    """
    status = LIFE.after(claim.status, "assess")
    _require_fitting(finding, regime)
    payout = 0
    if finding.outcome is Outcome.GRANT:
        require_cover(STILL_COVERED, invoices, claim.occurred_on)
        part = part_of_loss(_terms(cover), claim.loss_cents, cover.loan.principal_cents)
        payout = payout_cents(part, finding.reductions, cover.guarantee.current_guaranteed_cents)
        PAYS.require(payout > 0)

    claim.status, claim.outcome, claim.payout_cents = status, finding.outcome, payout
    claim.reductions = [_kept(each) for each in finding.reductions]
    claim.refusal_ground, claim.reasons = finding.refusal_ground, finding.reasons
    claim.assessed_by = officer.subject


def send_back(claim: GuaranteeClaim) -> None:
    """The other officer does not agree: the claim is assessed anew."""
    claim.status = LIFE.after(claim.status, "return")
    claim.outcome = claim.refusal_ground = claim.reasons = None
    claim.reductions, claim.payout_cents = [], 0


def confirm(
    claim: GuaranteeClaim,
    cover: Cover,
    invoices: Sequence[GuaranteePremium],
    decision: Decision,
    when: Moment,
) -> list[Event]:
    """Decide as was proposed, by another officer; with a refusal the guarantee ends."""
    refuses = claim.outcome is Outcome.REFUSE
    status = LIFE.after(claim.status, "refuse" if refuses else "grant")
    FOUR_EYES.require_another(decision.officer, *claim.written_by, claim.assessed_by)
    require_cover(STILL_COVERED, () if refuses else invoices, claim.occurred_on)
    claim.status, claim.decided_by, claim.decided_on = status, decision.officer.subject, when.today
    claim.deciding_body, claim.mandate, claim.mandate_regime = decision.named
    claim.decision_due_on = None
    grounds = [claim.refusal_ground, *(each["ground"] for each in claim.reductions)]
    decided = ClaimDecided(
        rom_code=claim.rom_code,
        claim_id=claim.id,
        guarantee_id=claim.guarantee_id,
        loan_id=claim.loan_id,
        outcome=str(claim.outcome),
        grounds=[ground for ground in grounds if ground is not None],
        loss_cents=claim.loss_cents,
        payout_cents=claim.payout_cents,
        decided_on=when.today,
        deciding_body=decision.deciding_body,
        mandate=decision.mandate,
    )
    if not refuses:
        return [decided]
    claim.ended_at = when.at
    return [decided, end_issued(cover, "lapse", "claim-refused", when)]


def order_payment(
    claim: GuaranteeClaim, invoices: Sequence[GuaranteePremium], officer: Principal, today: date
) -> None:
    """Ask the treasury to pay what was granted."""
    status = LIFE.after(claim.status, "order_payment")
    require_cover(STILL_COVERED, invoices, claim.occurred_on)
    claim.status = status
    claim.payment_ordered_by, claim.payment_ordered_on = officer.subject, today


def fail_payment(claim: GuaranteeClaim) -> None:
    """The bank did not take the order; it may be given again."""
    claim.status = LIFE.after(claim.status, "fail_payment")
    claim.payment_ordered_by = claim.payment_ordered_on = None


def confirm_payment(
    claim: GuaranteeClaim, cover: Cover, paid: tuple[date, str], officer: Principal, when: Moment
) -> Event:
    """The money left on a day under a reference: the State stands for nothing more of this loan.

    What was outstanding of the guarantee is free under the exposure ceiling; neither the year's production
    nor the ROM's line is refilled by it (domain.md 3.22).
    """
    status = LIFE.after(claim.status, "confirm_payment")
    PAYMENT_FOUR_EYES.require_another(officer, claim.payment_ordered_by)
    paid_on, reference = paid
    ordered_on = claim.payment_ordered_on
    PAID_DATED.require(
        ordered_on is not None and ordered_on <= paid_on <= when.today,
        ordered_on=ordered_on,
        today=when.today,
    )

    claim.status, claim.paid_on, claim.payment_reference = status, paid_on, reference
    claim.ended_at = when.at
    cover.guarantee.status = GUARANTEE_LIFE.after(cover.guarantee.status, "pay_out")
    arrears.lift(cover.guarantee)
    let_go(cover, Days(paid_on, when.today))
    return ClaimPaid(
        rom_code=claim.rom_code,
        claim_id=claim.id,
        guarantee_id=claim.guarantee_id,
        loan_id=claim.loan_id,
        payout_cents=claim.payout_cents,
        paid_on=paid_on,
        reference=reference,
    )


def _require_fitting(finding: Finding, regime: Regime) -> None:
    refuses = finding.outcome is Outcome.REFUSE
    fits = refuses == (finding.refusal_ground is not None) and not (refuses and finding.reductions)
    ONE_OUTCOME.require(fits)
    _require_ground([finding.refusal_ground] if refuses else [], regime.codes("refusal_grounds"))
    _require_ground([each.ground for each in finding.reductions], regime.codes("reduction_grounds"))
    measures = [(each.percent is None) != (each.amount_cents is None) for each in finding.reductions]
    ONE_MEASURE.require(all(measures))


def _require_ground(grounds: Sequence[str | None], known: Sequence[str]) -> None:
    GROUND.require(all(ground in known for ground in grounds), grounds=list(known))


def _kept(reduction: Reduction) -> dict[str, object]:
    percent: Decimal | None = reduction.percent
    return {**asdict(reduction), "percent": None if percent is None else f"{percent:f}"}


def _terms(cover: Cover) -> Terms:
    guarantee = cover.guarantee
    return Terms(
        guarantee.guaranteed_principal_cents,
        guarantee.guarantee_percent,
        guarantee.premium_percent,
        guarantee.term_years,
    )
