"""What every joined answer says of the services, and what it passes on to them."""

from shared.web.schema import Wire

PASSED_ON = ("authorization", "traceparent", "tracestate")


class ServiceOutcome(Wire):
    """`OK`, `UNAVAILABLE` (the service is down; ask again) or `NOT_GRANTED` (the token may not read it)."""

    service: str
    outcome: str
