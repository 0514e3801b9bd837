"""What an operator proves of a service's data: its audit trail is whole, and its books hold what it keeps."""

import asyncio
import importlib
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from shared.ledger.balances import Difference, differences
from shared.settings import Settings
from shared.store import audit
from shared.store.engine import connect

HAVE_BOOKS = ("funding", "loans")
Tell = Callable[..., Any]
T = TypeVar("T")


def run(name: str, settings: Settings, tell: Tell) -> bool:
    """Tell what was found, and whether everything holds."""
    trail = _trail(asyncio.run(_at_once(name, settings, audit.verify)), tell)
    return _books(name, settings, tell) and trail if name in HAVE_BOOKS else trail


def _trail(found: audit.Verification, tell: Tell) -> bool:
    for chain, (position, head) in found.heads.items():
        tell(f"chain {chain:2d}  {position:8d} entries  head {head[:16] or '-'}")
    for broken in found.breaks:
        tell(f"BROKEN chain {broken.chain} at {broken.position}: {broken.finding}", err=True)
    tell(f"{found.entries} entries verified, {len(found.breaks)} break(s)")
    return not found.breaks


def _books(name: str, settings: Settings, tell: Tell) -> bool:
    found = asyncio.run(_at_once(name, settings, partial(compare, name)))
    for each in found:
        tell(
            f"BROKEN books {each.what}: {each.booked_cents} booked, {each.kept_cents} kept (cents)", err=True
        )
    tell(f"books compared, {len(found)} difference(s)")
    return not found


async def compare(name: str, session: AsyncSession) -> list[Difference]:
    """Where the books of a service differ from their entries, or from the sums that it keeps."""
    return await differences(session, importlib.import_module(f"services.{name}.books").STORED)


async def _at_once(name: str, settings: Settings, look: Callable[[AsyncSession], Awaitable[T]]) -> T:
    """What is seen of a service at one moment, whatever is written meanwhile."""
    engine = connect(name, settings)
    async with AsyncSession(engine.execution_options(isolation_level="REPEATABLE READ")) as session:
        found = await look(session)
    await engine.dispose()
    return found
