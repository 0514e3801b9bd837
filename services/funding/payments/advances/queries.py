"""Which advances are to be ordered, and what was advanced on an award."""

from datetime import date
from uuid import UUID

from sqlalchemy import Select, exists, select

from services.funding.applications.applications.models import Application
from services.funding.applications.applications.models import Status as ApplicationStatus
from services.funding.payments.advances.models import Advance, AdvanceTotal, Status
from services.funding.payments.payees.models import PayeeAccount
from services.funding.payments.payees.models import Status as PayeeStatus


def advanced(application_id: UUID) -> Select[AdvanceTotal]:
    """What was advanced on an award: a lowering of it asks `advanced_cents`, holding the application."""
    return select(AdvanceTotal).filter_by(id=application_id)


def to_order(execution_on: date, at_most: int) -> Select[Advance]:
    """Approved advances due by a day, on awards that stand, to accounts that may be paid to on that day."""
    stands = exists().where(
        Application.id == Advance.application_id, Application.status == ApplicationStatus.AWARDED
    )
    payable = exists().where(
        PayeeAccount.id == Advance.payee_account_id,
        PayeeAccount.status == PayeeStatus.VERIFIED,
        PayeeAccount.usable_from <= execution_on,
    )
    due = Advance.status == Status.APPROVED, Advance.due_on <= execution_on
    return select(Advance).where(*due, stands, payable).order_by(Advance.due_on, Advance.id).limit(at_most)
