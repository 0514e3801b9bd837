"""What the agenda service tells of opportunities."""

from datetime import date
from uuid import UUID

from shared.contracts.agenda.event import AgendaEvent
from shared.contracts.known import CLUSTER, OPPORTUNITY, SITE
from shared.kernel.events import Event


class OpportunityRegistered(AgendaEvent):
    """A firm or cluster asks for land in a region (kans; A20); areas are in square metres."""

    fact = "opportunity-registered"
    aggregate = "opportunity_id"

    opportunity_id: UUID
    region_code: str
    title: str
    cluster_id: UUID | None
    demanded_m2: int
    registered_on: date


class OpportunityMatched(AgendaEvent):
    """Land of a site was set apart for an opportunity (A20); areas are in square metres."""

    fact = "opportunity-matched"
    aggregate = "opportunity_id"

    opportunity_id: UUID
    site_id: UUID
    region_code: str
    area_m2: int
    left_m2: int


class OpportunityDropped(AgendaEvent):
    """An opportunity was dropped (vervallen); the land that was set apart for it is offered again (A20)."""

    fact = "opportunity-dropped"
    aggregate = "opportunity_id"

    opportunity_id: UUID
    region_code: str
    freed_m2: int
    dropped_on: date


EVENTS: list[type[Event]] = [OpportunityRegistered, OpportunityMatched, OpportunityDropped]
EXAMPLES: list[Event] = [
    OpportunityRegistered(
        opportunity_id=OPPORTUNITY,
        region_code="CR36",
        title="Room for a supplier of machines",
        cluster_id=CLUSTER,
        demanded_m2=60_000,
        registered_on=date(2015, 3, 2),
    ),
    OpportunityMatched(
        opportunity_id=OPPORTUNITY, site_id=SITE, region_code="CR36", area_m2=40_000, left_m2=20_000
    ),
    OpportunityDropped(
        opportunity_id=OPPORTUNITY, region_code="CR36", freed_m2=40_000, dropped_on=date(2015, 9, 1)
    ),
]
