"""Tranches over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request
from pydantic import Field
from sqlalchemy import select

from services.funding.programmes.portfolios.rules import portfolios_of
from services.funding.programmes.tranches import rules
from services.funding.programmes.tranches.models import DistributionMethod, Status, Tranche
from services.funding.programmes.tranches.schema import DistributionIn, TrancheOut
from services.funding.programmes.years.models import ProgrammeYear
from shared.kernel.calendar import legal_date
from shared.kernel.money import PositiveCents
from shared.kernel.principal import Principal
from shared.kernel.regimes import IN_FORCE
from shared.kernel.rules import CHANGE, NOT_FOUND, OWN_OBJECTS
from shared.kernel.takers import OWNER
from shared.web.auth import allow
from shared.web.named import Names
from shared.web.paging import Listing, Page, PageQuery, page
from shared.web.problems import problems
from shared.web.router import IfMatch, Router, Transaction, idempotent
from shared.web.schema import AS_TEXT, Code, Instant, Line, RegimeCode, Uuid, Write

router = Router("tranches")


class TrancheIn(Write):
    programme_year_id: Annotated[Uuid, Names(ProgrammeYear)]
    number: Annotated[int, Field(ge=1, le=999)]
    title: Line
    categories: list[Code] = Field(default_factory=list, max_length=20, description="None restricts nothing.")
    allowed_measures: list[Code] = Field(default_factory=list, max_length=20)
    opens_at: Instant
    closes_at: Instant
    ceiling_cents: PositiveCents
    distribution_method: Annotated[
        DistributionMethod,
        AS_TEXT,
        Field(description="All but ARRIVAL rank when the window is over, by the terms in `distribution`."),
    ]
    regime: Annotated[
        RegimeCode,
        Field(
            description="Code of the scheme; its version in force on the opening day governs the tranche.",
            examples=["sectorplan"],
        ),
    ]
    distribution: Annotated[
        DistributionIn | None, Field(description="Fixed with the publication; none by order of arrival.")
    ] = None


class TrancheQuery(PageQuery):
    programme_year_id: UUID | None = None
    status: Status | None = None


@router.post(
    "",
    response_model=TrancheOut,
    status_code=201,
    dependencies=[idempotent],
    responses=problems(NOT_FOUND, OWN_OBJECTS, IN_FORCE, *rules.PLAN),
)
async def plan_tranche(
    body: TrancheIn, tx: Transaction, officer: Principal = allow("funding:programme")
) -> Tranche:
    """Plan a tranche of a programme year; only the State sees it before publication (B31, B35)."""
    year = await tx.get(ProgrammeYear, body.programme_year_id)
    same_number = await tx.find(select(Tranche).filter_by(programme_year_id=year.id, number=body.number))
    opens_on = legal_date(body.opens_at)
    regime = await tx.regime(body.regime, opens_on)
    terms = body.model_dump(mode="json")["distribution"]
    tranche = Tranche(
        owner=year.owner,
        opens_on=opens_on,
        regime_code=body.regime,
        **{**body.model_dump(), "regime": regime.reference, "distribution": terms},
    )
    tx.add(rules.plan(tranche, regime, same_number))
    tx.audit("tranche.planned", tranche.id, body.model_dump(mode="json"))
    return tranche


@router.get("", response_model=Page[TrancheOut])
async def list_tranches(
    request: Request,
    query: Annotated[TrancheQuery, Query()],
    tx: Transaction,
    _: Principal = allow("funding:read"),
) -> Listing[Tranche]:
    """Every published tranche; the State sees the planned ones too."""
    return await page(request, tx, Tranche, query)


@router.get("/{id}", response_model=TrancheOut, responses=problems(NOT_FOUND))
async def get_tranche(id: UUID, tx: Transaction, _: Principal = allow("funding:read")) -> Tranche:
    """One tranche."""
    return await tx.get(Tranche, id)


@router.post(
    "/{id}/publications",
    response_model=TrancheOut,
    dependencies=[idempotent],
    responses=problems(*CHANGE, *rules.PUBLISH),
)
async def publish_tranche(
    id: UUID, tx: Transaction, if_match: IfMatch, officer: Principal = allow("funding:programme")
) -> Tranche:
    """Publish a tranche; its ceiling is set aside in the State's part of the year."""
    # tranche before year, as in awards
    tranche = await tx.get(Tranche, id, by=OWNER, if_match=if_match, lock=True)
    year = await tx.get(ProgrammeYear, tranche.programme_year_id, lock=True)
    tx.emit(rules.publish(tranche, year, tx.moment))
    tx.session.add_all(rules.publication_of_tranche(tranche, tx.now))
    tx.session.add_all(portfolios_of(tranche))
    return tranche


@router.post(
    "/{id}/openings",
    response_model=TrancheOut,
    dependencies=[idempotent],
    responses=problems(*CHANGE, rules.LIFE.rule, rules.NOT_BEFORE_OPENING),
)
async def open_tranche(
    id: UUID, tx: Transaction, if_match: IfMatch, officer: Principal = allow("funding:programme")
) -> Tranche:
    """Open a published tranche at its time."""
    tranche = await tx.get(Tranche, id, by=OWNER, if_match=if_match)
    tx.emit(rules.open_tranche(tranche, tx.now))
    return tranche


@router.post(
    "/{id}/closures",
    response_model=TrancheOut,
    dependencies=[idempotent],
    responses=problems(*CHANGE, rules.LIFE.rule, rules.NOT_BEFORE_CLOSING),
)
async def close_tranche(
    id: UUID, tx: Transaction, if_match: IfMatch, officer: Principal = allow("funding:programme")
) -> Tranche:
    """Close a tranche at its time."""
    tranche = await tx.get(Tranche, id, by=OWNER, if_match=if_match)
    tx.emit(rules.close(tranche, tx.now))
    return tranche
