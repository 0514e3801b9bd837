"""Rankings over HTTP."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from fastapi import Query, Request
from pydantic import Field

from services.funding.awards.rankings import candidates, queries, rules
from services.funding.awards.rankings.models import Place, Ranking, Status
from services.funding.programmes.distribution.rules import RankingOutcome
from services.funding.programmes.tranches.models import DistributionMethod, Tranche
from services.funding.programmes.tranches.schema import DistributionOut
from shared.kernel.principal import Principal
from shared.kernel.regimes import IN_FORCE, TERM_KNOWN
from shared.kernel.rules import CHANGE, NOT_FOUND
from shared.kernel.takers import OWNER
from shared.web.auth import allow
from shared.web.paging import Listing, Page, PageQuery, page
from shared.web.problems import problems
from shared.web.router import IfMatch, Router, Transaction, idempotent
from shared.web.schema import ByCode, Line, Read, Write

of_tranches_router = Router("tranches")
router = Router("rankings")
places_router = Router("ranking-places")


class RankingDrawIn(Write):
    seed: Annotated[
        Line | None, Field(description="Of the lots: its SHA-256 is the commitment of the tranche.")
    ] = None


class StoredRankingOut(Read):
    tranche_id: UUID
    status: Status
    distribution_method: DistributionMethod
    terms: DistributionOut
    regime: str
    minimum_award_cents: int
    ceiling_cents: int
    applications: int
    given_cents: int
    seed: str | None
    algorithm: str
    drawn_up_at: datetime
    confirmed_at: datetime | None
    superseded_at: datetime | None


class PlaceOut(Read):
    ranking_id: UUID
    application_id: UUID
    status: Status
    place: int
    outcome: RankingOutcome
    requested_cents: int
    room_cents: Annotated[int, Field(description="What was left in its turn.")]
    given_cents: int
    complete_on: date
    accepts_partial: bool
    points: Annotated[ByCode[list[str]], Field(description="Of each assessor, by criterion.")]
    score: Annotated[str | None, Field(description="The weighed mean with 6 decimals; compared exactly.")]
    held_by: Annotated[str | None, Field(description="The rule that holds its award back; for the State.")]
    digest: Annotated[str | None, Field(description="The lot it drew; the lowest comes first.")]


class RankingQuery(PageQuery):
    tranche_id: UUID | None = None
    status: Status | None = None


class PlaceQuery(PageQuery):
    ranking_id: UUID | None = None
    application_id: UUID | None = None


@of_tranches_router.post(
    "/{id}/rankings",
    response_model=StoredRankingOut,
    status_code=201,
    dependencies=[idempotent],
    responses=problems(*CHANGE, IN_FORCE, TERM_KNOWN, *rules.DRAW_UP),
)
async def draw_up_ranking(
    id: UUID,
    body: RankingDrawIn,
    tx: Transaction,
    if_match: IfMatch,
    officer: Principal = allow("funding:assess"),
) -> Ranking:
    """Rank a closed tranche by its method; a ranking by which nothing was decided gives way to it."""
    tranche = await tx.get(Tranche, id, by=OWNER, if_match=if_match, lock=True)
    standing = await candidates.standing(tranche.id, tx)
    rules.require_rankable(tranche, standing)
    found = await candidates.of_tranche(tranche.id, tx)
    regime = await tx.regime(tranche.regime_code, tranche.opens_on)
    ranking, places = rules.draw_up(tranche, found, regime, body.seed, officer, tx.now)
    tx.emit(*rules.supersede(standing.earlier, tranche, tx.now))
    await tx.flush()
    await tx.session.execute(queries.places_of(standing.earlier, Status.SUPERSEDED))
    await tx.session.execute(queries.take_off(tranche.id))
    tx.add(ranking)
    tx.session.add_all(places)
    tx.audit("ranking.drawn-up", ranking.id, {"tranche_id": str(tranche.id), "seed": body.seed})
    return ranking


@router.post(
    "/{id}/confirmations",
    response_model=StoredRankingOut,
    dependencies=[idempotent],
    responses=problems(*CHANGE, *rules.CONFIRM),
)
async def confirm_ranking(
    id: UUID, tx: Transaction, if_match: IfMatch, officer: Principal = allow("funding:decide")
) -> Ranking:
    """Confirm a ranking as another officer than whoever drew it up; awards are given by it from now on."""
    ranking = await tx.get(Ranking, id, by=OWNER, if_match=if_match)
    tranche = await tx.get(Tranche, ranking.tranche_id, lock=True)
    waiting = (await tx.session.scalars(queries.put_on(ranking.id))).all()
    tx.emit(rules.confirm(ranking, tranche, len(waiting), officer, tx.now))
    await tx.session.execute(queries.places_of(ranking, Status.CONFIRMED))
    return ranking


@router.get("", response_model=Page[StoredRankingOut])
async def list_rankings(
    request: Request,
    query: Annotated[RankingQuery, Query()],
    tx: Transaction,
    _: Principal = allow("funding:read"),
) -> Listing[Ranking]:
    """Every confirmed ranking; the State sees the others too."""
    return await page(request, tx, Ranking, query)


@router.get("/{id}", response_model=StoredRankingOut, responses=problems(NOT_FOUND))
async def get_ranking(id: UUID, tx: Transaction, _: Principal = allow("funding:read")) -> Ranking:
    """One ranking."""
    return await tx.get(Ranking, id)


@places_router.get("/{id}", response_model=PlaceOut, responses=problems(NOT_FOUND))
async def get_ranking_place(id: UUID, tx: Transaction, _: Principal = allow("funding:read")) -> Place:
    """One place in a ranking."""
    return await tx.get(Place, id)


@places_router.get("", response_model=Page[PlaceOut])
async def list_ranking_places(
    request: Request,
    query: Annotated[PlaceQuery, Query()],
    tx: Transaction,
    _: Principal = allow("funding:read"),
) -> Listing[Place]:
    """Every place in a confirmed ranking, with all that it was ranked by; the State sees the others too."""
    return await page(request, tx, Place, query)
