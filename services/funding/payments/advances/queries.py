"""Which advances are to be ordered."""

from datetime import date

from sqlalchemy import Select, exists, select

from services.funding.applications.applications.models import STANDING, Application
from services.funding.payments.advances.models import Advance, Status
from services.funding.payments.payees.models import PayeeAccount
from services.funding.payments.payees.models import Status as PayeeStatus


def to_order(execution_on: date, at_most: int) -> Select[Advance]:
    """Approved advances due by a day, on awards that stand, to accounts that may be paid to on that day."""
    stands = exists().where(Application.id == Advance.application_id, Application.status.in_(STANDING))
    payable = exists().where(
        PayeeAccount.id == Advance.payee_account_id,
        PayeeAccount.status == PayeeStatus.VERIFIED,
        PayeeAccount.usable_from <= execution_on,
    )
    due = Advance.status == Status.APPROVED, Advance.due_on <= execution_on
    return select(Advance).where(*due, stands, payable).order_by(Advance.due_on, Advance.id).limit(at_most)
