"""Selections of amendments."""

from uuid import UUID

from sqlalchemy import Select, select

from services.agenda.agendas.models import Agenda
from services.agenda.agendas.models import Status as AgendaStatus
from services.agenda.amendments.models import Amendment, Status


def under_way(agenda_id: UUID) -> Select[Amendment]:
    """The amendment of an agenda that is neither adopted nor rejected."""
    return select(Amendment).where(
        Amendment.agenda_id == agenda_id, Amendment.status.in_((Status.DRAFT, Status.PROPOSED))
    )


def adopted_in(region_code: str) -> Select[Agenda]:
    """The adopted agendas of a region."""
    return select(Agenda).filter_by(region_code=region_code, status=AgendaStatus.ADOPTED)
