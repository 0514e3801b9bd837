"""What the agenda service tells of organisations."""

from datetime import date
from uuid import UUID

from shared.contracts.agenda.event import AgendaEvent
from shared.contracts.known import ORGANISATION, SUCCESSOR
from shared.kernel.events import Event


class OrganisationRenamed(AgendaEvent):
    """An organisation has another name from a day on (naamswijziging; A9)."""

    fact = "organisation-renamed"
    aggregate = "organisation_id"

    organisation_id: UUID
    name: str
    former_name: str
    since: date


class OrganisationCorrected(AgendaEvent):
    """What was registered of an organisation was wrong, and the State put it right (rectificatie; A9).

    It has this name since that day; when it is `active`, what was told of a merger or an end is withdrawn.
    """

    fact = "organisation-corrected"
    aggregate = "organisation_id"

    organisation_id: UUID
    name: str
    former_name: str
    since: date
    active: bool


class OrganisationMerged(AgendaEvent):
    """An organisation went on in another one (fusie; A9)."""

    fact = "organisation-merged"
    aggregate = "organisation_id"

    organisation_id: UUID
    into_id: UUID
    on: date


class OrganisationEnded(AgendaEvent):
    """An organisation ended (opgeheven) without going on in another one (A9)."""

    fact = "organisation-ended"
    aggregate = "organisation_id"

    organisation_id: UUID
    on: date


EVENTS: list[type[Event]] = [
    OrganisationRenamed,
    OrganisationCorrected,
    OrganisationMerged,
    OrganisationEnded,
]
EXAMPLES: list[Event] = [
    OrganisationRenamed(
        organisation_id=ORGANISATION,
        name="Brainport Development",
        former_name="NV REDE",
        since=date(2011, 1, 1),
    ),
    OrganisationCorrected(
        organisation_id=ORGANISATION,
        name="Brainport Development",
        former_name="Brainport Developers",
        since=date(2011, 1, 1),
        active=True,
    ),
    OrganisationMerged(organisation_id=ORGANISATION, into_id=SUCCESSOR, on=date(2016, 1, 1)),
    OrganisationEnded(organisation_id=ORGANISATION, on=date(2016, 1, 1)),
]
