"""Approved projects over HTTP."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Query, Request
from pydantic import Field

from services.loans.origination.projects.models import Project
from shared.kernel.identifiers import RegionCode
from shared.kernel.principal import Principal
from shared.kernel.rules import NOT_FOUND
from shared.web.auth import allow
from shared.web.paging import Listing, Page, PageQuery, page
from shared.web.problems import problems
from shared.web.router import Router, Transaction
from shared.web.schema import Read

router = Router("projects")


class ProjectOut(Read):
    title: str
    region_code: str
    participants: list[str]
    ended_on: date | None
    approval_lost_on: Annotated[
        date | None,
        Field(description="The agenda service lost its approval, and it was not approved anew since."),
    ]


class ProjectQuery(PageQuery):
    region_code: RegionCode | None = None


@router.get("", response_model=Page[ProjectOut])
async def list_projects(
    request: Request,
    query: Annotated[ProjectQuery, Query()],
    tx: Transaction,
    _: Principal = allow("loans:read"),
) -> Listing[Project]:
    """Every approved project that a loan may name."""
    return await page(request, tx, Project, query)


@router.get("/{id}", response_model=ProjectOut, responses=problems(NOT_FOUND))
async def get_project(id: UUID, tx: Transaction, _: Principal = allow("loans:read")) -> Project:
    """One approved project."""
    return await tx.get(Project, id)
