"""What funding does when another service was restored and takes back what it told."""

from services.funding.cofunding.projects.models import Project
from services.funding.state_aid.state_aid import queries
from services.funding.state_aid.state_aid.models import AidEntry
from services.funding.state_aid.withdrawn_facts import rules
from shared.contracts.withdrawn import AgendaFactWithdrawn, LoansFactWithdrawn
from shared.store.tx import Tx


async def withdraw_aid(event: LoansFactWithdrawn, tx: Tx) -> None:
    """Stop counting aid of a guarantee that loans does not know any more."""
    found = await tx.those(AidEntry, [event.subject_id])
    await tx.all(queries.undertakings_of(found), lock=True)
    for entry in await tx.all(queries.entry(event.subject_id), lock=True):
        tx.emit(*rules.withdraw(entry, event, tx.now))


async def undo_agenda_fact(event: AgendaFactWithdrawn, tx: Tx) -> None:
    """Give nothing new on a project whose approval is lost; go on with one whose end is."""
    project = await tx.known(Project, event.subject_id, lock=True)
    for undone in rules.undo(project, event, tx.today):
        tx.audit("project.fact-undone", undone.id, {"fact": str(event.fact_id), "type": event.fact_type})
