"""What time makes of designations."""

from services.agenda.clusters.decisions import queries, rules
from shared.store.tx import Tx


async def review_designations(tx: Tx) -> None:
    """Open the review of each designation that is about to end, once (A3)."""
    terms = await tx.regime(rules.REVIEW, tx.today)
    due = queries.to_review(rules.review_day(terms, tx.today))
    tx.emit(*[rules.come_due(cluster, tx.today) for cluster in await tx.all(due, lock=True)])
