"""What time alone makes a service do: looked at each second, or only when there may be something new."""

import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import NamedTuple

from shared.kernel.calendar import legal_date
from shared.store.engine import Sessions
from shared.store.tx import Tx, begin

log = logging.getLogger(__name__)

Timer = Callable[[Tx], Awaitable[None]]


class Sight(NamedTuple):
    """What there is to be seen in a database, and when.

    `visible` names the transactions that can be seen, as PostgreSQL tells them: it is another text as soon as
    anything was committed, also by a transaction that began long ago.
    """

    visible: str
    at: datetime


class ByDay:
    """A timer that goes by what is written and by the legal date, and by no other time.

    It sleeps for as long as both are what they were when it last looked: it could find nothing new.
    """

    def __init__(self, act: Timer) -> None:
        self.act = act
        self.__name__ = act.__name__

    async def __call__(self, tx: Tx) -> None:
        """Look, and do what is due."""
        await self.act(tx)

    def seen(self, sight: Sight) -> object:
        """All that it goes by."""
        return sight.visible, legal_date(sight.at)


class ByMinute(ByDay):
    """A timer of which nobody notices that it looks once a minute while nothing is written."""

    def seen(self, sight: Sight) -> object:
        """All that it goes by."""
        return sight.visible, sight.at.replace(second=0, microsecond=0)


class Timers:
    """The timers of one leader, each in a transaction of its own: one that fails holds up no other."""

    def __init__(self, sessions: Sessions, timers: Sequence[Timer]) -> None:
        self._sessions = sessions
        self._timers = timers
        self._seen: dict[Timer, object] = {}

    async def turn(self, sight: Sight) -> None:
        """Let each look that may find something; `sight` is from before."""
        for timer in self._timers:
            if isinstance(timer, ByDay) and self._seen.get(timer) == timer.seen(sight):
                continue
            try:
                async with begin(self._sessions, f"timer:{timer.__name__}") as tx:
                    await timer(tx)
                if isinstance(timer, ByDay):  # by the time that it went by itself, should a day end just now
                    self._seen[timer] = timer.seen(Sight(sight.visible, tx.recorded_at))
            except Exception:
                log.exception("timer %s failed; going on", timer.__name__)
