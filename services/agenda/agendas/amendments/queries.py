"""Selections of amendments."""

from uuid import UUID

from sqlalchemy import Select, select

from services.agenda.agendas.amendments.models import Amendment, Status


def under_way(agenda_id: UUID) -> Select[Amendment]:
    """The amendment of an agenda that is neither adopted nor rejected."""
    return select(Amendment).where(
        Amendment.agenda_id == agenda_id, Amendment.status.in_((Status.DRAFT, Status.PROPOSED))
    )
