"""What the funding service tells of pledges, and of projects whose co-funding is complete or lost."""

from datetime import datetime
from uuid import UUID

from shared.contracts.funding.event import FundingEvent
from shared.contracts.known import AT, PLEDGE, PROJECT
from shared.kernel.events import Event


class PledgeConfirmed(FundingEvent):
    """A pledge (toezegging) of co-funding became firm (A13, SP-8)."""

    fact = "pledge-confirmed"
    aggregate = "pledge_id"

    pledge_id: UUID
    project_id: UUID
    source_group: str
    amount_cents: int
    confirmed_at: datetime


class PledgeWithdrawn(FundingEvent):
    """A firm pledge was withdrawn before the State awarded on it, and no longer counts (SP-8)."""

    fact = "pledge-withdrawn"
    aggregate = "pledge_id"

    pledge_id: UUID
    project_id: UUID
    source_group: str
    amount_cents: int
    withdrawn_at: datetime


class ProjectCofundingCompleted(FundingEvent):
    """Region and private or knowledge partners have firmly pledged their parts of a project (A13, SP-8)."""

    fact = "project-cofunding-completed"
    aggregate = "project_id"

    project_id: UUID
    completed_at: datetime


class ProjectCofundingLost(FundingEvent):
    """A pledge was withdrawn, and the parts of the others are not all pledged any more (A13, SP-8)."""

    fact = "project-cofunding-lost"
    aggregate = "project_id"

    project_id: UUID
    region_shortage_cents: int
    private_knowledge_shortage_cents: int
    lost_at: datetime


EVENTS: list[type[Event]] = [
    PledgeConfirmed,
    PledgeWithdrawn,
    ProjectCofundingCompleted,
    ProjectCofundingLost,
]
EXAMPLES: list[Event] = [
    PledgeConfirmed(
        pledge_id=PLEDGE,
        project_id=PROJECT,
        source_group="REGION",
        amount_cents=3_000_000_00,
        confirmed_at=AT,
    ),
    PledgeWithdrawn(
        pledge_id=PLEDGE,
        project_id=PROJECT,
        source_group="REGION",
        amount_cents=3_000_000_00,
        withdrawn_at=AT,
    ),
    ProjectCofundingCompleted(project_id=PROJECT, completed_at=AT),
    ProjectCofundingLost(
        project_id=PROJECT,
        region_shortage_cents=3_000_000_00,
        private_knowledge_shortage_cents=0,
        lost_at=AT,
    ),
]
