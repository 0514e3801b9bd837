"""What becomes of a guarantee whose premium is not paid (domain.md 3.16)."""

from collections.abc import Sequence
from datetime import date, timedelta

from services.loans.guarantees.guarantees.models import Guarantee, Status
from services.loans.guarantees.guarantees.rules import LIFE, Cover, end_issued
from services.loans.guarantees.premiums.models import GuaranteePremium
from services.loans.guarantees.premiums.models import Status as PremiumStatus
from services.loans.guarantees.premiums.rules import LIFE as PREMIUM_LIFE
from services.loans.guarantees.premiums.rules import told
from shared.contracts.loans import GuaranteeReleased
from shared.contracts.premiums import CoverResumed, CoverSuspended, PremiumReminded
from shared.kernel.moment import Moment
from shared.kernel.regimes import Regime

RESUMABLE = (Status.SUSPENDED, Status.CALLABLE, Status.ACTIVE)


def regime_of(guarantee: Guarantee) -> str:
    """The regime of unpaid premiums under the scheme of a guarantee."""
    return f"{guarantee.scheme.lower()}-arrears"


def remind(premium: GuaranteePremium, regime: Regime, today: date) -> PremiumReminded:
    """It was not paid by its due date: the ROM is told by when it must be, or the cover is suspended."""
    due_on = today + timedelta(days=regime.whole("reminder_days"))
    premium.status = PREMIUM_LIFE.after(premium.status, "remind")
    premium.reminded_on, premium.reminder_due_on = today, due_on
    return PremiumReminded(**told(premium), reminded_on=today, reminder_due_on=due_on)


def suspend(
    guarantee: Guarantee, invoices: Sequence[GuaranteePremium], regime: Regime, today: date
) -> CoverSuspended:
    """The term of a reminder is over: a default from now on is not covered until all that is due is paid.

    Of a cover that is suspended already the term to pay stays as it was; only more has to be paid. After a
    default that was taken back there is a whole term again.
    """
    suspended_on = guarantee.suspended_on or today
    cure_due_on = guarantee.cure_due_on or today + timedelta(days=regime.whole("cure_days"))
    guarantee.status = LIFE.after(guarantee.status, "suspend")
    guarantee.suspended_on, guarantee.cure_due_on = suspended_on, cure_due_on
    overdue = _overdue(invoices, today)
    for each in overdue:
        each.suspended_on = each.suspended_on or today
    return CoverSuspended(
        rom_code=guarantee.rom_code,
        guarantee_id=guarantee.id,
        loan_id=guarantee.loan_id,
        suspended_on=suspended_on,
        cure_due_on=cure_due_on,
        overdue_cents=sum(each.amount_cents for each in overdue),
    )


def resume(
    guarantee: Guarantee, invoices: Sequence[GuaranteePremium], on: date, today: date
) -> list[CoverResumed]:
    """A premium was paid or withdrawn: when no other is overdue, the cover that was suspended holds again.

    Whether or not a default was reported meanwhile: what the ROM was told of is untold.
    """
    if guarantee.suspended_on is None or guarantee.status not in RESUMABLE or _overdue(invoices, today):
        return []
    if guarantee.status is Status.SUSPENDED:
        guarantee.status = LIFE.after(guarantee.status, "resume")
    lift(guarantee)
    return [
        CoverResumed(
            rom_code=guarantee.rom_code,
            guarantee_id=guarantee.id,
            loan_id=guarantee.loan_id,
            resumed_on=on,
        )
    ]


def lift(guarantee: Guarantee) -> None:
    """Nothing of it is suspended any more: it is paid, or ended otherwise than by a lapse."""
    guarantee.suspended_on = guarantee.cure_due_on = None


def lapse(cover: Cover, when: Moment) -> GuaranteeReleased:
    """It was not paid in time: the State no longer stands for the loan; what is owed stays owed."""
    return end_issued(cover, "lapse", "premium-unpaid", when)


def suspending(invoices: Sequence[GuaranteePremium], day: date) -> GuaranteePremium | None:
    """The premium for which the cover was suspended on a day: until the day on which it was paid."""
    return next((each for each in invoices if _suspends(each, day)), None)


def _suspends(premium: GuaranteePremium, day: date) -> bool:
    since, until = premium.suspended_on, premium.paid_on
    return since is not None and since <= day and (until is None or day < until)


def _overdue(invoices: Sequence[GuaranteePremium], today: date) -> list[GuaranteePremium]:
    reminded = [each for each in invoices if each.status is PremiumStatus.REMINDED]
    return [each for each in reminded if each.reminder_due_on is not None and each.reminder_due_on < today]
