"""Funding lines over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request
from pydantic import Field
from sqlalchemy import select

from services.loans.origination.credit_lines import rules
from services.loans.origination.credit_lines.models import CreditLine
from shared.kernel.identifiers import RomCode
from shared.kernel.money import PositiveCents
from shared.kernel.principal import Principal
from shared.kernel.rules import NOT_FOUND, OWN_OBJECTS
from shared.web.auth import allow
from shared.web.paging import Listing, Page, PageQuery, page
from shared.web.problems import problems
from shared.web.router import Router, Transaction, idempotent
from shared.web.schema import Read, Write

router = Router("credit-lines")


class CreditLineIn(Write):
    rom_code: RomCode
    year: Annotated[int, Field(ge=2014, le=2100)]
    amount_cents: PositiveCents


class CreditLineOut(Read):
    rom_code: str
    year: int
    amount_cents: int
    committed_cents: int


class CreditLineQuery(PageQuery):
    rom_code: RomCode | None = None
    year: int | None = None


@router.post(
    "",
    response_model=CreditLineOut,
    status_code=201,
    dependencies=[idempotent],
    responses=problems(OWN_OBJECTS, rules.SET_BY_STATE, rules.ONE_A_YEAR),
)
async def open_credit_line(
    body: CreditLineIn, tx: Transaction, officer: Principal = allow("loans:ceilings")
) -> CreditLine:
    """Set what a regional development company may lend in a year (A18)."""
    line = CreditLine(owner=f"rom:{body.rom_code}", **body.model_dump())
    existing = await tx.find(select(CreditLine).filter_by(rom_code=body.rom_code, year=body.year))
    tx.session.add(rules.open_line(line, existing, officer, tx.today))  # the State sets it, the ROM owns it
    tx.audit("credit-line.opened", line.id, body.model_dump(mode="json"))
    return line


@router.get("", response_model=Page[CreditLineOut])
async def list_credit_lines(
    request: Request,
    query: Annotated[CreditLineQuery, Query()],
    tx: Transaction,
    _: Principal = allow("loans:read"),
) -> Listing[CreditLine]:
    """The caller's own funding lines; the State sees all."""
    return await page(request, tx, CreditLine, query)


@router.get("/{id}", response_model=CreditLineOut, responses=problems(NOT_FOUND))
async def get_credit_line(id: UUID, tx: Transaction, _: Principal = allow("loans:read")) -> CreditLine:
    """One funding line."""
    return await tx.get(CreditLine, id)
