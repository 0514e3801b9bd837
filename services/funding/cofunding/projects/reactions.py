"""What funding does when the agenda service approves a project, and when it ends."""

from services.funding.cofunding.projects import rules
from services.funding.cofunding.projects.models import Project
from shared.bus.effects import about
from shared.contracts.agenda.projects import ProjectApproved, ProjectCancelled, ProjectStopped
from shared.kernel.calendar import legal_date
from shared.store.tx import Tx


@about(Project, "project_id")
async def remember_project(event: ProjectApproved, tx: Tx) -> None:
    """Remember an approved project, with its cost split by the regime of the day it was approved."""
    known = await tx.known(Project, event.project_id, lock=True)
    regime = await tx.regime(rules.SPLITTING, legal_date(event.approved_at))
    remembered = rules.remember(event, known, regime, tx.fact, tx.now)
    tx.session.add_all(remembered.projects)
    tx.emit(*remembered.events)


@about(Project, "project_id")
async def end_project(event: ProjectCancelled | ProjectStopped, tx: Tx) -> None:
    """Take no new money for a project that was cancelled or stopped."""
    project = await tx.get(Project, event.project_id, lock=True)
    rules.end(project, event.ended_on, tx.fact)
    tx.audit("project.ended", project.id, {"ended_on": str(project.ended_on)})
