"""Who may pass the gateway: whoever has a valid access token, and anybody for the OpenAPI documents."""

import re

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from shared.web.auth import authenticate

PUBLIC = re.compile(r"/[a-z]+/v[0-9]+/openapi\.json")


class Identified:
    """Pure ASGI middleware: verifies the bearer token, and then passes it on for the service to verify."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or raise the 401 (or 503) that says why not (standards.md 3.2)."""
        if scope["type"] == "http" and not PUBLIC.fullmatch(scope["path"]):
            await authenticate(Request(scope))
        await self._app(scope, receive, send)
