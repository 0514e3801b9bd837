"""Commitments to parliament over HTTP."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query, Request
from pydantic import Field

from services.agenda.accountability.commitments import queries, rules
from services.agenda.accountability.commitments.models import Commitment, Kind, Status
from shared.kernel.identifiers import KamerstukNumber
from shared.kernel.papers import kamerstuk_code
from shared.kernel.principal import Principal
from shared.kernel.regimes import IN_FORCE
from shared.kernel.rules import CHANGE, NOT_FOUND, OWN_OBJECTS
from shared.kernel.takers import OWNER
from shared.web.auth import allow, anybody
from shared.web.dates import PastDate, PlannedDate
from shared.web.paging import Listing, Page, PageQuery, page
from shared.web.problems import problems
from shared.web.router import IfMatch, Router, Transaction, idempotent
from shared.web.schema import AS_TEXT, Code, Line, Prose, Read, Write

router = Router("commitments")

Ministries = Annotated[list[Code], Field(max_length=20)]


class DueEvent(StrEnum):
    """What is said of a commitment whose day comes near, or has passed."""

    NEAR = "come_due"
    PASSED = "pass_due"


class CommitmentIn(Write):
    kind: Annotated[Kind, AS_TEXT]
    title: Line
    text: Prose
    kamerstuk: KamerstukNumber
    made_on: PastDate
    minister: Annotated[Line, Field(description="The office, not the person.")]
    lead_ministry: Code
    ministries: Ministries
    due_on: PlannedDate
    soft: Annotated[bool, Field(description='Whether the promise was softened ("zo mogelijk").')]
    linked: Annotated[list[Line], Field(max_length=50, description="What it is about, by code or address.")]


class ReminderIn(Write):
    event: Annotated[DueEvent, AS_TEXT]


class FulfilmentIn(Write):
    document: Line
    fulfilled_on: PastDate


class WithdrawalIn(Write):
    reason: Prose


class CommitmentOut(Read):
    kind: Kind
    title: str
    text: str
    kamerstuk: str
    made_on: date
    minister: str
    lead_ministry: str
    ministries: list[str]
    due_on: date
    soft: bool
    linked: list[str]
    recorded_on: date
    status: Status
    fulfilled_on: date | None
    document: str | None
    days_open: int | None
    reason: str | None


class CommitmentQuery(PageQuery):
    conditions = frozenset({"ministry", "kamerstuk"})

    kind: Kind | None = None
    status: Status | None = None
    kamerstuk: Annotated[KamerstukNumber | None, Field(description="In any way that it may be printed.")] = (
        None
    )
    ministry: Annotated[Code | None, Field(description="A ministry that answers for it.")] = None
    sort: Literal["dueOn", "-dueOn", "madeOn", "-madeOn", "id", "-id"] | None = None


STEP = (*CHANGE, rules.LIFE.rule)


@router.post(
    "",
    response_model=CommitmentOut,
    status_code=201,
    dependencies=[idempotent],
    responses=problems(OWN_OBJECTS, IN_FORCE, *rules.REGISTER),
)
async def register_commitment(
    body: CommitmentIn, tx: Transaction, officer: Principal = allow("agenda:govern")
) -> Commitment:
    """Register a motion, a promise or a question, with who answers for it and until when (B1, B2, B20)."""
    regime = await tx.regime(rules.MINISTRIES, body.made_on)
    commitment = Commitment(
        owner="state",
        kamerstuk_code=kamerstuk_code(body.kamerstuk),
        recorded_on=tx.recorded_on,
        regime=regime.reference,
        **body.model_dump(),
    )
    tx.add(commitment)
    tx.emit(*filter(None, [rules.register(commitment, regime, tx.today)]))
    tx.audit("commitment.registered", commitment.id, body.model_dump(mode="json"))
    return commitment


@router.get("", response_model=Page[CommitmentOut])
async def list_commitments(
    request: Request,
    query: Annotated[CommitmentQuery, Query()],
    tx: Transaction,
    _: Principal = anybody("agenda:read"),
) -> Listing[Commitment]:
    """Every commitment, of one ministry or with one number if asked (B1, B2)."""
    wanted = queries.answered_by(query.ministry) & queries.numbered(query.kamerstuk)
    return await page(request, tx, Commitment, query, wanted)


@router.get("/{id}", response_model=CommitmentOut, responses=problems(NOT_FOUND))
async def get_commitment(id: UUID, tx: Transaction, _: Principal = anybody("agenda:read")) -> Commitment:
    """One commitment (B1)."""
    return await tx.get(Commitment, id)


@router.post(
    "/{id}/reminders",
    response_model=CommitmentOut,
    dependencies=[idempotent],
    responses=problems(*STEP, IN_FORCE, rules.DAY),
)
async def remind_of_commitment(
    id: UUID,
    body: ReminderIn,
    tx: Transaction,
    if_match: IfMatch,
    officer: Principal = allow("agenda:govern"),
) -> Commitment:
    """Say that a commitment is due soon, or overdue, when it was entered after its day (B1, B20)."""
    commitment = await tx.get(Commitment, id, by=OWNER, if_match=if_match)
    terms = await tx.regime(rules.TERMS, tx.today)
    tx.emit(rules.remind(commitment, body.event, terms, tx.today))
    return commitment


@router.post(
    "/{id}/fulfilments",
    response_model=CommitmentOut,
    dependencies=[idempotent],
    responses=problems(*STEP, rules.DATES),
)
async def fulfil_commitment(
    id: UUID,
    body: FulfilmentIn,
    tx: Transaction,
    if_match: IfMatch,
    officer: Principal = allow("agenda:govern"),
) -> Commitment:
    """Fulfil a commitment with the document that does so (B1, B20)."""
    commitment = await tx.get(Commitment, id, by=OWNER, if_match=if_match)
    tx.emit(rules.fulfil(commitment, body.document, body.fulfilled_on, tx.today))
    return commitment


@router.post(
    "/{id}/withdrawals", response_model=CommitmentOut, dependencies=[idempotent], responses=problems(*STEP)
)
async def withdraw_commitment(
    id: UUID,
    body: WithdrawalIn,
    tx: Transaction,
    if_match: IfMatch,
    officer: Principal = allow("agenda:govern"),
) -> Commitment:
    """Withdraw a commitment that parliament no longer asks for, with the reason (B1)."""
    commitment = await tx.get(Commitment, id, by=OWNER, if_match=if_match)
    tx.emit(*rules.withdraw(commitment, body.reason, tx.today))
    tx.audit("commitment.withdrawn", commitment.id, body.model_dump(mode="json"))
    return commitment
