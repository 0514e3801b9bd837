"""What the agenda service tells of evaluations."""

from shared.kernel.events import Event

EVENTS: list[type[Event]] = []
EXAMPLES: list[Event] = []
