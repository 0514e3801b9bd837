"""Dossiers over HTTP: the gateway's own API."""

from functools import partial
from typing import Annotated, Any

from fastapi import Path, Query, Request
from pydantic import Field

from services.gateway.dossiers import reads, rules
from services.gateway.dossiers.schema import PASSED_ON, ServiceOutcome
from shared.kernel.identifiers import KvkNumber
from shared.kernel.principal import Principal
from shared.web.auth import allow
from shared.web.router import Router
from shared.web.schema import Composed, Date, Filter, Wire

router = Router("undertakings", "One file on one firm, joined over the three services.")


class DossierOut(Wire):
    """One file on one firm; the rows are those of the services' own documents."""

    kvk_number: str
    complete: Annotated[
        bool,
        Field(
            description="Every service gave every row that the caller may see, of each role below: in the "
            "consortium of a project, lead applicant, pledger, borrower, and recipient of aid."
        ),
    ]
    services: list[ServiceOutcome]
    agendas: list[Composed[Any]]
    projects: list[Composed[Any]]
    applications: list[Composed[Any]]
    pledges: list[Composed[Any]]
    loans: list[Composed[Any]]
    guarantees: list[Composed[Any]]
    state_aid: Composed[Any] | None


class DossierQuery(Filter):
    reference_date: Annotated[
        Date | None, Field(description="Day on which the State-aid room is taken; today by default.")
    ] = None


@router.get("/{kvkNumber}", response_model=DossierOut)
async def get_dossier(
    request: Request,
    kvk_number: Annotated[KvkNumber, Path(alias="kvkNumber")],
    query: Annotated[DossierQuery, Query()],
    caller: Principal = allow("agenda:read"),
) -> dict[str, Any]:
    """Agenda, project, award, loan, guarantee, aid used and room left of one undertaking."""
    headers = {name: request.headers[name] for name in PASSED_ON if name in request.headers}
    aid_query = query.model_dump(mode="json", by_alias=True, exclude_none=True)
    state = request.app.state
    take = partial(state.limits.of_client, caller.client_id)
    reader = reads.Reader(state.client, state.settings, headers, aid_query, take)
    return rules.merge(kvk_number, await reads.everything(reader, kvk_number))
