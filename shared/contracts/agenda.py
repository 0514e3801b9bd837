"""Facts that the agenda service publishes on `groeikracht.agenda`."""

from datetime import date, datetime
from uuid import UUID

from shared.kernel.events import Event


class AgendaEvent(Event):
    service = "agenda"


class AgendaProposed(AgendaEvent):
    """A region put its agenda (versnellingsagenda) before the bodies that adopt it (domain.md 3.1)."""

    fact = "agenda-proposed"
    aggregate = "agenda_id"

    agenda_id: UUID
    region_code: str
    title: str
    starts_on: date
    ends_on: date
    proposed_at: datetime


class AgendaAdopted(AgendaEvent):
    """A region's agenda was adopted (vastgesteld) by its deciding body (A8; domain.md 3.1)."""

    fact = "agenda-adopted"
    aggregate = "agenda_id"

    agenda_id: UUID
    region_code: str
    title: str
    starts_on: date
    ends_on: date
    deciding_body: str
    adopted_at: datetime


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


EVENTS: list[type[Event]] = [AgendaProposed, AgendaAdopted, ClusterDesignated, ProjectApproved]
