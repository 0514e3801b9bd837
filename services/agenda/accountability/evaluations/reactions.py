"""What time makes of evaluations."""

from services.agenda.accountability.evaluations import queries, rules
from shared.store.tx import Tx


async def announce_evaluations(tx: Tx) -> None:
    """Say once, a year ahead, that an evaluation is due (AWB-8; B49)."""
    terms = await tx.regime(rules.NOTICE, tx.today)
    soon = queries.to_announce(tx.today, rules.notice_day(terms, tx.today))
    tx.emit(*[rules.announce(evaluation) for evaluation in await tx.all(soon, lock=True)])
