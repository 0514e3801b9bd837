"""Guarantee ceilings over HTTP."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query, Request
from pydantic import Field

from services.loans.codes import Scheme
from services.loans.guarantees.years import queries, rules
from services.loans.guarantees.years.models import GuaranteeYear, Kind, YearEntry
from shared.kernel.money import Cents, PositiveCents
from shared.kernel.principal import Principal
from shared.kernel.rules import CHANGE, NOT_FOUND, OWN_OBJECTS
from shared.kernel.takers import OWNER
from shared.web.auth import allow
from shared.web.paging import Listing, Page, PageQuery, page
from shared.web.problems import problems
from shared.web.router import IfMatch, Router, Transaction, idempotent
from shared.web.schema import Line, Read, Write

router = Router("guarantee-years")


class GuaranteeYearIn(Write):
    scheme: Scheme
    year: Annotated[int, Field(ge=2014, le=2100)]
    opening_outstanding_cents: Cents
    annual_ceiling_cents: Cents
    exposure_ceiling_cents: Cents


class MovementIn(Write):
    kind: Literal["GRANTED", "LAPSED"]
    amount_cents: PositiveCents
    note: Line


class GuaranteeYearOut(Read):
    scheme: str
    year: int
    opening_outstanding_cents: int
    annual_ceiling_cents: int
    exposure_ceiling_cents: int
    reserved_cents: int
    granted_cents: int
    lapsed_cents: int
    closing_outstanding_cents: int
    earlier_reserved_cents: Annotated[int, Field(description="Reserved in years before, not yet granted.")]


class EntryOut(Read):
    kind: Kind
    guarantee_id: UUID | None
    reserved_cents: int
    granted_cents: int
    lapsed_cents: int
    note: str | None
    booked_on: date


class GuaranteeYearQuery(PageQuery):
    scheme: Scheme | None = None
    year: int | None = None


class EntryQuery(PageQuery):
    kind: Kind | None = None


@router.post(
    "",
    response_model=GuaranteeYearOut,
    status_code=201,
    dependencies=[idempotent],
    responses=problems(OWN_OBJECTS, *rules.OPEN),
)
async def open_guarantee_year(
    body: GuaranteeYearIn, tx: Transaction, officer: Principal = allow("loans:ceilings")
) -> GuaranteeYear:
    """Open a budget year of a guarantee scheme with its annual and its exposure ceiling."""
    year = GuaranteeYear(
        owner="state", closing_outstanding_cents=body.opening_outstanding_cents, **body.model_dump()
    )
    scheme = await tx.find(queries.scheme(body.scheme), lock=True)
    tx.add(rules.open_year(scheme, year, officer, tx.today))
    tx.audit("guarantee-year.opened", year.id, body.model_dump(mode="json"))
    return year


@router.get("", response_model=Page[GuaranteeYearOut])
async def list_guarantee_years(
    request: Request,
    query: Annotated[GuaranteeYearQuery, Query()],
    tx: Transaction,
    _: Principal = allow("loans:read"),
) -> Listing[GuaranteeYear]:
    """Budget years of the guarantee schemes; they are open to all, as the budget is."""
    return await page(request, tx, GuaranteeYear, query)


@router.get("/{id}", response_model=GuaranteeYearOut, responses=problems(NOT_FOUND))
async def get_guarantee_year(id: UUID, tx: Transaction, _: Principal = allow("loans:read")) -> GuaranteeYear:
    """One budget year: opening, granted, lapsed, closing."""
    return await tx.get(GuaranteeYear, id)


@router.post(
    "/{id}/movements",
    response_model=GuaranteeYearOut,
    dependencies=[idempotent],
    responses=problems(*CHANGE, *rules.MOVE),
)
async def book_movement(
    id: UUID,
    body: MovementIn,
    tx: Transaction,
    if_match: IfMatch,
    officer: Principal = allow("loans:ceilings"),
) -> GuaranteeYear:
    """Book a figure of the budget table that came about outside this service."""
    scheme = await tx.find(queries.scheme_of(id), lock=True)
    year = await tx.get(GuaranteeYear, id, by=OWNER, if_match=if_match)
    rules.move(scheme, year, Kind(body.kind), body.amount_cents, body.note, tx.today)
    tx.audit("guarantee-year.moved", year.id, body.model_dump(mode="json"))
    return year


@router.get("/{id}/entries", response_model=Page[EntryOut], responses=problems(NOT_FOUND))
async def list_entries(
    request: Request,
    id: UUID,
    query: Annotated[EntryQuery, Query()],
    tx: Transaction,
    _: Principal = allow("loans:read"),
) -> Listing[YearEntry]:
    """What changed the counters of a year, and for which guarantee; another body than the State sees none."""
    year = await tx.get(GuaranteeYear, id)
    return await page(request, tx, YearEntry, query, guarantee_year_id=year.id)
