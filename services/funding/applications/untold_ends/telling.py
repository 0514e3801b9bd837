"""Tells what ended before funding told of such ends, so that the agenda stops waiting for it."""

from services.funding.applications.applications import ends
from services.funding.applications.untold_ends import queries
from services.funding.cofunding.pledges.rules import withdrawn
from shared.store.tx import Tx


async def tell(tx: Tx) -> int:
    """Publish some of what was never told, as it ended; how many facts that were, at last none."""
    await tx.alone_with("tell what was never told")
    refused = await tx.all(queries.refused())
    taken_back = await tx.all(queries.withdrawn())
    pledges = await tx.all(queries.pledges_withdrawn())
    told = [
        *(
            ends.refused(a, a.refusal_ground, a.decided_at)
            for a in refused
            if a.refusal_ground and a.decided_at
        ),
        *(ends.withdrawn(a, a.withdrawn_at) for a in taken_back if a.withdrawn_at),
        *(withdrawn(pledge, pledge.withdrawn_at) for pledge in pledges if pledge.withdrawn_at),
    ]
    tx.emit(*told)
    return len(told)
