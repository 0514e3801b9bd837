"""What a ROM's reports of disbursement and repayment do to a loan, its guarantee and the ceilings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from services.loans.guarantees.arrears import rules as arrears
from services.loans.guarantees.calculations.rules import Terms
from services.loans.guarantees.claims import rules as claims
from services.loans.guarantees.claims.models import GuaranteeClaim
from services.loans.guarantees.claims.models import Status as ClaimStatus
from services.loans.guarantees.guarantees import exposure
from services.loans.guarantees.guarantees import rules as guarantees
from services.loans.guarantees.guarantees.models import Guarantee
from services.loans.guarantees.premiums.models import GuaranteePremium
from services.loans.guarantees.years import rules as years
from services.loans.guarantees.years.models import GuaranteeScheme
from services.loans.lending.loans import rules as loans
from services.loans.lending.loans.models import Loan
from services.loans.lending.loans.models import Status as LoanStatus
from services.loans.roms.refused_messages.models import RefusedMessage
from shared.contracts.loans import DisbursementBooked, MessageRefused, RepaymentBooked
from shared.contracts.rom import DisbursementReported, RepaymentReported
from shared.kernel.events import Event
from shared.kernel.moment import Moment
from shared.kernel.rules import Rule
from shared.ledger.postings import Days

GUARANTEE_ISSUED = Rule(
    "disbursement.guarantee-issued",
    "A loan that is to be guaranteed is paid out on or after the day the guarantee was issued.",
    source="domain.md 3.17",
    mend="Correct disbursedOn, or wait for the guarantee, or have the loan approved without it.",
    refusal="The loan is paid out before its guarantee was issued",
)
GUARANTEE_STANDS = Rule(
    "disbursement.guarantee-stands",
    "A guaranteed loan is paid out before the term of its guarantee is over.",
    source="domain.md 3.17, 3.22",
    mend="Correct disbursedOn.",
    refusal="The loan is paid out after the term of its guarantee",
)
COVER_RUNS = Rule(
    "disbursement.cover-not-suspended",
    "Nothing is paid out on a loan while the cover of its guarantee is suspended for an unpaid premium.",
    source="domain.md 3.16, 3.17",
    mend="Pay the premium first; correct disbursedOn if it was paid out before.",
    refusal="The cover of the guarantee of this loan is suspended",
)
UNCLAIMED = (ClaimStatus.REPORTED, ClaimStatus.LAPSED, ClaimStatus.REFUSED)
CLAIMED = Rule(
    "repayment.before-the-claim",
    "What comes in after a loss was claimed is part of the proceeds, or a recovery.",
    source="domain.md 2.14, 3.20, 3.21",
    mend="Report it with the supplement of the claim, or as a recovery once the claim was paid.",
    refusal="The loss of this loan was claimed already",
)


def disburse(
    loan: Loan,
    guarantee: Guarantee | None,
    invoices: Sequence[GuaranteePremium],
    report: DisbursementReported,
    message_id: str,
    today: date,
) -> DisbursementBooked:
    """Book a disbursement (uitbetaling); `guarantee` is the issued guarantee of the loan, if any.

    Of the `invoices` on every guarantee of the loan, one of its own may have suspended its cover on the day
    itself, paid since or not. A report that comes again under another id is another disbursement: the
    principal bounds them all.
    """
    issued_on, ends_on = (guarantee.issued_on, guarantee.ends_on) if guarantee else (None, None)
    is_covered = issued_on is not None and issued_on <= report.disbursed_on
    GUARANTEE_ISSUED.require(is_covered or not loan.guarantee_wanted, issued_on=issued_on)
    is_to_come = report.disbursed_on > today  # which no loan's rules accept
    GUARANTEE_STANDS.require(ends_on is None or report.disbursed_on < ends_on or is_to_come, ends_on=ends_on)
    its_own = [each for each in invoices if guarantee and each.guarantee_id == guarantee.id]
    unpaid = arrears.suspending(its_own, report.disbursed_on)
    COVER_RUNS.require(unpaid is None, suspended_on=unpaid and unpaid.suspended_on)
    loans.disburse(loan, report.amount_cents, report.disbursed_on, today, message_id)
    if guarantee is not None:
        guarantee.status = guarantees.LIFE.after(guarantee.status, "disburse")
        guarantee.current_guaranteed_cents = _covered_cents(guarantee, loan, loan.outstanding_cents)
    return DisbursementBooked(
        rom_code=loan.rom_code,
        loan_id=loan.id,
        message_id=message_id,
        amount_cents=report.amount_cents,
        disbursed_on=report.disbursed_on,
        outstanding_cents=loan.outstanding_cents,
        guaranteed_cents=_current_cents(guarantee),
    )


@dataclass(frozen=True)
class Backing:
    """What stands behind a loan: its issued guarantee, if any, its scheme, and its default if any."""

    guarantee: Guarantee | None
    scheme: GuaranteeScheme | None
    claim: GuaranteeClaim | None = None


def repay(
    loan: Loan,
    backing: Backing,
    moved: Mapping[date, int],
    report: RepaymentReported,
    message_id: str,
    when: Moment,
) -> list[Event]:
    """Book a repayment of principal (aflossing); the guaranteed amount falls in proportion (GN-2, O17).

    `moved` is by how much the principal grew or fell on each day. With the last repayment the guarantee ends,
    and what was not drawn of the loan never will be.
    """
    claim = backing.claim
    CLAIMED.require(claim is None or claim.status in UNCLAIMED, status=claim and claim.status)
    loans.repay(loan, moved, report.amount_cents, report.repaid_on, when.today, message_id)
    days = Days(report.repaid_on, when.today)
    ended = _reduce(loan, backing, days, message_id, when.at)
    booked = RepaymentBooked(
        rom_code=loan.rom_code,
        loan_id=loan.id,
        message_id=message_id,
        amount_cents=report.amount_cents,
        repaid_on=report.repaid_on,
        outstanding_cents=loan.outstanding_cents,
        guaranteed_cents=_current_cents(backing.guarantee),
    )
    return [booked, *ended]


def _reduce(loan: Loan, backing: Backing, days: Days, message_id: str, at: datetime) -> list[Event]:
    guarantee, scheme = backing.guarantee, backing.scheme
    if guarantee is None:
        return []
    assert scheme is not None  # noqa: S101 - every guarantee was reserved in a year of a scheme
    is_repaid = loan.status is LoanStatus.REPAID
    drawable = 0 if is_repaid else loan.principal_cents - loan.repaid_cents
    left = _covered_cents(guarantee, loan, drawable)

    guarantee.status = guarantees.LIFE.after(guarantee.status, "release" if is_repaid else "repay")
    freed = exposure.become(guarantee, left, "guarantee.reduce", days, message_id)
    guarantee.current_guaranteed_cents = _covered_cents(guarantee, loan, loan.outstanding_cents)
    years.lapse(scheme, guarantee.guarantee_year_id, guarantee.id, freed, days)
    if not is_repaid:
        return []
    guarantee.ended_at = at
    guarantee.end_reason = "repaid"
    arrears.lift(guarantee)
    if backing.claim is not None:
        claims.cease(backing.claim, at)
    return [guarantees.released(guarantee, freed, "repaid", at)]


def _covered_cents(guarantee: Guarantee, loan: Loan, balance_cents: int) -> int:
    terms = Terms(
        guarantee.guaranteed_principal_cents,
        guarantee.guarantee_percent,
        guarantee.premium_percent,
        guarantee.term_years,
    )
    return terms.covered_cents(balance_cents, loan.principal_cents)


def _current_cents(guarantee: Guarantee | None) -> int:
    return 0 if guarantee is None else guarantee.current_guaranteed_cents


def refused(message: RefusedMessage) -> MessageRefused:
    """The answer to the sender of a message that was not accepted."""
    return MessageRefused(
        rom_code=message.rom_code,
        refusal_id=message.id,
        message_id=message.message_id,
        position=message.position,
        reason=message.reason,
        detail=message.detail,
        detail_nl=message.detail_nl,
        facts=message.facts,
        refused_at=message.refused_at,
    )
