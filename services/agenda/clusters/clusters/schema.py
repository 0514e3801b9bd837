"""What a cluster looks like over HTTP."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from services.agenda.clusters.clusters.models import Status
from shared.kernel.identifiers import RegionCode, TopsectorCode
from shared.web.paging import PageQuery
from shared.web.schema import Code, Date, Line, Prose, Read, Write


class ClusterContent(Write):
    name: Line
    description: Prose | None = None
    partner_region_codes: Annotated[
        list[RegionCode], Field(max_length=20, description="Other regions that the cluster lies in.")
    ] = Field(default_factory=list)
    topsectors: Annotated[list[TopsectorCode], Field(max_length=20)] = Field(default_factory=list)


class ClusterIn(ClusterContent):
    region_code: RegionCode
    cluster_code: Code


class ClusterOut(Read):
    region_code: str
    cluster_code: str
    name: str
    description: str | None
    partner_region_codes: list[str]
    topsectors: list[str]
    status: Status
    scores: int
    score_year: int | None
    talent: Decimal | None
    innovation: Decimal | None
    quality_of_life: Decimal | None
    weighted_score: Decimal | None
    decided_on: date | None
    deciding_body: str | None
    reasons: str | None
    valid_from: date | None
    valid_until: date | None
    review_opened_on: date | None
    review_reason: str | None
    regime: str | None


class ClusterQuery(PageQuery):
    conditions = frozenset({"region_code", "leading_on"})
    holding = frozenset({("topsector", "topsectors")})

    region_code: Annotated[RegionCode | None, Field(description="Clusters of several regions too.")] = None
    topsector: TopsectorCode | None = None
    leading_on: Annotated[Date | None, Field(description="Only those that are leading on this day.")] = None
    cluster_code: Code | None = None
    status: Status | None = None
    sort: Literal["name", "-name", "id", "-id"] | None = None
