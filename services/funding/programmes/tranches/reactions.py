"""What time makes of tranches."""

from services.funding.programmes.tranches import queries, rules
from shared.store.tx import Tx


async def step_tranches(tx: Tx) -> None:
    """Open tranches at their published time, and close them at theirs (domain.md 3.5)."""
    for tranche in await tx.all(queries.to_open(tx.moment), lock=True):
        tx.emit(rules.open_tranche(tranche, tranche.opens_at))
    await tx.flush()
    for tranche in await tx.all(queries.to_close(tx.moment), lock=True):
        tx.emit(rules.close(tranche, tranche.closes_at))
