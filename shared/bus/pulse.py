"""When each part of a worker last did what it is there for; readiness and liveness are told from it."""

import time

READY_SECONDS = 15.0
ALIVE_SECONDS = 60.0


class Pulse:
    """The last beat of every part: reading from Kafka, leading or standing by, and each message in hand."""

    def __init__(self, *parts: str) -> None:
        self._beats = dict.fromkeys(parts, time.monotonic())
        self._waiting = set(parts)

    def beat(self, part: str) -> None:
        """This part got something done just now."""
        self._beats[part] = time.monotonic()
        self._waiting.discard(part)

    def expect(self, part: str) -> None:
        """This part is at it, and has nothing done yet: it lives, but is not ready."""
        self._beats[part] = time.monotonic()
        self._waiting.add(part)

    def rest(self, part: str) -> None:
        """This part has nothing to do any more, so that nothing is expected of it."""
        self._beats.pop(part, None)

    def silences(self) -> dict[str, float]:
        """For how many seconds each part has got nothing done."""
        now = time.monotonic()
        return {part: round(now - beaten, 1) for part, beaten in self._beats.items()}

    @property
    def ready(self) -> bool:
        """Whether every part works, and did a moment ago."""
        return not self._waiting and max(self.silences().values(), default=0) < READY_SECONDS

    @property
    def alive(self) -> bool:
        """Whether no part has been silent for so long that a new process would do better."""
        return max(self.silences().values(), default=0) < ALIVE_SECONDS
