"""Rows as files: streamed, with memory for one batch only and no connection held for a slow reader."""

import csv
import io
import json
from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Any

from fastapi.responses import StreamingResponse
from sqlalchemy import Row, Select

from shared.kernel.names import named_outside
from shared.store.engine import Sessions
from shared.web.schema import utc

BATCH = 500
BETWEEN = "|"
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would carry out


class CsvResponse(StreamingResponse):
    """A table as CSV (RFC 4180), UTF-8."""

    media_type = "text/csv"


class JsonRowsResponse(StreamingResponse):
    """A table as one JSON array, streamed."""

    media_type = "application/json"


async def csv_lines(sessions: Sessions, rows: Select[Any], names: Sequence[str]) -> AsyncIterator[str]:
    """The rows as CSV; text that a spreadsheet would take for a formula begins with an apostrophe."""
    yield _written([names])
    async for batch in _batches(sessions, rows):
        yield _written([[_cell(value) for value in row] for row in batch])


async def json_rows(sessions: Sessions, rows: Select[Any], names: Sequence[str]) -> AsyncIterator[str]:
    """The rows as a JSON array of objects."""
    yield "["
    separator = ""
    async for batch in _batches(sessions, rows):
        rows_read = [dict(zip(names, map(named_outside, row), strict=True)) for row in batch]
        texts = [json.dumps(row, default=_text) for row in rows_read]
        yield separator + ",\n".join(texts)
        separator = ",\n"
    yield "]\n"


async def _batches(sessions: Sessions, rows: Select[Any]) -> AsyncIterator[Sequence[Row[Any]]]:
    """The rows, which are in the order of their id, in batches that are each read for themselves.

    A reader may be as slow as it likes: while it reads no connection is held for it.
    """
    id_column, further = rows.selected_columns["id"], rows
    while True:
        async with sessions() as session:
            batch = (await session.execute(further.limit(BATCH))).all()
        if not batch:
            return
        yield batch
        further = rows.where(id_column > batch[-1].id)


def _written(rows: Sequence[Sequence[Any]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue()


def plain(cell: str) -> str:
    """A cell of a file as it was before it was exported: without the apostrophe before a formula."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell


def _cell(value: Any) -> Any:
    """A value as one cell: several texts with a bar between them, everything else as the API writes it."""
    if isinstance(value, list):
        value = BETWEEN.join(map(str, value))
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return utc(value)
    if isinstance(value, str) and value.startswith(FORMULA):
        return f"'{value}"
    return value


def _text(value: Any) -> str:
    """A value that JSON has no kind for, as the API writes it: instants in UTC with a Z."""
    return utc(value) if isinstance(value, datetime) else str(value)
