"""Views on agendas over HTTP."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Query, Request
from pydantic import Field

from services.agenda.agendas.agendas import rules as agendas
from services.agenda.agendas.agendas.models import Agenda
from services.agenda.agendas.responses import rules
from services.agenda.agendas.responses.models import Response, Status
from shared.kernel.principal import Principal
from shared.kernel.rules import CHANGE, NOT_FOUND
from shared.kernel.takers import OWNER
from shared.web.auth import allow, anybody
from shared.web.named import Names
from shared.web.paging import Listing, Page, PageQuery, page
from shared.web.problems import problems
from shared.web.router import IfMatch, Router, Transaction, idempotent
from shared.web.schema import Line, Prose, Read, Uuid, Write

router = Router("responses")


class ResponseIn(Write):
    agenda_id: Annotated[Uuid, Names(Agenda)]
    party: Line
    text: Prose


class AnswerIn(Write):
    followed: bool
    answer: Prose


class PublicationIn(Write):
    with_name: Annotated[bool, Field(description="Whether it may be known who brought the view forward.")]


UNTIL_PUBLISHED = Field(description="Known to the region and to whoever sent it, until it is published.")


class ResponseOut(Read):
    agenda_id: UUID
    party: Annotated[str | None, UNTIL_PUBLISHED]
    text: Annotated[str | None, UNTIL_PUBLISHED]
    received_on: date
    status: Status
    followed: bool | None
    answer: Annotated[str | None, UNTIL_PUBLISHED]
    name_published: bool
    text_published: bool


class ResponseQuery(PageQuery):
    agenda_id: UUID | None = None
    status: Status | None = None


@router.post(
    "",
    response_model=ResponseOut,
    status_code=201,
    dependencies=[idempotent],
    responses=problems(NOT_FOUND, agendas.LIFE.rule, rules.IN_TIME),
)
async def respond_to_agenda(
    body: ResponseIn, tx: Transaction, author: Principal = allow("agenda:contribute")
) -> Response:
    """Bring a view forward on an agenda in its consultation, or enter one that came by letter (A8, A9)."""
    agenda = await tx.get(Agenda, body.agenda_id, lock=True)
    received = Response(
        owner=agenda.owner, received_on=tx.today, entered_for=str(author.tenant), **body.model_dump()
    )
    response = rules.receive(agenda, received)
    tx.session.add(response)  # it is the region's record, whichever body brings it forward
    tx.audit("response.received", response.id, {"agenda": str(agenda.id)})  # nobody's name: a trail stays
    return response


@router.get("", response_model=Page[ResponseOut])
async def list_responses(
    request: Request,
    query: Annotated[ResponseQuery, Query()],
    tx: Transaction,
    _: Principal = anybody("agenda:read"),
) -> Listing[Response]:
    """Views that were brought forward; whose they are and what they say when that was published (A8)."""
    return await page(request, tx, Response, query)


@router.get("/{id}", response_model=ResponseOut, responses=problems(NOT_FOUND))
async def get_response(id: UUID, tx: Transaction, _: Principal = anybody("agenda:read")) -> Response:
    """One view with its answer."""
    return await tx.get(Response, id)


@router.post(
    "/{id}/answers",
    response_model=ResponseOut,
    dependencies=[idempotent],
    responses=problems(*CHANGE, rules.LIFE.rule, agendas.LIFE.rule),
)
async def answer_response(
    id: UUID,
    body: AnswerIn,
    tx: Transaction,
    if_match: IfMatch,
    author: Principal = allow("agenda:write"),
) -> Response:
    """Answer a view: whether it was followed, and why (A8)."""
    response = await tx.get(Response, id, by=OWNER, if_match=if_match)
    agenda = await tx.get(Agenda, response.agenda_id, lock=True)
    rules.answer(response, agenda, followed=body.followed, text=body.answer)
    tx.audit("response.answered", response.id, {"followed": body.followed})
    return response


@router.post(
    "/{id}/publications",
    response_model=ResponseOut,
    dependencies=[idempotent],
    responses=problems(*CHANGE),
)
async def publish_response(
    id: UUID,
    body: PublicationIn,
    tx: Transaction,
    if_match: IfMatch,
    author: Principal = allow("agenda:write"),
) -> Response:
    """Publish a view with its answer, and who brought it forward only if that person may be named (B18)."""
    response = await tx.get(Response, id, by=OWNER, if_match=if_match)
    rules.publish(response, with_name=body.with_name)
    tx.audit("response.published", response.id, body.model_dump(mode="json"))
    return response


@router.post(
    "/{id}/publication-withdrawals",
    response_model=ResponseOut,
    dependencies=[idempotent],
    responses=problems(*CHANGE, rules.PUBLISHED),
)
async def withdraw_response_publication(
    id: UUID, tx: Transaction, if_match: IfMatch, author: Principal = allow("agenda:write")
) -> Response:
    """Withdraw the publication of a view: everybody knows again only that there is one (B18)."""
    response = await tx.get(Response, id, by=OWNER, if_match=if_match)
    rules.withdraw_publication(response)
    tx.audit("response.publication-withdrawn", response.id, {})
    return response
