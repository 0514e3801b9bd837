"""Indicators and targets over HTTP."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query, Request
from pydantic import Field

from services.agenda.indicators.indicators import rules
from services.agenda.indicators.indicators.figures import Area, Figure, Year
from services.agenda.indicators.indicators.models import Indicator, RollUp, Target
from services.agenda.indicators.observations import queries
from shared.kernel.principal import Principal
from shared.kernel.rules import NOT_FOUND, OWN_OBJECTS
from shared.web.auth import allow, anybody
from shared.web.dates import PeriodDate
from shared.web.paging import Listing, Page, PageQuery, page
from shared.web.problems import problems
from shared.web.router import Router, Transaction, idempotent
from shared.web.schema import AS_TEXT, Code, Line, Prose, Read, Write

router = Router("indicators")
targets = Router("targets")
routers = (router, targets)


class IndicatorIn(Write):
    code: Code
    edition: Annotated[int, Field(ge=1, le=1000)]
    name: Line
    name_en: Line
    unit: Line
    definition: Prose
    source: Line
    roll_up: Annotated[RollUp, AS_TEXT]
    decimals: Annotated[int, Field(ge=0, le=6)]
    valid_from: PeriodDate


class TargetIn(Write):
    code: Code
    area_code: Area
    baseline: Figure
    baseline_year: Year
    target: Figure
    target_year: Year
    source: Line


class IndicatorOut(Read):
    code: str
    edition: int
    name: str
    name_en: str
    unit: str
    definition: str
    source: str
    roll_up: RollUp
    decimals: int
    valid_from: date


class TargetOut(Read):
    """A target with its gap, and the growth a year in percent that closes it; null where there is none."""

    code: str
    area_code: str
    baseline: Figure
    baseline_year: int
    target: Figure
    target_year: int
    gap: Figure
    growth_percent: Figure | None
    source: str


class IndicatorQuery(PageQuery):
    code: Code | None = None
    sort: Literal["code", "-code", "id", "-id"] | None = None


class TargetQuery(PageQuery):
    code: Code | None = None
    area_code: Area | None = None


@router.post(
    "",
    response_model=IndicatorOut,
    status_code=201,
    dependencies=[idempotent],
    responses=problems(OWN_OBJECTS, rules.NEXT_EDITION),
)
async def define_indicator(
    body: IndicatorIn, tx: Transaction, author: Principal = allow("agenda:measure")
) -> Indicator:
    """Define an indicator, or the next edition of its definition; none ever changes (A1, B5, B6)."""
    earlier = await tx.all(queries.editions(body.code))
    indicator = tx.add(rules.define(Indicator(owner=str(author.tenant), **body.model_dump()), earlier))
    tx.audit("indicator.defined", indicator.id, body.model_dump(mode="json"))
    return indicator


@router.get("", response_model=Page[IndicatorOut])
async def list_indicators(
    request: Request,
    query: Annotated[IndicatorQuery, Query()],
    tx: Transaction,
    _: Principal = anybody("agenda:read"),
) -> Listing[Indicator]:
    """Indicators with their definitions (B5)."""
    return await page(request, tx, Indicator, query)


@router.get("/{id}", response_model=IndicatorOut, responses=problems(NOT_FOUND))
async def get_indicator(id: UUID, tx: Transaction, _: Principal = anybody("agenda:read")) -> Indicator:
    """One edition of an indicator."""
    return await tx.get(Indicator, id)


@targets.post(
    "",
    response_model=TargetOut,
    status_code=201,
    dependencies=[idempotent],
    responses=problems(*rules.AIM),
)
async def set_target(body: TargetIn, tx: Transaction, author: Principal = allow("agenda:measure")) -> Target:
    """Set a target beside its baseline (A2)."""
    indicator = await tx.find(queries.edition(body.code, None))
    cluster = await tx.find(queries.cluster(body.area_code))
    made = Target(owner=str(author.tenant), gap=body.target, growth_percent=None, **body.model_dump())
    target = tx.add(rules.aim(made, indicator, cluster))
    tx.audit("target.set", target.id, body.model_dump(mode="json"))
    return target


@targets.get("", response_model=Page[TargetOut])
async def list_targets(
    request: Request,
    query: Annotated[TargetQuery, Query()],
    tx: Transaction,
    _: Principal = anybody("agenda:read"),
) -> Listing[Target]:
    """Baselines and targets with gap and needed growth (A2)."""
    return await page(request, tx, Target, query)


@targets.get("/{id}", response_model=TargetOut, responses=problems(NOT_FOUND))
async def get_target(id: UUID, tx: Transaction, _: Principal = anybody("agenda:read")) -> Target:
    """One target (A2)."""
    return await tx.get(Target, id)
