"""What becomes of a project when the agenda was restored and takes back what it told."""

from services.funding.cofunding.projects.models import Project
from services.funding.cofunding.withdrawn_facts import rules
from shared.bus.effects import about
from shared.contracts.withdrawn import AgendaFactWithdrawn
from shared.store.tx import Tx


@about(Project, "subject_id")
async def undo_agenda_fact(event: AgendaFactWithdrawn, tx: Tx) -> None:
    """Give nothing new on a project whose approval is lost; go on with one whose end is."""
    project = await tx.known(Project, event.subject_id, lock=True)
    for undone in rules.undo(project, event, tx.today):
        tx.audit("project.fact-undone", undone.id, {"fact": str(event.fact_id), "type": event.fact_type})
