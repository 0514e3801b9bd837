"""The end of an agenda, and of a partnership, over HTTP."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Query

from services.agenda.agendas.agendas import queries as agendas
from services.agenda.agendas.agendas import rules as agenda_rules
from services.agenda.agendas.agendas.models import Agenda
from services.agenda.agendas.agendas.schema import (
    AgendaOut,
    ClosureIn,
    EvaluationIn,
    LeavingIn,
    PartnersOut,
    RejectionIn,
)
from services.agenda.agendas.ends import queries, rules
from shared.kernel.principal import Principal
from shared.kernel.rules import CHANGE, NOT_FOUND
from shared.kernel.takers import OWNER
from shared.web.auth import allow, anybody
from shared.web.problems import problems
from shared.web.router import IfMatch, Router, Transaction, idempotent
from shared.web.schema import Date, Filter

router = Router("agendas")

STEP = (*CHANGE, agenda_rules.LIFE.rule)


class DayQuery(Filter):
    reference_date: Date | None = None


@router.get("/{id}/partner-counts", response_model=PartnersOut, responses=problems(NOT_FOUND))
async def count_partners(
    id: UUID,
    query: Annotated[DayQuery, Query()],
    tx: Transaction,
    _: Principal = anybody("agenda:read"),
) -> dict[str, Any]:
    """The number of active partners of each part of the helix on a day (A9)."""
    agenda = await tx.get(Agenda, id)
    found = list(await tx.session.scalars(agendas.partners_of(agenda.id)))
    on = query.reference_date or tx.today
    return {"reference_date": on, "partners": rules.active_partners(found, on)}


@router.post(
    "/{id}/closures",
    response_model=AgendaOut,
    dependencies=[idempotent],
    responses=problems(*STEP, agenda_rules.NOT_OVER),
)
async def close_agenda(
    id: UUID,
    body: ClosureIn,
    tx: Transaction,
    if_match: IfMatch,
    author: Principal = allow("agenda:write"),
) -> Agenda:
    """Close an agenda whose period is over; for those entered afterwards, time closes the others (A8)."""
    agenda = await tx.get(Agenda, id, by=OWNER, if_match=if_match)
    tx.emit(rules.close(agenda, body.closed_on, tx.today))
    return agenda


@router.post(
    "/{id}/withdrawals",
    response_model=AgendaOut,
    dependencies=[idempotent],
    responses=problems(*STEP, *rules.WITHDRAW),
)
async def withdraw_agenda(
    id: UUID,
    body: RejectionIn,
    tx: Transaction,
    if_match: IfMatch,
    officer: Principal = allow("agenda:adopt"),
) -> Agenda:
    """Withdraw an adopted agenda without awarded projects; those that wait for money end with it (A8)."""
    agenda = await tx.get(Agenda, id, by=OWNER, if_match=if_match, lock=True)
    projects = await tx.all(queries.projects_under(agenda), lock=True)
    tx.emit(*rules.withdraw(agenda, body.reason, projects, tx.today))
    return agenda


@router.post(
    "/{id}/evaluations", response_model=AgendaOut, dependencies=[idempotent], responses=problems(*STEP)
)
async def evaluate_agenda(
    id: UUID,
    body: EvaluationIn,
    tx: Transaction,
    if_match: IfMatch,
    author: Principal = allow("agenda:write"),
) -> Agenda:
    """Evaluate a closed agenda with the document that does so (A8, B4)."""
    agenda = await tx.get(Agenda, id, by=OWNER, if_match=if_match)
    tx.emit(rules.evaluate(agenda, body.document, tx.today))
    return agenda


@router.post(
    "/{id}/departures",
    response_model=AgendaOut,
    dependencies=[idempotent],
    responses=problems(*CHANGE, rules.PARTNERSHIP),
)
async def leave_agenda(
    id: UUID,
    body: LeavingIn,
    tx: Transaction,
    if_match: IfMatch,
    author: Principal = allow("agenda:write"),
) -> Agenda:
    """Record that a partner no longer stands behind an agenda; nothing is deleted (A9)."""
    agenda = await tx.get(Agenda, id, by=OWNER, if_match=if_match)
    partners = await tx.all(agendas.partners_of(agenda.id))
    tx.emit(rules.leave(agenda, body.partner_id, body.left_on, partners, tx.today))
    return agenda
