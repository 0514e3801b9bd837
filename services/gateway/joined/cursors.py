"""Cursors of joined lists: where each service's own list goes on, for one address, filter and no other."""

from collections.abc import Mapping

from fastapi import Request
from fastapi.exceptions import RequestValidationError

from services.gateway.joined.rules import begun
from shared.web.paging import ANOTHER_CURSOR, RowsQuery
from shared.web.sealed import FINGERPRINT_BYTES, fingerprint, opened, sealed

PURPOSE = "joined cursor"


def after(request: Request, query: RowsQuery, marks: bytes | None) -> str | None:
    """The cursor of the next page; None after the last."""
    return None if marks is None else sealed(request, PURPOSE, fingerprint(query.given()) + marks)


def marks_of(request: Request, query: RowsQuery) -> Mapping[str, str | None]:
    """The marks in the cursor of a request; refused when it is of another list or filter."""
    if query.cursor is None:
        return begun(None)
    content = opened(request, PURPOSE, query.cursor) or b""
    if content[:FINGERPRINT_BYTES] != fingerprint(query.given()):
        raise RequestValidationError(
            [{"loc": ("query", "cursor"), "type": "cursor", "ctx": {"said": ANOTHER_CURSOR}}]
        )
    return begun(content[FINGERPRINT_BYTES:])
