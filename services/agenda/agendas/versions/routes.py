"""The adopted versions of an agenda, their difference, and the printable page, over HTTP."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import Path, Query, Request
from fastapi.responses import HTMLResponse
from pydantic import Field

from services.agenda.agendas.agendas.models import Agenda
from services.agenda.agendas.agendas.schema import Decision
from services.agenda.agendas.versions import printed, queries, rules
from services.agenda.agendas.versions.models import AgendaVersion
from shared.kernel.principal import Principal
from shared.kernel.rules import NOT_FOUND
from shared.web.auth import anybody
from shared.web.caching import kept_for
from shared.web.languages import preferred
from shared.web.paging import Listing, Page, PageQuery, page
from shared.web.problems import problems
from shared.web.router import Router, Transaction
from shared.web.schema import Composed, Filter, Read, Wire

router = Router("agendas")
ADOPTED = kept_for(86_400, immutable=True)  # a version is public and stays as it was

Edition = Annotated[int, Field(ge=1, le=10_000)]
PAGE: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {"text/html": {"schema": {"type": "string"}}},
        "description": "The page, in Dutch or English by Accept-Language.",
    }
}


class AgendaVersionOut(Read):
    """A version as it was adopted; `digest` is the SHA-256 of its content as it was kept that day.

    It was kept as JSON with sorted keys, a blank after each comma and colon, and names in snake_case.
    """

    agenda_id: UUID
    edition: int
    title: str
    content: Composed[Any]
    decisions: list[Decision]
    digest: str
    adopted_on: date


class DifferenceQuery(Filter):
    first: Edition = 1
    second: Edition = 2


class DifferenceOut(Wire):
    """How two versions differ: as JSON Patch (RFC 6902) on the content, and as text for people."""

    first: int
    second: int
    patch: list[Composed[Any]]
    text: str


@router.get("/{id}/versions", response_model=Page[AgendaVersionOut], responses=problems(NOT_FOUND))
async def list_agenda_versions(
    request: Request,
    id: UUID,
    query: Annotated[PageQuery, Query()],
    tx: Transaction,
    _: Principal = anybody("agenda:read"),
) -> Listing[AgendaVersion]:
    """The adopted versions of an agenda, oldest first; each stays as it was (A8)."""
    agenda = await tx.get(Agenda, id)
    return await page(request, tx, AgendaVersion, query, agenda_id=agenda.id)


@router.get(
    "/{id}/versions/{edition}",
    response_model=AgendaVersionOut,
    dependencies=[ADOPTED],
    responses=problems(NOT_FOUND),
)
async def get_agenda_version(
    id: UUID,
    edition: Annotated[int, Path(ge=1, le=10_000)],
    tx: Transaction,
    _: Principal = anybody("agenda:read"),
) -> AgendaVersion:
    """One adopted version of an agenda (A8)."""
    agenda = await tx.get(Agenda, id)
    return NOT_FOUND.present(await tx.find(queries.edition(agenda.id, edition)), resource="version")


@router.get("/{id}/differences", response_model=DifferenceOut, responses=problems(NOT_FOUND))
async def compare_agenda_versions(
    id: UUID,
    query: Annotated[DifferenceQuery, Query()],
    tx: Transaction,
    _: Principal = anybody("agenda:read"),
) -> dict[str, Any]:
    """How two versions of an agenda differ, as data and as text (A8)."""
    agenda = await tx.get(Agenda, id)
    first = NOT_FOUND.present(await tx.find(queries.edition(agenda.id, query.first)), resource="version")
    second = NOT_FOUND.present(await tx.find(queries.edition(agenda.id, query.second)), resource="version")
    return {
        "first": first.edition,
        "second": second.edition,
        "patch": rules.patch(first, second),
        "text": rules.text_difference(first, second),
    }


@router.get(
    "/{id}/versions/{edition}/page",
    response_class=HTMLResponse,
    dependencies=[ADOPTED],
    responses={**PAGE, **problems(NOT_FOUND)},
)
async def print_agenda_version(
    request: Request,
    id: UUID,
    edition: Annotated[int, Path(ge=1, le=10_000)],
    tx: Transaction,
    _: Principal = anybody("agenda:read"),
) -> HTMLResponse:
    """A version as a page that prints well (A8)."""
    agenda = await tx.get(Agenda, id)
    version = NOT_FOUND.present(await tx.find(queries.edition(agenda.id, edition)), resource="version")
    language = preferred(request.headers.get("accept-language", ""), ("en", "nl"))
    headers = {
        "Content-Security-Policy": printed.POLICY,
        "Content-Language": language,
        "Vary": "Accept-Language",
    }
    return HTMLResponse(printed.page(version, language), headers=headers)
