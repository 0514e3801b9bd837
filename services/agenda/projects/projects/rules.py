"""When a project may be described, linked to an agenda, paid for by several instruments, and approved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from services.agenda.agendas.agendas.models import Agenda
from services.agenda.agendas.agendas.models import Status as AgendaStatus
from services.agenda.clusters.clusters.models import Cluster
from services.agenda.clusters.clusters.rules import is_leading
from services.agenda.projects.projects.models import Project, Reach, Status
from shared.contracts.agenda.projects import ProjectApproved
from shared.kernel.lifecycle import Lifecycle
from shared.kernel.moment import Moment
from shared.kernel.names import camel
from shared.kernel.principal import Principal
from shared.kernel.regimes import Regime
from shared.kernel.rules import FourEyes, Rule, with_author
from shared.reference import catalogue

BEFORE_AWARD = (Status.APPROVED, Status.FUNDED_IN_PRINCIPLE, Status.APPLIED)
TOLD = ("fund", "lose_cofunding", "apply", "lose_application", "award", "lose_award")
APPROVED = tuple(status for status in Status if status not in (Status.IDEA, Status.DEFINED))
LIFE = Lifecycle(
    "project",
    Status.IDEA,
    {
        (Status.IDEA, "revise"): Status.IDEA,
        (Status.DEFINED, "revise"): Status.DEFINED,
        (Status.IDEA, "define"): Status.DEFINED,
        (Status.DEFINED, "define"): Status.DEFINED,
        **{
            (status, "finance"): status
            for status in (Status.DEFINED, *BEFORE_AWARD, Status.AWARDED, Status.RUNNING)
        },
        (Status.DEFINED, "approve"): Status.APPROVED,
        # what funding tells may come in any order, and after the end: none of it is lost, none leads back
        **{(s, event): s for event in TOLD for s in APPROVED},
        (Status.APPROVED, "fund"): Status.FUNDED_IN_PRINCIPLE,
        (Status.FUNDED_IN_PRINCIPLE, "lose_cofunding"): Status.APPROVED,
        (Status.APPROVED, "apply"): Status.APPLIED,
        (Status.FUNDED_IN_PRINCIPLE, "apply"): Status.APPLIED,
        (Status.APPLIED, "lose_application"): Status.FUNDED_IN_PRINCIPLE,
        **{(status, "award"): Status.AWARDED for status in BEFORE_AWARD},
        (Status.AWARDED, "lose_award"): Status.APPLIED,
        (Status.AWARDED, "start"): Status.RUNNING,
        (Status.RUNNING, "finish"): Status.FINISHED,
        (Status.RUNNING, "stop"): Status.STOPPED,
        **{
            (status, "cancel"): Status.CANCELLED
            for status in (Status.IDEA, Status.DEFINED, *BEFORE_AWARD, Status.AWARDED)
        },
        (Status.FINISHED, "evaluate"): Status.CLOSED,
        (Status.STOPPED, "evaluate"): Status.CLOSED,
    },
    source="domain.md 3.6; A15",
)
WHOLE = Rule(
    "project.defined-whole",
    "A project that is defined names its agenda, cluster, category, cost and participants; an idea need not.",
    source="domain.md 3.6",
    mend="Give what the answer names; of an idea, cost and participants with PUT before it is defined.",
    refusal="The project does not name all that a defined project names",
)
AGENDA_ADOPTED = Rule(
    "project.agenda-adopted",
    "A project belongs to an adopted agenda.",
    source="domain.md 3.6",
    mend="Have the agenda adopted first, or name another one.",
    refusal="The agenda of the project is not adopted",
)
CLUSTER_LEADING = Rule(
    "project.cluster-leading",
    "A project belongs to a cluster that is designated leading on that day.",
    source="A12, domain.md 3.6",
    mend="Have the cluster designated for a period that covers the day.",
    refusal="The cluster is not leading on that day",
)
SAME_REGION = Rule(
    "project.same-region",
    "A project, its agenda and its cluster belong to one region.",
    source="B7",
    mend="Name an agenda and a cluster of the same region.",
    refusal="The project, its agenda and its cluster are of different regions",
)
CATEGORY = Rule(
    "project.category",
    "A project falls in a category that the programme knows on that day; the list is open ('o.a.').",
    source="A15, D17",
    mend="Choose one of the categories named in the answer.",
    refusal="The programme knows no such category on that day",
)
ACTION = Rule(
    "project.known-action",
    "The action that a project carries out is one of its agenda.",
    source="A8, A15",
    mend="Choose one of the actions named in the answer, or none.",
    refusal="The agenda of the project has no such action",
)
THEMES = Rule(
    "project.known-theme",
    "A theme is one that the programme knows on that day; the list is open.",
    source="B9",
    mend="Choose among the themes named in the answer.",
    refusal="This is no theme of a project on that day",
)
DEDICATED = Rule(
    "project.dedicated-infrastructure",
    "Infrastructure that serves one firm is dedicated, and names that firm; GBER art. 56 does not cover it.",
    source="A7",
    mend="Send dedicatedTo just when dedicatedInfrastructure is true.",
    refusal="Infrastructure for one firm is not named so, or names no firm",
)
PAID_ONCE = Rule(
    "project.cost-paid-once",
    "What pays a cost is together at most that cost, and the costs are together at most the total cost.",
    source="B36",
    mend="Correct the amounts: the answer names the cost that is paid twice, or none for the total.",
    refusal="More is paid than a cost, or the costs are more than the total",
)
NAMED_ONCE = Rule(
    "project.cost-named-once",
    "A cost is named once, and an instrument once for each cost.",
    source="B36",
    mend="Add up what has the same name.",
    refusal="A cost, or an instrument of a cost, is named twice",
)
FOUR_EYES = FourEyes(
    "project.four-eyes",
    "Whoever described, defined or financed a project may not approve it.",
    source="domain.md 3; B10",
    mend="Have another officer approve it.",
    refusal="You described, defined or financed this project",
)
DESCRIBE = (THEMES, DEDICATED)
REVISE = (WHOLE, PAID_ONCE)
DEFINE = (WHOLE, AGENDA_ADOPTED, CLUSTER_LEADING, SAME_REGION, CATEGORY, ACTION)
FINANCE = (NAMED_ONCE, PAID_ONCE)
APPROVE = (LIFE.rule, FOUR_EYES, WHOLE, AGENDA_ADOPTED, CLUSTER_LEADING)
CATEGORIES, THEMES_KNOWN = "project-categories", "themes"


def describe(project: Project, themes: Regime) -> Project:
    """Check what is said of a project, and work out how far it reaches (A7, A11, B9, B52)."""
    known = themes.codes("themes")
    THEMES.require(set(project.themes) <= set(known), themes=known)
    DEDICATED.require((project.dedicated_infrastructure is True) == (project.dedicated_to is not None))
    project.themes = list(dict.fromkeys(project.themes))
    project.topsectors = list(dict.fromkeys(project.topsectors))
    project.cross_over = len(project.topsectors) > 1
    project.supra_regional = catalogue.lies_in_several({project.region_code, *project.partner_regions})
    return project


def revise(project: Project, content: Mapping[str, object], author: Principal, themes: Regime) -> None:
    """Replace the description of a project that is not approved yet; a defined one stays whole."""
    LIFE.after(project.status, "revise")
    for name, value in content.items():
        setattr(project, name, value)
    if project.status is Status.DEFINED:
        _require_whole(project)
    PAID_ONCE.require(_sum(project.financing) <= (project.total_cost_cents or 0), cost=None)
    describe(project, themes)
    project.described_by = with_author(project.described_by, author)


@dataclass(frozen=True)
class Basis:
    """What a project stands on: its agenda and its cluster, each when it is there to be read."""

    agenda: Agenda | None
    cluster: Cluster | None


def record(project: Project, basis: Basis, author: Principal, categories: Regime, today: date) -> Project:
    """Record a new project: an idea, or one that is defined at once because it names agenda or cluster."""
    if {project.agenda_id, project.cluster_id, project.category, project.action} != {None}:
        define(project, {}, basis, author, categories, today)
    return project


def define(
    project: Project,
    link: Mapping[str, object],
    basis: Basis,
    author: Principal,
    categories: Regime,
    today: date,
) -> None:
    """Link a project to its agenda and cluster (link_agenda); one that was not approved yet, anew."""
    status = LIFE.after(project.status, "define")
    for name, value in link.items():
        setattr(project, name, value)
    _require_whole(project)
    agenda = AGENDA_ADOPTED.present(basis.agenda)
    AGENDA_ADOPTED.require(agenda.status is AgendaStatus.ADOPTED, status=agenda.status)
    cluster = CLUSTER_LEADING.present(basis.cluster)
    SAME_REGION.require(agenda.region_code == cluster.region_code == project.region_code)
    _require_leading(cluster, today)
    known = categories.codes("categories")
    CATEGORY.require(project.category in known, categories=known)
    actions = [action["name"] for action in agenda.actions]
    ACTION.require(project.action is None or project.action in actions, actions=actions)

    project.status = status
    project.defined_by = author.subject
    project.described_by = with_author(project.described_by, author)
    project.regime = categories.reference


def finance(project: Project, costs: Sequence[dict[str, Any]], author: Principal) -> None:
    """Say what pays each cost of a project; no cost is paid twice (B36)."""
    status = LIFE.after(project.status, "finance")
    names = [cost["name"] for cost in costs]
    NAMED_ONCE.require(len(set(names)) == len(names))
    for cost in costs:
        payers = [part["instrument"] for part in cost["paid_by"]]
        NAMED_ONCE.require(len(set(payers)) == len(payers))
        PAID_ONCE.require(_sum(cost["paid_by"]) <= cost["amount_cents"], cost=names.index(cost["name"]) + 1)
    PAID_ONCE.require(_sum(costs) <= (project.total_cost_cents or 0), cost=None)

    project.status = status
    project.financing = list(costs)
    project.mix = _by_instrument([part for cost in costs for part in cost["paid_by"]])
    project.overlaps = [cost["name"] for cost in costs if len(cost["paid_by"]) > 1]
    project.financed_cents = _sum(project.mix)
    project.described_by = with_author(project.described_by, author)


def approve(project: Project, basis: Basis, officer: Principal, when: Moment) -> ProjectApproved:
    """Approve a project for co-funding; from now on everybody may read it (A12, A15)."""
    status = LIFE.after(project.status, "approve")
    FOUR_EYES.require_another(officer, *project.described_by)
    agenda, cluster = AGENDA_ADOPTED.present(basis.agenda), CLUSTER_LEADING.present(basis.cluster)
    AGENDA_ADOPTED.require(agenda.status is AgendaStatus.ADOPTED, status=agenda.status)
    _require_leading(cluster, when.today)
    category, cost_cents = WHOLE.present(project.category), WHOLE.present(project.total_cost_cents)

    project.status = status
    project.reach = Reach.PUBLIC
    project.approved_by = officer.subject
    project.approved_at = when.at
    project.approved_on = when.today
    return ProjectApproved(
        project_id=project.id,
        agenda_id=agenda.id,
        cluster_id=cluster.id,
        cluster_code=cluster.cluster_code,
        region_code=project.region_code,
        title=project.title,
        category=category,
        total_cost_cents=cost_cents,
        participants=project.participants,
        approved_at=when.at,
        topsectors=project.topsectors,
        themes=project.themes,
        policy_line=project.policy_line,
        dedicated_infrastructure=project.dedicated_infrastructure,
    )


def _require_whole(project: Project) -> None:
    needed = ("agenda_id", "cluster_id", "category", "total_cost_cents", "participants")
    missing = [camel(name) for name in needed if not getattr(project, name)]
    WHOLE.require(not missing, missing=missing)


def _require_leading(cluster: Cluster, today: date) -> None:
    period = {"valid_from": cluster.valid_from, "valid_until": cluster.valid_until}
    CLUSTER_LEADING.require(is_leading(cluster, today), status=cluster.status, **period)


def _sum(parts: Sequence[Mapping[str, Any]]) -> int:
    return sum(part["amount_cents"] for part in parts)


def _by_instrument(parts: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    def whose(part: dict[str, Any]) -> tuple[str, str]:
        return part["instrument"], part["source_group"]

    return [
        {"instrument": instrument, "source_group": group, "amount_cents": _sum(list(paid))}
        for (instrument, group), paid in groupby(sorted(parts, key=whose), key=whose)
    ]
