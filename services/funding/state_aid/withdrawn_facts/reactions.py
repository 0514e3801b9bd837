"""What becomes of aid when loans was restored and takes back what it told."""

from services.funding.state_aid.state_aid import queries
from services.funding.state_aid.state_aid.models import AidEntry
from services.funding.state_aid.withdrawn_facts import rules
from shared.contracts.withdrawn import LoansFactWithdrawn
from shared.store.tx import Tx


async def withdraw_aid(event: LoansFactWithdrawn, tx: Tx) -> None:
    """Stop counting aid of a guarantee that loans does not know any more."""
    found = await tx.those(AidEntry, [event.subject_id])
    await tx.all(queries.undertakings_of(found), lock=True)
    for entry in await tx.all(queries.entry(event.subject_id), lock=True):
        tx.emit(*rules.withdraw(entry, event, tx.now))
