"""When a pledge is registered, becomes firm, and may be withdrawn."""

from datetime import date, datetime

from services.funding.cofunding.pledges.models import Pledge, SourceGroup, Status
from services.funding.cofunding.projects import rules as projects
from services.funding.cofunding.projects.models import Project
from shared.contracts.funding.cofunding import (
    PledgeConfirmed,
    PledgeWithdrawn,
    ProjectCofundingCompleted,
    ProjectCofundingLost,
)
from shared.kernel.lifecycle import Lifecycle
from shared.kernel.moment import Moment
from shared.kernel.principal import Principal
from shared.kernel.rules import FourEyes, Rule

LIFE = Lifecycle(
    "pledge",
    Status.INTENDED,
    {
        (Status.INTENDED, "confirm"): Status.FIRM,
        (Status.INTENDED, "withdraw"): Status.WITHDRAWN,
        (Status.FIRM, "withdraw"): Status.WITHDRAWN,
    },
    source="A13; SP-8",
)
CONDITION_MET = Rule(
    "pledge.condition-met",
    "A conditional pledge becomes firm when its condition was met.",
    source="SP-8",
    mend="Give the day on which the condition was met.",
    refusal="The condition of the pledge has not been met",
)
BEFORE_AWARD = Rule(
    "pledge.withdrawn-before-award",
    "A pledge that an award was based on is not withdrawn; that calls for a review of the award.",
    source="SP-8 (Awb 4:48)",
    mend="Report the withdrawal to the State, so that the award can be reviewed.",
    refusal="The State has awarded on this pledge",
)
FOUR_EYES = FourEyes(
    "pledge.four-eyes",
    "Whoever registered a pledge may not confirm it.",
    source="domain.md 3; B10",
    mend="Have another officer confirm it.",
    refusal="You registered this pledge",
)
REGISTER = projects.GOING_ON
CONFIRM = (LIFE.rule, CONDITION_MET, FOUR_EYES, *projects.GOING_ON, projects.WITHIN_COST)
WITHDRAW = (LIFE.rule, BEFORE_AWARD)


def owner_of(group: SourceGroup, project: Project) -> str:
    """The body that answers for a pledge: the State for its own, the project's region for all others."""
    return "state" if group is SourceGroup.STATE else project.owner


def register(pledge: Pledge, project: Project) -> Pledge:
    """Register an intended pledge (A13)."""
    projects.require_going_on(project)
    return pledge


def confirm(
    pledge: Pledge, project: Project, condition_met_on: date | None, officer: Principal, when: Moment
) -> list[PledgeConfirmed | ProjectCofundingCompleted | ProjectCofundingLost]:
    """Make a pledge firm: from now on it counts for the project (SP-8)."""
    status = LIFE.after(pledge.status, "confirm")
    met = condition_met_on is not None and condition_met_on <= when.today
    CONDITION_MET.require(pledge.condition is None or met)
    FOUR_EYES.require_another(officer, pledge.registered_by)
    group = pledge.source_group.value.lower()
    projects.require_pledge_room(project, group, pledge.amount_cents)

    told = projects.add_pledged(project, group, pledge.amount_cents, when.at)
    pledge.status = status
    pledge.condition_met_on = condition_met_on
    pledge.confirmed_by = officer.subject
    pledge.confirmed_at = when.at
    pledge.awarded_before_cents = project.awarded_in_all_cents
    confirmed = PledgeConfirmed(
        pledge_id=pledge.id,
        project_id=pledge.project_id,
        source_group=pledge.source_group,
        amount_cents=pledge.amount_cents,
        confirmed_at=when.at,
    )
    return [confirmed, *told]


def withdraw(
    pledge: Pledge, project: Project, at: datetime
) -> list[PledgeWithdrawn | ProjectCofundingCompleted | ProjectCofundingLost]:
    """Withdraw a pledge; a firm one no longer counts, and whoever heard of it hears that."""
    status = LIFE.after(pledge.status, "withdraw")
    # sums, not times: business times may be set back, what was ever awarded only grows
    not_awarded_on = project.last_award_cents <= (pledge.awarded_before_cents or 0)
    BEFORE_AWARD.require(pledge.status is Status.INTENDED or not_awarded_on)

    was_firm = pledge.status is Status.FIRM
    pledge.status = status
    pledge.withdrawn_at = at
    if not was_firm:
        return []
    told = projects.add_pledged(project, pledge.source_group.value.lower(), -pledge.amount_cents, at)
    return [withdrawn(pledge, at), *told]


def withdrawn(pledge: Pledge, at: datetime) -> PledgeWithdrawn:
    """What others are told of a firm pledge that was withdrawn."""
    return PledgeWithdrawn(
        pledge_id=pledge.id,
        project_id=pledge.project_id,
        source_group=pledge.source_group,
        amount_cents=pledge.amount_cents,
        withdrawn_at=at,
    )
