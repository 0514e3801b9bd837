"""Versions of the reference data, and NUTS codes of every edition since 2010, over HTTP."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Request
from pydantic import Field

from services.agenda.places.reference_versions import nuts
from services.agenda.places.reference_versions.models import ReferenceVersion
from shared.kernel.capitals import InCapitals
from shared.kernel.principal import Principal
from shared.kernel.regimes import IN_FORCE
from shared.kernel.rules import NOT_FOUND
from shared.web.auth import anybody
from shared.web.paging import Listing, Page, PageQuery, page
from shared.web.problems import problems
from shared.web.router import Router, Transaction
from shared.web.schema import Date, Filter, Read, Wire

router = Router("reference-versions")
codes = Router("nuts-codes", "NUTS codes of every edition since 2010.")
routers = (router, codes)


class Edition(StrEnum):
    """Editions of NUTS; when each holds is regime data."""

    OF_2010 = "2010"
    OF_2013 = "2013"
    OF_2016 = "2016"
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
    editions: Annotated[list[Edition], Field(description="Those that have the code that was asked.")]


Nuts = Annotated[str, InCapitals("^NL[0-9A-Z]{1,3}$")]
NutsRegion = Annotated[str, InCapitals("^(LD|PV|CR)[0-9]{2}$")]


class NutsQuery(Filter):
    edition: Annotated[Edition | None, Field(description="That of the reference date unless given.")] = None
    reference_date: Annotated[Date | None, Field(description="Today unless given.")] = None
    code: Annotated[Nuts | None, Field(description="Only this code.")] = None
    region_code: Annotated[NutsRegion | None, Field(description="Only the code of this region.")] = None


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


@codes.get("", response_model=NutsCodes, responses=problems(IN_FORCE))
async def list_nuts_codes(
    query: Annotated[NutsQuery, Query()], tx: Transaction, _: Principal = anybody("agenda:read")
) -> dict[str, Any]:
    """The region of each NUTS code, and the code of each region, by edition (A4; domain.md section 6)."""
    day = query.reference_date or tx.today
    edition = query.edition or (await tx.regime(nuts.NUTS_EDITIONS, day)).text("edition")
    return {
        "edition": edition,
        "items": nuts.nuts_codes(edition, query.code, query.region_code),
        "editions": nuts.editions_with(query.code),
    }
