"""Opportunities, sites and the balance of land over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request

from services.agenda.spatial.opportunities import queries, rules
from services.agenda.spatial.opportunities.models import LandBalance, Match, Opportunity, Site
from services.agenda.spatial.opportunities.schema import (
    BalanceQuery,
    DropIn,
    LandBalanceOut,
    MatchIn,
    MatchOut,
    MatchQuery,
    OpportunityIn,
    OpportunityOut,
    OpportunityQuery,
    SiteIn,
    SiteOut,
    SiteQuery,
)
from shared.kernel.municipalities import THERE
from shared.kernel.principal import Principal
from shared.kernel.rules import CHANGE, NOT_FOUND, OWN_OBJECTS
from shared.kernel.takers import OWNER
from shared.store.tx import Tx
from shared.web.auth import allow, anybody
from shared.web.paging import Listing, Page, page
from shared.web.problems import problems
from shared.web.router import IfMatch, Router, Transaction, idempotent

router = Router("opportunities")
sites = Router("sites")
land_balances = Router("land-balances")
routers = (router, sites, land_balances)

STEP = (*CHANGE, rules.LIFE.rule)


async def _balance(tx: Tx, region_code: str, owner: str) -> LandBalance:
    """The locked balance of a region, begun with its first opportunity or site."""
    known = await tx.find(queries.balance_of(region_code), lock=True)
    return known or tx.add(LandBalance(owner=owner, region_code=region_code))


@router.post(
    "",
    response_model=OpportunityOut,
    status_code=201,
    dependencies=[idempotent],
    responses=problems(NOT_FOUND, OWN_OBJECTS),
)
async def register_opportunity(
    body: OpportunityIn, tx: Transaction, author: Principal = allow("agenda:write")
) -> Opportunity:
    """Register what land a firm or cluster asks for in the caller's own region (A20)."""
    opportunity = tx.add(Opportunity(owner=f"region:{body.region_code}", **body.model_dump()))
    balance = await _balance(tx, body.region_code, opportunity.owner)
    tx.emit(rules.register(opportunity, balance))
    return opportunity


@router.get("", response_model=Page[OpportunityOut])
async def list_opportunities(
    request: Request,
    query: Annotated[OpportunityQuery, Query()],
    tx: Transaction,
    _: Principal = anybody("agenda:read"),
) -> Listing[Opportunity]:
    """Opportunities that are explored or facilitated, and the caller's own (A20)."""
    return await page(request, tx, Opportunity, query)


@router.get("/{id}", response_model=OpportunityOut, responses=problems(NOT_FOUND))
async def get_opportunity(id: UUID, tx: Transaction, _: Principal = anybody("agenda:read")) -> Opportunity:
    """One opportunity."""
    return await tx.get(Opportunity, id)


@router.post(
    "/{id}/explorations",
    response_model=OpportunityOut,
    dependencies=[idempotent],
    responses=problems(*STEP),
)
async def explore_opportunity(
    id: UUID, tx: Transaction, if_match: IfMatch, author: Principal = allow("agenda:write")
) -> Opportunity:
    """Begin to look for land; from now on everybody sees the opportunity (A20)."""
    opportunity = await tx.get(Opportunity, id, by=OWNER, if_match=if_match)
    rules.explore(opportunity)
    tx.audit("opportunity.explored", opportunity.id, {})
    return opportunity


@router.post(
    "/{id}/matches",
    response_model=OpportunityOut,
    dependencies=[idempotent],
    responses=problems(*STEP, *rules.MATCH),
)
async def match_opportunity(
    id: UUID,
    body: MatchIn,
    tx: Transaction,
    if_match: IfMatch,
    author: Principal = allow("agenda:write"),
) -> Opportunity:
    """Set land of a site apart for an opportunity, never more than the site has left (A20)."""
    opportunity = await tx.get(Opportunity, id, by=OWNER, if_match=if_match)
    site = await tx.known(Site, body.site_id, lock=True)
    balance = await _balance(tx, opportunity.region_code, opportunity.owner)
    match, matched = rules.match(opportunity, site, body.area_m2, balance, tx.today)
    tx.add(match)
    tx.emit(matched)
    return opportunity


@router.get("/{id}/matches", response_model=Page[MatchOut], responses=problems(NOT_FOUND))
async def list_matches(
    request: Request,
    id: UUID,
    query: Annotated[MatchQuery, Query()],
    tx: Transaction,
    _: Principal = anybody("agenda:read"),
) -> Listing[Match]:
    """The land set apart for an opportunity, for its own region and the State (A20)."""
    opportunity = await tx.get(Opportunity, id)
    return await page(request, tx, Match, query, opportunity_id=opportunity.id)


@router.post(
    "/{id}/facilitations",
    response_model=OpportunityOut,
    dependencies=[idempotent],
    responses=problems(*STEP, rules.MATCHED),
)
async def facilitate_opportunity(
    id: UUID, tx: Transaction, if_match: IfMatch, author: Principal = allow("agenda:write")
) -> Opportunity:
    """Give the land that was set apart to whoever asked for it (A20)."""
    opportunity = await tx.get(Opportunity, id, by=OWNER, if_match=if_match)
    rules.facilitate(opportunity, await tx.all(queries.reserved_for(opportunity)), tx.today)
    tx.audit("opportunity.facilitated", opportunity.id, {"area_m2": opportunity.demanded_m2})
    return opportunity


@router.post(
    "/{id}/drops", response_model=OpportunityOut, dependencies=[idempotent], responses=problems(*STEP)
)
async def drop_opportunity(
    id: UUID,
    body: DropIn,
    tx: Transaction,
    if_match: IfMatch,
    author: Principal = allow("agenda:write"),
) -> Opportunity:
    """Drop an opportunity with its reason; its land is offered again (A20)."""
    opportunity = await tx.get(Opportunity, id, by=OWNER, if_match=if_match)
    located = await tx.all(queries.sites_of(opportunity), lock=True)
    matches = await tx.all(queries.reserved_for(opportunity))
    balance = await _balance(tx, opportunity.region_code, opportunity.owner)
    tx.emit(rules.drop(opportunity, matches, located, balance, body.reason, tx.today))
    tx.audit("opportunity.dropped", opportunity.id, body.model_dump(mode="json"))
    return opportunity


@sites.post(
    "",
    response_model=SiteOut,
    status_code=201,
    dependencies=[idempotent],
    responses=problems(OWN_OBJECTS, THERE),
)
async def offer_site(body: SiteIn, tx: Transaction, author: Principal = allow("agenda:write")) -> Site:
    """Offer the land of a site in the caller's own region (A20)."""
    site = tx.add(Site(owner=f"region:{body.region_code}", **body.model_dump()))
    rules.offer(site, await _balance(tx, body.region_code, site.owner))
    tx.audit("site.offered", site.id, body.model_dump(mode="json"))
    return site


@sites.get("", response_model=Page[SiteOut])
async def list_sites(
    request: Request,
    query: Annotated[SiteQuery, Query()],
    tx: Transaction,
    _: Principal = anybody("agenda:read"),
) -> Listing[Site]:
    """Sites with the land they offer and have left (A20)."""
    return await page(request, tx, Site, query)


@sites.get("/{id}", response_model=SiteOut, responses=problems(NOT_FOUND))
async def get_site(id: UUID, tx: Transaction, _: Principal = anybody("agenda:read")) -> Site:
    """One site."""
    return await tx.get(Site, id)


@sites.post(
    "/{id}/withdrawals",
    response_model=SiteOut,
    dependencies=[idempotent],
    responses=problems(*CHANGE, rules.SITE_LIFE.rule, rules.UNUSED),
)
async def withdraw_site(
    id: UUID, tx: Transaction, if_match: IfMatch, author: Principal = allow("agenda:write")
) -> Site:
    """Withdraw a site of which no land is used."""
    site = await tx.get(Site, id, by=OWNER, if_match=if_match)
    rules.withdraw(site, await _balance(tx, site.region_code, site.owner))
    tx.audit("site.withdrawn", site.id, {})
    return site


@land_balances.get("", response_model=Page[LandBalanceOut])
async def list_land_balances(
    request: Request,
    query: Annotated[BalanceQuery, Query()],
    tx: Transaction,
    _: Principal = anybody("agenda:read"),
) -> Listing[LandBalance]:
    """Land demanded, matched and offered per region (A20)."""
    return await page(request, tx, LandBalance, query)


@land_balances.get("/{id}", response_model=LandBalanceOut, responses=problems(NOT_FOUND))
async def get_land_balance(id: UUID, tx: Transaction, _: Principal = anybody("agenda:read")) -> LandBalance:
    """The balance of one region."""
    return await tx.get(LandBalance, id)
