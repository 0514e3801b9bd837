"""Which account an award is paid to."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select

from services.funding.payments.payees.models import PayeeAccount, Status


def verified(application_id: UUID) -> Select[PayeeAccount]:
    """The verified account of an award."""
    return select(PayeeAccount).filter_by(application_id=application_id, status=Status.VERIFIED)


def awaiting(application_id: UUID) -> Select[PayeeAccount]:
    """The account of an award that waits to be verified."""
    waiting = PayeeAccount.status.in_((Status.ENTERED, Status.CHECKED))
    return select(PayeeAccount).where(PayeeAccount.application_id == application_id, waiting)


def those(ids: Collection[UUID | None]) -> Select[PayeeAccount]:
    """Accounts by their ids, always in one order so that locks never cross."""
    mine: ColumnElement[bool] = PayeeAccount.id.in_(sorted({each for each in ids if each is not None}))
    return select(PayeeAccount).where(mine).order_by(PayeeAccount.id)
