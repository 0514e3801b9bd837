"""Disputes over HTTP."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Query, Request

from services.agenda.accountability.disputes import queries, rules
from services.agenda.accountability.disputes.models import Dispute, Status, SubjectKind
from services.agenda.entity import RECORDS, kinds
from shared.kernel.principal import Principal
from shared.kernel.rules import CHANGE, NOT_FOUND
from shared.kernel.takers import STATE
from shared.records.subjects.queries import record
from shared.web.auth import allow
from shared.web.named import NamesOneOf
from shared.web.paging import Listing, Page, PageQuery, page
from shared.web.problems import problems
from shared.web.router import IfMatch, Router, Transaction, idempotent
from shared.web.schema import AS_TEXT, Prose, Read, Uuid, Write

router = Router("disputes")


class DisputeIn(Write):
    subject_kind: Annotated[SubjectKind, AS_TEXT]
    subject_id: Annotated[Uuid, NamesOneOf(kinds, "subject_kind")]
    reason: Prose


class DecisionIn(Write):
    upheld: bool
    reasons: Prose


class DisputeOut(Read):
    subject_kind: SubjectKind
    subject_id: UUID
    keeper: str
    reason: str
    raised_on: date
    status: Status
    decision: str | None
    decided_on: date | None


class DisputeQuery(PageQuery):
    subject_id: Uuid | None = None
    status: Status | None = None


@router.post(
    "",
    response_model=DisputeOut,
    status_code=201,
    dependencies=[idempotent],
    responses=problems(NOT_FOUND, *rules.RAISE),
)
async def raise_dispute(
    body: DisputeIn, tx: Transaction, author: Principal = allow("agenda:contribute")
) -> Dispute:
    """Dispute an organisation's number or an indicator's code that another body registered (A9, B5)."""
    subject = NOT_FOUND.present(await tx.find(record(RECORDS, body.subject_kind, body.subject_id)))
    raised = Dispute(owner=str(author.tenant), keeper=subject.owner, raised_on=tx.today, **body.model_dump())
    alike = await tx.all(queries.open_alike(raised))
    dispute = tx.add(rules.raise_dispute(raised, subject, alike))
    tx.audit("dispute.raised", dispute.id, body.model_dump(mode="json"))
    return dispute


@router.get("", response_model=Page[DisputeOut])
async def list_disputes(
    request: Request,
    query: Annotated[DisputeQuery, Query()],
    tx: Transaction,
    _: Principal = allow("agenda:read"),
) -> Listing[Dispute]:
    """Disputes that the caller's body raised, or that are about its records; the State sees all."""
    return await page(request, tx, Dispute, query)


@router.get("/{id}", response_model=DisputeOut, responses=problems(NOT_FOUND))
async def get_dispute(id: UUID, tx: Transaction, _: Principal = allow("agenda:read")) -> Dispute:
    """One dispute."""
    return await tx.get(Dispute, id)


@router.post(
    "/{id}/decisions",
    response_model=DisputeOut,
    dependencies=[idempotent],
    responses=problems(*CHANGE, rules.LIFE.rule),
)
async def decide_dispute(
    id: UUID,
    body: DecisionIn,
    tx: Transaction,
    if_match: IfMatch,
    officer: Principal = allow("agenda:govern"),
) -> Dispute:
    """Decide a dispute with reasons, by the State: if it is upheld, whoever raised it keeps the record."""
    dispute = await tx.get(Dispute, id, by=STATE, if_match=if_match)
    found = await tx.all(queries.records(dispute), lock=True)
    rules.decide(dispute, found, body.reasons, officer, tx.today, upheld=body.upheld)
    tx.audit("dispute.decided", dispute.id, body.model_dump(mode="json"))
    return dispute
