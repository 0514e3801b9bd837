"""What time makes of agendas."""

from services.agenda.agendas.agendas import queries
from services.agenda.agendas.ends import rules
from shared.store.tx import Tx


async def expire_agendas(tx: Tx) -> None:
    """Close agendas after their last day (A8; domain.md 3.1)."""
    for agenda in await tx.all(queries.expired(tx.today), lock=True):
        tx.emit(rules.close(agenda, agenda.ends_on, tx.today))
