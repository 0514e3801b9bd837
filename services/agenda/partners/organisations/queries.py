"""Selections of organisations."""

from datetime import date

from sqlalchemy import ColumnElement, Select, false, or_, select, true

from services.agenda.partners.organisations.models import Mandate, MandateStatus, Organisation
from shared.store.periods import entered_by_now, holds_on

AT_ONCE = 100


def alike(organisation: Organisation) -> Select[Organisation]:
    """Organisations that share an identifier with this one."""
    own = {name: getattr(organisation, name) for name in ("kvk_number", "rsin", "oin", "lei")}
    return select(Organisation).where(
        or_(false(), *(getattr(Organisation, name) == value for name, value in own.items() if value)),
        Organisation.id != organisation.id,
    )


def in_force(on: date | None) -> ColumnElement[bool]:
    """Mandates that hold on a day; all of them for None."""
    return true() if on is None else holds_on(Mandate.starts_on, Mandate.ends_on, on)


def run_out(today: date) -> Select[Mandate]:
    """Mandates whose last day is over."""
    over = (Mandate.status == MandateStatus.GIVEN) & (Mandate.ends_on < today)
    entered = entered_by_now(Mandate.recorded_on, Mandate.ends_on, today)
    return select(Mandate).where(over, entered).order_by(Mandate.ends_on).limit(AT_ONCE)
