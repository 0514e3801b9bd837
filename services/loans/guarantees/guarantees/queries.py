"""Which guarantee a message or the clock is about."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, select

from services.loans.guarantees.guarantees.models import Guarantee, Status
from services.loans.guarantees.years.models import GuaranteeScheme
from services.loans.lending.loans.models import Loan
from services.loans.lending.loans.models import Status as LoanStatus

BEFORE_CONTRACT = (LoanStatus.GUARANTEE_PENDING, LoanStatus.OFFERABLE)


def in_force(loan_id: UUID) -> Select[Guarantee]:
    """The issued guarantee of a loan."""
    return select(Guarantee).where(
        Guarantee.loan_id == loan_id,
        Guarantee.status.in_((Status.ISSUED, Status.ACTIVE, Status.SUSPENDED)),
    )


def backing(loan_id: UUID) -> Select[Guarantee]:
    """The guarantee that stands behind a loan: issued, and in default or not."""
    return select(Guarantee).where(
        Guarantee.loan_id == loan_id,
        Guarantee.status.in_((Status.ISSUED, Status.ACTIVE, Status.SUSPENDED, Status.CALLABLE)),
    )


def scheme_backing(loan_id: UUID) -> Select[GuaranteeScheme]:
    """The scheme under which a loan is guaranteed."""
    codes = backing(loan_id).with_only_columns(Guarantee.scheme)
    return select(GuaranteeScheme).where(GuaranteeScheme.code.in_(codes))


def lapsed(at: datetime) -> Select[Guarantee]:
    """The reservation that waited longest in vain for its contract; one at a time, so locks never cross."""
    waiting = select(Loan.id).where(Loan.status.in_(BEFORE_CONTRACT))
    return (
        select(Guarantee)
        .where(Guarantee.status.in_((Status.AID_PENDING, Status.RESERVED)), Guarantee.lapses_at <= at)
        .where(Guarantee.loan_id.in_(waiting))
        .order_by(Guarantee.lapses_at)
        .limit(1)
    )
