"""Undertakings with their rows locked, and what aid they had: the beginning of everything that books aid."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select

from services.funding.state_aid.state_aid import queries
from services.funding.state_aid.state_aid.models import AidEntry, Undertaking
from services.funding.state_aid.state_aid.rooms import DE_MINIMIS, SGEI, Regimes, dates_to_check
from shared.kernel.rules import NOT_FOUND
from shared.store.tx import Tx


async def locked(kvk_numbers: Iterable[str], tx: Tx) -> list[Undertaking]:
    """Make the rows of undertakings where they are not there, and lock them, in the order of their ids.

    Whoever locks other rows too does so before: nobody who holds an undertaking waits for anything else.
    """
    ids = dict(sorted((queries.undertaking_id(number), number) for number in kvk_numbers))
    if ids:
        await tx.session.execute(queries.enter(ids))
    rows = select(Undertaking).where(Undertaking.id.in_(ids)).order_by(Undertaking.id)
    found = await tx.all(rows, lock=True)
    NOT_FOUND.require(len(found) == len(ids), resource="undertaking")  # some are not the caller's to see
    return found


async def account(kvk_number: str, on: date, tx: Tx) -> tuple[list[AidEntry], Regimes]:
    """All aid of an undertaking, and the regimes of the windows that aid granted `on` falls in."""
    entries = await tx.all(queries.entries_of(kvk_number))
    return entries, await regimes_on(dates_to_check(entries, on), tx)


async def regimes_on(dates: list[date], tx: Tx) -> Regimes:
    """The versions of both regimes on de minimis aid for some dates."""
    return Regimes(await tx.nearest_regimes(DE_MINIMIS, dates), await tx.nearest_regimes(SGEI, dates))
