"""How the catalogue is searched."""

from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true

from services.agenda.instruments.instruments.models import Instrument, Status, Window, WindowStatus
from shared.kernel.principal import Tenant
from shared.reference import catalogue
from shared.store.periods import lasts_to
from shared.store.words import asked, found_by

AT_ONCE = 100


def with_code(code: str) -> Select[UUID]:
    """The instruments that have a code, those that the caller may not see too."""
    return select(Instrument.id).where(Instrument.code == code, Instrument.status != Status.WITHDRAWN)


def windows_of(instrument: Instrument) -> Select[Window]:
    """The windows of an instrument that have not closed."""
    return select(Window).where(Window.instrument_id == instrument.id, Window.status != WindowStatus.CLOSED)


def matching(
    *,
    region_code: str | None,
    topsector: str | None,
    firm_size: str | None,
    stage: str | None,
    open_on: date | None,
    words: str | None,
    reader: Tenant,
) -> ColumnElement[bool]:
    """Instruments that fit all that was asked; one that names no topsector, size or stage fits every one."""
    named = (
        (Instrument.topsectors, topsector),
        (Instrument.firm_sizes, firm_size),
        (Instrument.stages, stage),
    )
    fits = [
        or_(func.cardinality(column) == 0, column.contains([value]))
        for column, value in named
        if value is not None
    ]
    if region_code is not None:
        fits.append(or_(Instrument.generic, Instrument.region_codes.overlap(catalogue.areas_of(region_code))))
    if open_on is not None:
        fits += [Instrument.id.in_(_open_on(open_on)), lasts_to(Instrument.valid_until, open_on)]
    if words is not None:
        fits.append(found_by(Instrument, asked(words, reader)))
    return and_(true(), *fits)


def _open_on(day: date) -> Select[UUID]:
    return select(Window.instrument_id).where(Window.opens_on <= day, Window.closes_on >= day)


def to_open(today: date) -> Select[Window]:
    """Announced windows whose first day has come, and whose last has not passed."""
    there = (Window.opens_on <= today) & (Window.closes_on >= today)
    waiting = (Window.status == WindowStatus.ANNOUNCED) & there
    return _by_time(waiting).order_by(Window.opens_on)


def to_close(today: date) -> Select[Window]:
    """Windows whose last day is over."""
    over = (Window.status != WindowStatus.CLOSED) & (Window.closes_on < today)
    return _by_time(over).order_by(Window.closes_on)


def _by_time(due: ColumnElement[bool]) -> Select[Window]:
    """A person steps those that were over on the day they were entered here."""
    return select(Window).where(due, Window.recorded_on <= Window.closes_on).limit(AT_ONCE)


def to_end(today: date) -> Select[Instrument]:
    """Published instruments whose last day is over, and was not yet when they were published here."""
    over = (Instrument.status == Status.PUBLISHED) & (Instrument.valid_until < today)
    current = Instrument.published_on_record <= Instrument.valid_until
    return select(Instrument).where(over, current).order_by(Instrument.valid_until).limit(AT_ONCE)
