"""What the agenda service tells of projects."""

from datetime import datetime
from uuid import UUID

from shared.contracts.agenda.event import AgendaEvent
from shared.contracts.known import AGENDA, AT, CLUSTER, KVK_NUMBER, PROJECT
from shared.kernel.events import Event


class ProjectApproved(AgendaEvent):
    """A cluster project was approved for co-funding (A12, A15; domain.md 3.6).

    `participants` are the KvK numbers of the undertakings in the consortium (samenwerkingsverband).
    """

    fact = "project-approved"
    aggregate = "project_id"

    project_id: UUID
    agenda_id: UUID
    cluster_id: UUID
    cluster_code: str
    region_code: str
    title: str
    category: str
    total_cost_cents: int
    participants: list[str]
    approved_at: datetime


EVENTS: list[type[Event]] = [ProjectApproved]
EXAMPLES: list[Event] = [
    ProjectApproved(
        project_id=PROJECT,
        agenda_id=AGENDA,
        cluster_id=CLUSTER,
        cluster_code="BRAINPORT",
        region_code="CR36",
        title="Smart manufacturing pilot plant",
        category="INNOVATION",
        total_cost_cents=12_000_000_00,
        participants=[KVK_NUMBER],
        approved_at=AT,
    ),
]
