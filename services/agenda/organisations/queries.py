"""Selections of organisations."""

from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, false, or_, select, true

from services.agenda.organisations.models import Mandate, Organisation


def alike(organisation: Organisation) -> Select[Organisation]:
    """Organisations that share an identifier with this one."""
    own = {name: getattr(organisation, name) for name in ("kvk_number", "rsin", "oin", "lei")}
    return select(Organisation).where(
        or_(false(), *(getattr(Organisation, name) == value for name, value in own.items() if value)),
        Organisation.id != organisation.id,
    )


def one(organisation_id: UUID) -> Select[Organisation]:
    """The organisation with this id, if there is one."""
    return select(Organisation).where(Organisation.id == organisation_id)


def in_force(on: date | None) -> ColumnElement[bool]:
    """Mandates that hold on a day; all of them for None."""
    if on is None:
        return true()
    return (Mandate.starts_on <= on) & or_(Mandate.ends_on.is_(None), Mandate.ends_on >= on)
