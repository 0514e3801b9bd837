"""Strategies for smart specialisation, and the share of the budget inside them, over HTTP."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Request

from services.agenda.clusters.clusters.models import Cluster
from services.agenda.clusters.specialisations import queries, rules
from services.agenda.clusters.specialisations.models import InnovationStrategy
from services.agenda.clusters.specialisations.schema import (
    AdoptionIn,
    ReplacementIn,
    ShareOut,
    ShareQuery,
    StrategyIn,
    StrategyOut,
    StrategyQuery,
)
from shared.kernel.principal import Principal
from shared.kernel.rules import CHANGE, NOT_FOUND
from shared.kernel.takers import OWNER
from shared.web.auth import allow, anybody
from shared.web.paging import Listing, Page, page
from shared.web.problems import problems
from shared.web.router import IfMatch, Router, Transaction, idempotent

router = Router("innovation-strategies")
shares = Router(
    "specialisation-shares", "The share of a budget inside the specialisations of a strategy (B8)."
)
routers = (router, shares)


def _content(body: StrategyIn) -> dict[str, Any]:
    """What is stored of a strategy, with every cluster it names."""
    specialisations = body.model_dump(mode="json")["specialisations"]
    named = {"specialisations": specialisations, "cluster_ids": rules.clusters_of(specialisations)}
    return {**body.model_dump(), **named}


@router.post(
    "",
    response_model=StrategyOut,
    status_code=201,
    dependencies=[idempotent],
    responses=problems(NOT_FOUND, *rules.DRAFT),
)
async def draft_strategy(
    body: StrategyIn, tx: Transaction, author: Principal = allow("agenda:write")
) -> InnovationStrategy:
    """Draft a regional innovation strategy with its specialisations and the clusters that carry them (B8)."""
    strategy = InnovationStrategy(owner=str(author.tenant), drafted_by=[author.subject], **_content(body))
    tx.add(rules.check(strategy, await tx.those(Cluster, map(UUID, strategy.cluster_ids))))
    tx.audit("innovation-strategy.drafted", strategy.id, body.model_dump(mode="json"))
    return strategy


@router.get("", response_model=Page[StrategyOut])
async def list_strategies(
    request: Request,
    query: Annotated[StrategyQuery, Query()],
    tx: Transaction,
    _: Principal = anybody("agenda:read"),
) -> Listing[InnovationStrategy]:
    """Strategies that hold or held, and the caller's own drafts; by region, cluster and day (B8)."""
    wanted = queries.matching(query.region_code, query.valid_on)
    return await page(request, tx, InnovationStrategy, query, wanted)


@router.get("/{id}", response_model=StrategyOut, responses=problems(NOT_FOUND))
async def get_strategy(
    id: UUID, tx: Transaction, _: Principal = anybody("agenda:read")
) -> InnovationStrategy:
    """One strategy with its specialisations (B8)."""
    return await tx.get(InnovationStrategy, id)


@router.put(
    "/{id}",
    response_model=StrategyOut,
    dependencies=[idempotent],
    responses=problems(*CHANGE, rules.LIFE.rule, *rules.DRAFT),
)
async def revise_strategy(
    id: UUID,
    body: StrategyIn,
    tx: Transaction,
    if_match: IfMatch,
    author: Principal = allow("agenda:write"),
) -> InnovationStrategy:
    """Replace the content of a draft (B8)."""
    strategy = await tx.get(InnovationStrategy, id, by=OWNER, if_match=if_match)
    content = _content(body)
    clusters = await tx.those(Cluster, map(UUID, content["cluster_ids"]))
    rules.revise(strategy, content, clusters, author)
    tx.audit("innovation-strategy.revised", strategy.id, body.model_dump(mode="json"))
    return strategy


@router.post(
    "/{id}/adoptions",
    response_model=StrategyOut,
    dependencies=[idempotent],
    responses=problems(*CHANGE, *rules.ADOPT),
)
async def adopt_strategy(
    id: UUID,
    body: AdoptionIn,
    tx: Transaction,
    if_match: IfMatch,
    officer: Principal = allow("agenda:adopt"),
) -> InnovationStrategy:
    """Adopt a strategy; from now on everybody reads it (B8)."""
    strategy = await tx.get(InnovationStrategy, id, by=OWNER, if_match=if_match)
    rules.adopt(strategy, body.deciding_body, body.adopted_on, officer, tx.today)
    tx.audit("innovation-strategy.adopted", strategy.id, body.model_dump(mode="json"))
    return strategy


@router.post(
    "/{id}/replacements",
    response_model=StrategyOut,
    dependencies=[idempotent],
    responses=problems(*CHANGE, *rules.REPLACE),
)
async def replace_strategy(
    id: UUID,
    body: ReplacementIn,
    tx: Transaction,
    if_match: IfMatch,
    officer: Principal = allow("agenda:adopt"),
) -> InnovationStrategy:
    """Let a later strategy take the place of an adopted one, which stays readable (B8)."""
    strategy = await tx.get(InnovationStrategy, id, by=OWNER, if_match=if_match)
    by = await tx.known(InnovationStrategy, body.by_id)
    rules.replace(strategy, by)
    tx.audit("innovation-strategy.replaced", strategy.id, body.model_dump(mode="json"))
    return strategy


@shares.get("", response_model=ShareOut)
async def share_of_specialisations(
    query: Annotated[ShareQuery, Query()], tx: Transaction, _: Principal = anybody("agenda:read")
) -> dict[str, Any]:
    """What approved projects of a region cost inside and outside its specialisations, to the cent (B8)."""
    projects = await tx.all(queries.approved_within(query.region_code, query.year))
    strategies = await tx.all(queries.held_in(query.region_code))
    found = rules.shares(projects, strategies)
    return {"region_code": query.region_code, "year": query.year, **vars(found)}
