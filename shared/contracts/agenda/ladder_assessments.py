"""What the agenda service tells of ladder assessments."""

from shared.kernel.events import Event

EVENTS: list[type[Event]] = []
EXAMPLES: list[Event] = []
