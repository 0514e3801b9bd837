"""What the agenda service tells of projects."""

from datetime import date, datetime
from uuid import UUID

from pydantic import Field

from shared.contracts.agenda.event import AgendaEvent
from shared.contracts.known import AGENDA, AT, CLUSTER, KVK_NUMBER, PROJECT
from shared.kernel.events import Event


class ProjectApproved(AgendaEvent):
    """A cluster project was approved for co-funding (A12, A15; domain.md 3.6).

    `participants` are the KvK numbers of the undertakings in the consortium (samenwerkingsverband). Since
    1.1.0 also its topsectors (A11), themes (B9), policy line (B11), and for infrastructure whether it is
    dedicated to one firm, which GBER art. 56 does not cover (A7).
    """

    fact = "project-approved"
    aggregate = "project_id"
    semver = "1.1.0"

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
    topsectors: list[str] = Field(default_factory=list)
    themes: list[str] = Field(default_factory=list)
    policy_line: int | None = None
    dedicated_infrastructure: bool | None = None


class ProjectStarted(AgendaEvent):
    """An awarded project runs (gestart; domain.md 3.6)."""

    fact = "project-started"
    aggregate = "project_id"

    project_id: UUID
    region_code: str
    started_on: date


class ProjectFinished(AgendaEvent):
    """A project was carried out (afgerond; domain.md 3.6)."""

    fact = "project-finished"
    aggregate = "project_id"

    project_id: UUID
    region_code: str
    ended_on: date


class ProjectStopped(AgendaEvent):
    """A running project was stopped before its end (gestopt; domain.md 3.6); its award is to be settled."""

    fact = "project-stopped"
    aggregate = "project_id"

    project_id: UUID
    region_code: str
    ended_on: date
    awarded_cents: int


class ProjectCancelled(AgendaEvent):
    """An approved project will not be carried out (vervallen; domain.md 3.6).

    `awarded_cents` is what the agenda service knows to be awarded on it: an award that must be reviewed.
    """

    fact = "project-cancelled"
    aggregate = "project_id"

    project_id: UUID
    region_code: str
    ended_on: date
    awarded_cents: int


EVENTS: list[type[Event]] = [
    ProjectApproved,
    ProjectStarted,
    ProjectFinished,
    ProjectStopped,
    ProjectCancelled,
]
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
        topsectors=["HTSM"],
        themes=["SME_INNOVATION"],
        policy_line=1,
        dedicated_infrastructure=False,
    ),
    ProjectStarted(project_id=PROJECT, region_code="CR36", started_on=AT.date()),
    ProjectFinished(project_id=PROJECT, region_code="CR36", ended_on=AT.date()),
    ProjectStopped(project_id=PROJECT, region_code="CR36", ended_on=AT.date(), awarded_cents=3_000_000_00),
    ProjectCancelled(project_id=PROJECT, region_code="CR36", ended_on=AT.date(), awarded_cents=0),
]
