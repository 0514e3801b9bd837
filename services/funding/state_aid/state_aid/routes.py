"""The State-aid register over HTTP."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from fastapi import Path, Query, Request
from pydantic import Field

from services.funding.state_aid.state_aid import register, rules
from services.funding.state_aid.state_aid.models import AidEntry, Basis, Status
from shared.kernel.identifiers import KvkNumber
from shared.kernel.money import PositiveCents
from shared.kernel.principal import Principal
from shared.kernel.regimes import IN_FORCE
from shared.kernel.rules import NOT_FOUND, OWN_OBJECTS
from shared.web.auth import allow
from shared.web.dates import PastDate
from shared.web.gathering import gathered_by
from shared.web.paging import Listing, Page, PageQuery, page
from shared.web.problems import problems
from shared.web.router import Router, Transaction, idempotent
from shared.web.schema import AS_TEXT, Date, Filter, Line, Read, Wire, Write

entries_router = Router("state-aid-entries")
undertakings_router = Router("undertakings", "What State aid an undertaking had, and the room it has left.")


class AidEntryIn(Write):
    """Aid that some body granted to the undertaking; `source` names its decision."""

    kvk_number: KvkNumber
    amount_cents: PositiveCents
    granted_on: PastDate
    basis: Annotated[Basis, AS_TEXT]
    source: Line


class AidEntryOut(Read):
    kvk_number: str
    basis: Basis
    amount_cents: int
    counts_from: date
    source: str
    status: Status
    regime: str
    excess_cents: int
    expires_at: datetime | None
    ended_at: datetime | None
    end_reason: str | None
    application_id: Annotated[UUID | None, Field(description="Whose award gave it; null for other aid.")]
    project_id: UUID | None
    measure: Annotated[str | None, Field(description="Of the general block exemption (GBER).")]
    commission_decision: str | None
    publication_due_on: Annotated[
        date | None, Field(description="The last day to publish it, where it passes the threshold (TAM).")
    ]


class AidEntryQuery(PageQuery):
    kvk_number: KvkNumber | None = None
    application_id: UUID | None = None
    status: Status | None = None


class StandingQuery(Filter):
    reference_date: Annotated[Date | None, Query(description="Default: today in Amsterdam.")] = None


class StandingOut(Wire):
    """What the undertaking used of its de minimis room in the window that ends on the reference date."""

    kvk_number: str
    reference_date: date
    regime: str
    ceiling_cents: int
    used_cents: int
    reserved_cents: int
    room_cents: int
    sgei_room_cents: Annotated[
        int, Field(description="For de minimis aid to a service of general economic interest.")
    ]
    entries: list[AidEntryOut]


@entries_router.post(
    "",
    response_model=AidEntryOut,
    status_code=201,
    dependencies=[gathered_by("kvk_number"), idempotent],
    responses=problems(NOT_FOUND, OWN_OBJECTS, IN_FORCE, rules.GRANTED_BY_NOW),
)
async def declare_aid(
    body: AidEntryIn, tx: Transaction, officer: Principal = allow("funding:state-aid")
) -> AidEntry:
    """Enter aid that the undertaking got elsewhere, so that it counts for its room."""
    declaration = rules.Declaration(**body.model_dump())
    (undertaking,) = await register.locked([body.kvk_number], tx)
    entries, regimes = await register.account(body.kvk_number, body.granted_on, tx)
    entry = tx.add(rules.declare(undertaking.id, entries, regimes, declaration, tx.today))
    tx.audit("aid.declared", entry.id, {**body.model_dump(mode="json"), "excess_cents": entry.excess_cents})
    return entry


@entries_router.get("", response_model=Page[AidEntryOut])
async def list_aid(
    request: Request,
    query: Annotated[AidEntryQuery, Query()],
    tx: Transaction,
    _: Principal = allow("funding:read"),
) -> Listing[AidEntry]:
    """Entries of the register, for bodies that give aid."""
    return await page(request, tx, AidEntry, query)


@entries_router.get("/{id}", response_model=AidEntryOut, responses=problems(NOT_FOUND))
async def get_aid(id: UUID, tx: Transaction, _: Principal = allow("funding:read")) -> AidEntry:
    """One entry of the register."""
    return await tx.get(AidEntry, id)


@undertakings_router.get(
    "/{kvkNumber}", response_model=StandingOut, responses=problems(IN_FORCE, rules.GRANTING_BODY)
)
async def get_undertaking(
    kvk_number: Annotated[KvkNumber, Path(alias="kvkNumber")],
    query: Annotated[StandingQuery, Query()],
    tx: Transaction,
    reader: Principal = allow("funding:read"),
) -> rules.Standing:
    """How much de minimis room an undertaking has; one that the register does not know has all of it."""
    entries, regimes = await register.account(kvk_number, query.reference_date or tx.today, tx)
    return rules.standing(kvk_number, entries, regimes, reader)
