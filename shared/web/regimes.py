"""The regimes of a service, to be read by everyone: which parameters held when, and by what source."""

from datetime import date
from typing import Annotated, Any

from fastapi import Query
from sqlalchemy import select

from shared.kernel.principal import Principal
from shared.store.periods import holds_on
from shared.store.tables import REGIME
from shared.web.auth import anybody
from shared.web.caching import kept_for
from shared.web.router import Router, Transaction
from shared.web.schema import Composed, Date, Filter, Line, Wire

REGIMES_MAX = 500


class RegimeQuery(Filter):
    code: Line | None = None
    reference_date: Date | None = None


class RegimeOut(Wire):
    code: str
    version: str
    valid_from: date
    valid_until: date | None
    source: str
    terms: Composed[Any]


class RegimeList(Wire):
    items: list[RegimeOut]


def router(service: str) -> Router:
    """The route that lists the regimes of one service."""
    found = Router("regimes")

    @found.get("", response_model=RegimeList, dependencies=[kept_for(300)])
    async def list_regimes(
        query: Annotated[RegimeQuery, Query()], tx: Transaction, _: Principal = anybody(f"{service}:read")
    ) -> dict[str, Any]:
        """Legal and policy parameters with their validity and source."""
        rows = select(REGIME).order_by(REGIME.c.code, REGIME.c.valid_from).limit(REGIMES_MAX)
        if query.code is not None:
            rows = rows.where(REGIME.c.code == query.code)
        if query.reference_date is not None:
            rows = rows.where(holds_on(REGIME.c.valid_from, REGIME.c.valid_until, query.reference_date))
        return {"items": [row._mapping for row in await tx.session.execute(rows)]}

    return found
