"""Observations, roll-ups over the region tree, and series over HTTP."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Query, Request
from pydantic import Field

from services.agenda.indicators.figures import Area, Figure, Year
from services.agenda.indicators.rules import DEFINED
from services.agenda.observations import queries, rules
from services.agenda.observations.models import Observation, PriceBasis, Status
from shared.kernel.principal import Principal
from shared.kernel.rules import NOT_FOUND
from shared.web.auth import allow, anybody
from shared.web.paging import Listing, Page, PageQuery, page
from shared.web.problems import problems
from shared.web.router import Router, Transaction, idempotent
from shared.web.schema import AS_TEXT, Code, Filter, Line, Read, Wire, Write

router = Router("observations")
roll_ups = Router("roll-ups")
series = Router("series")
routers = (router, roll_ups, series)


class ObservationIn(Write):
    code: Code
    edition: Annotated[int, Field(ge=1, le=1000)]
    area_code: Area
    year: Year
    value: Figure
    price_basis: Annotated[PriceBasis, AS_TEXT]
    status: Annotated[Status, AS_TEXT]
    source: Line
    reason: Line | None = None


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
    sort: Literal["year", "-year"] | None = None


class RollUpQuery(Filter):
    code: Code
    year: Year
    area_code: Area = "NL"
    price_basis: PriceBasis = PriceBasis.CURRENT


class RollUpOut(Wire):
    """The sum over the parts of an area; null while `missing` names parts without a value."""

    code: str
    year: int
    area_code: str
    value: Figure | None
    missing: list[str]


class SeriesQuery(Filter):
    code: Code
    areas: Annotated[
        str, Field(pattern="^[A-Z][A-Z0-9_,-]{1,400}$", description="Codes with commas between.")
    ]
    base_year: Annotated[Year | None, Field(description="The year that counts as 100.")] = None
    price_basis: PriceBasis = PriceBasis.CURRENT


class Point(Wire):
    area_code: str
    year: int
    value: Figure
    index: Figure | None
    growth_percent: Figure | None


class SeriesOut(Wire):
    """Values year by year, each with its index on the base year and its growth since the year before."""

    code: str
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
    known = rules.known_area(body.area_code, cluster is not None)
    told = rules.store(observation, indicator, before, known)
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


@roll_ups.get("", response_model=RollUpOut, responses=problems(DEFINED, rules.ADDS_UP))
async def roll_up(
    query: Annotated[RollUpQuery, Query()], tx: Transaction, _: Principal = anybody("agenda:read")
) -> dict[str, Any]:
    """The sum over the region tree, each part once; no region without a value is hidden (A10)."""
    editions = await tx.all(queries.editions(query.code))
    found = await tx.all(queries.in_year(query.code, query.year, query.price_basis))
    values = {row.area_code: row.value for row in found}
    indicator = DEFINED.present(next(reversed(editions), None))
    total = rules.roll_up(query.area_code, values, indicator)
    return {
        "code": query.code,
        "year": query.year,
        "area_code": total.area_code,
        "value": total.value,
        "missing": list(total.missing),
    }


@series.get("", response_model=SeriesOut)
async def compare_series(
    query: Annotated[SeriesQuery, Query()], tx: Transaction, _: Principal = anybody("agenda:read")
) -> dict[str, Any]:
    """The series of a cluster or region beside others, as an index for an evaluation (B50)."""
    areas = query.areas.split(",")
    found = await tx.all(queries.series(query.code, areas, query.price_basis))
    return {"code": query.code, "points": rules.indexed(found, query.base_year)}
