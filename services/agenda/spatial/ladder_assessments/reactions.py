"""What time makes of conditions."""

from services.agenda.spatial.ladder_assessments import queries, rules
from shared.store.tx import Tx


async def announce_conditions(tx: Tx) -> None:
    """Tell once of each condition that is about to be due (A21)."""
    regime = await tx.regime(rules.LADDER, tx.today)
    soon = queries.announced_by(rules.notice_day(regime, tx.today), tx.today)
    tx.emit(*[rules.come_due(condition) for condition in await tx.all(soon, lock=True)])
