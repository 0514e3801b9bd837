"""Selections of organisations."""

from datetime import date

from sqlalchemy import ColumnElement, Select, false, or_, select, true

from services.agenda.organisations.models import Mandate, Organisation
from shared.store.periods import holds_on


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
