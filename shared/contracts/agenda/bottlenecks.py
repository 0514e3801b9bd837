"""What the agenda service tells of issues that were put to the State."""

from datetime import date
from uuid import UUID

from shared.contracts.agenda.event import AgendaEvent
from shared.contracts.known import BOTTLENECK
from shared.kernel.events import Event


class BottleneckReported(AgendaEvent):
    """An issue was put to the State: a bottleneck in law, or what crosses regions (knelpunt; B52)."""

    fact = "bottleneck-reported"
    aggregate = "bottleneck_id"

    bottleneck_id: UUID
    kind: str
    title: str
    law: str | None
    region_codes: list[str]
    reported_on: date


class BottleneckResolved(AgendaEvent):
    """The State answered an issue: it was resolved, or declined (B52)."""

    fact = "bottleneck-resolved"
    aggregate = "bottleneck_id"

    bottleneck_id: UUID
    kind: str
    ministry: str | None
    resolved: bool
    document: str | None
    answered_on: date


EVENTS: list[type[Event]] = [BottleneckReported, BottleneckResolved]
EXAMPLES: list[Event] = [
    BottleneckReported(
        bottleneck_id=BOTTLENECK,
        kind="LEGAL_BOTTLENECK",
        title="Permits for test sites take too long",
        law="BWBR0024779",
        region_codes=["CR36"],
        reported_on=date(2014, 11, 3),
    ),
    BottleneckResolved(
        bottleneck_id=BOTTLENECK,
        kind="LEGAL_BOTTLENECK",
        ministry="IENM",
        resolved=True,
        document="32637-160",
        answered_on=date(2015, 6, 1),
    ),
]
