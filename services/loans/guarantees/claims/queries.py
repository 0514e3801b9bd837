"""Which claim a message or the clock is about."""

from datetime import date
from uuid import UUID

from sqlalchemy import Select, select

from services.loans.guarantees.claims.models import GuaranteeClaim, Status
from services.loans.guarantees.guarantees.models import Guarantee
from services.loans.guarantees.guarantees.models import Status as GuaranteeStatus
from shared.store.periods import entered_by_now


def standing(loan_id: UUID) -> Select[GuaranteeClaim]:
    """The claim on the guarantee of a loan."""
    return select(GuaranteeClaim).where(
        GuaranteeClaim.loan_id == loan_id, GuaranteeClaim.status != Status.WITHDRAWN
    )


def of_guarantee(guarantee_id: UUID) -> Select[GuaranteeClaim]:
    """The claim on a guarantee: of the default that stands, whatever was decided."""
    return select(GuaranteeClaim).where(
        GuaranteeClaim.guarantee_id == guarantee_id, GuaranteeClaim.status != Status.WITHDRAWN
    )


def issued(loan_id: UUID) -> Select[Guarantee]:
    """The guarantee of a loan that was issued last, whatever became of it."""
    theirs = select(Guarantee).where(Guarantee.loan_id == loan_id, Guarantee.issued_on.is_not(None))
    return theirs.order_by(Guarantee.issued_on.desc(), Guarantee.id.desc()).limit(1)


def unclaimed(today: date) -> Select[GuaranteeClaim]:
    """The default whose term to claim has been over for longest; one at a time, so locks never cross."""
    entered = entered_by_now(GuaranteeClaim.reported_on_record, GuaranteeClaim.claim_due_on, today)
    over = (GuaranteeClaim.status == Status.REPORTED) & (GuaranteeClaim.claim_due_on < today) & entered
    standing_for = select(Guarantee.id).where(Guarantee.status == GuaranteeStatus.CALLABLE)
    theirs = select(GuaranteeClaim).where(over, GuaranteeClaim.guarantee_id.in_(standing_for))
    return theirs.order_by(GuaranteeClaim.claim_due_on).limit(1)
