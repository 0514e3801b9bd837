"""Search over HTTP: everything the reader may see, by Dutch words."""

from collections.abc import Callable
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Request
from pydantic import Field
from sqlalchemy import Row

from shared.kernel.principal import Principal
from shared.records.search_results import queries
from shared.store.entity import Entity
from shared.store.records import Records
from shared.web.paging import Listing, Page, RowsQuery, page_of
from shared.web.router import Router, Transaction
from shared.web.schema import Code, Line, Wire


class SearchQuery(RowsQuery):
    words: Annotated[Line, Field(description="Dutch words, in any of their forms; all must be there.")]
    kind: Annotated[Code | None, Field(description="Only records of this kind, such as AGENDA.")] = None


class SearchResultOut(Wire):
    """A record that was found; it is read at `{path}/{id}` of this API."""

    kind: str
    id: UUID
    title: str
    path: str


def router(records: Records[Entity], may_read: Callable[[str], Any]) -> Router:
    """The route that finds the records of one service; `may_read`: with a token (`allow`) or `anybody`."""
    found = Router("search-results")

    @found.get("", response_model=Page[SearchResultOut])
    async def search(
        request: Request,
        query: Annotated[SearchQuery, Query()],
        tx: Transaction,
        reader: Principal = may_read(f"{records.service}:read"),
    ) -> Listing[Row[Any]]:
        """What is published, and the reader's own records, by Dutch words (A24, B18)."""
        results = queries.found(records, query.words, query.kind, reader.tenant)
        return await page_of(request, tx, results, queries.ORDER, query)

    return found
