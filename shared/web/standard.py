"""What every answer carries, errors included: security headers, API version; HEAD and the last 500."""

import logging
from collections.abc import MutableMapping
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.kernel.sentences import Sentence
from shared.server.refusals import SECURITY_HEADERS
from shared.web.languages import spoken_to
from shared.web.problems import UNEXPECTED, Unserved, problem

log = logging.getLogger(__name__)

BODY_MAX_BYTES = 1024 * 1024
UPLOAD_MAX_BYTES = 32 * 1024 * 1024
UPLOADS = "/content"  # an address that ends so takes a file, which is streamed; all others take JSON
TOO_LARGE = Sentence("The body is larger than {most} bytes.", "De inhoud is groter dan {most} bytes.")


class Standard:
    """Pure ASGI middleware around a whole application."""

    def __init__(self, app: ASGIApp, version: str) -> None:
        self.app = app
        self.version = version.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and complete its answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        answer = _Answer(scope, send, self.version)
        if scope["method"] == "HEAD":
            scope = {**scope, "method": "GET"}
        try:
            with spoken_to(scope):
                await self.app(scope, receive, answer.send)
        except Exception:
            log.exception("unhandled error")
            if not answer.started:
                failure = problem(500, UNEXPECTED)
                await failure(scope, receive, answer.send)
            elif not answer.complete:
                raise


class Bounded:
    """Pure ASGI middleware that reads no more of a request's body than a service can want (413)."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; whoever reads its body past the bound gets the refusal raised."""
        read = 0
        most = UPLOAD_MAX_BYTES if scope.get("path", "").endswith(UPLOADS) else BODY_MAX_BYTES

        async def bounded() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > most:
                raise Unserved(413, TOO_LARGE.of(most=most))
            return message

        await self.app(scope, bounded, send)


class _Answer:
    """The sending side of one request."""

    def __init__(self, scope: Scope, send: Send, version: bytes) -> None:
        self._send = send
        self._version = version
        self._head = scope["method"] == "HEAD"
        self.public = scope["path"].endswith("/openapi.json") or scope["path"].count("/") == 1
        self.started = False
        self.complete = False

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.started = True
            message = {**message, "headers": self._completed(message)}
        elif message["type"] == "http.response.body":
            self.complete = not message.get("more_body", False)
            if self._head:
                message = {**message, "body": b""}
        await self._send(message)

    def _completed(self, message: MutableMapping[str, Any]) -> list[tuple[bytes, bytes]]:
        headers: list[tuple[bytes, bytes]] = list(message["headers"])
        have = {name.lower() for name, _ in headers}
        wanted = [*SECURITY_HEADERS, (b"api-version", self._version)]
        if self.public:
            wanted.append((b"access-control-allow-origin", b"*"))
        return headers + [(name, value) for name, value in wanted if name not in have]
