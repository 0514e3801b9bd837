"""Projects over HTTP."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Query, Request
from pydantic import Field

from services.agenda.agendas.models import Agenda
from services.agenda.clusters.models import Cluster
from services.agenda.projects import queries, rules
from services.agenda.projects.models import Project, Status
from shared.kernel.identifiers import KvkNumber, RegionCode
from shared.kernel.money import PositiveCents
from shared.kernel.principal import Principal
from shared.kernel.regimes import IN_FORCE
from shared.kernel.rules import NOT_FOUND, OWN_OBJECTS, STALE
from shared.web.auth import allow, anybody
from shared.web.paging import Listing, Page, PageQuery, page
from shared.web.problems import problems
from shared.web.router import IfMatch, Router, Transaction, idempotent
from shared.web.schema import Code, Line, Read, Uuid, Write

router = Router("projects")


class ProjectIn(Write):
    agenda_id: Uuid
    cluster_id: Uuid
    region_code: RegionCode
    title: Line
    category: Code
    total_cost_cents: PositiveCents
    participants: Annotated[list[KvkNumber], Field(min_length=1, max_length=100)]


class ProjectOut(Read):
    agenda_id: UUID
    cluster_id: UUID
    region_code: str
    title: str
    category: str
    total_cost_cents: int
    participants: list[str]
    status: Status
    approved_at: datetime | None
    regime: str


class ProjectQuery(PageQuery):
    conditions = frozenset({"participant"})

    participant: Annotated[KvkNumber | None, Field(description="An undertaking of the consortium.")] = None
    region_code: RegionCode | None = None
    agenda_id: UUID | None = None
    status: Status | None = None


@router.post(
    "",
    response_model=ProjectOut,
    status_code=201,
    dependencies=[idempotent],
    responses=problems(NOT_FOUND, OWN_OBJECTS, IN_FORCE, *rules.DEFINE),
)
async def define_project(
    body: ProjectIn, tx: Transaction, author: Principal = allow("agenda:write")
) -> Project:
    """Define a project under the caller's own adopted agenda and a leading cluster."""
    agenda = await tx.get(Agenda, body.agenda_id)
    cluster = await tx.get(Cluster, body.cluster_id)
    regime = await tx.regime(rules.CATEGORIES, tx.today)
    project = Project(
        owner=f"region:{body.region_code}",
        defined_by=author.subject,
        regime=regime.reference,
        **body.model_dump(),
    )
    tx.add(rules.define(project, agenda, cluster, regime, tx.today))
    tx.audit("project.defined", project.id, body.model_dump(mode="json"))
    return project


@router.get("", response_model=Page[ProjectOut])
async def list_projects(
    request: Request,
    query: Annotated[ProjectQuery, Query()],
    tx: Transaction,
    _: Principal = anybody("agenda:read"),
) -> Listing[Project]:
    """The caller's own projects and every approved one."""
    return await page(request, tx, Project, query, queries.taken_part_in_by(query.participant))


@router.get("/{id}", response_model=ProjectOut, responses=problems(NOT_FOUND))
async def get_project(id: UUID, tx: Transaction, _: Principal = anybody("agenda:read")) -> Project:
    """One project."""
    return await tx.get(Project, id)


@router.post(
    "/{id}/approvals",
    response_model=ProjectOut,
    dependencies=[idempotent],
    responses=problems(NOT_FOUND, OWN_OBJECTS, STALE, *rules.APPROVE),
)
async def approve_project(
    id: UUID, tx: Transaction, if_match: IfMatch, officer: Principal = allow("agenda:approve")
) -> Project:
    """Approve a project for co-funding; funding hears of it by the event alone."""
    project = await tx.get(Project, id, if_match=if_match)
    cluster = await tx.get(Cluster, project.cluster_id)
    tx.emit(rules.approve(project, cluster, officer, tx.now, tx.today))
    return project
