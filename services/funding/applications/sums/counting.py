"""Sums that nobody is refused by: counted when somebody asks, so that no application waits for another."""

from services.funding.applications.applications.models import Application
from services.funding.applications.sums import queries
from services.funding.programmes.portfolios import rules
from shared.store.changes import present
from shared.store.tx import Tx


async def counted(tx: Tx) -> None:
    """Bring the sums of all portfolios up to what is committed now.

    What a transaction wrote that is not to be seen yet has a number of at least `here`, and is counted next
    time. Who counts locks the portfolios first, so that nobody puts an older sum over a newer one.
    """
    here = await present(tx, Application)
    moved = await tx.all(queries.uncounted(), lock=True)
    if moved:
        found = (await tx.session.execute(queries.sums(moved))).mappings()
        by_portfolio = {(row["tranche_id"], row["landsdeel_code"]): row for row in found}
        for portfolio in moved:
            theirs = by_portfolio[portfolio.tranche_id, portfolio.landsdeel_code]
            rules.take_over(portfolio, dict(theirs), here.number)
