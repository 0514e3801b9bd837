"""Who may pass the gateway: whoever has a valid access token, and anybody for the OpenAPI documents."""

import re

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from shared.web.auth import authenticate
from shared.web.problems import problem

PUBLIC = re.compile(r"/[a-z]+/v[0-9]+/openapi\.json")


class Identified:
    """Pure ASGI middleware: verifies the bearer token, and then passes it on for the service to verify."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or raise the 401 that says what is missing (standards.md 3.2)."""
        if scope["type"] == "http" and not PUBLIC.fullmatch(scope["path"]):
            await authenticate(Request(scope))
        await self._app(scope, receive, send)


async def issuer_away(_: Request, __: Exception) -> Response:
    """The answer while no key of the OpenID provider is known."""
    return problem(
        503,
        "Access tokens cannot be verified now: the OpenID provider is away. Try again in a moment.",
        headers={"Retry-After": "5"},
    )
