"""What the agenda service tells of agendas."""

from datetime import date, datetime
from uuid import UUID

from shared.contracts.agenda.event import AgendaEvent
from shared.contracts.known import AGENDA, AT
from shared.kernel.events import Event


class AgendaProposed(AgendaEvent):
    """A region put its agenda (versnellingsagenda) before the bodies that adopt it (domain.md 3.1)."""

    fact = "agenda-proposed"
    aggregate = "agenda_id"

    agenda_id: UUID
    region_code: str
    title: str
    starts_on: date
    ends_on: date
    proposed_at: datetime


class AgendaAdopted(AgendaEvent):
    """A region's agenda was adopted (vastgesteld) by its deciding body (A8; domain.md 3.1)."""

    fact = "agenda-adopted"
    aggregate = "agenda_id"

    agenda_id: UUID
    region_code: str
    title: str
    starts_on: date
    ends_on: date
    deciding_body: str
    adopted_at: datetime


EVENTS: list[type[Event]] = [AgendaProposed, AgendaAdopted]
EXAMPLES: list[Event] = [
    AgendaProposed(
        agenda_id=AGENDA,
        region_code="CR36",
        title="Brainport 2015-2018",
        starts_on=date(2015, 1, 1),
        ends_on=date(2018, 12, 31),
        proposed_at=AT,
    ),
    AgendaAdopted(
        agenda_id=AGENDA,
        region_code="CR36",
        title="Brainport 2015-2018",
        starts_on=date(2015, 1, 1),
        ends_on=date(2018, 12, 31),
        deciding_body="Stichting Brainport",
        adopted_at=AT,
    ),
]
