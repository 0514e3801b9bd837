"""Agendas over HTTP."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from fastapi import Query, Request
from pydantic import Field
from sqlalchemy import select

from services.agenda.agendas import rules
from services.agenda.agendas.models import Agenda, Driver, Helix, Partner, Status
from shared.kernel.identifiers import KvkNumber, RegionCode
from shared.kernel.principal import Principal
from shared.kernel.rules import NOT_FOUND, OWN_OBJECTS, STALE
from shared.web.auth import allow
from shared.web.paging import Listing, Page, PageQuery, page
from shared.web.problems import problems
from shared.web.router import IfMatch, Router, Transaction, idempotent
from shared.web.schema import AS_TEXT, STORED, Date, Line, Prose, Read, Write

router = Router("agendas")


class UrgencyDriver(Write):
    driver: Annotated[Driver, AS_TEXT]
    text: Prose
    source: Line


class Goal(Write):
    """A goal with its baseline (nulmeting) and target, as figures in one unit (A2)."""

    name: Line
    unit: Line
    baseline: Annotated[int, Field(ge=-(10**12), le=10**12)]
    baseline_year: Annotated[int, Field(ge=1990, le=2100)]
    target: Annotated[int, Field(ge=-(10**12), le=10**12)]
    target_year: Annotated[int, Field(ge=1990, le=2100)]
    source: Line


class Action(Write):
    name: Line
    policy_domain: Annotated[str, Field(pattern="^(ECONOMIC|INNOVATION|SPATIAL)$", description="A5")]


class AgendaContent(Write):
    title: Line
    starts_on: Date
    ends_on: Date
    urgency: Annotated[list[UrgencyDriver], Field(max_length=20)]
    goals: Annotated[list[Goal], Field(max_length=50)]
    actions: Annotated[list[Action], Field(max_length=100)]
    economic_chapter: Prose | None = None
    spatial_chapter: Prose | None = None


class AgendaIn(AgendaContent):
    region_code: RegionCode


class PartnerIn(Write):
    name: Line
    kvk_number: KvkNumber
    helix: Annotated[Helix, AS_TEXT]
    joined_on: Date


class ConsultationIn(Write):
    closes_on: Date


class AdoptionIn(Write):
    deciding_body: Line


class RejectionIn(Write):
    reason: Line


class UrgencyDriverOut(UrgencyDriver):
    model_config = STORED


class GoalOut(Goal):
    model_config = STORED


class ActionOut(Action):
    model_config = STORED


class AgendaOut(Read):
    region_code: str
    title: str
    starts_on: date
    ends_on: date
    urgency: list[UrgencyDriverOut]
    goals: list[GoalOut]
    actions: list[ActionOut]
    economic_chapter: str | None
    spatial_chapter: str | None
    helix: list[Helix]
    status: Status
    consultation_closes_on: date | None
    proposed_at: datetime | None
    adopted_at: datetime | None
    deciding_body: str | None


class PartnerOut(Read):
    agenda_id: UUID
    name: str
    kvk_number: str
    helix: Helix
    joined_on: date


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
    _: Principal = allow("agenda:read"),
) -> Listing[Agenda]:
    """The caller's own agendas and every adopted one."""
    return await page(request, tx, Agenda, query)


@router.get("/{id}", response_model=AgendaOut, responses=problems(NOT_FOUND))
async def get_agenda(id: UUID, tx: Transaction, _: Principal = allow("agenda:read")) -> Agenda:
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
    _: Principal = allow("agenda:read"),
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
