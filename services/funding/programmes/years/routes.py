"""Programme years over HTTP."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from fastapi import Query, Request
from pydantic import Field
from sqlalchemy import select

from services.funding.programmes.years import rules
from services.funding.programmes.years.models import ProgrammeYear
from shared.kernel.capitals import InCapitals
from shared.kernel.money import PositiveCents
from shared.kernel.principal import Principal
from shared.kernel.regimes import IN_FORCE
from shared.kernel.rules import NOT_FOUND, OWN_OBJECTS
from shared.web.auth import allow
from shared.web.paging import Listing, Page, PageQuery, page
from shared.web.problems import problems
from shared.web.router import Router, Transaction, idempotent
from shared.web.schema import Read, RegimeCode, Write

router = Router("programme-years")

Programme = Annotated[str, InCapitals("^[A-Z][A-Z0-9_-]{1,39}$"), Field(examples=["REA"])]


class ProgrammeYearIn(Write):
    programme: Programme
    year: Annotated[int, Field(ge=2000, le=2200)]
    total_cents: PositiveCents
    regime: Annotated[RegimeCode, Field(description="Regime that splits the total over the groups.")] = (
        "programme-rea"
    )


class ProgrammeYearOut(Read):
    programme: str
    year: int
    total_cents: int
    region_cents: int
    state_cents: int
    private_knowledge_cents: int
    regime: str
    opened_at: datetime
    allotted_cents: int
    committed_state_cents: int
    lapsed_state_cents: Annotated[
        int, Field(description="Awarded, taken back, and not awarded again (vrijval).")
    ]


class ProgrammeYearQuery(PageQuery):
    programme: Programme | None = None
    year: int | None = None


@router.post(
    "",
    response_model=ProgrammeYearOut,
    status_code=201,
    dependencies=[idempotent],
    responses=problems(OWN_OBJECTS, IN_FORCE, rules.ONE_A_YEAR),
)
async def open_programme_year(
    body: ProgrammeYearIn, tx: Transaction, officer: Principal = allow("funding:programme")
) -> ProgrammeYear:
    """Open the envelope of a year; its total is split by the regime of its first day (A14)."""
    same = select(ProgrammeYear).filter_by(programme=body.programme, year=body.year)
    earlier = await tx.find(same)
    regime = await tx.regime(body.regime, date(body.year, 1, 1))
    parts = rules.split_by_source(body.total_cents, regime, "year")
    year = ProgrammeYear(
        owner="state",
        programme=body.programme,
        year=body.year,
        total_cents=body.total_cents,
        **parts._asdict(),
        regime=regime.reference,
        opened_by=officer.subject,
        opened_at=tx.now,
    )
    tx.emit(rules.open_year(year, earlier))
    tx.add(year)
    tx.session.add_all(rules.opening_of_year(year))
    return year


@router.get("", response_model=Page[ProgrammeYearOut])
async def list_programme_years(
    request: Request,
    query: Annotated[ProgrammeYearQuery, Query()],
    tx: Transaction,
    _: Principal = allow("funding:read"),
) -> Listing[ProgrammeYear]:
    """Every programme year."""
    return await page(request, tx, ProgrammeYear, query)


@router.get("/{id}", response_model=ProgrammeYearOut, responses=problems(NOT_FOUND))
async def get_programme_year(
    id: UUID, tx: Transaction, _: Principal = allow("funding:read")
) -> ProgrammeYear:
    """One programme year."""
    return await tx.get(ProgrammeYear, id)
