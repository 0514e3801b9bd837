"""What every fact of the funding service has in common."""

from shared.kernel.events import Event


class FundingEvent(Event):
    service = "funding"
