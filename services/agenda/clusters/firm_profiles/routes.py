"""Profiles of firms over HTTP."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Query, Request
from pydantic import Field

from services.agenda.clusters.clusters.models import Cluster
from services.agenda.clusters.firm_profiles import queries, rules
from services.agenda.clusters.firm_profiles.models import FirmProfile, Status
from services.agenda.instruments.instruments.models import FirmSize, Stage
from services.agenda.partners.organisations.models import Organisation
from shared.kernel.principal import Principal
from shared.kernel.regimes import IN_FORCE
from shared.kernel.rules import NOT_FOUND
from shared.kernel.takers import OWNER
from shared.web.auth import allow, anybody
from shared.web.dates import PastDate
from shared.web.named import Names
from shared.web.paging import Listing, Page, PageQuery, page
from shared.web.problems import problems
from shared.web.router import Router, Transaction, idempotent
from shared.web.schema import AS_TEXT, Date, Read, Uuid, Write

router = Router("firm-profiles")


class ProfileIn(Write):
    organisation_id: Annotated[Uuid, Names(Organisation)]
    registered_on: Annotated[PastDate, Field(description="In the trade register (handelsregister).")]
    size: Annotated[FirmSize, AS_TEXT]
    listed: bool
    after_merger: Annotated[bool, Field(description="Formed by a merger, or took over another's activity.")]
    profits_distributed: bool
    high_growth: Annotated[bool, Field(description="Grows as a scale-up does.")]
    cluster_ids: Annotated[list[Uuid], Names(Cluster), Field(max_length=20)]


class ProfileOut(Read):
    organisation_id: UUID
    name: str
    registered_on: date
    size: FirmSize
    listed: bool
    after_merger: bool
    profits_distributed: bool
    high_growth: bool
    cluster_ids: list[UUID]
    assessed_on: date
    stage: Stage
    start_up_until: date | None
    regime: str
    status: Status


class ProfileQuery(PageQuery):
    conditions = frozenset({"stage", "reference_date"})
    holding = frozenset({("cluster_id", "cluster_ids")})

    stage: Annotated[Stage | None, Field(description="The stage on the reference date.")] = None
    reference_date: Annotated[Date | None, Field(description="Today if it is left out.")] = None
    cluster_id: UUID | None = None
    organisation_id: UUID | None = None
    size: FirmSize | None = None
    status: Status | None = None


@router.post(
    "",
    response_model=ProfileOut,
    status_code=201,
    dependencies=[idempotent],
    responses=problems(NOT_FOUND, IN_FORCE, *rules.PROFILE),
)
async def profile_firm(
    body: ProfileIn, tx: Transaction, author: Principal = allow("agenda:contribute")
) -> FirmProfile:
    """Profile a firm: whether it is a start-up by GBER 22, a scale-up, and in which clusters (B17)."""
    organisation = await tx.get(Organisation, body.organisation_id, by=OWNER, lock=True)
    regime = await tx.regime(rules.STAGES, tx.today)
    before = await tx.find(queries.current(organisation.id))
    clusters = await tx.those(Cluster, body.cluster_ids)
    facts = rules.Facts(**body.model_dump(exclude={"organisation_id"}))
    firm = rules.Firm(organisation, clusters, before)
    made = rules.profile(firm, facts, str(author.tenant), regime, tx.today)
    await tx.flush()  # the one before is superseded when this one becomes current
    tx.add(made)
    tx.audit("firm.profiled", made.id, body.model_dump(mode="json"))
    return made


@router.get("", response_model=Page[ProfileOut])
async def list_profiles(
    request: Request,
    query: Annotated[ProfileQuery, Query()],
    tx: Transaction,
    _: Principal = anybody("agenda:read"),
) -> Listing[FirmProfile]:
    """Profiles of firms, by the stage on a day, cluster and size (B17)."""
    day = query.reference_date or tx.today
    wanted = queries.in_stage(query.stage, day)
    return await page(request, tx, FirmProfile, query, wanted)


@router.get("/{id}", response_model=ProfileOut, responses=problems(NOT_FOUND))
async def get_profile(id: UUID, tx: Transaction, _: Principal = anybody("agenda:read")) -> FirmProfile:
    """One profile (B17)."""
    return await tx.get(FirmProfile, id)
