"""Selections of versions."""

from uuid import UUID

from sqlalchemy import Select, select

from services.agenda.agendas.versions.models import AgendaVersion


def edition(agenda_id: UUID, number: int) -> Select[AgendaVersion]:
    """One adopted version of an agenda."""
    return select(AgendaVersion).filter_by(agenda_id=agenda_id, edition=number)
