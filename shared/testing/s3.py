"""A small S3 for tests, in memory: signed requests that put, upload in parts, get, list and delete."""

import hashlib
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any
from urllib.parse import unquote
from xml.sax.saxutils import escape

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

SIGNED = re.compile(
    r"AWS4-HMAC-SHA256 Credential=tester/\d{8}/[\w-]+/s3/aws4_request, .*Signature=[0-9a-f]{64}"
)


class S3:
    """The state of the stub: objects by bucket and key, open uploads, and how it is asked to fail."""

    def __init__(self) -> None:
        self.objects: dict[str, tuple[bytes, datetime]] = {}
        self.uploads: dict[str, dict[int, bytes]] = {}
        self.unsigned = 0
        self.is_away = False

    async def answer(self, request: Request) -> Response:
        """One S3 request."""
        if self.is_away:
            return Response(status_code=500)
        if not SIGNED.fullmatch(request.headers.get("authorization", "")):
            self.unsigned += 1
            return Response("<Error><Code>AccessDenied</Code></Error>", 403, media_type="application/xml")
        key = unquote(request.path_params["key"]).strip("/")
        taken = getattr(self, f"_{request.method.lower()}")
        found: Response = await taken(key, request)
        return found

    async def _put(self, key: str, request: Request) -> Response:
        body = await request.body()
        upload = request.query_params.get("uploadId")
        if upload is None:
            self._keep(key, body)
        else:
            self.uploads[upload][int(request.query_params["partNumber"])] = body
        return Response(headers={"etag": _etag(body)})

    async def _post(self, key: str, request: Request) -> Response:
        if "uploads" in request.query_params:
            upload = f"upload-{len(self.uploads)}"
            self.uploads[upload] = {}
            return _xml("InitiateMultipartUploadResult", f"<UploadId>{upload}</UploadId>")
        if "delete" in request.query_params:
            named = [
                unquote(name) for name in re.findall(r"<Key>(.*?)</Key>", (await request.body()).decode())
            ]
            for name in named:
                self.objects.pop(f"{key}/{name}".lstrip("/"), None)
            deleted = "".join(f"<Deleted><Key>{escape(name)}</Key></Deleted>" for name in named)
            return _xml("DeleteResult", deleted)
        parts = self.uploads.pop(request.query_params["uploadId"])
        whole = b"".join(parts[number] for number in sorted(parts))
        self._keep(key, whole)
        return _xml("CompleteMultipartUploadResult", f"<ETag>{_etag(whole)}</ETag>")

    async def _get(self, key: str, request: Request) -> Response:
        if "list-type" in request.query_params:
            return self._listed(key, request.query_params.get("prefix", ""))
        return self._found(key)

    async def _head(self, key: str, request: Request) -> Response:
        return self._found(key)

    async def _delete(self, key: str, request: Request) -> Response:
        self.uploads.pop(request.query_params.get("uploadId", ""), None)
        self.objects.pop(key, None)
        return Response(status_code=204)

    def _keep(self, key: str, body: bytes) -> None:
        self.objects[key] = body, datetime.now(UTC)

    def _found(self, key: str) -> Response:
        if key not in self.objects:
            return Response("<Error><Code>NoSuchKey</Code></Error>", 404, media_type="application/xml")
        body, at = self.objects[key]
        return Response(
            body, headers={"etag": _etag(body), "last-modified": format_datetime(at, usegmt=True)}
        )

    def _listed(self, bucket: str, prefix: str) -> Response:
        rows = "".join(
            f"<Contents><Key>{escape(key.removeprefix(bucket + '/'))}</Key><Size>{len(body)}</Size>"
            f"<LastModified>{at.isoformat().replace('+00:00', 'Z')}</LastModified></Contents>"
            for key, (body, at) in sorted(self.objects.items())
            if key.startswith(f"{bucket}/{prefix}")
        )
        return _xml("ListBucketResult", f"<IsTruncated>false</IsTruncated>{rows}")


def _etag(body: bytes) -> str:
    return f'"{hashlib.sha256(body).hexdigest()[:32]}"'


def _xml(root: str, content: str) -> Response:
    return Response(f"<{root}>{content}</{root}>", media_type="application/xml")


@contextmanager
def s3() -> Iterator[tuple[str, S3]]:
    """An S3 on a free port of this machine: its address and its state."""
    state = S3()
    methods = ["GET", "HEAD", "PUT", "POST", "DELETE"]
    app: Any = Starlette(routes=[Route("/{key:path}", state.answer, methods=methods)])
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="warning"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    host, port = server.servers[0].sockets[0].getsockname()
    try:
        yield f"http://{host}:{port}", state
    finally:
        server.should_exit = True
        thread.join()
