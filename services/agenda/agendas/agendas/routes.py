"""Agendas over HTTP."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query, Request
from pydantic import Field

from services.agenda.agendas.agendas import queries, returns, rules
from services.agenda.agendas.agendas.models import Agenda, Helix, Partner, PartnerStatus, PolicyDomain, Status
from services.agenda.agendas.agendas.schema import (
    AdoptionIn,
    AgendaContent,
    AgendaIn,
    AgendaOut,
    ConsultationIn,
    PartnerIn,
    PartnerOut,
    RejectionIn,
    content_of,
)
from services.agenda.agendas.versions import rules as versions
from shared.kernel.identifiers import RegionCode, TopsectorCode
from shared.kernel.principal import Principal
from shared.kernel.regimes import IN_FORCE
from shared.kernel.rules import CHANGE, NOT_FOUND, OWN_OBJECTS
from shared.kernel.takers import OWNER
from shared.web.auth import allow, anybody
from shared.web.paging import Listing, Page, PageQuery, page
from shared.web.problems import problems
from shared.web.router import IfMatch, Router, Transaction, idempotent
from shared.web.schema import Date, Line

router = Router("agendas")


class AgendaQuery(PageQuery):
    conditions = frozenset({"policy_domain", "valid_on"})
    holding = frozenset({("topsector", "topsectors")})

    region_code: RegionCode | None = None
    status: Status | None = None
    topsector: TopsectorCode | None = None
    policy_domain: Annotated[PolicyDomain | None, Field(description="Of one of its actions.")] = None
    policy_framework: Annotated[Line | None, Field(description="What it carries out, as it names it.")] = None
    valid_on: Annotated[Date | None, Field(description="A day in the agenda's period.")] = None
    sort: Literal["startsOn", "-startsOn", "title", "-title", "id", "-id"] | None = None


class PartnerQuery(PageQuery):
    helix: Helix | None = None
    status: PartnerStatus | None = None


STEP = (*CHANGE, rules.LIFE.rule)


@router.post(
    "",
    response_model=AgendaOut,
    status_code=201,
    dependencies=[idempotent],
    responses=problems(OWN_OBJECTS, IN_FORCE, rules.PERIOD, rules.THEMES),
)
async def draft_agenda(body: AgendaIn, tx: Transaction, author: Principal = allow("agenda:write")) -> Agenda:
    """Draft the agenda of the caller's own region: urgency, goals, actions (A1, A2, A5, A8, B6, B9)."""
    themes = await tx.regime(rules.THEMES_KNOWN, tx.today)
    agenda = Agenda(
        owner=f"region:{body.region_code}",
        region_code=body.region_code,
        drafted_by=[author.subject],
        **content_of(body),
    )
    tx.add(rules.draft(agenda, themes))
    tx.audit("agenda.drafted", agenda.id, body.model_dump(mode="json"))
    return agenda


@router.get("", response_model=Page[AgendaOut])
async def list_agendas(
    request: Request,
    query: Annotated[AgendaQuery, Query()],
    tx: Transaction,
    _: Principal = anybody("agenda:read"),
) -> Listing[Agenda]:
    """Agendas that are or were consulted on or adopted, and the caller's own drafts (A5, A8, B6, B7, B25)."""
    where = queries.acting_on(query.policy_domain), queries.on_day(query.valid_on)
    return await page(request, tx, Agenda, query, *where)


@router.get("/{id}", response_model=AgendaOut, responses=problems(NOT_FOUND))
async def get_agenda(id: UUID, tx: Transaction, _: Principal = anybody("agenda:read")) -> Agenda:
    """One agenda."""
    return await tx.get(Agenda, id)


@router.put(
    "/{id}",
    response_model=AgendaOut,
    dependencies=[idempotent],
    responses=problems(*STEP, IN_FORCE, rules.PERIOD, rules.THEMES),
)
async def revise_agenda(
    id: UUID,
    body: AgendaContent,
    tx: Transaction,
    if_match: IfMatch,
    author: Principal = allow("agenda:write"),
) -> Agenda:
    """Replace the content of a draft."""
    agenda = await tx.get(Agenda, id, by=OWNER, if_match=if_match)
    rules.revise(agenda, content_of(body), await tx.regime(rules.THEMES_KNOWN, tx.today), author)
    tx.audit("agenda.revised", agenda.id, body.model_dump(mode="json"))
    return agenda


@router.post(
    "/{id}/partners",
    response_model=AgendaOut,
    dependencies=[idempotent],
    responses=problems(*STEP, rules.PARTNER_ONCE),
)
async def join_agenda(
    id: UUID,
    body: PartnerIn,
    tx: Transaction,
    if_match: IfMatch,
    author: Principal = allow("agenda:write"),
) -> Agenda:
    """Have an organisation stand behind the agenda; the answer is the agenda with its new ETag (A9)."""
    agenda = await tx.get(Agenda, id, by=OWNER, if_match=if_match)
    partner = Partner(owner=agenda.owner, agenda_id=agenda.id, **body.model_dump())
    active = await tx.all(queries.active_partners_of(agenda.id))
    tx.emit(rules.join(agenda, partner, active, tx.today))
    tx.add(partner)
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
    responses=problems(*STEP, IN_FORCE, rules.URGENCY, rules.GOALS, rules.TERM),
)
async def open_consultation(
    id: UUID,
    body: ConsultationIn,
    tx: Transaction,
    if_match: IfMatch,
    author: Principal = allow("agenda:write"),
) -> Agenda:
    """Open the consultation on an agenda, for at least the term of the law (A1)."""
    agenda = await tx.get(Agenda, id, by=OWNER, if_match=if_match)
    terms = await tx.regime(rules.TERMS, tx.today)
    tx.emit(rules.consult(agenda, body.closes_on, tx.today, terms))
    return agenda


@router.post(
    "/{id}/returns",
    response_model=AgendaOut,
    dependencies=[idempotent],
    responses=problems(*STEP),
)
async def return_agenda(
    id: UUID,
    body: RejectionIn,
    tx: Transaction,
    if_match: IfMatch,
    author: Principal = allow("agenda:write"),
) -> Agenda:
    """Return an agenda from consultation to draft."""
    agenda = await tx.get(Agenda, id, by=OWNER, if_match=if_match)
    tx.emit(returns.take_back(agenda, body.reason, tx.today))
    tx.audit("agenda.returned", agenda.id, body.model_dump(mode="json"))
    return agenda


@router.post(
    "/{id}/proposals",
    response_model=AgendaOut,
    dependencies=[idempotent],
    responses=problems(*STEP, *rules.PROPOSE),
)
async def propose_agenda(
    id: UUID, tx: Transaction, if_match: IfMatch, author: Principal = allow("agenda:write")
) -> Agenda:
    """Put an agenda with both chapters and the whole helix before the bodies that adopt it (A8, A23)."""
    agenda = await tx.get(Agenda, id, by=OWNER, if_match=if_match)
    tx.emit(rules.propose(agenda, author, tx.moment))
    return agenda


@router.post(
    "/{id}/rejections",
    response_model=AgendaOut,
    dependencies=[idempotent],
    responses=problems(*STEP, rules.FOUR_EYES),
)
async def reject_agenda(
    id: UUID,
    body: RejectionIn,
    tx: Transaction,
    if_match: IfMatch,
    officer: Principal = allow("agenda:adopt"),
) -> Agenda:
    """Send a proposed agenda back to draft."""
    agenda = await tx.get(Agenda, id, by=OWNER, if_match=if_match)
    tx.emit(returns.reject(agenda, body.reason, officer, tx.today))
    tx.audit("agenda.rejected", agenda.id, body.model_dump(mode="json"))
    return agenda


@router.post(
    "/{id}/adoptions",
    response_model=AgendaOut,
    dependencies=[idempotent],
    responses=problems(*STEP, *rules.ADOPT),
)
async def adopt_agenda(
    id: UUID,
    body: AdoptionIn,
    tx: Transaction,
    if_match: IfMatch,
    officer: Principal = allow("agenda:adopt"),
) -> Agenda:
    """Adopt an agenda by a body; with the last of those that must decide it is adopted (A8, B10)."""
    agenda = await tx.get(Agenda, id, by=OWNER, if_match=if_match)
    others = await tx.all(queries.adopted_beside(agenda))
    decision = {"body": body.deciding_body, "decided_on": str(tx.today), "reference": body.reference}
    told = rules.adopt(agenda, others, decision, officer, tx.moment)
    tx.emit(*told)
    partners = await tx.all(queries.active_partners_of(agenda.id))
    tx.session.add_all([versions.keep(agenda, partners, tx.today) for _ in told])
    tx.audit("agenda.decided", agenda.id, decision)
    return agenda
