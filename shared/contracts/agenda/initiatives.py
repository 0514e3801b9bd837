"""What the agenda service tells of regional initiatives."""

from datetime import date
from uuid import UUID

from shared.contracts.agenda.event import AgendaEvent
from shared.contracts.known import INITIATIVE
from shared.kernel.events import Event


class InitiativeRegistered(AgendaEvent):
    """A region asks the State for support of an initiative (regionaal initiatief; B3, B37)."""

    fact = "initiative-registered"
    aggregate = "initiative_id"

    initiative_id: UUID
    region_code: str
    title: str
    objectives: list[str]
    registered_on: date


class InitiativeSupportDecided(AgendaEvent):
    """The State decided on its support of an initiative; only funding has an amount (B21, B43)."""

    fact = "initiative-support-decided"
    aggregate = "initiative_id"

    initiative_id: UUID
    region_code: str
    title: str
    status: str
    support: list[str]
    amount_cents: int | None
    lead_ministry: str
    deciding_body: str
    decided_on: date


class InitiativeTableConvened(AgendaEvent):
    """The parties around an initiative met (B44)."""

    fact = "initiative-table-convened"
    aggregate = "initiative_id"

    initiative_id: UUID
    met_on: date
    invited: int
    attended: int


class InitiativeSupportEnded(AgendaEvent):
    """The State's support of an initiative was completed, or stopped before that (B21; domain.md 3.3)."""

    fact = "initiative-support-ended"
    aggregate = "initiative_id"

    initiative_id: UUID
    region_code: str
    stopped: bool
    ended_on: date


EVENTS: list[type[Event]] = [
    InitiativeRegistered,
    InitiativeSupportDecided,
    InitiativeTableConvened,
    InitiativeSupportEnded,
]
EXAMPLES: list[Event] = [
    InitiativeRegistered(
        initiative_id=INITIATIVE,
        region_code="CR01",
        title="Participation in Oost-Groningen",
        objectives=["PARTICIPATION"],
        registered_on=date(2014, 10, 3),
    ),
    InitiativeSupportDecided(
        initiative_id=INITIATIVE,
        region_code="CR01",
        title="Participation in Oost-Groningen",
        status="SUPPORTED_NON_FINANCIAL",
        support=["CONNECT", "DIRECTION"],
        amount_cents=None,
        lead_ministry="SZW",
        deciding_body="Minister van SZW",
        decided_on=date(2015, 3, 2),
    ),
    InitiativeTableConvened(initiative_id=INITIATIVE, met_on=date(2014, 10, 3), invited=6, attended=5),
    InitiativeSupportEnded(
        initiative_id=INITIATIVE, region_code="CR01", stopped=False, ended_on=date(2016, 12, 31)
    ),
]
