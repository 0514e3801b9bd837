"""What happens to documents without anybody asking."""

from services.agenda.records.documents import queries, rules
from shared.store.tx import Tx

AT_ONCE = 100


async def lapse_announcements(tx: Tx) -> None:
    """Give up documents that were announced and never sent; a technical term, so by the real clock."""
    for document in await tx.all(queries.overdue(tx.recorded_on, AT_ONCE), lock=True):
        rules.lapse(document, tx.now)
        tx.audit("document.lapsed", document.id, {})
