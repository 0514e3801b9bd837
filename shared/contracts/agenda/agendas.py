"""What the agenda service tells of agendas."""

from datetime import date, datetime
from uuid import UUID

from shared.contracts.agenda.event import AgendaEvent
from shared.contracts.known import AGENDA, AT, KVK_NUMBER, ORGANISATION
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


class AgendaConsultationOpened(AgendaEvent):
    """A region asks everybody's views on its agenda, and says what makes it urgent (A1; domain.md 3.1)."""

    fact = "agenda-consultation-opened"
    aggregate = "agenda_id"

    agenda_id: UUID
    region_code: str
    title: str
    drivers: list[str]
    closes_on: date


class AgendaAmended(AgendaEvent):
    """An adopted agenda has a new version; earlier ones stay readable (A8; domain.md 3.1)."""

    fact = "agenda-amended"
    aggregate = "agenda_id"

    agenda_id: UUID
    region_code: str
    title: str
    edition: int
    deciding_body: str
    adopted_at: datetime


class AgendaClosed(AgendaEvent):
    """An agenda ended: its period was over, or it was withdrawn (A8; domain.md 3.1)."""

    fact = "agenda-closed"
    aggregate = "agenda_id"

    agenda_id: UUID
    region_code: str
    title: str
    withdrawn: bool
    ended_on: date


class AgendaEvaluated(AgendaEvent):
    """A closed agenda was evaluated (A8, B4; domain.md 3.1)."""

    fact = "agenda-evaluated"
    aggregate = "agenda_id"

    agenda_id: UUID
    region_code: str
    document: str
    evaluated_on: date


class PartnerJoined(AgendaEvent):
    """An organisation stands behind an agenda (A9)."""

    fact = "partner-joined"
    aggregate = "agenda_id"

    agenda_id: UUID
    partner_id: UUID
    name: str
    kvk_number: str
    helix: str
    joined_on: date


class PartnerLeft(AgendaEvent):
    """An organisation no longer stands behind an agenda (A9)."""

    fact = "partner-left"
    aggregate = "agenda_id"

    agenda_id: UUID
    partner_id: UUID
    name: str
    helix: str
    left_on: date


class AgendaReturned(AgendaEvent):
    """An agenda went back to draft from consultation or proposal: neither stands any more (domain.md 3.1)."""

    fact = "agenda-returned"
    aggregate = "agenda_id"

    agenda_id: UUID
    region_code: str
    title: str
    rejected: bool
    returned_on: date


EVENTS: list[type[Event]] = [
    AgendaConsultationOpened,
    AgendaProposed,
    AgendaAdopted,
    AgendaAmended,
    AgendaClosed,
    AgendaEvaluated,
    PartnerJoined,
    PartnerLeft,
    AgendaReturned,
]
EXAMPLES: list[Event] = [
    AgendaConsultationOpened(
        agenda_id=AGENDA,
        region_code="CR36",
        title="Brainport 2015-2018",
        drivers=["DIGITALISATION", "TECHNOLOGY"],
        closes_on=date(2014, 11, 30),
    ),
    AgendaAmended(
        agenda_id=AGENDA,
        region_code="CR36",
        title="Brainport 2015-2018",
        edition=2,
        deciding_body="Stichting Brainport",
        adopted_at=AT,
    ),
    AgendaClosed(
        agenda_id=AGENDA,
        region_code="CR36",
        title="Brainport 2015-2018",
        withdrawn=False,
        ended_on=date(2018, 12, 31),
    ),
    AgendaEvaluated(
        agenda_id=AGENDA, region_code="CR36", document="Eindevaluatie", evaluated_on=date(2019, 6, 1)
    ),
    PartnerJoined(
        agenda_id=AGENDA,
        partner_id=ORGANISATION,
        name="Brainport Development",
        kvk_number=KVK_NUMBER,
        helix="BUSINESS",
        joined_on=date(2014, 10, 1),
    ),
    PartnerLeft(
        agenda_id=AGENDA,
        partner_id=ORGANISATION,
        name="Brainport Development",
        helix="BUSINESS",
        left_on=date(2016, 1, 1),
    ),
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
    AgendaReturned(
        agenda_id=AGENDA,
        region_code="CR36",
        title="Brainport 2015-2018",
        rejected=True,
        returned_on=date(2014, 12, 15),
    ),
]
