"""The portfolio of projects over HTTP."""

from typing import Annotated, Any

from fastapi import Query
from pydantic import Field

from services.agenda.projects.portfolios import queries
from shared.kernel.principal import Principal
from shared.web.auth import anybody
from shared.web.router import Router, Transaction
from shared.web.schema import Filter, Wire

router = Router("project-portfolios")


class PortfolioQuery(Filter):
    year: Annotated[int | None, Field(ge=1900, le=2200, description="The year of approval.")] = None


class Money(Wire):
    projects: int
    total_cost_cents: int
    awarded_cents: int


class OfRegion(Money):
    region_code: str


class OfTopsector(Money):
    """A topsector in a region; null has the projects that name none."""

    topsector: str | None
    region_code: str


class OfTheme(Money):
    """A theme; null has the projects that name none."""

    theme: str | None


class OfPolicyLine(Money):
    """A policy line; null has the projects that name none."""

    policy_line: int | None


class OfCategory(Money):
    category: str


class PortfolioOut(Wire):
    """Approved projects that were not cancelled, each once in the total, its region, policy line, category.

    In `topsectors` and `themes` a project stands in every row that it names: they do not add up to the total.
    """

    year: int | None
    total: Money
    regions: list[OfRegion]
    topsectors: list[OfTopsector]
    themes: list[OfTheme]
    policy_lines: list[OfPolicyLine]
    categories: list[OfCategory]


@router.get("", response_model=PortfolioOut)
async def show_portfolio(
    query: Annotated[PortfolioQuery, Query()], tx: Transaction, _: Principal = anybody("agenda:read")
) -> dict[str, Any]:
    """Number and money by topsector and region (A11), theme (B9), policy line (B11), category (A15)."""
    asked = queries.portfolios(query.year)
    (total,) = await tx.session.execute(asked.pop("total"))
    tables = {name: list(await tx.session.execute(rows)) for name, rows in asked.items()}
    return {"year": query.year, "total": total, **tables}
