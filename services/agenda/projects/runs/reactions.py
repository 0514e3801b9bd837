"""What the agenda service does when funding tells of a project."""

from services.agenda.projects.projects.models import Project
from services.agenda.projects.runs import rules
from shared.bus.effects import about
from shared.contracts.funding.applications import (
    ApplicationAwarded,
    ApplicationReceived,
    ApplicationRefused,
    ApplicationWithdrawn,
)
from shared.contracts.funding.awards import AwardAltered, AwardWithdrawn
from shared.contracts.funding.cofunding import ProjectCofundingCompleted, ProjectCofundingLost
from shared.store.tx import Tx


@about(Project, "project_id")
async def note_cofunding(told: ProjectCofundingCompleted, tx: Tx) -> None:
    """The others' parts are firmly pledged: the project is funded in principle (A13)."""
    project = await tx.get(Project, told.project_id, lock=True)
    rules.note_cofunding(project, "fund", tx.fact)
    tx.audit("project.cofunding-completed", project.id, {"status": project.status})


@about(Project, "project_id")
async def note_lost_cofunding(told: ProjectCofundingLost, tx: Tx) -> None:
    """A pledge was withdrawn: the project is not funded in principle any more (A13)."""
    project = await tx.get(Project, told.project_id, lock=True)
    rules.note_cofunding(project, "lose_cofunding", tx.fact)
    tx.audit("project.cofunding-lost", project.id, {"status": project.status})


@about(Project, "project_id")
async def note_application(told: ApplicationReceived, tx: Tx) -> None:
    """Funding received an application for the project (A12)."""
    project = await tx.known(Project, told.project_id, lock=True)
    for noted in rules.note_application(project, told, tx.fact):
        tx.audit("project.applied", noted.id, {"application_id": str(told.application_id)})


@about(Project, "project_id")
async def note_lost_application(told: ApplicationRefused | ApplicationWithdrawn, tx: Tx) -> None:
    """An application for the project was refused or withdrawn: nothing is asked for by it any more."""
    project = await tx.known(Project, told.project_id, lock=True)
    for noted in rules.note_lost_application(project, told, tx.fact):
        facts = {"application_id": str(told.application_id), "status": noted.status}
        tx.audit("project.application-lost", noted.id, facts)


@about(Project, "project_id")
async def note_award(told: ApplicationAwarded, tx: Tx) -> None:
    """The State awarded an application for the project (A12)."""
    project = await tx.known(Project, told.project_id, lock=True)
    for noted in rules.note_award(project, told, tx.fact):
        facts = {"application_id": str(told.application_id), "amount_cents": told.amount_cents}
        tx.audit("project.awarded", noted.id, {**facts, "in_question": noted.award_in_question})


@about(Project, "project_id")
async def note_lowered_award(told: AwardWithdrawn | AwardAltered, tx: Tx) -> None:
    """The State withdrew an award of the project, or lowered it (AWB-18)."""
    project = await tx.known(Project, told.project_id, lock=True)
    for noted in rules.note_lowered_award(project, told, tx.fact):
        facts = {"application_id": str(told.application_id), "freed_cents": told.freed_cents}
        tx.audit("project.award-lowered", noted.id, {**facts, "status": noted.status})
