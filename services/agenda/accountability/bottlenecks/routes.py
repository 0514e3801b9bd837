"""Issues that regions put to the State over HTTP."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query, Request
from pydantic import Field

from services.agenda.accountability.bottlenecks import rules
from services.agenda.accountability.bottlenecks.models import Bottleneck, Kind, Status
from shared.kernel.identifiers import BwbId, KamerstukNumber, RegionCode
from shared.kernel.principal import Principal
from shared.kernel.regimes import IN_FORCE
from shared.kernel.rules import CHANGE, NOT_FOUND
from shared.kernel.takers import STATE
from shared.kernel.voices import OWN_WORD
from shared.web.auth import allow, anybody
from shared.web.dates import PastDate, PlannedDate
from shared.web.paging import Listing, Page, PageQuery, page
from shared.web.problems import problems
from shared.web.router import IfMatch, Router, Transaction, idempotent
from shared.web.schema import AS_TEXT, Code, Line, Prose, Read, Write

router = Router("bottlenecks")


class AnswerKind(StrEnum):
    """How the State answers an issue."""

    RESOLVE = "resolve"
    DECLINE = "decline"


class BottleneckIn(Write):
    kind: Annotated[Kind, AS_TEXT]
    title: Line
    description: Prose
    law: BwbId | None = None
    article: Line | None = None
    region_codes: Annotated[list[RegionCode], Field(max_length=40)]
    commitments: Annotated[list[KamerstukNumber], Field(max_length=50)]
    reported_on: PastDate
    answer_due_on: PlannedDate | None = None


class OwnershipIn(Write):
    ministry: Code


class AnswerIn(Write):
    answer: Annotated[AnswerKind, AS_TEXT]
    outcome: Prose
    document: Line | None = None


class BottleneckOut(Read):
    kind: Kind
    title: str
    description: str
    law: str | None
    article: str | None
    region_codes: list[str]
    commitments: list[str]
    reported_on: date
    answer_due_on: date | None
    status: Status
    ministry: str | None
    outcome: str | None
    document: str | None
    answered_on: date | None


class BottleneckQuery(PageQuery):
    holding = frozenset({("region_code", "region_codes")})

    kind: Kind | None = None
    status: Status | None = None
    ministry: Code | None = None
    region_code: RegionCode | None = None
    sort: Literal["reportedOn", "-reportedOn", "id", "-id"] | None = None


STEP = (*CHANGE, rules.LIFE.rule)


@router.post(
    "",
    response_model=BottleneckOut,
    status_code=201,
    dependencies=[idempotent],
    responses=problems(OWN_WORD, *rules.REPORT),
)
async def report_bottleneck(
    body: BottleneckIn, tx: Transaction, author: Principal = allow("agenda:contribute")
) -> Bottleneck:
    """Put an issue to the State: a bottleneck in law, or what crosses regions and sectors (B52)."""
    bottleneck = tx.add(Bottleneck(owner=str(author.tenant), **body.model_dump()))
    tx.emit(rules.report(bottleneck, tx.today))
    return bottleneck


@router.get("", response_model=Page[BottleneckOut])
async def list_bottlenecks(
    request: Request,
    query: Annotated[BottleneckQuery, Query()],
    tx: Transaction,
    _: Principal = anybody("agenda:read"),
) -> Listing[Bottleneck]:
    """Every issue with what the State did about it (B52)."""
    return await page(request, tx, Bottleneck, query)


@router.get("/{id}", response_model=BottleneckOut, responses=problems(NOT_FOUND))
async def get_bottleneck(id: UUID, tx: Transaction, _: Principal = anybody("agenda:read")) -> Bottleneck:
    """One issue."""
    return await tx.get(Bottleneck, id)


@router.post(
    "/{id}/ownerships",
    response_model=BottleneckOut,
    dependencies=[idempotent],
    responses=problems(*STEP, IN_FORCE, rules.OWNER_MINISTRY),
)
async def take_up_bottleneck(
    id: UUID,
    body: OwnershipIn,
    tx: Transaction,
    if_match: IfMatch,
    officer: Principal = allow("agenda:govern"),
) -> Bottleneck:
    """Take an issue up for the ministry that owns it from now on (B52, B2)."""
    bottleneck = await tx.get(Bottleneck, id, by=STATE, if_match=if_match)
    regime = await tx.regime(rules.MINISTRIES, tx.today)
    rules.take_up(bottleneck, body.ministry, regime)
    tx.audit("bottleneck.taken-up", bottleneck.id, body.model_dump(mode="json"))
    return bottleneck


@router.post(
    "/{id}/answers", response_model=BottleneckOut, dependencies=[idempotent], responses=problems(*STEP)
)
async def answer_bottleneck(
    id: UUID,
    body: AnswerIn,
    tx: Transaction,
    if_match: IfMatch,
    officer: Principal = allow("agenda:govern"),
) -> Bottleneck:
    """Say that an issue was resolved, or why it is declined (B52)."""
    bottleneck = await tx.get(Bottleneck, id, by=STATE, if_match=if_match)
    tx.emit(rules.answer(bottleneck, body.answer, body.outcome, body.document, tx.today))
    return bottleneck
