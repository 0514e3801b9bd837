"""Portfolios over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request

from services.funding.applications.sums.counting import counted
from services.funding.programmes.portfolios.models import Portfolio
from shared.kernel.identifiers import LandsdeelCode
from shared.kernel.principal import Principal
from shared.kernel.rules import NOT_FOUND
from shared.web.auth import allow
from shared.web.paging import Listing, Page, PageQuery, page
from shared.web.problems import problems
from shared.web.router import Router, Transaction
from shared.web.schema import Read

router = Router("portfolios")


class PortfolioOut(Read):
    tranche_id: UUID
    landsdeel_code: str
    requested_cents: int
    requested_plans: int
    under_assessment_cents: int
    under_assessment_plans: int
    awarded_cents: int
    awarded_plans: int


class PortfolioQuery(PageQuery):
    tranche_id: UUID | None = None
    landsdeel_code: LandsdeelCode | None = None


@router.get("", response_model=Page[PortfolioOut])
async def list_portfolios(
    request: Request,
    query: Annotated[PortfolioQuery, Query()],
    tx: Transaction,
    _: Principal = allow("funding:read"),
) -> Listing[Portfolio]:
    """What is requested, under assessment and awarded, by tranche and landsdeel (B33)."""
    await counted(tx)
    return await page(request, tx, Portfolio, query)


@router.get("/{id}", response_model=PortfolioOut, responses=problems(NOT_FOUND))
async def get_portfolio(id: UUID, tx: Transaction, _: Principal = allow("funding:read")) -> Portfolio:
    """One portfolio."""
    await counted(tx)
    return await tx.get(Portfolio, id)
