"""What opportunities, sites, matches and balances look like over HTTP; areas are whole square metres."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from services.agenda.clusters.clusters.models import Cluster
from services.agenda.spatial.opportunities.models import MatchStatus, Site, SiteStatus, Status
from shared.kernel.identifiers import KvkNumber, MunicipalityCode, RegionCode
from shared.web.dates import PastDate, PlannedDate
from shared.web.named import Names
from shared.web.paging import PageQuery
from shared.web.places import MunicipalityToday
from shared.web.schema import Line, Prose, Read, Uuid, Write

LAND_MAX_M2 = 41_543_000_000  # the Netherlands, water and all
SquareMetres = Annotated[
    int, Field(gt=0, le=LAND_MAX_M2, description="Square metres; 10,000 is one hectare.")
]


class OpportunityIn(Write):
    region_code: RegionCode
    title: Line
    demanded_by: Line
    kvk_number: KvkNumber | None = None
    cluster_id: Annotated[Uuid | None, Names(Cluster)] = None
    demanded_m2: SquareMetres
    requirements: Annotated[list[Line], Field(max_length=50)]
    registered_on: PastDate
    needed_on: PlannedDate | None = None


class SiteIn(Write):
    region_code: RegionCode
    municipality_code: MunicipalityToday
    name: Line
    offered_m2: SquareMetres
    plots: Annotated[int, Field(ge=1, le=10_000)]
    multimodal: bool


class MatchIn(Write):
    site_id: Annotated[Uuid, Names(Site)]
    area_m2: SquareMetres


class DropIn(Write):
    reason: Prose


class OpportunityOut(Read):
    region_code: str
    title: str
    demanded_by: str
    kvk_number: str | None
    cluster_id: UUID | None
    demanded_m2: int
    reserved_m2: int
    requirements: list[str]
    registered_on: date
    needed_on: date | None
    status: Status
    ended_on: date | None
    reason: str | None


class SiteOut(Read):
    region_code: str
    municipality_code: str
    name: str
    offered_m2: int
    used_m2: int
    plots: int
    multimodal: bool
    status: SiteStatus


class MatchOut(Read):
    opportunity_id: UUID
    site_id: UUID
    area_m2: int
    matched_on: date
    status: MatchStatus


class LandBalanceOut(Read):
    """Land demanded, matched with a site, and offered in a region (A20)."""

    region_code: str
    demanded_m2: int
    matched_m2: int
    offered_m2: int


class OpportunityQuery(PageQuery):
    region_code: RegionCode | None = None
    cluster_id: UUID | None = None
    status: Status | None = None
    sort: Literal["demandedM2", "-demandedM2", "registeredOn", "-registeredOn", "id", "-id"] | None = None


class SiteQuery(PageQuery):
    region_code: RegionCode | None = None
    municipality_code: MunicipalityCode | None = None
    status: SiteStatus | None = None
    sort: Literal["name", "-name", "offeredM2", "-offeredM2", "id", "-id"] | None = None


class BalanceQuery(PageQuery):
    region_code: RegionCode | None = None


class MatchQuery(PageQuery):
    site_id: UUID | None = None
    status: MatchStatus | None = None
