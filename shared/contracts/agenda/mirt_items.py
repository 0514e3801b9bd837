"""What the agenda service tells of mirt items."""

from shared.kernel.events import Event

EVENTS: list[type[Event]] = []
EXAMPLES: list[Event] = []
