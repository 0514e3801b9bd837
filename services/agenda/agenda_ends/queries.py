"""What depends on an agenda."""

from sqlalchemy import ColumnElement, Select, String, cast, func, select

from services.agenda.agenda_ends.rules import RUNNING
from services.agenda.agendas.models import Agenda
from services.agenda.projects.models import Project


def running_projects(agenda: Agenda) -> Select[int]:
    """The number of projects of an agenda with an award that is not settled."""
    awarded: ColumnElement[bool] = cast(Project.status, String).in_(RUNNING)
    return select(func.count()).select_from(Project).where(Project.agenda_id == agenda.id, awarded)
