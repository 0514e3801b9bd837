"""Tells the developer how far things are: a live line on a terminal, plain lines elsewhere."""

import time

from rich.console import Console
from rich.status import Status

_PLAIN_EVERY_SECONDS = 5


class Progress:
    """Lines that stay (`say`) and one that changes (`busy`); without a terminal the latter is thinned out."""

    def __init__(self) -> None:
        self._console = Console(highlight=False, soft_wrap=True)
        self._started = time.monotonic()
        self._status: Status | None = None
        self._last_plain = 0.0

    def say(self, line: str) -> None:
        """Print a line that stays, with the seconds since the start."""
        self._console.print(f"{time.monotonic() - self._started:6.1f} s  {line}", markup=False)

    def show(self, text: str) -> None:
        """Print a text as it is."""
        self._console.print(text, markup=False)

    def busy(self, text: str) -> None:
        """Say what is being waited for."""
        if self._console.is_terminal:
            if self._status is None:
                self._status = self._console.status(text)
                self._status.start()
            self._status.update(text)
        elif time.monotonic() - self._last_plain > _PLAIN_EVERY_SECONDS:
            self._last_plain = time.monotonic()
            self.say(text)

    def done(self) -> None:
        """Nothing is being waited for any more."""
        if self._status is not None:
            self._status.stop()
            self._status = None
