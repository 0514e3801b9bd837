"""Which tranches the clock opens and closes."""

from datetime import date, datetime

from sqlalchemy import Select, select

from services.funding.programmes.tranches.models import Status, Tranche
from shared.store.periods import entered_by_now

AT_ONCE = 100


def to_open(at: datetime, today: date) -> Select[Tranche]:
    """Published tranches whose window has begun."""
    return _reached(today).filter_by(status=Status.PUBLISHED).where(Tranche.opens_at <= at)


def to_close(at: datetime, today: date) -> Select[Tranche]:
    """Open tranches whose window is over."""
    receiving = Tranche.status.in_((Status.OPEN, Status.EXHAUSTED))
    return _reached(today).where(receiving, Tranche.closes_at <= at)


def _reached(today: date) -> Select[Tranche]:
    entered = entered_by_now(Tranche.published_on_record, Tranche.opens_on, today)
    return select(Tranche).where(entered).order_by(Tranche.opens_at, Tranche.id).limit(AT_ONCE)
