"""What one server takes from its clients, and which of them it waits for."""

from dataclasses import dataclass, field
from typing import Protocol

HEAD_MAX_BYTES = 32 * 1024  # request line and headers together
HEADERS_MAX = 100
PIPELINED_MAX = 16  # requests sent ahead of their answers; each costs a hundred times its bytes


class Waiting(Protocol):
    """A connection that can be cut off."""

    def cut_off(self) -> None:
        """End it at once, without an answer."""


@dataclass
class Bounds:
    """The bounds of one server, from its settings, and the connections whose client has to go on."""

    head_seconds: float
    body_seconds: float
    body_bytes_per_second: int
    unread_seconds: float
    connections_max: int
    requests_max: int
    waiting: dict[Waiting, None] = field(default_factory=dict)  # longest silent first

    def heard(self, connection: Waiting) -> None:
        """Its client said something and has to say more."""
        self.waiting.pop(connection, None)
        self.waiting[connection] = None

    def answered(self, connection: Waiting) -> None:
        """Its client has said all it had to, or is gone."""
        self.waiting.pop(connection, None)

    def make_room(self, connections: int) -> None:
        """Cut off the client that was silent longest when there are too many; an honest one goes on soon."""
        if connections > self.connections_max and self.waiting:
            longest = next(iter(self.waiting))
            del self.waiting[longest]
            longest.cut_off()
