"""Regional initiatives over HTTP."""

from datetime import date
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from fastapi import Query, Request
from pydantic import Field

from services.agenda.initiatives.assessments import queries as assessments
from services.agenda.initiatives.initiatives import rules
from services.agenda.initiatives.initiatives.models import Initiative, Objective, PartyTable, Status, Support
from shared.kernel.identifiers import RegionCode
from shared.kernel.money import PositiveCents
from shared.kernel.principal import Principal
from shared.kernel.regimes import IN_FORCE
from shared.kernel.rules import CHANGE, NOT_FOUND, OWN_OBJECTS
from shared.kernel.takers import OWNER, OWNER_OR_STATE, STATE
from shared.web.auth import allow, anybody
from shared.web.dates import PastDate
from shared.web.paging import Listing, Page, PageQuery, page
from shared.web.problems import problems
from shared.web.router import IfMatch, Router, Transaction, idempotent
from shared.web.schema import AS_TEXT, Code, Line, Prose, Read, Write

router = Router("initiatives")


class Decision(StrEnum):
    """What the State may decide (B21)."""

    FUND = "fund"
    SUPPORT = "support"
    DECLINE = "decline"


class Ending(StrEnum):
    """How support ends."""

    COMPLETE = "complete_support"
    STOP = "stop"


class InitiativeIn(Write):
    region_code: RegionCode
    title: Line
    sponsor: Line
    description: Prose
    objectives: Annotated[list[Annotated[Objective, AS_TEXT]], Field(min_length=1, max_length=5)]
    jobs_at_stake: Annotated[int | None, Field(ge=0, le=10**7)] = None
    source: Line
    registered_on: PastDate


class ReferralIn(Write):
    instrument: Line
    policy_line: Annotated[int, Field(ge=1, le=3)]
    reason: Line


class DecisionIn(Write):
    decision: Annotated[Decision, AS_TEXT]
    support: Annotated[list[Annotated[Support, AS_TEXT]], Field(max_length=7)]
    amount_cents: PositiveCents | None = None
    state_role: Line
    reason: Prose
    lead_ministry: Code
    ministries: Annotated[list[Code], Field(max_length=20)]
    deciding_body: Line
    mandate: Line


class TableIn(Write):
    met_on: PastDate
    invited: Annotated[list[Line], Field(min_length=1, max_length=100, description="Organisations.")]
    attended: Annotated[list[Line], Field(max_length=100, description="Organisations.")]
    outcome: Prose


class EndIn(Write):
    ending: Annotated[Ending, AS_TEXT]
    reason: Prose


class InitiativeOut(Read):
    region_code: str
    title: str
    sponsor: str
    description: str
    objectives: list[Objective]
    jobs_at_stake: int | None
    source: str
    registered_on: date
    status: Status
    due_on: date | None
    legal_basis: str | None
    budget_article: str | None
    referred_to: str | None
    policy_line: int | None
    reason: str | None
    support: list[Support]
    amount_cents: int | None
    state_role: str | None
    lead_ministry: str | None
    ministries: list[str]
    deciding_body: str | None
    mandate: str | None
    decided_on: date | None
    tables: int


class TableOut(Read):
    initiative_id: UUID
    met_on: date
    invited: list[str]
    attended: Annotated[list[str] | None, Field(description="Told to the region and the State only.")]
    outcome: str


class InitiativeQuery(PageQuery):
    region_code: RegionCode | None = None
    status: Status | None = None
    policy_line: Annotated[int | None, Field(ge=1, le=3)] = None


STEP = (*CHANGE, rules.LIFE.rule)


@router.post(
    "",
    response_model=InitiativeOut,
    status_code=201,
    dependencies=[idempotent],
    responses=problems(OWN_OBJECTS),
)
async def register_initiative(
    body: InitiativeIn, tx: Transaction, author: Principal = allow("agenda:write")
) -> Initiative:
    """Register an initiative of the caller's own region: sponsor, objectives, jobs (B3, B37, B45–B47)."""
    initiative = Initiative(
        owner=f"region:{body.region_code}", written_by=[author.subject], **body.model_dump()
    )
    tx.emit(rules.register(tx.add(initiative)))
    return initiative


@router.get("", response_model=Page[InitiativeOut])
async def list_initiatives(
    request: Request,
    query: Annotated[InitiativeQuery, Query()],
    tx: Transaction,
    _: Principal = anybody("agenda:read"),
) -> Listing[Initiative]:
    """Initiatives that were decided on, and the caller's own (B3, B11)."""
    return await page(request, tx, Initiative, query)


@router.get("/{id}", response_model=InitiativeOut, responses=problems(NOT_FOUND))
async def get_initiative(id: UUID, tx: Transaction, _: Principal = anybody("agenda:read")) -> Initiative:
    """One initiative."""
    return await tx.get(Initiative, id)


@router.post(
    "/{id}/intakes",
    response_model=InitiativeOut,
    dependencies=[idempotent],
    responses=problems(*STEP, IN_FORCE),
)
async def complete_initiative(
    id: UUID, tx: Transaction, if_match: IfMatch, author: Principal = allow("agenda:write")
) -> Initiative:
    """Put a complete initiative before the State; the term for its decision runs (B37)."""
    initiative = await tx.get(Initiative, id, by=OWNER, if_match=if_match)
    rules.complete(initiative, tx.today, await tx.regime(rules.TERMS, tx.today), author)
    tx.audit("initiative.taken-in", initiative.id, {"due_on": str(initiative.due_on)})
    return initiative


@router.post(
    "/{id}/referrals",
    response_model=InitiativeOut,
    dependencies=[idempotent],
    responses=problems(*STEP, rules.LINE),
)
async def refer_initiative(
    id: UUID,
    body: ReferralIn,
    tx: Transaction,
    if_match: IfMatch,
    officer: Principal = allow("agenda:assess"),
) -> Initiative:
    """Refer a generic initiative to an instrument of policy line 1 or 2 (B11)."""
    initiative = await tx.get(Initiative, id, by=STATE, if_match=if_match)
    rules.refer(initiative, body.instrument, body.policy_line, body.reason)
    tx.audit("initiative.referred", initiative.id, body.model_dump(mode="json"))
    return initiative


@router.post(
    "/{id}/tables",
    response_model=InitiativeOut,
    dependencies=[idempotent],
    responses=problems(*STEP, rules.MET),
)
async def convene_table(
    id: UUID,
    body: TableIn,
    tx: Transaction,
    if_match: IfMatch,
    officer: Principal = allow("agenda:contribute"),
) -> Initiative:
    """Record who was invited to the table about an initiative, and who came (B44)."""
    initiative = await tx.get(Initiative, id, by=OWNER_OR_STATE, if_match=if_match)
    table = PartyTable(owner=initiative.owner, initiative_id=initiative.id, **body.model_dump())
    tx.emit(rules.convene(initiative, table, tx.today))
    tx.session.add(table)  # the State may convene it for a region
    tx.audit("initiative.table-convened", initiative.id, {"table": str(table.id)})
    return initiative


@router.get("/{id}/tables", response_model=Page[TableOut], responses=problems(NOT_FOUND))
async def list_tables(
    request: Request,
    id: UUID,
    query: Annotated[PageQuery, Query()],
    tx: Transaction,
    _: Principal = anybody("agenda:read"),
) -> Listing[PartyTable]:
    """The tables at which parties met about an initiative (B44)."""
    initiative = await tx.get(Initiative, id)
    return await page(request, tx, PartyTable, query, initiative_id=initiative.id)


@router.post(
    "/{id}/decisions",
    response_model=InitiativeOut,
    dependencies=[idempotent],
    responses=problems(*STEP, IN_FORCE, *rules.DECIDE),
)
async def decide_initiative(
    id: UUID,
    body: DecisionIn,
    tx: Transaction,
    if_match: IfMatch,
    officer: Principal = allow("agenda:decide"),
) -> Initiative:
    """Decide on support, by a person with a mandate who did not assess, never by a score (B10, B21, B43)."""
    initiative = await tx.get(Initiative, id, by=STATE, if_match=if_match)
    assessed = await tx.all(assessments.of(initiative.id))
    ministries = await tx.regime(rules.MINISTRIES, tx.today)
    tx.emit(rules.decide(initiative, body.model_dump(), assessed, officer, ministries, tx.today))
    return initiative


@router.post("/{id}/ends", response_model=InitiativeOut, dependencies=[idempotent], responses=problems(*STEP))
async def end_initiative(
    id: UUID,
    body: EndIn,
    tx: Transaction,
    if_match: IfMatch,
    officer: Principal = allow("agenda:decide"),
) -> Initiative:
    """Complete the support of an initiative, or stop it with the reason (B21)."""
    initiative = await tx.get(Initiative, id, by=STATE, if_match=if_match)
    tx.emit(rules.end(initiative, body.ending, body.reason, tx.today))
    tx.audit("initiative.ended", initiative.id, body.model_dump(mode="json"))
    return initiative
