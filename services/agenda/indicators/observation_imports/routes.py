"""Imports of observations over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Request

from services.agenda.indicators.observation_imports import queries, rules
from services.agenda.indicators.observation_imports.heading import heading
from services.agenda.indicators.observation_imports.lines import Announced, batches
from services.agenda.indicators.observation_imports.models import ImportProblem, ObservationImport
from services.agenda.indicators.observation_imports.records import lines_of
from services.agenda.indicators.observation_imports.schema import (
    ImportIn,
    ImportOut,
    ImportQuery,
    ProblemOut,
    ProblemQuery,
    WithdrawalIn,
)
from shared.kernel.principal import Principal
from shared.kernel.rules import CHANGE, NOT_FOUND
from shared.kernel.takers import OWNER
from shared.web.auth import allow
from shared.web.files import UPLOAD_BODY, Uploaded, uploaded
from shared.web.paging import Listing, Page, page
from shared.web.problems import problems
from shared.web.router import IfMatch, Router, Transaction, idempotent, idempotent_upload
from shared.web.schema import in_a_language

router = Router("observation-imports")


@router.post("", response_model=ImportOut, status_code=201, dependencies=[idempotent])
async def announce_import(
    body: ImportIn, tx: Transaction, author: Principal = allow("agenda:measure")
) -> ObservationImport:
    """Announce a file of observations (A10, B5); send its bytes to `/content` next.

    `same` holds what is the same in all its lines, `columns` which of its columns is which, so that a
    table of Statistics Netherlands (CBS) needs no other editing.
    """
    same, columns = (part.model_dump(mode="json", exclude_none=True) for part in (body.same, body.columns))
    told = body.model_dump(exclude={"same", "columns"})
    found = tx.add(ObservationImport(owner=str(author.tenant), **told, same=same, columns=columns))
    tx.audit("observation-import.announced", found.id, body.model_dump(mode="json"))
    return found


@router.get("", response_model=Page[ImportOut])
async def list_imports(
    request: Request,
    query: Annotated[ImportQuery, Query()],
    tx: Transaction,
    _: Principal = allow("agenda:read"),
) -> Listing[ObservationImport]:
    """The caller's own imports (B5)."""
    return await page(request, tx, ObservationImport, query)


@router.get("/{id}", response_model=ImportOut, responses=problems(NOT_FOUND))
async def get_import(id: UUID, tx: Transaction, _: Principal = allow("agenda:read")) -> ObservationImport:
    """How far an import is, and how it ended."""
    return await tx.get(ObservationImport, id)


@router.put(
    "/{id}/content",
    response_model=ImportOut,
    dependencies=[uploaded, idempotent_upload],
    responses=problems(*CHANGE, *rules.RECEIVE),
    openapi_extra=UPLOAD_BODY,
)
async def upload_observations(
    request: Request,
    id: UUID,
    content: Uploaded,
    tx: Transaction,
    if_match: IfMatch,
    author: Principal = allow("agenda:measure"),
) -> ObservationImport:
    """Send the announced file, at most 32 MiB and 200,000 lines of CSV in UTF-8 (A10, B5).

    Its columns are code, edition, areaCode, year, value, priceBasis, status and source, and reason for the
    revision of a final value, in any order, with commas, semicolons or tabs between; decimals have a point
    unless `decimalMark` was announced. An area is a code or the name of a region, with or without (PV), (CR)
    or (LD); a year may be written 2015JJ00, and with a star is provisional. An export of
    `/datasets/observation/csv` may be sent back. Its lines are then looked at one by one: all of
    them are stored, or none, with every problem named.
    """
    found = await tx.get(ObservationImport, id, by=OWNER, if_match=if_match)
    rules.receive(found, content.key, content.size_bytes, content.sha256, content.is_text, tx.today)
    lines = lines_of(await request.app.state.objects.stream(content.key))
    head = await heading(lines, found.columns, found.same)
    rules.require_heading(head.missing, head.unknown, is_right=head.is_right)
    async for batch in batches(head, lines, Announced(found.same, found.decimal_mark)):
        tx.session.add_all(rules.note(found, batch.last, batch.skipped, batch.flaws))
        await queries.stage(tx.session, found.id, batch.values)
        await tx.flush()  # memory for one batch only
    tx.audit("observation-import.received", found.id, {"sha256": found.sha256})
    return found


@router.post(
    "/{id}/withdrawals",
    response_model=ImportOut,
    dependencies=[idempotent],
    responses=problems(*CHANGE, rules.LIFE.rule),
)
async def withdraw_import(
    id: UUID,
    body: WithdrawalIn,
    tx: Transaction,
    if_match: IfMatch,
    author: Principal = allow("agenda:measure"),
) -> ObservationImport:
    """Withdraw an import that has not ended; nothing of it is stored (B5)."""
    found = await tx.get(ObservationImport, id, by=OWNER, if_match=if_match, lock=True)
    rules.withdraw(found, body.reason)
    await tx.session.execute(queries.unstage(found.id))
    tx.audit("observation-import.withdrawn", found.id, body.model_dump(mode="json"))
    return found


@router.get(
    "/{id}/problems",
    response_model=Page[ProblemOut],
    dependencies=[Depends(in_a_language)],
    responses=problems(NOT_FOUND),
)
async def list_problems(
    request: Request,
    id: UUID,
    query: Annotated[ProblemQuery, Query()],
    tx: Transaction,
    _: Principal = allow("agenda:read"),
) -> Listing[ImportProblem]:
    """Everything that is wrong with the lines of an import (B5)."""
    found = await tx.get(ObservationImport, id)
    return await page(request, tx, ImportProblem, query, import_id=found.id)
