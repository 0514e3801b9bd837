"""What time makes of the appointments of ambassadors."""

from services.agenda.partners.ambassadors import queries, rules
from shared.store.tx import Tx


async def end_ambassadors(tx: Tx) -> None:
    """Let appointments end with their last day (B22)."""
    for ambassador in await tx.all(queries.run_out(tx.today), lock=True):
        tx.emit(rules.run_out(ambassador))
