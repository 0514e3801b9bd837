"""The database's clock: time is judged by it everywhere, so that it is one whatever machine asks."""

import logging
import time
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from shared.kernel.sentences import Sentence
from shared.store.measured import Measured

log = logging.getLogger(__name__)

KNOWN_FOR_SECONDS = 10.0
OFFSET = Measured(
    "groeikracht_clock_offset_seconds",
    "How far the clock of this machine is ahead of the database's; behind when below zero.",
)
OFF = Sentence(
    "The clock of this machine is {seconds} seconds ahead of the database's (behind when below zero). "
    "Set both by a time server.",
    "De klok van deze machine loopt {seconds} seconden voor op die van de database (achter als het onder nul "
    "is). Zet beide gelijk met een tijdserver.",
)


class Clock:
    """The time of one database, asked for now and then and counted on by what no one can set.

    Of the machine's own clock nothing is used; `offset` says in seconds how far it is ahead.
    """

    def __init__(self) -> None:
        self.offset = 0.0
        self._known: tuple[datetime, float] | None = None
        self._due = 0.0

    async def now(self, session: AsyncSession, at: float | None = None) -> datetime:
        """The database's time, or what it was `at` a moment of this process (monotonic)."""
        if self._known is None or time.monotonic() >= self._due:
            await session.connection()  # waiting for one is no part of the answer's way
            self._due = (
                time.monotonic() + KNOWN_FOR_SECONDS
            )  # whoever asks meanwhile goes on with what is known
            self._known = await self._measured(session)
        known, known_at = self._known
        return known + timedelta(seconds=(time.monotonic() if at is None else at) - known_at)

    async def _measured(self, session: AsyncSession) -> tuple[datetime, float]:
        """What time it was when: never another than what was known, as long as that may be right."""
        asked = time.monotonic()
        told: datetime = (await session.execute(select(func.clock_timestamp()))).scalar_one()
        answered, machine = time.monotonic(), time.time()
        latest = told + timedelta(seconds=answered - asked)
        if self._known is None:
            found = told + (latest - told) / 2
        else:
            known, at = self._known
            found = min(max(known + timedelta(seconds=answered - at), told), latest)
        self.offset = machine - found.timestamp()
        OFFSET.set(self.offset)
        return found, answered

    def fault(self, most: float) -> Sentence | None:
        """What to say of a machine whose clock is off by more than `most` seconds."""
        return OFF.of(seconds=round(self.offset, 1)) if abs(self.offset) > most else None
