"""Selections of ambassadors."""

from datetime import date

from sqlalchemy import ColumnElement, Select, select, true

from services.agenda.ambassadors.models import Ambassador
from shared.store.periods import holds_on


def of(landsdeel_code: str) -> Select[Ambassador]:
    """Every ambassador a landsdeel had, has or will have."""
    return select(Ambassador).where(Ambassador.landsdeel_code == landsdeel_code)


def in_office(landsdeel_code: str, day: date) -> Select[Ambassador]:
    """The ambassador of a landsdeel on a day."""
    return of(landsdeel_code).where(on_day(day))


def on_day(day: date | None) -> ColumnElement[bool]:
    """Appointments that hold on a day; all of them for None."""
    return true() if day is None else holds_on(Ambassador.starts_on, Ambassador.ends_on, day)
