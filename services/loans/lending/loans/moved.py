"""By how much the principal of loans moved, loaded."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from uuid import UUID

from services.loans.lending.loans.queries import moved_of
from shared.store.tx import Tx


async def moved_by_day(tx: Tx, loan_ids: Collection[UUID]) -> dict[UUID, dict[date, int]]:
    """For each loan the days on which principal was paid out or repaid, with by how many cents it grew."""
    found: dict[UUID, dict[date, int]] = defaultdict(dict)
    for loan_id, day, cents in await tx.session.execute(moved_of(loan_ids)):
        found[loan_id][day] = int(cents)
    return found
