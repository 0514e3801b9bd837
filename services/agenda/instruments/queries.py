"""How the catalogue is searched."""

from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true

from services.agenda.instruments.models import Instrument, Window, WindowStatus
from shared.reference import catalogue
from shared.store.periods import lasts_to
from shared.store.words import found_by

AT_ONCE = 100


def with_code(code: str) -> Select[Instrument]:
    """Instruments with a code."""
    return select(Instrument).where(Instrument.code == code)


def areas_of(region_code: str) -> list[str]:
    """A region and the areas it lies in: COROP, province, landsdeel."""
    corop = catalogue.corops().get(region_code)
    province = corop.cbs_province_code if corop else region_code
    landsdeel = catalogue.provinces().get(province)
    return list(dict.fromkeys([region_code, province, *([landsdeel.landsdeel_code] if landsdeel else [])]))


def matching(
    *,
    region_code: str | None,
    topsector: str | None,
    firm_size: str | None,
    stage: str | None,
    theme: str | None,
    open_on: date | None,
    words: str | None,
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
        fits.append(or_(Instrument.generic, Instrument.region_codes.overlap(areas_of(region_code))))
    if theme is not None:
        fits.append(Instrument.themes.contains([theme]))
    if open_on is not None:
        fits += [Instrument.id.in_(_open_on(open_on)), lasts_to(Instrument.valid_until, open_on)]
    if words is not None:
        fits.append(found_by(Instrument.search, words))
    return and_(true(), *fits)


def _open_on(day: date) -> Select[UUID]:
    return select(Window.instrument_id).where(Window.opens_on <= day, Window.closes_on >= day)


def to_open(today: date) -> Select[Window]:
    """Announced windows whose first day has come, while their instrument lasts."""
    waiting = (Window.status == WindowStatus.ANNOUNCED) & (Window.opens_on <= today)
    lasting = select(Instrument.id).where(
        Instrument.id == Window.instrument_id, lasts_to(Instrument.valid_until, Window.opens_on)
    )
    return select(Window).where(waiting, lasting.exists()).order_by(Window.opens_on).limit(AT_ONCE)


def to_close(today: date) -> Select[Window]:
    """Open windows whose last day is over."""
    over = (Window.status == WindowStatus.OPEN) & (Window.closes_on < today)
    return select(Window).where(over).order_by(Window.closes_on).limit(AT_ONCE)
