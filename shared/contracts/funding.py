"""Facts that the funding service publishes on `groeikracht.funding`."""

from datetime import date, datetime
from uuid import UUID

from shared.contracts.withdrawn import FundingFactWithdrawn
from shared.kernel.events import Event


class FundingEvent(Event):
    service = "funding"


class ProgrammeYearOpened(FundingEvent):
    """A yearly envelope was opened and split over the source groups (A12-A14; O1)."""

    fact = "programme-year-opened"
    aggregate = "programme_year_id"

    programme_year_id: UUID
    programme: str
    year: int
    total_cents: int
    region_cents: int
    state_cents: int
    private_knowledge_cents: int
    regime: str
    opened_at: datetime


class TranchePublished(FundingEvent):
    """A tranche (openstelling) was announced with ceiling, window and distribution method (AWB-5, AWB-6)."""

    fact = "tranche-published"
    semver = "1.1.0"
    aggregate = "tranche_id"

    tranche_id: UUID
    programme: str
    year: int
    number: int
    title: str
    ceiling_cents: int
    distribution_method: str
    allowed_measures: list[str]
    opens_at: datetime
    closes_at: datetime
    published_at: datetime
    seed_commitment: str | None = None


class TrancheOpened(FundingEvent):
    """Applications to a tranche may be submitted from now on (domain.md 3.5)."""

    fact = "tranche-opened"
    aggregate = "tranche_id"

    tranche_id: UUID
    opened_at: datetime


class TrancheClosed(FundingEvent):
    """The window of a tranche is over; what was received in time is still decided (domain.md 3.5)."""

    fact = "tranche-closed"
    aggregate = "tranche_id"

    tranche_id: UUID
    closed_at: datetime


class TrancheRanked(FundingEvent):
    """The order of a tranche's applications was confirmed by another officer (AWB-5; domain.md 3.5).

    `seed` is what lots were drawn by; its SHA-256 was published with the tranche.
    """

    fact = "tranche-ranked"
    aggregate = "tranche_id"

    tranche_id: UUID
    ranking_id: UUID
    distribution_method: str
    applications: int
    given_cents: int
    room_left_cents: int
    seed: str | None
    ranked_at: datetime


class TrancheRankingSuperseded(FundingEvent):
    """A confirmed ranking gave way to a new one before anything was decided by it."""

    fact = "tranche-ranking-superseded"
    aggregate = "tranche_id"

    tranche_id: UUID
    ranking_id: UUID
    superseded_at: datetime


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


class AidReserved(FundingEvent):
    """State-aid room of an undertaking was reserved for an intended guarantee (domain.md 3.24, 3.25)."""

    fact = "aid-reserved"
    aggregate = "reservation_id"

    reservation_id: UUID
    kvk_number: str
    amount_cents: int
    room_left_cents: int
    regime: str
    expires_at: datetime


class AidRefused(FundingEvent):
    """Aid would pass the undertaking's room, so none of it may be given (DM-3, all or nothing).

    `reason` is the code of the rule that refused: `aid.within-room`, or `regime.in-force` when no regulation
    covers the legal date.
    """

    fact = "aid-refused"
    aggregate = "reservation_id"

    reservation_id: UUID
    kvk_number: str
    amount_cents: int
    room_left_cents: int
    reason: str


class AidGranted(FundingEvent):
    """Aid was granted, by a guarantee or by an award, on the day the legal right arose (DM-2).

    `reservation_id` is the id of its entry in the register, `basis` what makes it lawful (B41).
    `excess_cents` is what passes the undertaking's room: 0, unless the guarantee was issued after its
    reservation had ended and others had used the room, or on a day without a regulation, which gives no room
    at all. Then aid was given that may not stay.
    """

    fact = "aid-granted"
    semver = "1.1.0"
    aggregate = "reservation_id"

    reservation_id: UUID
    kvk_number: str
    amount_cents: int
    excess_cents: int
    granted_on: date
    basis: str | None = None


class AidReleased(FundingEvent):
    """A reservation ended without a grant; its room is free again (domain.md 3.24)."""

    fact = "aid-released"
    aggregate = "reservation_id"

    reservation_id: UUID
    kvk_number: str
    amount_cents: int
    reason: str
    released_at: datetime


class AidWithdrawn(FundingEvent):
    """Aid of a guarantee that loans lost is not counted any more, or only as reserved (docs/operator.md).

    `reserved_cents` is what of it stays reserved: the reservation was asked for by a fact that still holds.
    """

    fact = "aid-withdrawn"
    aggregate = "reservation_id"

    reservation_id: UUID
    kvk_number: str
    amount_cents: int
    reserved_cents: int
    reason: str
    withdrawn_at: datetime


EVENTS: list[type[Event]] = [
    ProgrammeYearOpened,
    TranchePublished,
    TrancheOpened,
    TrancheClosed,
    TrancheRanked,
    TrancheRankingSuperseded,
    PledgeConfirmed,
    PledgeWithdrawn,
    ProjectCofundingCompleted,
    ProjectCofundingLost,
    ApplicationReceived,
    ApplicationAwarded,
    ApplicationRefused,
    ApplicationWithdrawn,
    AidReserved,
    AidRefused,
    AidGranted,
    AidReleased,
    AidWithdrawn,
    FundingFactWithdrawn,
]
