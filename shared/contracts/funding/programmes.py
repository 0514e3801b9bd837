"""What the funding service tells of programme years and their tranches."""

from datetime import UTC, datetime
from uuid import UUID

from shared.contracts.funding.event import FundingEvent
from shared.contracts.known import AT, RANKING, TRANCHE, YEAR
from shared.kernel.events import Event


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


class TrancheDecided(FundingEvent):
    """Every application of a ranked tranche was decided on (domain.md 3.5)."""

    fact = "tranche-decided"
    aggregate = "tranche_id"

    tranche_id: UUID
    awarded_plans: int
    refused_plans: int
    awarded_cents: int
    decided_at: datetime


EVENTS: list[type[Event]] = [
    ProgrammeYearOpened,
    TranchePublished,
    TrancheOpened,
    TrancheClosed,
    TrancheRanked,
    TrancheRankingSuperseded,
    TrancheDecided,
]
EXAMPLES: list[Event] = [
    ProgrammeYearOpened(
        programme_year_id=YEAR,
        programme="regional-acceleration",
        year=2015,
        total_cents=400_000_000_00,
        region_cents=100_000_000_00,
        state_cents=100_000_000_00,
        private_knowledge_cents=200_000_000_00,
        regime="programme-2015",
        opened_at=AT,
    ),
    TranchePublished(
        tranche_id=TRANCHE,
        programme="regional-acceleration",
        year=2015,
        number=1,
        title="Cluster projects, first tranche",
        ceiling_cents=30_000_000_00,
        distribution_method="FIRST_COME_FIRST_SERVED",
        allowed_measures=[],
        opens_at=AT,
        closes_at=datetime(2015, 6, 30, 15, 0, tzinfo=UTC),
        published_at=datetime(2015, 2, 2, 9, 0, tzinfo=UTC),
    ),
    TrancheOpened(tranche_id=TRANCHE, opened_at=AT),
    TrancheClosed(tranche_id=TRANCHE, closed_at=AT),
    TrancheRanked(
        tranche_id=TRANCHE,
        ranking_id=RANKING,
        distribution_method="RANKING",
        applications=4,
        given_cents=10_000_000_00,
        room_left_cents=0,
        seed="Staatscourant 2016, 18042",
        ranked_at=AT,
    ),
    TrancheRankingSuperseded(tranche_id=TRANCHE, ranking_id=RANKING, superseded_at=AT),
    TrancheDecided(
        tranche_id=TRANCHE, awarded_plans=4, refused_plans=0, awarded_cents=10_000_000_00, decided_at=AT
    ),
]
