"""Which premiums are to be reminded of, and which guarantees suffer for one that is unpaid."""

from datetime import date

from sqlalchemy import Select, exists, select

from services.loans.guarantees.guarantees.models import Guarantee, Status
from services.loans.guarantees.premiums.models import GuaranteePremium
from services.loans.guarantees.premiums.models import Status as PremiumStatus

AT_ONCE = 100


def to_remind(today: date) -> Select[GuaranteePremium]:
    """The premiums that were not paid by their due date, so many at a time.

    Not of a guarantee that was entered after that date: entering history sends no reminders (0015), so it
    suspends no cover and ends no guarantee either.
    """
    late = (GuaranteePremium.status == PremiumStatus.OWED) & (GuaranteePremium.due_on < today)
    known = Guarantee.issued_on_record <= GuaranteePremium.due_on
    theirs = exists().where(Guarantee.id == GuaranteePremium.guarantee_id, known)
    return select(GuaranteePremium).where(late, theirs).order_by(GuaranteePremium.id).limit(AT_ONCE)


def to_suspend(today: date) -> Select[Guarantee]:
    """The guarantee of which a premium is unpaid after its reminder; one at a time, so locks never cross."""
    late = (GuaranteePremium.status == PremiumStatus.REMINDED) & (GuaranteePremium.reminder_due_on < today)
    of_it = GuaranteePremium.guarantee_id == Guarantee.id
    not_yet = GuaranteePremium.suspended_on.is_(None)
    first = (Guarantee.status == Status.ACTIVE) & exists().where(late, of_it)
    more = (Guarantee.status == Status.SUSPENDED) & exists().where(late, of_it, not_yet)
    return select(Guarantee).where(first | more).order_by(Guarantee.id).limit(1)


def to_lapse(today: date) -> Select[Guarantee]:
    """The guarantee whose term to pay what was unpaid has been over for longest; one at a time."""
    over = (Guarantee.status == Status.SUSPENDED) & (Guarantee.cure_due_on < today)
    return select(Guarantee).where(over).order_by(Guarantee.cure_due_on).limit(1)
