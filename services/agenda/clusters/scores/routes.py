"""Scores of clusters, and the ranking of a year, over HTTP."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query, Request
from pydantic import Field

from services.agenda.clusters.clusters.models import Cluster
from services.agenda.clusters.clusters.schema import ClusterOut
from services.agenda.clusters.scores import queries, rules
from services.agenda.clusters.scores.models import ClusterScore, Dimension
from services.agenda.indicators.indicators.figures import Figure, Year
from services.agenda.indicators.observations.models import Observation
from shared.kernel.identifiers import RegionCode
from shared.kernel.principal import Principal
from shared.kernel.regimes import IN_FORCE
from shared.kernel.rules import CHANGE, NOT_FOUND
from shared.kernel.takers import OWNER
from shared.web.auth import allow, anybody
from shared.web.named import Names
from shared.web.paging import Listing, Page, PageQuery, page
from shared.web.problems import problems
from shared.web.router import IfMatch, Router, Transaction, idempotent
from shared.web.schema import AS_TEXT, Read, Uuid, Wire, Write

router = Router("clusters")
rankings = Router("cluster-rankings", "The clusters of a year by their score (A3).")
routers = (router, rankings)


class EvidenceIn(Write):
    dimension: Annotated[Dimension, AS_TEXT]
    observation_id: Annotated[Uuid, Names(Observation)]
    points: Annotated[int, Field(ge=0, le=100)]
    weight: Annotated[int, Field(ge=1, le=100, description="Within its dimension.")]


class ScoreIn(Write):
    year: Year
    evidence: Annotated[list[EvidenceIn], Field(min_length=1, max_length=100)]


class EvidenceOut(Wire):
    """An observation as it was when the cluster was scored on it."""

    dimension: Dimension
    observation_id: UUID
    code: str
    indicator_edition: int
    area_code: str
    year: int
    value: Figure
    revision: int
    points: int
    weight: int


class RankedOut(Read):
    """The score of a cluster in a year, with its place among all clusters that were scored over it."""

    cluster_id: UUID
    cluster_code: str
    name: str
    region_code: str
    year: int
    rank: int | None
    talent: Decimal
    innovation: Decimal
    quality_of_life: Decimal
    weighted_score: Decimal
    regime: str


class ScoreOut(RankedOut):
    edition: int
    latest: bool
    scored_on: date
    evidence: list[EvidenceOut]


class ScoreQuery(PageQuery):
    year: Year | None = None


class RankingQuery(PageQuery):
    year: Year
    region_code: RegionCode | None = None
    sort: Literal["rank", "-rank", "id", "-id"] = "rank"


@router.post(
    "/{id}/scores",
    response_model=ClusterOut,
    dependencies=[idempotent],
    responses=problems(*CHANGE, IN_FORCE, *rules.SCORE),
)
async def score_cluster(
    id: UUID,
    body: ScoreIn,
    tx: Transaction,
    if_match: IfMatch,
    scorer: Principal = allow("agenda:write"),
) -> Cluster:
    """Score a cluster over a year on stored observations for each of its three dimensions (A3)."""
    cluster = await tx.get(Cluster, id, by=OWNER, if_match=if_match)
    regime = await tx.regime(rules.WEIGHTS, tx.today)
    await tx.alone_with(f"cluster-ranking-{body.year}")
    evidence = [rules.Evidence(**each.model_dump()) for each in body.evidence]
    found = await tx.those(Observation, [each.observation_id for each in evidence])
    before = await tx.find(queries.latest(cluster.id, body.year))
    scoring = rules.Scoring(body.year, evidence, regime, scorer, tx.today)
    score = rules.score(cluster, scoring, found, before)
    await tx.flush()  # the one before is no longer the latest when this one becomes it
    tx.add(score)
    await tx.flush()
    await tx.session.execute(queries.rank(body.year))
    tx.audit("cluster.scored", cluster.id, body.model_dump(mode="json"))
    return cluster


@router.get("/{id}/scores", response_model=Page[ScoreOut], responses=problems(NOT_FOUND))
async def list_scores(
    id: UUID,
    request: Request,
    query: Annotated[ScoreQuery, Query()],
    tx: Transaction,
    _: Principal = anybody("agenda:read"),
) -> Listing[ClusterScore]:
    """The scores of a cluster through the years, each with the evidence and the weights of its day (A3)."""
    cluster = await tx.get(Cluster, id)
    return await page(request, tx, ClusterScore, query, cluster_id=cluster.id)


@rankings.get("", response_model=Page[RankedOut])
async def rank_clusters(
    request: Request,
    query: Annotated[RankingQuery, Query()],
    tx: Transaction,
    _: Principal = anybody("agenda:read"),
) -> Listing[ClusterScore]:
    """The ranking of a year (A3): the clusters that the reader may see, at their places among all."""
    return await page(request, tx, ClusterScore, query, latest=True)
