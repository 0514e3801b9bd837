"""Selections of agendas for growth by region."""

from datetime import date

from sqlalchemy import Select, func, select

from services.agenda.agendas.agendas.models import Agenda


def in_force_during(year: int) -> Select[Agenda]:
    """Agendas that were adopted and held on a day of a year, those that ended early until they did."""
    until = func.least(Agenda.ended_on, Agenda.ends_on)  # LEAST passes over null
    held = (Agenda.starts_on <= date(year, 12, 31)) & (until >= date(year, 1, 1))
    return select(Agenda).where(Agenda.adopted_at.is_not(None), held).order_by(Agenda.id)
