"""What the loans service remembers of approved projects."""

from services.loans.origination.projects import rules
from services.loans.origination.projects.models import Project
from shared.bus.effects import about
from shared.contracts.agenda.projects import ProjectApproved, ProjectCancelled, ProjectStopped
from shared.contracts.withdrawn import AgendaFactWithdrawn
from shared.store.tx import Tx


@about(Project, "project_id")
async def remember_project(event: ProjectApproved, tx: Tx) -> None:
    """Remember an approved project, which a loan may name."""
    known = await tx.known(Project, event.project_id, lock=True)
    tx.session.add_all(rules.remember(event, known, tx.fact))


@about(Project, "project_id")
async def end_project(event: ProjectCancelled | ProjectStopped, tx: Tx) -> None:
    """Name no project any more in a new loan that was cancelled or stopped."""
    project = await tx.get(Project, event.project_id, lock=True)
    rules.end(project, event.ended_on, tx.fact)
    tx.audit("project.ended", project.id, {"ended_on": str(project.ended_on)})


@about(Project, "subject_id")
async def undo_agenda_fact(event: AgendaFactWithdrawn, tx: Tx) -> None:
    """Lend nothing new for a project whose approval is lost; go on with one whose end is."""
    project = await tx.known(Project, event.subject_id, lock=True)
    for undone in rules.undo(project, event, tx.today):
        tx.audit("project.fact-undone", undone.id, {"fact": str(event.fact_id), "type": event.fact_type})
