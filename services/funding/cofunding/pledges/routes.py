"""Pledges over HTTP."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from fastapi import Query, Request

from services.funding.cofunding.pledges import rules
from services.funding.cofunding.pledges.models import Pledge, SourceGroup, Status
from services.funding.cofunding.projects.models import Project
from shared.kernel.identifiers import KvkNumber
from shared.kernel.money import PositiveCents
from shared.kernel.principal import Principal
from shared.kernel.rules import CHANGE, NOT_FOUND, OWN_OBJECTS
from shared.kernel.takers import OWNER, STATE
from shared.web.auth import allow
from shared.web.dates import PastDate
from shared.web.named import Names
from shared.web.paging import Listing, Page, PageQuery, page
from shared.web.problems import problems
from shared.web.router import IfMatch, Router, Transaction, idempotent
from shared.web.schema import AS_TEXT, Line, Prose, Read, Uuid, Write

router = Router("pledges")


class PledgeIn(Write):
    """A pledge of money; `evidence` names the letter or decision it rests on."""

    project_id: Annotated[Uuid, Names(Project)]
    source_group: Annotated[SourceGroup, AS_TEXT]
    organisation: Line
    kvk_number: KvkNumber
    amount_cents: PositiveCents
    condition: Prose | None = None
    evidence: Line


class ConfirmationIn(Write):
    condition_met_on: PastDate | None = None


class PledgeOut(Read):
    project_id: UUID
    source_group: SourceGroup
    organisation: str
    kvk_number: str
    amount_cents: int
    condition: str | None
    evidence: str
    status: Status
    registered_at: datetime
    condition_met_on: date | None
    confirmed_at: datetime | None
    withdrawn_at: datetime | None


class PledgeQuery(PageQuery):
    kvk_number: KvkNumber | None = None
    project_id: UUID | None = None
    source_group: SourceGroup | None = None
    status: Status | None = None


@router.post(
    "",
    response_model=PledgeOut,
    status_code=201,
    dependencies=[idempotent],
    responses=problems(NOT_FOUND, OWN_OBJECTS, *rules.REGISTER),
)
async def register_pledge(
    body: PledgeIn, tx: Transaction, officer: Principal = allow("funding:apply")
) -> Pledge:
    """Register a pledge: the project's region for itself and its partners, the State its own (A13)."""
    project = await tx.get(Project, body.project_id)
    pledge = tx.add(
        Pledge(
            owner=rules.owner_of(body.source_group, project),
            registered_by=officer.subject,
            registered_at=tx.now,
            **body.model_dump(),
        )
    )
    rules.register(pledge, project)
    tx.audit("pledge.registered", pledge.id, body.model_dump(mode="json"))
    return pledge


@router.get("", response_model=Page[PledgeOut])
async def list_pledges(
    request: Request,
    query: Annotated[PledgeQuery, Query()],
    tx: Transaction,
    _: Principal = allow("funding:read"),
) -> Listing[Pledge]:
    """The caller's own pledges; the State sees all."""
    return await page(request, tx, Pledge, query)


@router.get("/{id}", response_model=PledgeOut, responses=problems(NOT_FOUND))
async def get_pledge(id: UUID, tx: Transaction, _: Principal = allow("funding:read")) -> Pledge:
    """One pledge."""
    return await tx.get(Pledge, id)


@router.post(
    "/{id}/confirmations",
    response_model=PledgeOut,
    dependencies=[idempotent],
    responses=problems(*CHANGE, *rules.CONFIRM),
)
async def confirm_pledge(
    id: UUID,
    tx: Transaction,
    if_match: IfMatch,
    body: ConfirmationIn = ConfirmationIn(),
    officer: Principal = allow("funding:confirm"),
) -> Pledge:
    """Confirm a pledge, so that it counts for its project."""
    pledge = await tx.get(Pledge, id, by=STATE, if_match=if_match)
    project = await tx.get(Project, pledge.project_id, lock=True)
    tx.emit(*rules.confirm(pledge, project, body.condition_met_on, officer, tx.moment))
    return pledge


@router.post(
    "/{id}/withdrawals",
    response_model=PledgeOut,
    dependencies=[idempotent],
    responses=problems(*CHANGE, *rules.WITHDRAW),
)
async def withdraw_pledge(
    id: UUID, tx: Transaction, if_match: IfMatch, officer: Principal = allow("funding:apply")
) -> Pledge:
    """Withdraw a pledge before the State has awarded on it."""
    pledge = await tx.get(Pledge, id, by=OWNER, if_match=if_match)
    project = await tx.get(Project, pledge.project_id, lock=True)
    tx.emit(*rules.withdraw(pledge, project, tx.now))
    tx.audit("pledge.withdrawn", pledge.id, {"amount_cents": pledge.amount_cents})
    return pledge
