"""When each part of a worker last got round, and last did what it is there for: liveness and readiness."""

import time

READY_SECONDS = 15.0
ALIVE_SECONDS = 60.0


class Pulse:
    """The last beat of every part: reading from Kafka, leading or standing by, and each message in hand.

    A part that waits for an engine that is away goes round: it lives, and a new process would do no better.
    It beats only when it got something done.
    """

    def __init__(self, *parts: str) -> None:
        self._beats = dict.fromkeys(parts, time.monotonic())
        self._rounds = dict(self._beats)
        self._waiting = set(parts)

    def beat(self, part: str) -> None:
        """This part got something done just now."""
        self._beats[part] = self._rounds[part] = time.monotonic()
        self._waiting.discard(part)

    def go_round(self, part: str) -> None:
        """This part is at it and does not hang, whether or not it gets anything done."""
        self._rounds[part] = time.monotonic()

    def expect(self, part: str) -> None:
        """This part begins anew, and has nothing done yet: it lives, but is not ready."""
        self._beats[part] = self._rounds[part] = time.monotonic()
        self._waiting.add(part)

    def rest(self, part: str) -> None:
        """This part has nothing to do any more, so that nothing is expected of it."""
        self._beats.pop(part, None)
        self._rounds.pop(part, None)

    def silences(self) -> dict[str, float]:
        """For how many seconds each part has got nothing done."""
        return _since(self._beats)

    @property
    def ready(self) -> bool:
        """Whether every part works, and did a moment ago."""
        return not self._waiting and max(self.silences().values(), default=0) < READY_SECONDS

    @property
    def alive(self) -> bool:
        """Whether no part has hung for so long that a new process would do better."""
        return max(_since(self._rounds).values(), default=0) < ALIVE_SECONDS


def _since(times: dict[str, float]) -> dict[str, float]:
    now = time.monotonic()
    return {part: round(now - last, 1) for part, last in times.items()}
