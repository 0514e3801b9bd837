"""What the agenda service tells of spatial instruments."""

from shared.kernel.events import Event

EVENTS: list[type[Event]] = []
EXAMPLES: list[Event] = []
