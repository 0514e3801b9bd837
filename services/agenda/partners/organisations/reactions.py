"""What time makes of mandates."""

from services.agenda.partners.organisations import queries, rules
from shared.store.tx import Tx


async def end_mandates(tx: Tx) -> None:
    """Let mandates end with their last day (A9, B10)."""
    for mandate in await tx.all(queries.run_out(tx.today), lock=True):
        rules.run_out(mandate)
        tx.audit("mandate.ended", mandate.id, {"ended_on": str(mandate.ends_on)})
