"""Who may pass the gateway, and how often: whoever has a valid token, and without any whoever only reads."""

import re

from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.gateway.rates import Headers, Limits
from shared.web.auth import authenticate
from shared.web.observed import note

PUBLIC = re.compile(r"/[a-z]+/v[0-9]+/.*")
SAFE = ("GET", "HEAD")


class Identified:
    """Pure ASGI middleware: verifies the bearer token, and then passes it on for the service to verify.

    A read without a token passes too: the service knows what is published, and answers 401 for the rest.
    """

    def __init__(self, app: ASGIApp, limits: Limits) -> None:
        self._app = app
        self._limits = limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or raise the 401, 429 (or 503) that says why not (standards.md 3.2, D12)."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        note(scope, route=f"{scope.get('root_path', '')}/{{path}}")
        headers = await self._admitted(Request(scope))

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(headers)
            await send(message)

        await self._app(scope, receive, told)

    async def _admitted(self, request: Request) -> Headers:
        reads = request.method in SAFE and PUBLIC.fullmatch(request.scope["path"])
        if reads and "authorization" not in request.headers:
            return await self._limits.of_address(request)
        try:
            principal = await authenticate(request)
        except HTTPException:
            await self._limits.of_address(request)  # guessing tokens is asking too
            raise
        note(request.scope, client=principal.client_id)
        return await self._limits.of_client(principal.client_id)
