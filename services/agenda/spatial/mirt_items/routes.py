"""MIRT items over HTTP."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query, Request
from pydantic import Field

from services.agenda.clusters.clusters.models import Cluster
from services.agenda.projects.projects.models import Project
from services.agenda.spatial.mirt_items import queries, rules
from services.agenda.spatial.mirt_items.models import ClusterRelevance, MirtItem, Phase, Relevance
from shared.kernel.capitals import InCapitals
from shared.kernel.identifiers import RegionCode
from shared.kernel.principal import Principal
from shared.kernel.regimes import IN_FORCE
from shared.kernel.rules import CHANGE, NOT_FOUND, OWN_OBJECTS
from shared.kernel.takers import OWNER, STATE
from shared.web.auth import allow, anybody
from shared.web.dates import PastDate, PlannedDate
from shared.web.named import Names
from shared.web.paging import Listing, Page, PageQuery, page
from shared.web.problems import problems
from shared.web.router import IfMatch, Router, Transaction, idempotent
from shared.web.schema import AS_TEXT, Code, Line, Prose, Read, Uuid, Wire, Write

router = Router("mirt-items")
relevances = Router("cluster-relevances")
routers = (router, relevances)


class Decision(StrEnum):
    """The decisions of the MIRT (Spelregels 2022)."""

    START = "decide_start"
    PREFERENCE = "decide_preference"
    PROJECT = "decide_project"
    DELIVERY = "decide_delivery"
    STOP = "stop"


class Finding(StrEnum):
    """Whether the cluster criterion is met."""

    MET = "find_met"
    NOT_MET = "find_not_met"


class MirtItemIn(Write):
    code: Annotated[str, InCapitals("^[A-Z0-9][A-Z0-9-]{1,39}$")]
    title: Line
    description: Prose
    region_codes: Annotated[list[RegionCode], Field(min_length=1, max_length=40)]
    fund: Code
    next_decision_on: PlannedDate | None = None


class DecisionIn(Write):
    decision: Annotated[Decision, AS_TEXT]
    decided_on: PastDate
    deciding_body: Line
    document: Line
    next_decision_on: PlannedDate | None = None


class RelevanceIn(Write):
    mirt_item_id: Annotated[Uuid, Names(MirtItem)]
    cluster_id: Annotated[Uuid, Names(Cluster)]
    project_id: Annotated[Uuid | None, Names(Project)] = None
    argument: Prose


class FindingIn(Write):
    finding: Annotated[Finding, AS_TEXT]
    reasons: Prose


class DecisionTaken(Wire):
    event: str
    decided_on: date
    deciding_body: str
    document: str


class MirtItemOut(Read):
    code: str
    title: str
    description: str
    region_codes: list[str]
    fund: str
    status: Phase
    decisions: list[DecisionTaken]
    next_decision_on: date | None


class RelevanceOut(Read):
    mirt_item_id: UUID
    cluster_id: UUID
    project_id: UUID | None
    argument: str
    status: Relevance
    reasons: str | None
    decided_on: date | None


class MirtItemQuery(PageQuery):
    holding = frozenset({("region_code", "region_codes")})

    region_code: RegionCode | None = None
    status: Phase | None = None
    fund: Code | None = None
    sort: Literal["code", "-code", "id", "-id"] | None = None


class RelevanceQuery(PageQuery):
    mirt_item_id: UUID | None = None
    cluster_id: UUID | None = None
    project_id: UUID | None = None
    status: Relevance | None = None


@router.post(
    "",
    response_model=MirtItemOut,
    status_code=201,
    dependencies=[idempotent],
    responses=problems(IN_FORCE, rules.ONCE, rules.FUND),
)
async def register_mirt_item(
    body: MirtItemIn, tx: Transaction, officer: Principal = allow("agenda:govern")
) -> MirtItem:
    """Register an item of the MIRT with the regions it lies in (A19)."""
    regime = await tx.regime(rules.FUNDS, tx.today)
    alike = await tx.all(queries.with_code(body.code))
    item = tx.add(MirtItem(owner="state", **body.model_dump()))
    rules.register(item, alike, regime)
    tx.audit("mirt-item.registered", item.id, body.model_dump(mode="json"))
    return item


@router.get("", response_model=Page[MirtItemOut])
async def list_mirt_items(
    request: Request,
    query: Annotated[MirtItemQuery, Query()],
    tx: Transaction,
    _: Principal = anybody("agenda:read"),
) -> Listing[MirtItem]:
    """MIRT items, of one region if asked (A19)."""
    return await page(request, tx, MirtItem, query)


@router.get("/{id}", response_model=MirtItemOut, responses=problems(NOT_FOUND))
async def get_mirt_item(id: UUID, tx: Transaction, _: Principal = anybody("agenda:read")) -> MirtItem:
    """One MIRT item with the decisions that brought it to its phase (A19)."""
    return await tx.get(MirtItem, id)


@router.post(
    "/{id}/decisions",
    response_model=MirtItemOut,
    dependencies=[idempotent],
    responses=problems(*CHANGE, *rules.DECIDE),
)
async def decide_mirt_item(
    id: UUID,
    body: DecisionIn,
    tx: Transaction,
    if_match: IfMatch,
    officer: Principal = allow("agenda:govern"),
) -> MirtItem:
    """Record a MIRT decision, which brings the item to its next phase or stops it (A19)."""
    item = await tx.get(MirtItem, id, by=OWNER, if_match=if_match)
    taken = {"deciding_body": body.deciding_body, "document": body.document}
    tx.emit(rules.decide(item, body.decision, taken, body.decided_on, body.next_decision_on, tx.today))
    return item


@relevances.post(
    "",
    response_model=RelevanceOut,
    status_code=201,
    dependencies=[idempotent],
    responses=problems(NOT_FOUND, OWN_OBJECTS, *rules.ARGUE),
)
async def argue_relevance(
    body: RelevanceIn, tx: Transaction, author: Principal = allow("agenda:write")
) -> ClusterRelevance:
    """Argue that a MIRT item matters to a cluster of the caller's own region (A19)."""
    item = await tx.get(MirtItem, body.mirt_item_id)
    cluster = await tx.get(Cluster, body.cluster_id)
    project = await tx.known(Project, body.project_id)
    argued = ClusterRelevance(owner=cluster.owner, argued_by=author.subject, **body.model_dump())
    relevance = tx.add(rules.argue(argued, item, cluster, project))
    tx.audit("cluster-relevance.argued", relevance.id, body.model_dump(mode="json"))
    return relevance


@relevances.get("", response_model=Page[RelevanceOut])
async def list_relevances(
    request: Request,
    query: Annotated[RelevanceQuery, Query()],
    tx: Transaction,
    _: Principal = anybody("agenda:read"),
) -> Listing[ClusterRelevance]:
    """Which MIRT items matter to which clusters and serve which projects (A19)."""
    return await page(request, tx, ClusterRelevance, query)


@relevances.get("/{id}", response_model=RelevanceOut, responses=problems(NOT_FOUND))
async def get_relevance(id: UUID, tx: Transaction, _: Principal = anybody("agenda:read")) -> ClusterRelevance:
    """One argument with the State's finding."""
    return await tx.get(ClusterRelevance, id)


@relevances.post(
    "/{id}/findings",
    response_model=RelevanceOut,
    dependencies=[idempotent],
    responses=problems(*CHANGE, *rules.FIND),
)
async def find_relevance(
    id: UUID,
    body: FindingIn,
    tx: Transaction,
    if_match: IfMatch,
    officer: Principal = allow("agenda:govern"),
) -> ClusterRelevance:
    """Find, for the State, whether the cluster criterion is met and argued (A19)."""
    relevance = await tx.get(ClusterRelevance, id, by=STATE, if_match=if_match)
    rules.find(relevance, body.finding, body.reasons, officer, tx.today)
    tx.audit("cluster-relevance.found", relevance.id, body.model_dump(mode="json"))
    return relevance
