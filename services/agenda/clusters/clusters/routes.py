"""Clusters over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request

from services.agenda.clusters.clusters import queries, rules
from services.agenda.clusters.clusters.models import Cluster
from services.agenda.clusters.clusters.schema import ClusterContent, ClusterIn, ClusterOut, ClusterQuery
from shared.kernel.principal import Principal
from shared.kernel.rules import CHANGE, NOT_FOUND, OWN_OBJECTS
from shared.kernel.takers import OWNER
from shared.web.auth import allow, anybody
from shared.web.paging import Listing, Page, page
from shared.web.problems import problems
from shared.web.router import IfMatch, Router, Transaction, idempotent

router = Router("clusters")


@router.post(
    "",
    response_model=ClusterOut,
    status_code=201,
    dependencies=[idempotent],
    responses=problems(OWN_OBJECTS, rules.REGIONS, rules.CODE),
)
async def register_cluster(
    body: ClusterIn, tx: Transaction, author: Principal = allow("agenda:write")
) -> Cluster:
    """Put a cluster of the caller's own region forward, with its regions and topsectors (A3, A11)."""
    owner = f"region:{body.region_code}"
    forward = Cluster(owner=owner, written_by=[author.subject], **body.model_dump())
    await tx.alone_with(f"cluster-code {forward.cluster_code}")
    elsewhere = await tx.session.scalar(queries.elsewhere(forward))
    cluster = tx.add(rules.register(forward, known_elsewhere=elsewhere is not None))
    tx.audit("cluster.registered", cluster.id, body.model_dump(mode="json"))
    return cluster


@router.get("", response_model=Page[ClusterOut])
async def list_clusters(
    request: Request,
    query: Annotated[ClusterQuery, Query()],
    tx: Transaction,
    _: Principal = anybody("agenda:read"),
) -> Listing[Cluster]:
    """The caller's own clusters and every one that was designated; by region and topsector (A3, A11, B15)."""
    wanted = queries.matching(query.region_code, query.leading_on)
    return await page(request, tx, Cluster, query, wanted)


@router.get("/{id}", response_model=ClusterOut, responses=problems(NOT_FOUND))
async def get_cluster(id: UUID, tx: Transaction, _: Principal = anybody("agenda:read")) -> Cluster:
    """One cluster (A3)."""
    return await tx.get(Cluster, id)


@router.put(
    "/{id}",
    response_model=ClusterOut,
    dependencies=[idempotent],
    responses=problems(*CHANGE, rules.LIFE.rule, rules.REGIONS),
)
async def describe_cluster(
    id: UUID,
    body: ClusterContent,
    tx: Transaction,
    if_match: IfMatch,
    author: Principal = allow("agenda:write"),
) -> Cluster:
    """Replace what is said of a cluster: name, description, other regions, topsectors (A3, A11)."""
    cluster = await tx.get(Cluster, id, by=OWNER, if_match=if_match)
    rules.describe(cluster, body.model_dump(), author)
    tx.audit("cluster.described", cluster.id, body.model_dump(mode="json"))
    return cluster
