"""Agendas over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request
from sqlalchemy import select

from services.agenda.agendas import rules
from services.agenda.agendas.models import Agenda, Helix, Partner, Status
from services.agenda.agendas.schema import (
    AdoptionIn,
    AgendaContent,
    AgendaIn,
    AgendaOut,
    ConsultationIn,
    PartnerIn,
    PartnerOut,
    RejectionIn,
)
from shared.kernel.identifiers import RegionCode
from shared.kernel.principal import Principal
from shared.kernel.rules import NOT_FOUND, OWN_OBJECTS, STALE
from shared.web.auth import allow, anybody
from shared.web.paging import Listing, Page, PageQuery, page
from shared.web.problems import problems
from shared.web.router import IfMatch, Router, Transaction, idempotent

router = Router("agendas")


class AgendaQuery(PageQuery):
    region_code: RegionCode | None = None
    status: Status | None = None


class PartnerQuery(PageQuery):
    helix: Helix | None = None


CHANGE = (NOT_FOUND, OWN_OBJECTS, STALE, rules.LIFE.rule)


@router.post(
    "",
    response_model=AgendaOut,
    status_code=201,
    dependencies=[idempotent],
    responses=problems(OWN_OBJECTS, rules.PERIOD),
)
async def draft_agenda(body: AgendaIn, tx: Transaction, author: Principal = allow("agenda:write")) -> Agenda:
    """Draft the agenda of the caller's own region."""
    agenda = Agenda(owner=f"region:{body.region_code}", **body.model_dump())
    tx.add(rules.draft(agenda))
    tx.audit("agenda.drafted", agenda.id, body.model_dump(mode="json"))
    return agenda


@router.get("", response_model=Page[AgendaOut])
async def list_agendas(
    request: Request,
    query: Annotated[AgendaQuery, Query()],
    tx: Transaction,
    _: Principal = anybody("agenda:read"),
) -> Listing[Agenda]:
    """The caller's own agendas and every adopted one."""
    return await page(request, tx, Agenda, query)


@router.get("/{id}", response_model=AgendaOut, responses=problems(NOT_FOUND))
async def get_agenda(id: UUID, tx: Transaction, _: Principal = anybody("agenda:read")) -> Agenda:
    """One agenda."""
    return await tx.get(Agenda, id)


@router.put(
    "/{id}",
    response_model=AgendaOut,
    dependencies=[idempotent],
    responses=problems(*CHANGE, rules.PERIOD),
)
async def revise_agenda(
    id: UUID,
    body: AgendaContent,
    tx: Transaction,
    if_match: IfMatch,
    author: Principal = allow("agenda:write"),
) -> Agenda:
    """Replace the content of a draft."""
    agenda = await tx.get(Agenda, id, if_match=if_match)
    rules.revise(agenda, body.model_dump())
    tx.audit("agenda.revised", agenda.id, body.model_dump(mode="json"))
    return agenda


@router.post(
    "/{id}/partners",
    response_model=AgendaOut,
    dependencies=[idempotent],
    responses=problems(*CHANGE),
)
async def join_agenda(
    id: UUID,
    body: PartnerIn,
    tx: Transaction,
    if_match: IfMatch,
    author: Principal = allow("agenda:write"),
) -> Agenda:
    """Have an organisation stand behind the agenda; the answer is the agenda with its new ETag."""
    agenda = await tx.get(Agenda, id, if_match=if_match)
    tx.add(rules.join(agenda, Partner(owner=agenda.owner, agenda_id=agenda.id, **body.model_dump())))
    tx.audit("agenda.joined", agenda.id, body.model_dump(mode="json"))
    return agenda


@router.get("/{id}/partners", response_model=Page[PartnerOut], responses=problems(NOT_FOUND))
async def list_partners(
    request: Request,
    id: UUID,
    query: Annotated[PartnerQuery, Query()],
    tx: Transaction,
    _: Principal = anybody("agenda:read"),
) -> Listing[Partner]:
    """The organisations behind an agenda."""
    agenda = await tx.get(Agenda, id)
    return await page(request, tx, Partner, query, agenda_id=agenda.id)


@router.post(
    "/{id}/consultations",
    response_model=AgendaOut,
    dependencies=[idempotent],
    responses=problems(*CHANGE, rules.URGENCY, rules.GOALS),
)
async def open_consultation(
    id: UUID,
    body: ConsultationIn,
    tx: Transaction,
    if_match: IfMatch,
    author: Principal = allow("agenda:write"),
) -> Agenda:
    """Open the consultation on an agenda."""
    agenda = await tx.get(Agenda, id, if_match=if_match)
    rules.consult(agenda, body.closes_on)
    tx.audit("agenda.consultation-opened", agenda.id, body.model_dump(mode="json"))
    return agenda


@router.post(
    "/{id}/returns",
    response_model=AgendaOut,
    dependencies=[idempotent],
    responses=problems(*CHANGE),
)
async def return_agenda(
    id: UUID,
    body: RejectionIn,
    tx: Transaction,
    if_match: IfMatch,
    author: Principal = allow("agenda:write"),
) -> Agenda:
    """Return an agenda from consultation to draft."""
    agenda = await tx.get(Agenda, id, if_match=if_match)
    rules.take_back(agenda)
    tx.audit("agenda.returned", agenda.id, body.model_dump(mode="json"))
    return agenda


@router.post(
    "/{id}/proposals",
    response_model=AgendaOut,
    dependencies=[idempotent],
    responses=problems(*CHANGE, *rules.PROPOSE),
)
async def propose_agenda(
    id: UUID, tx: Transaction, if_match: IfMatch, author: Principal = allow("agenda:write")
) -> Agenda:
    """Put an agenda before the body that adopts it."""
    agenda = await tx.get(Agenda, id, if_match=if_match)
    tx.emit(rules.propose(agenda, author, tx.now, tx.today))
    return agenda


@router.post(
    "/{id}/rejections",
    response_model=AgendaOut,
    dependencies=[idempotent],
    responses=problems(*CHANGE),
)
async def reject_agenda(
    id: UUID,
    body: RejectionIn,
    tx: Transaction,
    if_match: IfMatch,
    officer: Principal = allow("agenda:adopt"),
) -> Agenda:
    """Send a proposed agenda back to draft."""
    agenda = await tx.get(Agenda, id, if_match=if_match)
    rules.reject(agenda)
    tx.audit("agenda.rejected", agenda.id, body.model_dump(mode="json"))
    return agenda


@router.post(
    "/{id}/adoptions",
    response_model=AgendaOut,
    dependencies=[idempotent],
    responses=problems(*CHANGE, *rules.ADOPT),
)
async def adopt_agenda(
    id: UUID,
    body: AdoptionIn,
    tx: Transaction,
    if_match: IfMatch,
    officer: Principal = allow("agenda:adopt"),
) -> Agenda:
    """Adopt an agenda by its deciding body."""
    agenda = await tx.get(Agenda, id, if_match=if_match)
    adopted = select(Agenda).filter_by(region_code=agenda.region_code, status=Status.ADOPTED)
    others = await tx.all(adopted)
    tx.emit(rules.adopt(agenda, others, body.deciding_body, officer, tx.now))
    return agenda
