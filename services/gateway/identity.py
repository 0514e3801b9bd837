"""Who may pass the gateway, and how often: whoever has a valid token, and without any whoever only reads."""

import re

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from services.gateway.rates import Admission, Limits, telling
from shared.kernel.sentences import Sentence
from shared.web.auth import authenticate
from shared.web.observed import note
from shared.web.problems import Unserved

SERVED = re.compile(r"/[a-z]+/v[0-9]+/.*")  # what an address of a service looks like
NO_SUCH_ADDRESS = Sentence(
    "No such address. The documents are at /agenda/v1/openapi.json, /funding/v1/openapi.json, "
    "/loans/v1/openapi.json and /dossiers/v1/openapi.json; a trailing slash is another address.",
    "Dit adres bestaat niet. De documenten staan op /agenda/v1/openapi.json, /funding/v1/openapi.json, "
    "/loans/v1/openapi.json en /dossiers/v1/openapi.json; met een schuine streep aan het eind is het een "
    "ander adres.",
)
SAFE = ("GET", "HEAD")


class Identified:
    """Pure ASGI middleware: verifies the bearer token, and then passes it on for the service to verify.

    A read without a token passes too: the service knows what is published, and answers 401 for the rest.
    What can be no address of a service never gets there: it is 404, with a token or without.
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
        admitted = await self._admitted(Request(scope))
        with self._limits.under_way(admitted.who):
            await self._app(scope, admitted.weighing(receive), telling(send, admitted.headers))

    async def _admitted(self, request: Request) -> Admission:
        if not SERVED.fullmatch(request.scope["path"]):
            await self._limits.of_address(request)
            raise Unserved(404, NO_SUCH_ADDRESS)
        if request.method in SAFE and "authorization" not in request.headers:
            return await self._limits.of_address(request)
        try:
            principal = await authenticate(request)
        except HTTPException:
            await self._limits.of_address(request)  # guessing tokens is asking too
            raise
        note(request.scope, client=principal.client_id)
        return await self._limits.of_client(principal.client_id)
