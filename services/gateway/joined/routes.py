"""The lists of all services as one, over HTTP: what is due, and what is found."""

from functools import partial
from typing import Annotated, Any

from fastapi import Query, Request
from pydantic import Field

from services.gateway.dossiers.reads import Reader
from services.gateway.dossiers.rules import OK
from services.gateway.dossiers.schema import PASSED_ON, ServiceOutcome
from services.gateway.joined import cursors, reads, rules
from shared.kernel.principal import Principal
from shared.records.search_results import routes as of_words
from shared.records.tasks import routes as of_duties
from shared.web.auth import allow
from shared.web.paging import Links, RowsQuery, listing
from shared.web.router import Router
from shared.web.schema import Code, Date, Wire

tasks = Router("tasks", "What waits for whoever asks, in all services.")
search_results = Router("search-results", "What is found by words, in all services.")

DUE = ("dueOn", "id", "step")
FOUND = ("kind", "id")


class TaskQuery(RowsQuery):
    kind: Code | None = None
    due_before: Date | None = None


class TaskOut(of_duties.TaskOut):
    """Something to do (taak), and the service that keeps the record which waits for it."""

    service: str


class SearchResultOut(of_words.SearchResultOut):
    """A record that was found; it is read at `/{service}/v1{path}/{id}`."""

    service: str


class Together(Wire):
    """One page of what all services list, in one order.

    `complete` says that every service was read; the others are named in `services`, and are asked again with
    the next page, from where they were. `_links.next` is null when no service that answers has more.
    """

    complete: Annotated[bool, Field(description="Every service gave what the caller may see.")]
    services: list[ServiceOutcome]
    links: Annotated[Links, Field(alias="_links")]


class TaskPage(Together):
    items: list[TaskOut]


class SearchResultPage(Together):
    items: list[SearchResultOut]


@tasks.get("", response_model=TaskPage)
async def list_tasks(
    request: Request, query: Annotated[TaskQuery, Query()], caller: Principal = allow("agenda:read")
) -> dict[str, Any]:
    """What waits for the caller's body in every service that the token may read (B1, B10).

    The first due comes first.
    """
    return await _together(request, caller, query, "/tasks", DUE)


@search_results.get("", response_model=SearchResultPage)
async def search(
    request: Request,
    query: Annotated[of_words.SearchQuery, Query()],
    caller: Principal = allow("agenda:read"),
) -> dict[str, Any]:
    """What is published, and the reader's own records, in every service (A24, B18)."""
    return await _together(request, caller, query, "/search-results", FOUND)


async def _together(
    request: Request, caller: Principal, query: RowsQuery, path: str, order: rules.Order
) -> dict[str, Any]:
    """A page of the lists that all services have at one path."""
    state = request.app.state
    headers = {name: request.headers[name] for name in PASSED_ON if name in request.headers}
    asked = query.model_dump(mode="json", by_alias=True, exclude_none=True, exclude={"cursor", "limit"})
    reader = Reader(
        state.client, state.settings, headers, {}, partial(state.limits.of_client, caller.client_id)
    )
    marks = cursors.marks_of(request, query)
    found = await reads.page(reader, reads.Asked(path, asked, order), marks, query.limit)
    rows = rules.joined(found, order)
    listed = listing(request, rows, cursors.after(request, query, rules.marks(found)), None)
    return {
        "items": listed.items,
        "_links": listed.links,
        "complete": all(each.outcome == OK for each in found),
        "services": [{"service": each.service, "outcome": each.outcome} for each in found],
    }
