"""Amendments of adopted agendas over HTTP."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Request

from services.agenda.agendas.agendas import queries as agenda_queries
from services.agenda.agendas.agendas import rules as agendas
from services.agenda.agendas.agendas.models import Agenda
from services.agenda.agendas.agendas.schema import (
    AdoptionIn,
    AgendaContent,
    Decision,
    RejectionIn,
    content_of,
)
from services.agenda.agendas.amendments import queries, rules
from services.agenda.agendas.amendments.models import Amendment, Status
from services.agenda.agendas.versions import rules as versions
from shared.kernel.principal import Principal
from shared.kernel.regimes import IN_FORCE
from shared.kernel.rules import CHANGE, NOT_FOUND, OWN_OBJECTS
from shared.kernel.takers import OWNER
from shared.web.auth import allow, anybody
from shared.web.named import Names
from shared.web.paging import Listing, Page, PageQuery, page
from shared.web.problems import problems
from shared.web.router import IfMatch, Router, Transaction, idempotent
from shared.web.schema import Composed, Line, Read, Uuid

router = Router("amendments")


class AmendmentIn(AgendaContent):
    agenda_id: Annotated[Uuid, Names(Agenda)]
    reason: Line


class AmendmentOut(Read):
    agenda_id: UUID
    reason: str
    content: Composed[Any]
    status: Status
    decisions: list[Decision]
    proposed_on: date | None
    adopted_at: datetime | None


class AmendmentQuery(PageQuery):
    agenda_id: UUID | None = None
    status: Status | None = None


STEP = (*CHANGE, rules.LIFE.rule)


@router.post(
    "",
    response_model=AmendmentOut,
    status_code=201,
    dependencies=[idempotent],
    responses=problems(NOT_FOUND, OWN_OBJECTS, IN_FORCE, *rules.DRAFT),
)
async def draft_amendment(
    body: AmendmentIn, tx: Transaction, author: Principal = allow("agenda:write")
) -> Amendment:
    """Draft the next version of an adopted agenda, which holds until that is adopted (A8)."""
    agenda = await tx.get(Agenda, body.agenda_id, lock=True)
    under_way = await tx.all(queries.under_way(agenda.id))
    themes = await tx.regime(agendas.THEMES_KNOWN, tx.today)
    amendment = tx.add(rules.draft(agenda, body.reason, content_of(body), under_way, themes))
    amendment.drafted_by = [author.subject]
    tx.audit("amendment.drafted", amendment.id, {"agenda": str(agenda.id), "reason": body.reason})
    return amendment


@router.get("", response_model=Page[AmendmentOut])
async def list_amendments(
    request: Request,
    query: Annotated[AmendmentQuery, Query()],
    tx: Transaction,
    _: Principal = anybody("agenda:read"),
) -> Listing[Amendment]:
    """Amendments that were proposed or adopted, and the caller's own (A8)."""
    return await page(request, tx, Amendment, query)


@router.get("/{id}", response_model=AmendmentOut, responses=problems(NOT_FOUND))
async def get_amendment(id: UUID, tx: Transaction, _: Principal = anybody("agenda:read")) -> Amendment:
    """One amendment."""
    return await tx.get(Amendment, id)


@router.put(
    "/{id}",
    response_model=AmendmentOut,
    dependencies=[idempotent],
    responses=problems(*STEP, IN_FORCE, *rules.REVISE, agendas.PERIOD, agendas.THEMES),
)
async def revise_amendment(
    id: UUID,
    body: AgendaContent,
    tx: Transaction,
    if_match: IfMatch,
    author: Principal = allow("agenda:write"),
) -> Amendment:
    """Replace the content of an amendment that was not proposed yet (A8)."""
    amendment = await tx.get(Amendment, id, by=OWNER, if_match=if_match)
    agenda = await tx.get(Agenda, amendment.agenda_id)
    themes = await tx.regime(agendas.THEMES_KNOWN, tx.today)
    rules.revise(amendment, agenda, content_of(body), themes, author)
    tx.audit("amendment.revised", amendment.id, {"title": body.title})
    return amendment


@router.post(
    "/{id}/proposals",
    response_model=AmendmentOut,
    dependencies=[idempotent],
    responses=problems(*STEP, *rules.PROPOSE),
)
async def propose_amendment(
    id: UUID, tx: Transaction, if_match: IfMatch, author: Principal = allow("agenda:write")
) -> Amendment:
    """Put an amendment before the bodies that adopt it (A8, A23)."""
    amendment = await tx.get(Amendment, id, by=OWNER, if_match=if_match)
    agenda = await tx.get(Agenda, amendment.agenda_id)
    rules.propose(amendment, agenda, author, tx.today)
    tx.audit("amendment.proposed", amendment.id, {"agenda": str(agenda.id)})
    return amendment


@router.post(
    "/{id}/adoptions",
    response_model=AmendmentOut,
    dependencies=[idempotent],
    responses=problems(*STEP, *rules.ADOPT),
)
async def adopt_amendment(
    id: UUID,
    body: AdoptionIn,
    tx: Transaction,
    if_match: IfMatch,
    officer: Principal = allow("agenda:adopt"),
) -> Amendment:
    """Adopt an amendment by a body; with the last, the agenda has its next version (A8, B10)."""
    amendment = await tx.get(Amendment, id, by=OWNER, if_match=if_match)
    agenda = await tx.get(Agenda, amendment.agenda_id, lock=True)
    others = await tx.all(agenda_queries.adopted_beside(agenda))
    decision = {"body": body.deciding_body, "decided_on": str(tx.today), "reference": body.reference}
    told = rules.adopt(amendment, agenda, others, decision, officer, tx.now)
    partners = await tx.all(agenda_queries.active_partners_of(agenda.id))
    tx.session.add_all([versions.keep(agenda, partners, tx.today) for _ in told])
    tx.emit(*told)
    tx.audit("amendment.decided", amendment.id, decision)
    return amendment


@router.post(
    "/{id}/rejections",
    response_model=AmendmentOut,
    dependencies=[idempotent],
    responses=problems(*STEP, rules.FOUR_EYES),
)
async def reject_amendment(
    id: UUID,
    body: RejectionIn,
    tx: Transaction,
    if_match: IfMatch,
    officer: Principal = allow("agenda:adopt"),
) -> Amendment:
    """Reject an amendment; the agenda stays as it is (A8)."""
    amendment = await tx.get(Amendment, id, by=OWNER, if_match=if_match)
    rules.reject(amendment, officer)
    tx.audit("amendment.rejected", amendment.id, body.model_dump(mode="json"))
    return amendment
