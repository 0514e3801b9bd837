"""Files in and out: a request's body streamed into the object store, an object streamed to its reader."""

from collections.abc import AsyncIterator
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import Depends, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import StreamingResponse
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from shared.kernel.ids import uuid7
from shared.kernel.rules import Refused
from shared.kernel.sentences import Sentence
from shared.objects.store import Objects, Received
from shared.web.caching import is_known
from shared.web.compressed import AS_IT_IS
from shared.web.problems import Unserved
from shared.web.router import FILE_TYPE

BROKEN_OFF = Sentence(
    "The body broke off before its end; nothing of it was kept.",
    "De inhoud brak af voor het einde; er is niets van bewaard.",
)
BEFORE_COMMIT = (
    Refused,
    RequestValidationError,
    HTTPException,
)  # ends an act while nothing names the object yet
FILE: dict[str, Any] = {"schema": {"type": "string", "format": "binary"}}
UPLOAD_BODY = {"requestBody": {"required": True, "content": {FILE_TYPE: FILE}}}
DOWNLOAD_BODY: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The file, as an attachment; its ETag is its SHA-256.",
        "content": {"application/octet-stream": FILE, "*/*": FILE},
    },
    304: {"description": "The client has it already."},
}


async def _receive(request: Request) -> AsyncIterator[Received]:
    """The body as an object of its own, stored before any transaction begins.

    A slow sender so holds no connection of the database, and what is made of the files of all clients has
    together no more of them than one client; of one client, half of that. When the act is refused the object
    goes at once; when the process dies in between, what stays behind is swept
    (`python -m services agenda sweep`).
    """
    objects: Objects = request.app.state.objects
    try:
        received = await objects.receive(f"{UPLOADED}/{uuid7()}", request.stream())
    except ClientDisconnect:
        raise Unserved(400, BROKEN_OFF) from None
    try:
        async with request.app.state.shares.upload(request.state.principal.client_id):
            yield received
    except BEFORE_COMMIT:
        await objects.remove(received.key)
        raise
    if request.state.tx.answer is None:  # a replay: what it sent is there already, from the first time
        await objects.remove(received.key)


UPLOADED = "uploaded"  # the folder of the store in which uploads are
Uploaded = Annotated[Received, Depends(_receive, scope="function")]
uploaded = Depends(_receive, scope="function")  # the first of a route's dependencies: before its transaction


async def attachment(
    request: Request, key: str, *, media_type: str, file_name: str, size_bytes: int, sha256: str
) -> Response:
    """An object as a file to keep: never shown in the browser, never of another type than declared."""
    headers = {
        "ETag": f'"{sha256}"',
        "Content-Disposition": disposition(file_name),
        "Cache-Control": f"private, no-cache, {AS_IT_IS}",
    }
    if is_known(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    objects: Objects = request.app.state.objects
    headers["Content-Length"] = str(size_bytes)
    return StreamingResponse(await objects.stream(key), headers=headers, media_type=media_type)


def disposition(file_name: str) -> str:
    """Content-Disposition with a plain name for old clients and the whole one in UTF-8 (RFC 6266)."""
    plain = "".join(c if c.isascii() and (c.isalnum() or c in " ._-") else "_" for c in file_name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(file_name, safe='')}"
