"""What every answer carries, errors included: security headers, API version; HEAD and the last 500."""

import logging
from collections.abc import MutableMapping
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.server.refusals import SECURITY_HEADERS
from shared.web.languages import spoken_to
from shared.web.problems import UNEXPECTED, problem

log = logging.getLogger(__name__)

BODY_MAX_BYTES = 1024 * 1024
UPLOAD_MAX_BYTES = 32 * 1024 * 1024
OPEN = ("/openapi.json", "/asyncapi.json")  # of a whole application; any page may read them


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
        is_head = scope["method"] == "HEAD"
        scope = {**scope, "method": "GET"} if is_head else scope
        answer = _Answer(scope, send, self.version, is_head)
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


class _Answer:
    """The sending side of one request."""

    def __init__(self, scope: Scope, send: Send, version: bytes, is_head: bool) -> None:
        self._scope = scope
        self._send = send
        self._version = version
        self._head = is_head
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
        if _is_open(self._scope):
            wanted.append((b"access-control-allow-origin", b"*"))
        return headers + [(name, value) for name, value in wanted if name not in have]


def _is_open(scope: Scope) -> bool:
    """Whether a page of any site may read the answer: its route says so, an id may be spelt like anything."""
    own_path = scope["path"].removeprefix(scope.get("root_path", ""))
    return own_path in OPEN or getattr(scope.get("route"), "is_public", False)
