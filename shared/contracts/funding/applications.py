"""What the funding service tells of applications and what became of them."""

from datetime import date, datetime
from uuid import UUID

from shared.contracts.funding.event import FundingEvent
from shared.contracts.known import APPLICATION, AT, PROJECT, TRANCHE
from shared.kernel.events import Event


class ApplicationReceived(FundingEvent):
    """An application (aanvraag) was received; the time decides the order of arrival (AWB-9)."""

    fact = "application-received"
    aggregate = "application_id"

    application_id: UUID
    tranche_id: UUID
    project_id: UUID | None
    region_code: str
    requested_cents: int
    received_at: datetime


class ApplicationAwarded(FundingEvent):
    """An application was awarded (verleend) an amount at most (AWB-12; domain.md 3.9)."""

    fact = "application-awarded"
    semver = "1.1.0"
    aggregate = "application_id"

    application_id: UUID
    tranche_id: UUID
    project_id: UUID | None
    region_code: str
    amount_cents: int
    regime: str
    awarded_on: date
    awarded_at: datetime
    deciding_body: str | None = None
    mandate: str | None = None


class ApplicationRefused(FundingEvent):
    """An application was refused (afgewezen) on a stated ground (AWB-14; domain.md 3.7)."""

    fact = "application-refused"
    aggregate = "application_id"

    application_id: UUID
    tranche_id: UUID
    project_id: UUID | None
    region_code: str
    ground: str
    refused_on: date
    refused_at: datetime


class ApplicationWithdrawn(FundingEvent):
    """An application was withdrawn (ingetrokken) by its applicant before a decision (domain.md 3.7)."""

    fact = "application-withdrawn"
    aggregate = "application_id"

    application_id: UUID
    tranche_id: UUID
    project_id: UUID | None
    region_code: str
    withdrawn_on: date
    withdrawn_at: datetime


EVENTS: list[type[Event]] = [
    ApplicationReceived,
    ApplicationAwarded,
    ApplicationRefused,
    ApplicationWithdrawn,
]
EXAMPLES: list[Event] = [
    ApplicationReceived(
        application_id=APPLICATION,
        tranche_id=TRANCHE,
        project_id=PROJECT,
        region_code="CR36",
        requested_cents=3_000_000_00,
        received_at=AT,
    ),
    ApplicationAwarded(
        application_id=APPLICATION,
        tranche_id=TRANCHE,
        project_id=PROJECT,
        region_code="CR36",
        amount_cents=3_000_000_00,
        regime="programme-2015",
        awarded_on=date(2015, 3, 2),
        awarded_at=AT,
        deciding_body="MINISTER_EZ",
        mandate="DIRECTOR_RVO",
    ),
    ApplicationRefused(
        application_id=APPLICATION,
        tranche_id=TRANCHE,
        project_id=PROJECT,
        region_code="CR36",
        ground="CEILING",
        refused_on=date(2015, 3, 2),
        refused_at=AT,
    ),
    ApplicationWithdrawn(
        application_id=APPLICATION,
        tranche_id=TRANCHE,
        project_id=PROJECT,
        region_code="CR36",
        withdrawn_on=date(2015, 3, 2),
        withdrawn_at=AT,
    ),
]
