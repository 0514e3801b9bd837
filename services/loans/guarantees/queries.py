"""Which guarantee a message or the clock is about."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Select, or_, select

from services.loans.guarantee_years.models import GuaranteeYear
from services.loans.guarantees.models import Guarantee, Status
from services.loans.loans.models import Loan
from services.loans.loans.models import Status as LoanStatus

BEFORE_CONTRACT = (LoanStatus.GUARANTEE_PENDING, LoanStatus.OFFERABLE)


def in_force(loan_id: UUID) -> Select[Guarantee]:
    """The issued guarantee of a loan."""
    return select(Guarantee).where(
        Guarantee.loan_id == loan_id, Guarantee.status.in_((Status.ISSUED, Status.ACTIVE))
    )


def running_year(loan_id: UUID, on: date) -> Select[GuaranteeYear]:
    """The budget year whose outstanding amount a repayment lowers: the latest opened by that day."""
    guaranteed = Guarantee.loan_id == loan_id
    opened = or_(
        GuaranteeYear.year <= on.year,
        GuaranteeYear.id.in_(select(Guarantee.guarantee_year_id).where(guaranteed)),
    )
    return (
        select(GuaranteeYear)
        .where(GuaranteeYear.scheme.in_(select(Guarantee.scheme).where(guaranteed)), opened)
        .order_by(GuaranteeYear.year.desc())
        .limit(1)
    )


def lapsed(at: datetime) -> Select[Guarantee]:
    """The reservation that waited longest in vain for its contract; one at a time, so locks never cross."""
    waiting = select(Loan.id).where(Loan.status.in_(BEFORE_CONTRACT))
    return (
        select(Guarantee)
        .where(Guarantee.status.in_((Status.AID_PENDING, Status.RESERVED)), Guarantee.lapses_at < at)
        .where(Guarantee.loan_id.in_(waiting))
        .order_by(Guarantee.lapses_at)
        .limit(1)
    )
