"""When a project may be linked to an agenda and approved."""

from datetime import date, datetime

from services.agenda.agendas.models import Agenda
from services.agenda.agendas.models import Status as AgendaStatus
from services.agenda.clusters.models import Cluster
from services.agenda.clusters.models import Status as ClusterStatus
from services.agenda.projects.models import Project, Status
from shared.contracts.agenda.projects import ProjectApproved
from shared.kernel.lifecycle import Lifecycle
from shared.kernel.principal import Principal
from shared.kernel.regimes import Regime
from shared.kernel.rules import FourEyes, Rule, require_state

LIFE = Lifecycle(
    "project",
    Status.DEFINED,
    {(Status.DEFINED, "approve"): Status.APPROVED},
    source="domain.md 3.6",
)
AGENDA_ADOPTED = Rule(
    "project.agenda-adopted",
    "A project belongs to an adopted agenda.",
    source="domain.md 3.6",
    mend="Have the agenda adopted first.",
)
CLUSTER_LEADING = Rule(
    "project.cluster-leading",
    "A project belongs to a cluster that is designated leading on that day.",
    source="A12, domain.md 3.6",
    mend="Have the cluster designated for a period that covers the day.",
)
SAME_REGION = Rule(
    "project.same-region",
    "A project, its agenda and its cluster belong to one region.",
    source="B7",
    mend="Name an agenda and a cluster of the same region.",
)
CATEGORY = Rule(
    "project.category",
    "A project falls in a category that the programme knows on that day; the list is open ('o.a.').",
    source="A15, D17",
    mend="Choose one of the categories named in the answer.",
)
FOUR_EYES = FourEyes(
    "project.four-eyes",
    "Whoever defined a project may not approve it.",
    source="domain.md 3; B10",
    mend="Have another officer approve it.",
)
DEFINE = (AGENDA_ADOPTED, CLUSTER_LEADING, SAME_REGION, CATEGORY)
APPROVE = (LIFE.rule, FOUR_EYES, CLUSTER_LEADING)
CATEGORIES = "project-categories"


def define(project: Project, agenda: Agenda, cluster: Cluster, regime: Regime, today: date) -> Project:
    """Link a new project to its agenda and cluster (link_agenda)."""
    AGENDA_ADOPTED.require(agenda.status is AgendaStatus.ADOPTED, status=agenda.status)
    SAME_REGION.require(agenda.region_code == cluster.region_code == project.region_code)
    _require_leading(cluster, today)
    known = regime.codes("categories")
    CATEGORY.require(project.category in known, categories=known)
    return project


def approve(
    project: Project, cluster: Cluster, officer: Principal, at: datetime, today: date
) -> ProjectApproved:
    """Approve a project for co-funding."""
    require_state(officer, "project")
    status = LIFE.after(project.status, "approve")
    FOUR_EYES.require_another(officer, project.defined_by)
    _require_leading(cluster, today)

    project.status = status
    project.approved_by = officer.subject
    project.approved_at = at
    return ProjectApproved(
        project_id=project.id,
        agenda_id=project.agenda_id,
        cluster_id=project.cluster_id,
        cluster_code=cluster.cluster_code,
        region_code=project.region_code,
        title=project.title,
        category=project.category,
        total_cost_cents=project.total_cost_cents,
        participants=project.participants,
        approved_at=at,
    )


def _require_leading(cluster: Cluster, today: date) -> None:
    first, last = cluster.valid_from, cluster.valid_until
    leading = cluster.status is ClusterStatus.LEADING and first is not None and last is not None
    CLUSTER_LEADING.require(
        leading and first <= today <= last,  # type: ignore[operator]  # leading says they are there
        status=cluster.status,
        valid_from=first,
        valid_until=last,
    )
