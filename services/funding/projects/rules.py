"""What each source group must bring to a project, what it pledged, and what the State may still award."""

from datetime import date, datetime

from services.funding.programme_years.rules import split_by_source
from services.funding.projects.models import Project
from shared.contracts.agenda.projects import ProjectApproved
from shared.contracts.funding import ProjectCofundingCompleted, ProjectCofundingLost
from shared.kernel.money import ratio_percent
from shared.kernel.regimes import Regime
from shared.kernel.rules import Rule

COFUNDING_FIRM = Rule(
    "award.cofunding-firm",
    "Region and private or knowledge partners have firmly pledged their parts before the State awards.",
    source="A13, SP-3, SP-8; domain.md 3.6",
    mend="Have the shortages in the answer pledged and confirmed first.",
    refusal="The other parties have not firmly pledged their parts",
)
WITHIN_PROJECT_SHARE = Rule(
    "award.within-project-share",
    "The State pays at most a quarter of a project, and no cent that others already pay.",
    source="A12; SP-2, SP-3; domain.md 3.26",
    mend="Award at most the room named in the answer.",
    refusal="The award exceeds what the State may pay of this project",
    audited=True,
)
WITHIN_COST = Rule(
    "pledge.within-total-cost",
    "The firm pledges of a source group together are at most what the project costs.",
    source="SP-3: overfunding by one group is lawful, but a project never takes more than its cost",
    mend="Register a pledge of at most the room in the answer.",
    refusal="More is pledged than the project costs",
    audited=True,
)
NOT_ENDED = Rule(
    "project.not-ended",
    "A project that was cancelled or stopped takes no new pledges, applications or awards.",
    source="domain.md 3.6",
    mend="Name a project that goes on.",
    refusal="The project was cancelled or stopped",
)
SPLITTING = "programme-rea"


def remember(event: ProjectApproved, known: Project | None, regime: Regime) -> list[Project]:
    """The project an event tells of, unless it is known already; its cost is split in the project reading."""
    if known is not None:
        return []
    required = split_by_source(event.total_cost_cents, regime, "project")
    project = Project(
        id=event.project_id,
        owner=f"region:{event.region_code}",
        title=event.title,
        category=event.category,
        cluster_code=event.cluster_code,
        region_code=event.region_code,
        participants=event.participants,
        total_cost_cents=event.total_cost_cents,
        regime=regime.reference,
        region_required_cents=required.region_cents,
        state_required_cents=required.state_cents,
        private_knowledge_required_cents=required.private_knowledge_cents,
        region_shortage_cents=required.region_cents,
        private_knowledge_shortage_cents=required.private_knowledge_cents,
    )
    _weigh(project)
    return [project]


def end(project: Project, on: date) -> None:
    """End a project on the day it was cancelled or stopped; what was awarded is not taken back by that."""
    project.ended_on = project.ended_on or on


def require_going_on(project: Project) -> None:
    """Refuse new money for a project that ended."""
    NOT_ENDED.require(project.ended_on is None, ended_on=project.ended_on)


def require_pledge_room(project: Project, group: str, amount_cents: int) -> None:
    """Refuse a pledge with which its group, named as in `add_pledged`, would pay more than the total cost."""
    require_going_on(project)
    room = project.total_cost_cents - getattr(project, f"{group}_pledged_cents")
    WITHIN_COST.require(amount_cents <= room, room_cents=room)


def add_pledged(
    project: Project, group: str, amount_cents: int, at: datetime
) -> list[ProjectCofundingCompleted | ProjectCofundingLost]:
    """Count a pledge that became firm, or with a negative amount one that was withdrawn (A13; O3).

    `group` is `region`, `state` or `private_knowledge`. Tells when the others' parts became complete by it,
    or no longer are.
    """
    was_complete = project.cofunding_complete
    setattr(project, f"{group}_pledged_cents", getattr(project, f"{group}_pledged_cents") + amount_cents)
    _weigh(project)
    if project.cofunding_complete == was_complete:
        return []
    if project.cofunding_complete:
        return [ProjectCofundingCompleted(project_id=project.id, completed_at=at)]
    lost = ProjectCofundingLost(
        project_id=project.id,
        region_shortage_cents=project.region_shortage_cents,
        private_knowledge_shortage_cents=project.private_knowledge_shortage_cents,
        lost_at=at,
    )
    return [lost]


def require_room(project: Project, amount_cents: int) -> None:
    """Refuse an award before the others' parts are firm, or above what is left for the State."""
    require_going_on(project)
    COFUNDING_FIRM.require(
        project.cofunding_complete,
        region_shortage_cents=project.region_shortage_cents,
        private_knowledge_shortage_cents=project.private_knowledge_shortage_cents,
    )
    others = project.region_pledged_cents + project.private_knowledge_pledged_cents
    state_part = min(project.state_required_cents, max(project.total_cost_cents - others, 0))
    room = max(state_part - project.awarded_cents, 0)
    WITHIN_PROJECT_SHARE.require(amount_cents <= room, room_cents=room)


def _weigh(project: Project) -> None:
    groups = ("region", "state", "private_knowledge")
    pledged = {group: getattr(project, f"{group}_pledged_cents") for group in groups}
    total = sum(pledged.values())
    for group, cents in pledged.items():
        share = ratio_percent(cents, total) if total else None  # a share of nothing is unknown, not 0
        setattr(project, f"{group}_share_percent", share)
    short = {
        group: max(getattr(project, f"{group}_required_cents") - pledged[group], 0)
        for group in ("region", "private_knowledge")
    }
    for group, cents in short.items():
        setattr(project, f"{group}_shortage_cents", cents)
    project.cofunding_complete = not any(short.values())
