"""What is undone of a project when the agenda lost, with its database, the fact that led to it."""

from datetime import date

from services.funding.cofunding.projects import rules as projects
from services.funding.cofunding.projects.models import Project
from shared.contracts.agenda.projects import ProjectApproved, ProjectCancelled, ProjectStopped
from shared.contracts.withdrawn import AgendaFactWithdrawn

UNDONE = {
    ProjectApproved.type(): projects.lose_approval,
    ProjectCancelled.type(): projects.reopen,
    ProjectStopped.type(): projects.reopen,
}


def undo(project: Project | None, fact: AgendaFactWithdrawn, on: date) -> list[Project]:
    """Undo what a fact of the agenda did to a project; the project, when it did something."""
    if project is None or fact.fact_type not in UNDONE:
        return []
    return [project] if UNDONE[fact.fact_type](project, fact.fact_id, on) else []
