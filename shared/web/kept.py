"""What never changes while a process runs: made once, compressed once, and answered as bytes."""

import gzip
import hashlib
from functools import lru_cache

from starlette.requests import Request
from starlette.responses import Response

from shared.web.caching import is_known
from shared.web.compressed import LEAST_BYTES, accepts_gzip

FOR_MINUTES = "public, max-age=300"
FOR_EVER = "public, max-age=31536000, immutable"


@lru_cache(maxsize=64)
def _zipped(content: bytes) -> bytes:
    """Compressed once, however many applications of one process answer it."""
    return gzip.compress(content, mtime=0)


class Kept:
    """Content with a strong ETag for each of its codings."""

    def __init__(self, content: bytes, media_type: str, cache_control: str, **headers: str) -> None:
        self.content = content
        self._media_type = media_type
        self._zipped = _zipped(content) if len(content) >= LEAST_BYTES else content
        self._digest = hashlib.sha256(content).hexdigest()[:32]
        self._headers = {"Cache-Control": cache_control, "Vary": "Accept-Encoding", **headers}

    async def answer(self, request: Request) -> Response:
        """The content in the coding that the client takes, or 304 when it has it."""
        zipped = accepts_gzip(request.headers) and self._zipped is not self.content
        headers = {**self._headers, "ETag": f'"{self._digest}{"-gzip" if zipped else ""}"'}
        if is_known(request, headers["ETag"]):
            return Response(status_code=304, headers=headers)
        if zipped:
            headers["Content-Encoding"] = "gzip"
        return Response(self._zipped if zipped else self.content, 200, headers, self._media_type)
