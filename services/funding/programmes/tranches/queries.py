"""Which tranches the clock opens and closes."""

from datetime import date

from sqlalchemy import Select, select

from services.funding.programmes.tranches.models import Status, Tranche
from shared.kernel.moment import Moment
from shared.store.periods import entered_by_now

AT_ONCE = 100


def to_open(when: Moment) -> Select[Tranche]:
    """Published tranches whose window has begun."""
    return _reached(when.today).filter_by(status=Status.PUBLISHED).where(Tranche.opens_at <= when.at)


def to_close(when: Moment) -> Select[Tranche]:
    """Open tranches whose window is over."""
    receiving = Tranche.status.in_((Status.OPEN, Status.EXHAUSTED))
    return _reached(when.today).where(receiving, Tranche.closes_at <= when.at)


def _reached(today: date) -> Select[Tranche]:
    entered = entered_by_now(Tranche.published_on_record, Tranche.opens_on, today)
    return select(Tranche).where(entered).order_by(Tranche.opens_at, Tranche.id).limit(AT_ONCE)
