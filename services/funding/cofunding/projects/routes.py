"""Projects and their co-funding over HTTP."""

from datetime import date
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from fastapi import Query, Request
from pydantic import Field

from services.funding.cofunding.projects.models import Project
from shared.kernel.identifiers import KvkNumber, RegionCode
from shared.kernel.principal import Principal
from shared.kernel.rules import NOT_FOUND
from shared.web.auth import allow
from shared.web.paging import Listing, Page, PageQuery, page
from shared.web.problems import problems
from shared.web.router import Router, Transaction
from shared.web.schema import Read

router = Router("projects")

Share = Annotated[Decimal | None, Field(description="Percentage of all firm pledges, four decimals.")]


class ProjectOut(Read):
    title: str
    category: str
    cluster_code: str
    region_code: str
    participants: list[str]
    total_cost_cents: int
    regime: str
    region_required_cents: int
    state_required_cents: int
    private_knowledge_required_cents: int
    region_pledged_cents: int
    state_pledged_cents: int
    private_knowledge_pledged_cents: int
    region_share_percent: Share
    state_share_percent: Share
    private_knowledge_share_percent: Share
    region_shortage_cents: int
    private_knowledge_shortage_cents: int
    cofunding_complete: bool
    awarded_cents: int
    ended_on: date | None
    approval_lost_on: Annotated[
        date | None,
        Field(description="The agenda service lost its approval, and it was not approved anew since."),
    ]


class ProjectQuery(PageQuery):
    holding = frozenset({("participant", "participants")})

    participant: Annotated[KvkNumber | None, Field(description="An undertaking of the consortium.")] = None
    region_code: RegionCode | None = None
    cofunding_complete: bool | None = None


@router.get("", response_model=Page[ProjectOut])
async def list_projects(
    request: Request,
    query: Annotated[ProjectQuery, Query()],
    tx: Transaction,
    _: Principal = allow("funding:read"),
) -> Listing[Project]:
    """Every approved project."""
    return await page(request, tx, Project, query)


@router.get("/{id}", response_model=ProjectOut, responses=problems(NOT_FOUND))
async def get_project(id: UUID, tx: Transaction, _: Principal = allow("funding:read")) -> Project:
    """One project with the required, pledged and missing parts of its co-funding."""
    return await tx.get(Project, id)
