"""What the agenda service tells of clusters."""

from datetime import date
from typing import Any
from uuid import UUID

from shared.contracts.agenda.event import AgendaEvent
from shared.contracts.known import CLUSTER
from shared.kernel.events import Event


class ClusterEvent(AgendaEvent):
    aggregate = "cluster_id"

    cluster_id: UUID
    cluster_code: str
    name: str
    region_code: str


class ClusterDesignated(ClusterEvent):
    """A cluster was designated leading (toonaangevend) by a dated decision (A3; domain.md 3.2)."""

    fact = "cluster-designated"

    valid_from: date
    valid_until: date
    decided_on: date
    deciding_body: str


class ClusterReviewDue(ClusterEvent):
    """The designation of a cluster is being reviewed (herbeoordeling); it stands meanwhile (A3)."""

    fact = "cluster-review-due"

    valid_until: date
    opened_on: date


class ClusterConfirmed(ClusterEvent):
    """The designation of a cluster was confirmed (bevestigd) for a further period (A3; domain.md 3.2)."""

    fact = "cluster-confirmed"

    valid_from: date
    valid_until: date
    decided_on: date
    deciding_body: str


class ClusterDesignationWithdrawn(ClusterEvent):
    """The designation of a cluster was withdrawn (ingetrokken); running awards keep their right (A3).

    See domain.md 3.2.
    """

    fact = "cluster-designation-withdrawn"

    hearing_on: date
    decided_on: date
    deciding_body: str


BRAINPORT: dict[str, Any] = {
    "cluster_id": CLUSTER,
    "cluster_code": "BRAINPORT",
    "name": "Brainport Eindhoven",
    "region_code": "CR36",
}
EVENTS: list[type[Event]] = [
    ClusterDesignated,
    ClusterReviewDue,
    ClusterConfirmed,
    ClusterDesignationWithdrawn,
]
EXAMPLES: list[Event] = [
    ClusterDesignated(
        **BRAINPORT,
        valid_from=date(2015, 1, 1),
        valid_until=date(2018, 12, 31),
        decided_on=date(2014, 12, 1),
        deciding_body="Minister of Economic Affairs",
    ),
    ClusterReviewDue(
        **BRAINPORT,
        valid_until=date(2018, 12, 31),
        opened_on=date(2018, 7, 2),
    ),
    ClusterConfirmed(
        **BRAINPORT,
        valid_from=date(2019, 1, 1),
        valid_until=date(2022, 12, 31),
        decided_on=date(2018, 11, 5),
        deciding_body="Minister of Economic Affairs and Climate Policy",
    ),
    ClusterDesignationWithdrawn(
        **BRAINPORT,
        hearing_on=date(2022, 9, 12),
        decided_on=date(2022, 10, 3),
        deciding_body="Minister of Economic Affairs and Climate Policy",
    ),
]
