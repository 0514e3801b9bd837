"""How an agenda ends: over, withdrawn, evaluated."""

from datetime import date

from services.agenda.agendas.models import Agenda
from services.agenda.agendas.rules import LIFE, NO_RUNNING_AWARDS, NOT_OVER
from services.agenda.projects.models import Status as ProjectStatus
from shared.contracts.agenda.agendas import AgendaClosed, AgendaEvaluated

WITHDRAW = (LIFE.rule, NO_RUNNING_AWARDS)
RUNNING = (ProjectStatus.APPROVED,)  # may be awarded; whether it is settled is not told here yet


def close(agenda: Agenda, on: date, today: date) -> AgendaClosed:
    """Close (afsluiten) an agenda whose period is over."""
    status = LIFE.after(agenda.status, "expire")
    NOT_OVER.require(agenda.ends_on <= on < today, ends_on=agenda.ends_on)
    agenda.status = status
    agenda.ended_on = on
    return _closed(agenda, on, withdrawn=False)


def withdraw(agenda: Agenda, reason: str, running: int, today: date) -> AgendaClosed:
    """Withdraw (intrekken) an agenda on which no project that may be awarded depends."""
    status = LIFE.after(agenda.status, "withdraw")
    NO_RUNNING_AWARDS.require(running == 0, projects=running)
    agenda.status = status
    agenda.ended_on = today
    agenda.end_reason = reason
    return _closed(agenda, today, withdrawn=True)


def evaluate(agenda: Agenda, document: str, today: date) -> AgendaEvaluated:
    """Evaluate (evalueren) a closed agenda with the document that does so (B4)."""
    status = LIFE.after(agenda.status, "evaluate")
    agenda.status = status
    agenda.evaluation = document
    return AgendaEvaluated(
        agenda_id=agenda.id, region_code=agenda.region_code, document=document, evaluated_on=today
    )


def _closed(agenda: Agenda, on: date, *, withdrawn: bool) -> AgendaClosed:
    return AgendaClosed(
        agenda_id=agenda.id,
        region_code=agenda.region_code,
        title=agenda.title,
        withdrawn=withdrawn,
        ended_on=on,
    )
