"""Who may pass the gateway: whoever has a valid token, and without any whoever only reads."""

import re

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from shared.web.auth import authenticate

PUBLIC = re.compile(r"/[a-z]+/v[0-9]+/.*")
SAFE = ("GET", "HEAD")


class Identified:
    """Pure ASGI middleware: verifies the bearer token, and then passes it on for the service to verify.

    A read without a token passes too: the service knows what is published, and answers 401 for the rest.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or raise the 401 (or 503) that says why not (standards.md 3.2)."""
        if scope["type"] == "http":
            request = Request(scope)
            reads = scope["method"] in SAFE and PUBLIC.fullmatch(scope["path"])
            if not reads or "authorization" in request.headers:
                await authenticate(request)
        await self._app(scope, receive, send)
