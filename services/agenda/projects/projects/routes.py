"""Projects over HTTP, up to their approval."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request

from services.agenda.agendas.agendas.models import Agenda
from services.agenda.clusters.clusters.models import Cluster
from services.agenda.projects.projects import queries, rules
from services.agenda.projects.projects.models import Project
from services.agenda.projects.projects.schema import (
    DefinitionIn,
    FinancingIn,
    ProjectContent,
    ProjectIn,
    ProjectOut,
    ProjectQuery,
)
from shared.kernel.principal import Principal
from shared.kernel.regimes import IN_FORCE
from shared.kernel.rules import CHANGE, NOT_FOUND, OWN_OBJECTS
from shared.kernel.takers import OWNER, STATE
from shared.web.auth import allow, anybody
from shared.web.paging import Listing, Page, page
from shared.web.problems import problems
from shared.web.router import IfMatch, Router, Transaction, idempotent

router = Router("projects")

STEP = (*CHANGE, rules.LIFE.rule)


@router.post(
    "",
    response_model=ProjectOut,
    status_code=201,
    dependencies=[idempotent],
    responses=problems(NOT_FOUND, OWN_OBJECTS, IN_FORCE, *rules.DESCRIBE, *rules.DEFINE),
)
async def record_project(
    body: ProjectIn, tx: Transaction, author: Principal = allow("agenda:write")
) -> Project:
    """Record an idea of the caller's region, or define it at once (A5, A7, A11, A12, A15, B9, B11, B52)."""
    agenda = await tx.known(Agenda, body.agenda_id)
    cluster = await tx.known(Cluster, body.cluster_id)
    themes = await tx.regime(rules.THEMES_KNOWN, tx.today)
    categories = await tx.regime(rules.CATEGORIES, tx.today)
    project = Project(owner=f"region:{body.region_code}", described_by=[author.subject], **body.model_dump())
    rules.describe(project, themes)
    tx.add(rules.record(project, rules.Basis(agenda, cluster), author, categories, tx.today))
    tx.audit("project.recorded", project.id, body.model_dump(mode="json"))
    return project


@router.get("", response_model=Page[ProjectOut])
async def list_projects(
    request: Request,
    query: Annotated[ProjectQuery, Query()],
    tx: Transaction,
    reader: Principal = anybody("agenda:read"),
) -> Listing[Project]:
    """The caller's own projects and every one that was approved (A5, A7, A11, A15, B9, B11, B52)."""
    return await page(request, tx, Project, query, queries.named(query.words, reader.tenant))


@router.get("/{id}", response_model=ProjectOut, responses=problems(NOT_FOUND))
async def get_project(id: UUID, tx: Transaction, _: Principal = anybody("agenda:read")) -> Project:
    """One project."""
    return await tx.get(Project, id)


@router.put(
    "/{id}",
    response_model=ProjectOut,
    dependencies=[idempotent],
    responses=problems(*STEP, IN_FORCE, *rules.DESCRIBE, *rules.REVISE),
)
async def revise_project(
    id: UUID,
    body: ProjectContent,
    tx: Transaction,
    if_match: IfMatch,
    author: Principal = allow("agenda:write"),
) -> Project:
    """Replace the description of a project that is not approved yet (A5, A7, A11, B9, B11, B52)."""
    project = await tx.get(Project, id, by=OWNER, if_match=if_match)
    rules.revise(project, body.model_dump(), author, await tx.regime(rules.THEMES_KNOWN, tx.today))
    tx.audit("project.revised", project.id, body.model_dump(mode="json"))
    return project


@router.post(
    "/{id}/definitions",
    response_model=ProjectOut,
    dependencies=[idempotent],
    responses=problems(*STEP, IN_FORCE, *rules.DEFINE),
)
async def define_project(
    id: UUID,
    body: DefinitionIn,
    tx: Transaction,
    if_match: IfMatch,
    author: Principal = allow("agenda:write"),
) -> Project:
    """Define an idea: link it to the region's adopted agenda and a leading cluster (A12, A15)."""
    project = await tx.get(Project, id, by=OWNER, if_match=if_match)
    agenda = await tx.known(Agenda, body.agenda_id)
    cluster = await tx.known(Cluster, body.cluster_id)
    categories = await tx.regime(rules.CATEGORIES, tx.today)
    rules.define(project, body.model_dump(), rules.Basis(agenda, cluster), author, categories, tx.today)
    tx.audit("project.defined", project.id, body.model_dump(mode="json"))
    return project


@router.post(
    "/{id}/financing-mixes",
    response_model=ProjectOut,
    dependencies=[idempotent],
    responses=problems(*STEP, *rules.FINANCE),
)
async def finance_project(
    id: UUID,
    body: FinancingIn,
    tx: Transaction,
    if_match: IfMatch,
    author: Principal = allow("agenda:write"),
) -> Project:
    """Say which instruments pay which costs of a project, and none twice (B36)."""
    project = await tx.get(Project, id, by=OWNER, if_match=if_match)
    rules.finance(project, body.model_dump(mode="json")["costs"], author)
    tx.audit("project.financed", project.id, body.model_dump(mode="json"))
    return project


@router.post(
    "/{id}/approvals",
    response_model=ProjectOut,
    dependencies=[idempotent],
    responses=problems(*STEP, *rules.APPROVE),
)
async def approve_project(
    id: UUID, tx: Transaction, if_match: IfMatch, officer: Principal = allow("agenda:approve")
) -> Project:
    """Approve a project for co-funding; funding hears of it by the event alone (A12, A15)."""
    project = await tx.get(Project, id, by=STATE, if_match=if_match)
    agenda = await tx.known(Agenda, project.agenda_id, lock=True)  # not withdrawn at the same moment
    cluster = await tx.known(Cluster, project.cluster_id, lock=True)
    tx.emit(rules.approve(project, rules.Basis(agenda, cluster), officer, tx.moment))
    return project
