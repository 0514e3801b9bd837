"""Growth by region over HTTP."""

from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query
from pydantic import Field

from services.agenda.indicators.indicators.figures import Figure, Year
from services.agenda.indicators.indicators.rules import DEFINED
from services.agenda.indicators.observations import rules as observations
from services.agenda.indicators.observations.models import Observation, PriceBasis
from services.agenda.indicators.observations.queries import edition, latest
from services.agenda.indicators.observations.schema import Edition
from services.agenda.indicators.region_growths import queries, rules
from shared.kernel.principal import Principal
from shared.reference import catalogue
from shared.web.auth import anybody
from shared.web.problems import problems
from shared.web.router import Router, Transaction
from shared.web.schema import Code, Filter, Wire

router = Router("region-growths")


class Kind(StrEnum):
    """The kinds of region that an agenda may be of, which each cover the country once."""

    LANDSDEEL = "LANDSDEEL"
    PROVINCE = "PROVINCE"
    COROP = "COROP"
    LABOUR_MARKET = "LABOUR_MARKET"


REGIONS = {
    Kind.LANDSDEEL: catalogue.landsdelen,
    Kind.PROVINCE: catalogue.provinces,
    Kind.COROP: catalogue.corops,
    Kind.LABOUR_MARKET: catalogue.labour_market_regions,
}


class GrowthQuery(Filter):
    code: Code
    year: Year
    since_year: Annotated[Year | None, Field(description="The year before unless given.")] = None
    kind: Kind = Kind.COROP
    edition: Edition | None = None
    price_basis: PriceBasis | None = None


class OfRegion(Wire):
    """A region with its growth; `agendas` are those of itself and of the areas it lies in, in that year."""

    area_code: str
    value: Figure | None
    growth_percent: Figure | None
    contribution_percent: Annotated[
        Figure | None, Field(description="Points in the growth of all; of a sum that lacks no value.")
    ]
    falling: bool | None
    agendas: list[UUID]


class GrowthOut(Wire):
    """Every region of a kind, and by code those that are easily overlooked."""

    code: str
    edition: int
    year: int
    since_year: int
    regions: list[OfRegion]
    falling: list[str]
    without_growth: Annotated[list[str], Field(description="Regions that lack a value in one of the years.")]
    without_agenda: list[str]


@router.get("", response_model=GrowthOut, responses=problems(*rules.GROWTH))
async def compare_growth(
    query: Annotated[GrowthQuery, Query()], tx: Transaction, _: Principal = anybody("agenda:read")
) -> dict[str, Any]:
    """The growth of all regions of a kind, and which fall, lack a value or have no agenda (A10)."""
    since = rules.require_years(query.year, query.since_year)
    indicator = DEFINED.present(await tx.find(edition(query.code, query.edition)))
    years = latest(query.code, indicator.edition, query.price_basis)
    found = await tx.all(years.where(Observation.year.in_([since, query.year])))
    observations.in_one_basis(found)
    agendas = await tx.all(queries.in_force_during(query.year))
    regions = rules.grown(
        list(REGIONS[query.kind]()),
        rules.in_year(found, since),
        rules.in_year(found, query.year),
        indicator,
        agendas,
    )
    return {
        "code": query.code,
        "edition": indicator.edition,
        "year": query.year,
        "since_year": since,
        "regions": regions,
        **rules.overlooked(regions),
    }
