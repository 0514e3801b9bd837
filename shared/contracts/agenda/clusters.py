"""What the agenda service tells of clusters."""

from datetime import date
from uuid import UUID

from shared.contracts.agenda.event import AgendaEvent
from shared.contracts.known import CLUSTER
from shared.kernel.events import Event


class ClusterDesignated(AgendaEvent):
    """A cluster was designated leading (toonaangevend) by a dated decision (A3; domain.md 3.2)."""

    fact = "cluster-designated"
    aggregate = "cluster_id"

    cluster_id: UUID
    cluster_code: str
    name: str
    region_code: str
    valid_from: date
    valid_until: date
    decided_on: date
    deciding_body: str


EVENTS: list[type[Event]] = [ClusterDesignated]
EXAMPLES: list[Event] = [
    ClusterDesignated(
        cluster_id=CLUSTER,
        cluster_code="BRAINPORT",
        name="Brainport Eindhoven",
        region_code="CR36",
        valid_from=date(2015, 1, 1),
        valid_until=date(2018, 12, 31),
        decided_on=date(2014, 12, 1),
        deciding_body="Minister of Economic Affairs",
    ),
]
