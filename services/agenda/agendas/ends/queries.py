"""What depends on an agenda."""

from sqlalchemy import Select, select

from services.agenda.agendas.agendas.models import Agenda
from services.agenda.projects.projects.models import Project


def projects_under(agenda: Agenda) -> Select[Project]:
    """The projects of an agenda, always in the same order."""
    return select(Project).where(Project.agenda_id == agenda.id).order_by(Project.id)
