"""What every fact of the agenda service has in common."""

from shared.kernel.events import Event


class AgendaEvent(Event):
    service = "agenda"
