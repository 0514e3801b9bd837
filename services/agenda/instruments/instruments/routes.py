"""The catalogue of instruments over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request

from services.agenda.instruments.instruments import queries, rules
from services.agenda.instruments.instruments.models import Instrument, Window
from services.agenda.instruments.instruments.schema import (
    EndIn,
    InstrumentContent,
    InstrumentIn,
    InstrumentOut,
    InstrumentQuery,
    MeasurementIn,
    WindowIn,
    WindowOut,
    WindowQuery,
    WithdrawalIn,
)
from shared.kernel.principal import Principal
from shared.kernel.regimes import IN_FORCE
from shared.kernel.rules import CHANGE, NOT_FOUND
from shared.kernel.takers import OWNER
from shared.web.auth import allow, anybody
from shared.web.paging import Listing, Page, page
from shared.web.problems import problems
from shared.web.router import IfMatch, Router, Transaction, idempotent

router = Router("instruments")
windows = Router("instrument-windows")
routers = (router, windows)

STEP = (*CHANGE, rules.LIFE.rule)
WINDOW_STEP = (*CHANGE, rules.WINDOW_LIFE.rule)


@router.post(
    "",
    response_model=InstrumentOut,
    status_code=201,
    dependencies=[idempotent],
    responses=problems(IN_FORCE, *rules.DESCRIBE),
)
async def describe_instrument(
    body: InstrumentIn, tx: Transaction, author: Principal = allow("agenda:catalogue")
) -> Instrument:
    """Describe an instrument: for whom, by whom, what it is in State-aid law (A24, B9, B11–B13, B51, B54)."""
    themes = await tx.regime(rules.THEMES_KNOWN, tx.today)
    ministries = await tx.regime(rules.MINISTRIES, tx.today)
    known = await tx.session.scalar(queries.with_code(body.code))
    described = Instrument(
        owner=str(author.tenant),
        drafted_by=[author.subject],
        regime=themes.reference,
        **body.model_dump(),
    )
    instrument = tx.add(rules.describe(described, author, themes, ministries, known=known is not None))
    tx.audit("instrument.described", instrument.id, body.model_dump(mode="json"))
    return instrument


@router.get("", response_model=Page[InstrumentOut])
async def list_instruments(
    request: Request,
    query: Annotated[InstrumentQuery, Query()],
    tx: Transaction,
    reader: Principal = anybody("agenda:read"),
) -> Listing[Instrument]:
    """The catalogue, by region, topsector, size, stage, theme, day, Dutch words (A24, B12, B14, B18, B25)."""
    fits = queries.matching(
        region_code=query.region_code,
        topsector=query.topsector,
        firm_size=query.firm_size,
        stage=query.stage,
        open_on=query.open_on,
        words=query.words,
        reader=reader.tenant,
    )
    return await page(request, tx, Instrument, query, fits)


@router.get("/{id}", response_model=InstrumentOut, responses=problems(NOT_FOUND))
async def get_instrument(id: UUID, tx: Transaction, _: Principal = anybody("agenda:read")) -> Instrument:
    """One instrument (A24)."""
    return await tx.get(Instrument, id)


@router.put(
    "/{id}",
    response_model=InstrumentOut,
    dependencies=[idempotent],
    responses=problems(*STEP, IN_FORCE, *rules.DESCRIBE),
)
async def revise_instrument(
    id: UUID,
    body: InstrumentContent,
    tx: Transaction,
    if_match: IfMatch,
    author: Principal = allow("agenda:catalogue"),
) -> Instrument:
    """Replace the description of a draft (A24)."""
    instrument = await tx.get(Instrument, id, by=OWNER, if_match=if_match)
    themes = await tx.regime(rules.THEMES_KNOWN, tx.today)
    ministries = await tx.regime(rules.MINISTRIES, tx.today)
    rules.revise(instrument, body.model_dump(), author, themes, ministries)
    tx.audit("instrument.revised", instrument.id, body.model_dump(mode="json"))
    return instrument


@router.post(
    "/{id}/withdrawals", response_model=InstrumentOut, dependencies=[idempotent], responses=problems(*STEP)
)
async def withdraw_instrument(
    id: UUID,
    body: WithdrawalIn,
    tx: Transaction,
    if_match: IfMatch,
    author: Principal = allow("agenda:catalogue"),
) -> Instrument:
    """Withdraw a draft that will not be published; its code is free again (A24)."""
    instrument = await tx.get(Instrument, id, by=OWNER, if_match=if_match)
    rules.withdraw(instrument)
    tx.audit("instrument.withdrawn", instrument.id, body.model_dump(mode="json"))
    return instrument


@router.post(
    "/{id}/publications",
    response_model=InstrumentOut,
    dependencies=[idempotent],
    responses=problems(*STEP, rules.FOUR_EYES),
)
async def publish_instrument(
    id: UUID, tx: Transaction, if_match: IfMatch, officer: Principal = allow("agenda:catalogue")
) -> Instrument:
    """Publish an instrument, by another officer than who described it (A24, B18)."""
    instrument = await tx.get(Instrument, id, by=OWNER, if_match=if_match)
    tx.emit(rules.publish(instrument, officer, tx.moment))
    return instrument


@router.post(
    "/{id}/windows",
    response_model=InstrumentOut,
    dependencies=[idempotent],
    responses=problems(*STEP, rules.PERIOD),
)
async def announce_window(
    id: UUID,
    body: WindowIn,
    tx: Transaction,
    if_match: IfMatch,
    author: Principal = allow("agenda:catalogue"),
) -> Instrument:
    """Announce when applications are taken; time opens and closes the window (A24, B18)."""
    instrument = await tx.get(Instrument, id, by=OWNER, if_match=if_match, lock=True)
    announced = Window(
        owner=instrument.owner,
        instrument_id=instrument.id,
        recorded_on=tx.recorded_on,
        **body.model_dump(),
    )
    window, told = rules.announce(instrument, announced, tx.today)
    tx.add(window)
    tx.emit(*told)
    tx.audit("instrument.window-announced", instrument.id, body.model_dump(mode="json"))
    return instrument


@router.get("/{id}/windows", response_model=Page[WindowOut], responses=problems(NOT_FOUND))
async def list_windows(
    request: Request,
    id: UUID,
    query: Annotated[WindowQuery, Query()],
    tx: Transaction,
    _: Principal = anybody("agenda:read"),
) -> Listing[Window]:
    """The windows of an instrument, past and to come (A24, B18)."""
    instrument = await tx.get(Instrument, id)
    return await page(request, tx, Window, query, instrument_id=instrument.id)


@router.post(
    "/{id}/measurements", response_model=InstrumentOut, dependencies=[idempotent], responses=problems(*STEP)
)
async def measure_instrument(
    id: UUID,
    body: MeasurementIn,
    tx: Transaction,
    if_match: IfMatch,
    author: Principal = allow("agenda:catalogue"),
) -> Instrument:
    """Record lead time, share of applications online and administrative burden (B18)."""
    instrument = await tx.get(Instrument, id, by=OWNER, if_match=if_match)
    rules.measure(instrument, body.lead_time_days, body.online_percent, body.burden_percent)
    tx.audit("instrument.measured", instrument.id, body.model_dump(mode="json"))
    return instrument


@router.post(
    "/{id}/limits",
    response_model=InstrumentOut,
    dependencies=[idempotent],
    responses=problems(*STEP, rules.PERIOD),
)
async def limit_instrument(
    id: UUID,
    body: EndIn,
    tx: Transaction,
    if_match: IfMatch,
    author: Principal = allow("agenda:catalogue"),
) -> Instrument:
    """Say what the last day of an instrument will be; time ends it and its windows after that (A24, B51)."""
    instrument = await tx.get(Instrument, id, by=OWNER, if_match=if_match)
    rules.limit(instrument, body.valid_until, tx.today)
    tx.audit("instrument.limited", instrument.id, body.model_dump(mode="json"))
    return instrument


@router.post(
    "/{id}/ends",
    response_model=InstrumentOut,
    dependencies=[idempotent],
    responses=problems(*STEP, rules.PERIOD),
)
async def end_instrument(
    id: UUID,
    body: EndIn,
    tx: Transaction,
    if_match: IfMatch,
    author: Principal = allow("agenda:catalogue"),
) -> Instrument:
    """End an instrument after its last day, and its windows; it stays in the catalogue as history (B51)."""
    instrument = await tx.get(Instrument, id, by=OWNER, if_match=if_match, lock=True)
    left = await tx.all(queries.windows_of(instrument), lock=True)
    tx.emit(*rules.end(instrument, left, body.valid_until, tx.today))
    tx.audit("instrument.ended", instrument.id, body.model_dump(mode="json"))
    return instrument


@windows.get("", response_model=Page[WindowOut])
async def list_all_windows(
    request: Request,
    query: Annotated[WindowQuery, Query()],
    tx: Transaction,
    _: Principal = anybody("agenda:read"),
) -> Listing[Window]:
    """The windows of all instruments, by the day on which they close when asked (A24, B18)."""
    return await page(request, tx, Window, query)


@windows.get("/{id}", response_model=WindowOut, responses=problems(NOT_FOUND))
async def get_window(id: UUID, tx: Transaction, _: Principal = anybody("agenda:read")) -> Window:
    """One window of an instrument (A24)."""
    return await tx.get(Window, id)


@windows.post(
    "/{id}/openings",
    response_model=WindowOut,
    dependencies=[idempotent],
    responses=problems(*WINDOW_STEP, rules.DAY),
)
async def open_window(
    id: UUID, tx: Transaction, if_match: IfMatch, author: Principal = allow("agenda:catalogue")
) -> Window:
    """Open a window that was over when it was entered here; time opens the others (A24)."""
    window = await tx.get(Window, id, by=OWNER, if_match=if_match)
    instrument = await tx.get(Instrument, window.instrument_id, lock=True)
    tx.emit(rules.open_window(window, instrument, tx.today))
    return window


@windows.post(
    "/{id}/closures",
    response_model=WindowOut,
    dependencies=[idempotent],
    responses=problems(*WINDOW_STEP, rules.DAY),
)
async def close_window(
    id: UUID, tx: Transaction, if_match: IfMatch, author: Principal = allow("agenda:catalogue")
) -> Window:
    """Close a window that was over when it was entered here; time closes the others (A24)."""
    window = await tx.get(Window, id, by=OWNER, if_match=if_match)
    instrument = await tx.get(Instrument, window.instrument_id, lock=True)
    tx.emit(*rules.close_window(window, instrument, tx.today))
    return window
