"""Who leads: a lock in PostgreSQL that its holder keeps by speaking, and loses by silence.

No two lead at once. The lock is the session's. The leader speaks on it every five seconds, and gives up
when an answer takes twelve: at most seventeen after PostgreSQL last heard it, whatever became of the network.
PostgreSQL ends a session that it heard nothing of for thirty seconds, and only then is the lock free; no
clock is compared with another. A process that was frozen for so long wakes up with its session gone: the
relay works on that very session, and redrives and timers speak on it before each turn, so at most the turn
it froze in is finished. That turn is a transaction like any request's, guarded by row locks and versions.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import CursorResult, Executable, Select, func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.bus.pulse import Pulse
from shared.bus.timers import Sight
from shared.settings import Settings
from shared.store import engine

log = logging.getLogger(__name__)

LEADING = "leading"
SIGHT = text("select pg_current_snapshot()::text as visible, clock_timestamp() as at")
POLL_SECONDS = 1.0
BEAT_SECONDS = 5.0


class Moved(Exception):
    """The database that was led is not the one that is there now."""


class Lead:
    """The connection that holds the lock, used by one task at a time; each statement renews the lead."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self._turn = asyncio.Lock()

    async def execute(self, statement: Executable, parameters: Any = None) -> CursorResult[Any]:
        """Execute a statement as the leader; raises when the lead is lost."""
        async with self._turn:
            return await self._connection.execute(statement, parameters)

    async def look(self) -> Sight:
        """What there is to see now; renews the lead."""
        row = (await self.execute(SIGHT)).one()
        return Sight(row.visible, row.at)

    async def keep(self, pulse: Pulse) -> None:
        """Renew the lead for as long as it can be, and for as long as the database stays where it is."""
        place = None
        while True:
            found = (await self.execute(select(func.current_files()))).scalar_one()
            place = place or found
            if found != place:  # it was restored under us: whoever leads next compares it first
                raise Moved(f"the database is at {found} now, not at {place}")
            pulse.beat(LEADING)
            await asyncio.sleep(BEAT_SECONDS)

    async def listen(self, channel: str, heard: Callable[[], None]) -> None:
        """Call `heard` whenever something is told on a channel."""
        async with self._turn:
            raw = (await self._connection.get_raw_connection()).driver_connection
            assert raw is not None  # noqa: S101 - an open connection has one
            await raw.add_listener(channel, lambda *_: heard())


def leads(service: str) -> Select[bool]:
    """Take the lock of this service's one leader; false when somebody else has it."""
    return select(func.pg_try_advisory_lock(func.hashtext(f"groeikracht-leader-{service}")))


@asynccontextmanager
async def leadership(service: str, settings: Settings, pulse: Pulse) -> AsyncIterator[Lead]:
    """Wait to be this service's one leader, on a connection of its own that is quick to be given up."""
    own = engine.connect(service, settings, engine.HOLDING)
    try:
        async with own.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            while not await connection.scalar(leads(service)):
                pulse.beat(LEADING)
                await asyncio.sleep(POLL_SECONDS)
            log.info("leading %s", service)
            try:
                yield Lead(connection)
            finally:
                await connection.invalidate()  # closes it, and so gives the lock up
    finally:
        await own.dispose()
