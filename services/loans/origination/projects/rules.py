"""What the loans service keeps of an approved project."""

from datetime import date
from typing import Any
from uuid import UUID

from services.loans.origination.projects.models import Project
from shared.contracts.agenda.projects import ProjectApproved, ProjectCancelled, ProjectStopped
from shared.contracts.withdrawn import AgendaFactWithdrawn
from shared.kernel.rules import Rule

KNOWN = Rule(
    "loan.project-known",
    "A loan names a project that was approved.",
    source="A15, A16",
    mend="Check the id, and wait a moment if the project has only just been approved.",
    refusal="The project of the loan was not approved",
)
GOES_ON = Rule(
    "loan.project-goes-on",
    "A loan names no project that was cancelled or stopped.",
    source="A15, A16; domain.md 3.6",
    mend="Leave the project out, or name one that goes on.",
    refusal="The project of the loan was cancelled or stopped",
)
STANDS = (KNOWN, GOES_ON)


def remember(event: ProjectApproved, known: Project | None, fact: UUID) -> list[Project]:
    """The project an event tells of; one that is known stays, or when its approval was lost is so anew."""
    told: dict[str, Any] = {
        "owner": f"region:{event.region_code}",
        "title": event.title,
        "region_code": event.region_code,
        "participants": event.participants,
    }
    if known is None:
        return [Project(id=event.project_id, approval_fact=fact, **told)]
    for name, value in told.items() if known.approval_lost_on else ():
        setattr(known, name, value)
    known.approval_fact, known.approval_lost_on = fact, None
    return []


def end(project: Project, on: date, fact: UUID) -> None:
    """End a project on the day it was cancelled or stopped; loans that name it stand."""
    project.ended_on = project.ended_on or on
    project.end_fact = fact


def require_standing(id: UUID | None, project: Project | None) -> None:
    """Refuse a loan for a project that is not approved, or not any more, or that ended."""
    KNOWN.require(id is None or (project is not None and project.approval_lost_on is None))
    GOES_ON.require(project is None or project.ended_on is None)


def _lose_approval(project: Project, fact: UUID, on: date) -> bool:
    if project.approval_lost_on is not None or project.approval_fact not in (None, fact):
        return False
    project.approval_lost_on = on
    return True


def _reopen(project: Project, fact: UUID, _: date) -> bool:
    if project.ended_on is None or project.end_fact not in (None, fact):
        return False
    project.ended_on = project.end_fact = None
    return True


UNDONE = {
    ProjectApproved.type(): _lose_approval,
    ProjectCancelled.type(): _reopen,
    ProjectStopped.type(): _reopen,
}


def undo(project: Project | None, fact: AgendaFactWithdrawn, on: date) -> list[Project]:
    """Undo what a fact that the agenda lost did to a project; the project, when it did something."""
    if project is None or fact.fact_type not in UNDONE:
        return []
    return [project] if UNDONE[fact.fact_type](project, fact.fact_id, on) else []
