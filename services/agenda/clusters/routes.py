"""Clusters over HTTP."""

from datetime import date
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from fastapi import Query, Request
from pydantic import Field

from services.agenda.clusters import rules
from services.agenda.clusters.models import Cluster, Status
from shared.kernel.identifiers import RegionCode
from shared.kernel.principal import Principal
from shared.kernel.regimes import IN_FORCE
from shared.kernel.rules import NOT_FOUND, OWN_OBJECTS, STALE
from shared.web.auth import allow, anybody
from shared.web.paging import Listing, Page, PageQuery, page
from shared.web.problems import problems
from shared.web.router import IfMatch, Router, Transaction, idempotent
from shared.web.schema import Code, Date, Line, Prose, Read, Write

router = Router("clusters")

Points = Annotated[int, Field(ge=0, le=100)]


class ClusterIn(Write):
    region_code: RegionCode
    cluster_code: Code
    name: Line


class ScoreIn(Write):
    talent: Points
    innovation: Points
    quality_of_life: Points


class DesignationIn(Write):
    decided_on: Date
    deciding_body: Line
    reasons: Prose
    valid_from: Date
    valid_until: Date


class ClusterOut(Read):
    region_code: str
    cluster_code: str
    name: str
    status: Status
    talent: int | None
    innovation: int | None
    quality_of_life: int | None
    weighted_score: Decimal | None
    decided_on: date | None
    deciding_body: str | None
    reasons: str | None
    valid_from: date | None
    valid_until: date | None
    regime: str | None


class ClusterQuery(PageQuery):
    region_code: RegionCode | None = None
    status: Status | None = None


CHANGE = (NOT_FOUND, OWN_OBJECTS, STALE, rules.LIFE.rule)


@router.post(
    "",
    response_model=ClusterOut,
    status_code=201,
    dependencies=[idempotent],
    responses=problems(OWN_OBJECTS),
)
async def register_cluster(
    body: ClusterIn, tx: Transaction, author: Principal = allow("agenda:write")
) -> Cluster:
    """Put a cluster of the caller's own region forward."""
    cluster = tx.add(Cluster(owner=f"region:{body.region_code}", **body.model_dump()))
    tx.audit("cluster.registered", cluster.id, body.model_dump(mode="json"))
    return cluster


@router.get("", response_model=Page[ClusterOut])
async def list_clusters(
    request: Request,
    query: Annotated[ClusterQuery, Query()],
    tx: Transaction,
    _: Principal = anybody("agenda:read"),
) -> Listing[Cluster]:
    """The caller's own clusters and every leading one."""
    return await page(request, tx, Cluster, query)


@router.get("/{id}", response_model=ClusterOut, responses=problems(NOT_FOUND))
async def get_cluster(id: UUID, tx: Transaction, _: Principal = anybody("agenda:read")) -> Cluster:
    """One cluster."""
    return await tx.get(Cluster, id)


@router.post(
    "/{id}/scores",
    response_model=ClusterOut,
    dependencies=[idempotent],
    responses=problems(*CHANGE, IN_FORCE),
)
async def score_cluster(
    id: UUID,
    body: ScoreIn,
    tx: Transaction,
    if_match: IfMatch,
    scorer: Principal = allow("agenda:write"),
) -> Cluster:
    """Score a cluster on its three dimensions."""
    cluster = await tx.get(Cluster, id, if_match=if_match)
    regime = await tx.regime(rules.SCORING, tx.today)
    rules.score(cluster, body.talent, body.innovation, body.quality_of_life, scorer, regime)
    tx.audit("cluster.scored", cluster.id, body.model_dump(mode="json"))
    return cluster


@router.post(
    "/{id}/designations",
    response_model=ClusterOut,
    dependencies=[idempotent],
    responses=problems(*CHANGE, *rules.DESIGNATE),
)
async def designate_cluster(
    id: UUID,
    body: DesignationIn,
    tx: Transaction,
    if_match: IfMatch,
    officer: Principal = allow("agenda:designate"),
) -> Cluster:
    """Designate a cluster as leading by a dated decision with reasons."""
    cluster = await tx.get(Cluster, id, if_match=if_match)
    decision = rules.Designation(**body.model_dump())
    tx.emit(rules.designate(cluster, decision, officer, tx.today))
    return cluster
