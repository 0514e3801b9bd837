"""Observations, roll-ups over the region tree, and series over HTTP."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Query, Request
from pydantic import Field

from services.agenda.indicators.indicators.areas import AREA
from services.agenda.indicators.indicators.figures import Area, Figure, Year
from services.agenda.indicators.indicators.rules import DEFINED
from services.agenda.indicators.observations import queries, rules
from services.agenda.indicators.observations.models import Observation, PriceBasis, Status
from services.agenda.indicators.observations.schema import Edition, ObservationIn
from shared.kernel.capitals import InCapitals
from shared.kernel.identifiers import with_kind
from shared.kernel.principal import Principal
from shared.kernel.rules import NOT_FOUND
from shared.web.auth import allow, anybody
from shared.web.paging import Listing, Page, PageQuery, page
from shared.web.problems import problems
from shared.web.router import Router, Transaction, idempotent
from shared.web.schema import Code, Filter, Read, Wire

router = Router("observations")
roll_ups = Router("roll-ups", "Observations added up over the region tree.")
series = Router("series", "The observations of an indicator for an area through the years.")
routers = (router, roll_ups, series)


class ObservationOut(Read):
    code: str
    edition: int
    area_code: str
    year: int
    value: Figure
    price_basis: PriceBasis
    status: Status
    source: str
    reason: str | None
    measured_on: date
    revision: int
    latest: bool


class ObservationQuery(PageQuery):
    code: Code | None = None
    area_code: Area | None = None
    year: Year | None = None
    status: Status | None = None
    sort: Literal["year", "-year", "id", "-id"] | None = None


class RollUpQuery(Filter):
    code: Code
    year: Year
    area_code: Area = "NL"
    edition: Edition | None = None
    price_basis: PriceBasis | None = None


class RollUpOut(Wire):
    """The sum over the parts of an area; null while `missing` names parts without a value.

    `missing` names also municipalities of the year of which it is not known in which COROP area they lay.
    """

    code: str
    edition: int
    year: int
    area_code: str
    value: Figure | None
    missing: list[str]
    published_value: Annotated[
        Figure | None, Field(description="What is stored of the area itself; null when nothing is.")
    ]
    lacks_extra_regio: Annotated[
        bool, Field(description="Whether the sum of the country is without what lies in no region (NLZ).")
    ]


class SeriesQuery(Filter):
    code: Code
    areas: Annotated[
        str, InCapitals("^[A-Z0-9][A-Z0-9_, -]{1,400}$"), Field(description="Codes with commas between.")
    ]
    base_year: Annotated[Year | None, Field(description="The year that counts as 100.")] = None
    edition: Edition | None = None
    price_basis: PriceBasis | None = None


class Point(Wire):
    area_code: str
    year: int
    value: Figure
    index: Figure | None
    growth_percent: Figure | None


class SeriesOut(Wire):
    """Values year by year, each with its index on the base year and its growth since the year before."""

    code: str
    edition: int
    points: list[Point]


@router.post(
    "",
    response_model=ObservationOut,
    status_code=201,
    dependencies=[idempotent],
    responses=problems(*rules.STORE),
)
async def store_observation(
    body: ObservationIn, tx: Transaction, author: Principal = allow("agenda:measure")
) -> Observation:
    """Store the value of an indicator for an area and a year, or its revision (A10, B5, B26)."""
    indicator = await tx.find(queries.edition(body.code, body.edition))
    cluster = await tx.find(queries.cluster(body.area_code))
    observation = Observation(owner=str(author.tenant), measured_on=tx.today, **body.model_dump())
    before = await tx.find(queries.before(observation), lock=True)
    told = rules.store(observation, indicator, before, cluster)
    await tx.flush()  # the one before is no longer the latest when this one becomes it
    tx.add(observation)
    tx.emit(told)
    return observation


@router.get("", response_model=Page[ObservationOut])
async def list_observations(
    request: Request,
    query: Annotated[ObservationQuery, Query()],
    tx: Transaction,
    _: Principal = anybody("agenda:read"),
) -> Listing[Observation]:
    """Observations with their revisions (A10, B5, B26)."""
    return await page(request, tx, Observation, query)


@router.get("/{id}", response_model=ObservationOut, responses=problems(NOT_FOUND))
async def get_observation(id: UUID, tx: Transaction, _: Principal = anybody("agenda:read")) -> Observation:
    """One value, or one revision of it."""
    return await tx.get(Observation, id)


@roll_ups.get("", response_model=RollUpOut, responses=problems(*rules.COMPARE, rules.ADDS_UP, AREA))
async def roll_up(
    query: Annotated[RollUpQuery, Query()], tx: Transaction, _: Principal = anybody("agenda:read")
) -> dict[str, Any]:
    """The sum over the region tree, each part once; no region without a value is hidden (A10)."""
    indicator = DEFINED.present(await tx.find(queries.edition(query.code, query.edition)))
    latest = queries.latest(query.code, indicator.edition, query.price_basis)
    found = rules.in_one_basis(await tx.all(latest.where(Observation.year == query.year)))
    values = rules.Values(query.year, {row.area_code: row.value for row in found})
    total = rules.roll_up(query.area_code, values, indicator)
    return {
        "code": query.code,
        "edition": indicator.edition,
        "year": query.year,
        "area_code": total.area_code,
        "value": total.value,
        "missing": list(total.missing),
        "published_value": values.of.get(total.area_code),
        "lacks_extra_regio": total.lacks_extra_regio,
    }


@series.get("", response_model=SeriesOut, responses=problems(*rules.COMPARE))
async def compare_series(
    query: Annotated[SeriesQuery, Query()], tx: Transaction, _: Principal = anybody("agenda:read")
) -> dict[str, Any]:
    """The series of a cluster or region beside others, as an index for an evaluation (B50)."""
    indicator = DEFINED.present(await tx.find(queries.edition(query.code, query.edition)))
    latest = queries.latest(query.code, indicator.edition, query.price_basis)
    there = latest.where(queries.in_areas([with_kind(area.strip()) for area in query.areas.split(",")]))
    found = await tx.all(there.order_by(Observation.year, Observation.area_code))
    points = rules.indexed(rules.in_one_basis(found), query.base_year)
    return {"code": query.code, "edition": indicator.edition, "points": points}
