"""What time makes of commitments."""

from services.agenda.accountability.commitments import queries, rules
from shared.store.tx import Tx


async def step_commitments(tx: Tx) -> None:
    """Say once that a commitment is due soon, and once that it is overdue (B1, B20)."""
    terms = await tx.regime(rules.TERMS, tx.today)
    waiting = queries.to_step(tx.today, rules.notice_day(terms, tx.today))
    tx.emit(*[rules.step_on(commitment, tx.today) for commitment in await tx.all(waiting, lock=True)])
