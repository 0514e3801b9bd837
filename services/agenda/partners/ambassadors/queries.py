"""Selections of ambassadors."""

from datetime import date

from sqlalchemy import ColumnElement, Select, select, true

from services.agenda.partners.ambassadors.models import Ambassador, Status
from shared.store.periods import entered_by_now, holds_on

AT_ONCE = 100


def of(landsdeel_code: str) -> Select[Ambassador]:
    """Every ambassador a landsdeel had, has or will have."""
    return select(Ambassador).where(Ambassador.landsdeel_code == landsdeel_code)


def in_office(landsdeel_code: str, day: date) -> Select[Ambassador]:
    """The ambassador of a landsdeel on a day."""
    return of(landsdeel_code).where(on_day(day))


def on_day(day: date | None) -> ColumnElement[bool]:
    """Appointments that hold on a day; all of them for None."""
    return true() if day is None else holds_on(Ambassador.starts_on, Ambassador.ends_on, day)


def run_out(today: date) -> Select[Ambassador]:
    """Appointments whose last day is over."""
    over = (Ambassador.status == Status.ASSIGNED) & (Ambassador.ends_on < today)
    entered = entered_by_now(Ambassador.recorded_on, Ambassador.ends_on, today)
    return select(Ambassador).where(over, entered).order_by(Ambassador.ends_on).limit(AT_ONCE)
