"""What each source group must bring to a project, what it pledged, and what the State may still award."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from services.funding.cofunding.projects.models import Project
from services.funding.programmes.years.rules import split_by_source
from shared.contracts.agenda.projects import ProjectApproved
from shared.contracts.funding.cofunding import ProjectCofundingCompleted, ProjectCofundingLost
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
APPROVAL_STANDS = Rule(
    "project.approval-stands",
    "A project whose approval was lost takes no new pledges, applications or awards.",
    source="A12, A15",
    mend="Have the project approved anew.",
    refusal="The approval of the project was lost",
)
APPROVED_ANEW = Rule(
    "project.approved-anew",
    "A project that is approved anew costs at least what was pledged for it and awarded on it before.",
    source="SP-2, SP-3; domain.md 3.26",
    mend="Have pledges withdrawn, or the project approved at a higher cost, then redrive the message.",
    refusal="The project costs less now than what was pledged or awarded",
)
GOING_ON = (NOT_ENDED, APPROVAL_STANDS)
GROUPS = ("region", "state", "private_knowledge")
SPLITTING = "programme-rea"


@dataclass(frozen=True)
class Remembered:
    """What an approval changes: a project that is new here, and what is to be told."""

    projects: Sequence[Project] = ()
    events: Sequence[ProjectCofundingCompleted | ProjectCofundingLost] = ()


def remember(
    event: ProjectApproved, known: Project | None, regime: Regime, fact: UUID, at: datetime
) -> Remembered:
    """The project an event tells of, its cost split in the project reading; what is known already stays.

    One whose approval was lost is described and split anew: it is approved as it is now.
    """
    if known is not None and known.approval_lost_on is None:
        known.approval_fact = fact
        return Remembered()
    required = split_by_source(event.total_cost_cents, regime, "project")
    told: dict[str, Any] = {
        "owner": f"region:{event.region_code}",
        "title": event.title,
        "category": event.category,
        "cluster_code": event.cluster_code,
        "region_code": event.region_code,
        "participants": event.participants,
        "total_cost_cents": event.total_cost_cents,
        "regime": regime.reference,
        "region_required_cents": required.region_cents,
        "state_required_cents": required.state_cents,
        "private_knowledge_required_cents": required.private_knowledge_cents,
    }
    if known is None:
        short: dict[str, Any] = {f"{group}_shortage_cents": 0 for group in GROUPS if group != "state"}
        project = Project(id=event.project_id, approval_fact=fact, **told, **short)
        _weigh(project)
        return Remembered([project])
    pledged = max(getattr(known, f"{group}_pledged_cents") for group in GROUPS)
    APPROVED_ANEW.require(pledged <= event.total_cost_cents and known.awarded_cents <= required.state_cents)
    for name, value in told.items():
        setattr(known, name, value)
    known.approval_fact, known.approval_lost_on = fact, None
    return Remembered(events=_weighed(known, at))


def lose_approval(project: Project, fact: UUID, on: date) -> bool:
    """The agenda service lost an approval: nothing new is given on it; one that came since stands."""
    if project.approval_lost_on is not None or project.approval_fact not in (None, fact):
        return False
    project.approval_lost_on = on
    return True


def end(project: Project, on: date, fact: UUID) -> None:
    """End a project on the day it was cancelled or stopped; what was awarded is not taken back by that."""
    project.ended_on = project.ended_on or on
    project.end_fact = fact


def reopen(project: Project, fact: UUID, _: date) -> bool:
    """The agenda service lost the end of a project: it goes on, unless it was told to end since."""
    if project.ended_on is None or project.end_fact not in (None, fact):
        return False
    project.ended_on = project.end_fact = None
    return True


def require_going_on(project: Project) -> None:
    """Refuse new money for a project that ended, or whose approval was lost."""
    NOT_ENDED.require(project.ended_on is None, ended_on=project.ended_on)
    APPROVAL_STANDS.require(project.approval_lost_on is None, lost_on=project.approval_lost_on)


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
    setattr(project, f"{group}_pledged_cents", getattr(project, f"{group}_pledged_cents") + amount_cents)
    return _weighed(project, at)


def _weighed(project: Project, at: datetime) -> list[ProjectCofundingCompleted | ProjectCofundingLost]:
    was_complete = project.cofunding_complete
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


def add_awarded(project: Project, amount_cents: int) -> None:
    """Count an award, whose room was required before."""
    project.awarded_cents += amount_cents
    project.awarded_in_all_cents += amount_cents
    project.last_award_cents = project.awarded_in_all_cents


def free(project: Project, amount_cents: int, last_award_cents: int) -> None:
    """Take an award back, or a part of it: a project's quarter is no yearly ceiling, so it is room again.

    `last_award_cents` is where the last award that still stands came among all of the project.
    """
    project.awarded_cents -= amount_cents
    project.last_award_cents = last_award_cents


def _weigh(project: Project) -> None:
    pledged = {group: getattr(project, f"{group}_pledged_cents") for group in GROUPS}
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
