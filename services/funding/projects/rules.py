"""What each source group must bring to a project, what it pledged, and what the State may still award."""

from services.funding.programme_years.rules import split_by_source
from services.funding.projects.models import Project
from shared.contracts.agenda.projects import ProjectApproved
from shared.kernel.money import ratio_percent
from shared.kernel.regimes import Regime
from shared.kernel.rules import Rule

COFUNDING_FIRM = Rule(
    "award.cofunding-firm",
    "Region and private or knowledge partners have firmly pledged their parts before the State awards.",
    source="A13, SP-3, SP-8; domain.md 3.6",
    mend="Have the shortages in the answer pledged and confirmed first.",
)
WITHIN_PROJECT_SHARE = Rule(
    "award.within-project-share",
    "The State pays at most a quarter of a project, and no cent that others already pay.",
    source="A12; SP-2, SP-3; domain.md 3.26",
    mend="Award at most the room named in the answer.",
    audited=True,
)
WITHIN_COST = Rule(
    "pledge.within-total-cost",
    "The firm pledges of a source group together are at most what the project costs.",
    source="SP-3: overfunding by one group is lawful, but a project never takes more than its cost",
    mend="Register a pledge of at most the room in the answer.",
    audited=True,
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


def require_pledge_room(project: Project, group: str, amount_cents: int) -> None:
    """Refuse a pledge with which its group, named as in `add_pledged`, would pay more than the total cost."""
    room = project.total_cost_cents - getattr(project, f"{group}_pledged_cents")
    WITHIN_COST.require(amount_cents <= room, room_cents=room)


def add_pledged(project: Project, group: str, amount_cents: int) -> None:
    """Count a pledge that became firm, or with a negative amount one that was withdrawn (A13; O3).

    `group` is `region`, `state` or `private_knowledge`.
    """
    setattr(project, f"{group}_pledged_cents", getattr(project, f"{group}_pledged_cents") + amount_cents)
    _weigh(project)


def require_room(project: Project, amount_cents: int) -> None:
    """Refuse an award before the others' parts are firm, or above what is left for the State."""
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
