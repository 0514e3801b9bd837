"""When an agenda goes back to draft, from consultation or from proposal."""

from datetime import date

from services.agenda.agendas.agendas.models import Agenda
from services.agenda.agendas.agendas.rules import FOUR_EYES, LIFE
from shared.contracts.agenda.agendas import AgendaReturned
from shared.kernel.principal import Principal


def take_back(agenda: Agenda, reason: str, today: date) -> AgendaReturned:
    """Return an agenda from consultation to draft."""
    agenda.status = LIFE.after(agenda.status, "return")
    agenda.return_reason = reason
    return _returned(agenda, today, rejected=False)


def reject(agenda: Agenda, reason: str, officer: Principal, today: date) -> AgendaReturned:
    """Send a proposed agenda back to draft; what bodies had decided on it falls."""
    status = LIFE.after(agenda.status, "reject")
    FOUR_EYES.require_another(officer, *agenda.drafted_by, agenda.proposed_by)
    agenda.status = status
    agenda.return_reason = reason
    agenda.decisions = []
    return _returned(agenda, today, rejected=True)


def _returned(agenda: Agenda, today: date, *, rejected: bool) -> AgendaReturned:
    return AgendaReturned(
        agenda_id=agenda.id,
        region_code=agenda.region_code,
        title=agenda.title,
        rejected=rejected,
        returned_on=today,
    )
