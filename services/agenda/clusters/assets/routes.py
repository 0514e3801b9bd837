"""The assets of clusters, what they lack, and the projects that bring them, over HTTP."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Request

from services.agenda.clusters.assets import queries, rules
from services.agenda.clusters.assets.models import AssetProject, ClusterAsset
from services.agenda.clusters.assets.schema import (
    AssetIn,
    AssetOut,
    AssetQuery,
    ClosureIn,
    CoverageOut,
    CoverageQuery,
    DedicationIn,
    LinkIn,
    LinkOut,
    LinkQuery,
    OpeningIn,
    StartIn,
)
from services.agenda.clusters.clusters.models import Cluster
from services.agenda.projects.projects.models import Project
from shared.kernel.municipalities import THERE
from shared.kernel.principal import Principal
from shared.kernel.regimes import IN_FORCE
from shared.kernel.rules import CHANGE, NOT_FOUND, OWN_OBJECTS
from shared.kernel.takers import OWNER
from shared.web.auth import allow, anybody
from shared.web.paging import Listing, Page, page
from shared.web.problems import problems
from shared.web.router import IfMatch, Router, Transaction, idempotent

router = Router("cluster-assets")
clusters = Router("clusters")
routers = (router, clusters)


@router.post(
    "",
    response_model=AssetOut,
    status_code=201,
    dependencies=[idempotent],
    responses=problems(NOT_FOUND, OWN_OBJECTS, IN_FORCE, THERE, *rules.REGISTER),
)
async def register_asset(
    body: AssetIn, tx: Transaction, author: Principal = allow("agenda:write")
) -> ClusterAsset:
    """Enter an asset in the register of a cluster of the caller's own region (A6, A7)."""
    await tx.get(Cluster, body.cluster_id, by=OWNER)
    regime = await tx.regime(rules.KINDS, tx.today)
    entered = ClusterAsset(owner=str(author.tenant), regime=regime.reference, **body.model_dump())
    asset = tx.add(rules.register(entered, regime))
    tx.audit("cluster-asset.registered", asset.id, body.model_dump(mode="json"))
    return asset


@router.get("", response_model=Page[AssetOut])
async def list_assets(
    request: Request,
    query: Annotated[AssetQuery, Query()],
    tx: Transaction,
    _: Principal = anybody("agenda:read"),
) -> Listing[ClusterAsset]:
    """Assets that are being realised, are open or were closed, and the caller's own plans (A6, A7)."""
    return await page(request, tx, ClusterAsset, query, queries.brought_by(query.project_id))


@router.get("/{id}", response_model=AssetOut, responses=problems(NOT_FOUND))
async def get_asset(id: UUID, tx: Transaction, _: Principal = anybody("agenda:read")) -> ClusterAsset:
    """One asset (A6)."""
    return await tx.get(ClusterAsset, id)


@router.post(
    "/{id}/starts",
    response_model=AssetOut,
    dependencies=[idempotent],
    responses=problems(*CHANGE, *rules.STEP),
)
async def start_asset(
    id: UUID,
    body: StartIn,
    tx: Transaction,
    if_match: IfMatch,
    author: Principal = allow("agenda:write"),
) -> ClusterAsset:
    """Begin to realise an asset; from now on everybody sees it (A6)."""
    asset = await tx.get(ClusterAsset, id, by=OWNER, if_match=if_match)
    rules.start(asset, body.started_on, tx.today)
    tx.audit("cluster-asset.started", asset.id, body.model_dump(mode="json"))
    return asset


@router.post(
    "/{id}/openings",
    response_model=AssetOut,
    dependencies=[idempotent],
    responses=problems(*CHANGE, *rules.STEP),
)
async def open_asset(
    id: UUID,
    body: OpeningIn,
    tx: Transaction,
    if_match: IfMatch,
    author: Principal = allow("agenda:write"),
) -> ClusterAsset:
    """Open an asset on its first day (A6)."""
    asset = await tx.get(ClusterAsset, id, by=OWNER, if_match=if_match)
    rules.open_asset(asset, body.opened_on, tx.today)
    tx.audit("cluster-asset.opened", asset.id, body.model_dump(mode="json"))
    return asset


@router.post(
    "/{id}/closures",
    response_model=AssetOut,
    dependencies=[idempotent],
    responses=problems(*CHANGE, *rules.STEP),
)
async def close_asset(
    id: UUID,
    body: ClosureIn,
    tx: Transaction,
    if_match: IfMatch,
    author: Principal = allow("agenda:write"),
) -> ClusterAsset:
    """Close an asset on its last day, or give up what was not opened yet (A6)."""
    asset = await tx.get(ClusterAsset, id, by=OWNER, if_match=if_match)
    rules.close(asset, body.closed_on, tx.today)
    tx.audit("cluster-asset.closed", asset.id, body.model_dump(mode="json"))
    return asset


@router.post(
    "/{id}/dedication-findings",
    response_model=AssetOut,
    dependencies=[idempotent],
    responses=problems(*CHANGE),
)
async def find_dedicated(
    id: UUID,
    body: DedicationIn,
    tx: Transaction,
    if_match: IfMatch,
    author: Principal = allow("agenda:write"),
) -> ClusterAsset:
    """Find whether an asset serves one firm only, which GBER 56 leaves out, with reasons (A7)."""
    asset = await tx.get(ClusterAsset, id, by=OWNER, if_match=if_match)
    rules.find_dedicated(asset, body.dedicated, body.reasons, tx.today)
    tx.audit("cluster-asset.dedication-found", asset.id, body.model_dump(mode="json"))
    return asset


@router.post(
    "/{id}/projects",
    response_model=AssetOut,
    dependencies=[idempotent],
    responses=problems(*CHANGE, *rules.LINK),
)
async def link_project(
    id: UUID,
    body: LinkIn,
    tx: Transaction,
    if_match: IfMatch,
    author: Principal = allow("agenda:write"),
) -> ClusterAsset:
    """Link a project to an asset of its cluster, which it creates or improves (A7)."""
    asset = await tx.get(ClusterAsset, id, by=OWNER, if_match=if_match)
    project = await tx.known(Project, body.project_id)
    linked = await tx.all(queries.links_of(asset.id))
    tx.add(rules.link(asset, project, body.relation, linked))
    tx.audit("cluster-asset.project-linked", asset.id, body.model_dump(mode="json"))
    return asset


@router.get("/{id}/projects", response_model=Page[LinkOut], responses=problems(NOT_FOUND))
async def list_asset_projects(
    id: UUID,
    request: Request,
    query: Annotated[LinkQuery, Query()],
    tx: Transaction,
    _: Principal = anybody("agenda:read"),
) -> Listing[AssetProject]:
    """The projects that create or improve an asset, as far as the reader may see them (A7)."""
    asset = await tx.get(ClusterAsset, id)
    return await page(request, tx, AssetProject, query, asset_id=asset.id)


@clusters.get("/{id}/asset-coverage", response_model=CoverageOut, responses=problems(NOT_FOUND, IN_FORCE))
async def cover_assets(
    id: UUID,
    query: Annotated[CoverageQuery, Query()],
    tx: Transaction,
    _: Principal = anybody("agenda:read"),
) -> dict[str, Any]:
    """Which kinds of asset a cluster has on a day, and which it lacks (A6, A7)."""
    cluster = await tx.get(Cluster, id)
    on = query.reference_date or tx.today
    regime = await tx.regime(rules.KINDS, on)
    found = rules.coverage(await tx.all(queries.of_cluster(cluster.id)), regime, on)
    return {
        "cluster_id": cluster.id,
        "reference_date": on,
        "present": [{"kind": kind, "assets": count} for kind, count in found.present.items()],
        "missing": found.missing,
        "regime": regime.reference,
    }
