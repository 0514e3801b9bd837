"""What depends on an agenda."""

from sqlalchemy import Select, func, select

from services.agenda.agenda_ends.rules import RUNNING
from services.agenda.agendas.models import Agenda
from services.agenda.projects.models import Project


def running_projects(agenda: Agenda) -> Select[int]:
    """The number of projects of an agenda with an award that is not settled."""
    of_agenda = select(func.count()).select_from(Project).where(Project.agenda_id == agenda.id)
    return of_agenda.where(Project.status.in_(RUNNING))
