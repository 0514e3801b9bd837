"""What strategies for smart specialisation look like over HTTP."""

from datetime import date
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.agenda.clusters.clusters.models import Cluster
from services.agenda.clusters.specialisations.models import InnovationStrategy, Status
from services.agenda.indicators.indicators.figures import Year
from shared.kernel.identifiers import RegionCode, TopsectorCode
from shared.web.dates import PastDate, PeriodDate
from shared.web.named import Names
from shared.web.paging import PageQuery
from shared.web.schema import STORED, Code, Date, Filter, Line, Prose, Read, Uuid, Wire, Write


class SpecialisationIn(Write):
    code: Code
    name: Line
    description: Prose
    topsectors: Annotated[list[TopsectorCode], Field(max_length=20)]
    cluster_ids: Annotated[
        list[Uuid], Names(Cluster), Field(max_length=50, description="The clusters that carry it.")
    ]


class SpecialisationOut(SpecialisationIn):
    model_config = STORED


class StrategyIn(Write):
    title: Line
    region_codes: Annotated[list[RegionCode], Field(min_length=1, max_length=50)]
    valid_from: PeriodDate
    valid_until: PeriodDate | None = None
    document: Annotated[Line, Field(description="Where the strategy itself is found.")]
    specialisations: Annotated[list[SpecialisationIn], Field(min_length=1, max_length=50)]


class AdoptionIn(Write):
    adopted_on: PastDate
    deciding_body: Line


class ReplacementIn(Write):
    by_id: Annotated[
        Uuid, Names(InnovationStrategy), Field(description="The adopted strategy that takes its place.")
    ]


class StrategyOut(Read):
    title: str
    region_codes: list[str]
    valid_from: date
    valid_until: date | None
    document: str
    specialisations: list[SpecialisationOut]
    status: Status
    adopted_on: date | None
    deciding_body: str | None


class StrategyQuery(PageQuery):
    conditions = frozenset({"region_code", "valid_on"})
    holding = frozenset({("cluster_id", "cluster_ids")})

    region_code: Annotated[
        RegionCode | None, Field(description="Those for a larger area that it lies in too.")
    ] = None
    cluster_id: Annotated[UUID | None, Field(description="A cluster that carries a specialisation.")] = None
    valid_on: Annotated[Date | None, Field(description="A day in its period.")] = None
    status: Status | None = None


class ShareQuery(Filter):
    region_code: RegionCode
    year: Annotated[Year, Field(description="The year in which projects were approved.")]


class ShareOut(Wire):
    """What projects approved in a year cost inside and outside the specialisations of their day."""

    region_code: str
    year: int
    projects: int
    inside_cents: int
    outside_cents: int
    total_cents: int
    inside_percent: Decimal | None
