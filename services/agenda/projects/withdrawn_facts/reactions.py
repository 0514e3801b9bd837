"""What the agenda service does when funding was restored and takes back what it told."""

from services.agenda.projects.withdrawn_facts import queries, rules
from shared.contracts.withdrawn import FundingFactWithdrawn
from shared.store.tx import Tx


async def undo_funding_fact(event: FundingFactWithdrawn, tx: Tx) -> None:
    """Step back from pledges, applications and awards that funding does not know any more."""
    project = await tx.find(queries.told_of(event.subject_id), lock=True)
    for undone in rules.undo(project, event):
        facts = {"fact": str(event.fact_id), "type": event.fact_type, "status": undone.status}
        tx.audit("project.fact-undone", undone.id, facts)
