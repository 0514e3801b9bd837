"""Versions of the reference data, and NUTS codes of both editions, over HTTP."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Request

from services.agenda.reference_versions.models import ReferenceVersion
from shared.kernel.principal import Principal
from shared.kernel.rules import NOT_FOUND
from shared.reference import catalogue
from shared.web.auth import anybody
from shared.web.paging import Listing, Page, PageQuery, page
from shared.web.problems import problems
from shared.web.router import Router, Transaction
from shared.web.schema import Filter, Read, Wire

router = Router("reference-versions")
nuts = Router("nuts-codes")
routers = (router, nuts)


class Edition(StrEnum):
    """Editions of NUTS; that of 2024 holds from 1 January 2024."""

    OF_2021 = "2021"
    OF_2024 = "2024"


class Change(Wire):
    what: str
    code: str
    detail: str


class ReferenceVersionOut(Read):
    number: int
    source: str
    digest: str
    valid_from: date
    loaded_on: date
    changes: list[Change]


class NutsCode(Wire):
    code: str
    level: int
    region_code: str


class NutsCodes(Wire):
    """Every code of an edition; NUTS-1 is a landsdeel, NUTS-2 a province, NUTS-3 a COROP area."""

    edition: Edition
    items: list[NutsCode]


class NutsQuery(Filter):
    edition: Edition = Edition.OF_2024


@router.get("", response_model=Page[ReferenceVersionOut])
async def list_reference_versions(
    request: Request,
    query: Annotated[PageQuery, Query()],
    tx: Transaction,
    _: Principal = anybody("agenda:read"),
) -> Listing[ReferenceVersion]:
    """Which reference data was loaded when, and what it changed (A4, A10)."""
    return await page(request, tx, ReferenceVersion, query)


@router.get("/{id}", response_model=ReferenceVersionOut, responses=problems(NOT_FOUND))
async def get_reference_version(
    id: UUID, tx: Transaction, _: Principal = anybody("agenda:read")
) -> ReferenceVersion:
    """One version of the reference data."""
    return await tx.get(ReferenceVersion, id)


@nuts.get("", response_model=NutsCodes)
async def list_nuts_codes(
    query: Annotated[NutsQuery, Query()], _: Principal = anybody("agenda:read")
) -> dict[str, Any]:
    """The region of each NUTS code of an edition (A4; domain.md section 6)."""
    edition = query.edition
    codes = [
        *((row["nuts1_code"], 1, row["landsdeel_code"]) for row in catalogue.rows("landsdelen")),
        *((row[f"nuts2_{edition}"], 2, row["cbs_province_code"]) for row in catalogue.rows("provinces")),
        *((row[f"nuts3_{edition}"], 3, row["corop_code"]) for row in catalogue.rows("corop_nuts3")),
    ]
    items = [{"code": code, "level": level, "region_code": region} for code, level, region in codes]
    return {"edition": edition, "items": items}
