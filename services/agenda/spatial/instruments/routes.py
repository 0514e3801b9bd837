"""Instruments of spatial law over HTTP."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query, Request

from services.agenda.entity import RECORDS, kinds
from services.agenda.spatial.instruments import rules
from services.agenda.spatial.instruments.models import SpatialInstrument, Status
from shared.kernel.identifiers import RegionCode
from shared.kernel.principal import Principal
from shared.kernel.regimes import IN_FORCE
from shared.kernel.rules import CHANGE, NOT_FOUND, OWN_OBJECTS
from shared.kernel.takers import OWNER
from shared.records.subjects import queries as subjects
from shared.web.auth import allow, anybody
from shared.web.dates import PastDate, SoonDate
from shared.web.named import NamesOneOf
from shared.web.paging import Listing, Page, PageQuery, page
from shared.web.problems import problems
from shared.web.router import IfMatch, Router, Transaction, idempotent
from shared.web.schema import Code, Line, Prose, Read, Uuid, Write

router = Router("spatial-instruments")


class SpatialInstrumentIn(Write):
    region_code: RegionCode
    kind: Code
    title: Line
    authority: Line
    decided_on: PastDate
    identifier: Line
    flexibility: Prose
    subject_kind: Code
    subject_id: Annotated[Uuid, NamesOneOf(kinds, "subject_kind")]


class EndIn(Write):
    ended_on: SoonDate


class SpatialInstrumentOut(Read):
    region_code: str
    kind: str
    title: str
    authority: str
    decided_on: date
    identifier: str
    flexibility: str
    subject_kind: str
    subject_id: UUID
    regime: str
    status: Status
    ended_on: date | None


class SpatialInstrumentQuery(PageQuery):
    region_code: RegionCode | None = None
    kind: Code | None = None
    subject_kind: Code | None = None
    subject_id: UUID | None = None
    status: Status | None = None
    sort: Literal["decidedOn", "-decidedOn", "id", "-id"] | None = None


@router.post(
    "",
    response_model=SpatialInstrumentOut,
    status_code=201,
    dependencies=[idempotent],
    responses=problems(NOT_FOUND, OWN_OBJECTS, IN_FORCE, *rules.LINK),
)
async def link_spatial_instrument(
    body: SpatialInstrumentIn, tx: Transaction, author: Principal = allow("agenda:write")
) -> SpatialInstrument:
    """Link the instrument of spatial law that carries a project, site, asset or opportunity (A22)."""
    regime = await tx.regime(rules.KINDS, body.decided_on)
    subject = await tx.find(subjects.record(RECORDS, body.subject_kind, body.subject_id))
    instrument = SpatialInstrument(
        owner=f"region:{body.region_code}", regime=regime.reference, **body.model_dump()
    )
    tx.add(instrument)
    tx.emit(rules.link(instrument, subject, regime, tx.today))
    return instrument


@router.get("", response_model=Page[SpatialInstrumentOut])
async def list_spatial_instruments(
    request: Request,
    query: Annotated[SpatialInstrumentQuery, Query()],
    tx: Transaction,
    _: Principal = anybody("agenda:read"),
) -> Listing[SpatialInstrument]:
    """Instruments, of one record or region if asked (A22)."""
    return await page(request, tx, SpatialInstrument, query)


@router.get("/{id}", response_model=SpatialInstrumentOut, responses=problems(NOT_FOUND))
async def get_spatial_instrument(
    id: UUID, tx: Transaction, _: Principal = anybody("agenda:read")
) -> SpatialInstrument:
    """One instrument."""
    return await tx.get(SpatialInstrument, id)


@router.post(
    "/{id}/ends",
    response_model=SpatialInstrumentOut,
    dependencies=[idempotent],
    responses=problems(*CHANGE, rules.LIFE.rule, rules.DECIDED),
)
async def end_spatial_instrument(
    id: UUID,
    body: EndIn,
    tx: Transaction,
    if_match: IfMatch,
    author: Principal = allow("agenda:write"),
) -> SpatialInstrument:
    """Record that an instrument was replaced or lapsed (A22)."""
    instrument = await tx.get(SpatialInstrument, id, by=OWNER, if_match=if_match)
    tx.emit(rules.end(instrument, body.ended_on))
    return instrument
