"""What the agenda service tells of commitments."""

from shared.kernel.events import Event

EVENTS: list[type[Event]] = []
EXAMPLES: list[Event] = []
