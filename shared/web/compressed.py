"""Answers of a kibibyte or more in gzip, for whoever accepts it."""

import re

from starlette.datastructures import Headers
from starlette.middleware.gzip import GZipResponder, IdentityResponder
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LEAST_BYTES = 1024
LEVEL = 6
AS_IT_IS = "no-transform"  # in Cache-Control: of a file, whose length and parts must stay what they are
GZIP = re.compile(r"(^|,)\s*(x-)?gzip\s*(;\s*q=(1(\.0*)?|0\.0*[1-9]\d*))?\s*(,|$)", re.IGNORECASE)


class Compressed:
    """Pure ASGI middleware; the gateway has it around what it answers itself, and passes the rest on.

    Never around what answers a secret beside something that the caller chose (the local issuer's tokens):
    the length of what is compressed tells of its content. An ETag names the version of a resource, as
    If-Match needs it, and so is the same in every coding; parts of a compressed answer are not offered.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and compress its answer, unless that is compressed already or says no."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        responder = _responder(Headers(scope=scope), self._app)
        responder.send = send
        chosen: Send = responder.send_with_compression

        async def answer(message: Message) -> None:
            nonlocal chosen
            if message["type"] == "http.response.start" and _stays(Headers(raw=list(message["headers"]))):
                chosen = send
            await chosen(message)

        await self._app(scope, receive, answer)


def _responder(asked: Headers, app: ASGIApp) -> IdentityResponder:
    if accepts_gzip(asked):
        return GZipResponder(app, LEAST_BYTES, LEVEL)
    return IdentityResponder(app, LEAST_BYTES)


def accepts_gzip(asked: Headers) -> bool:
    """Whether a request's Accept-Encoding names gzip, and not with the weight 0."""
    return GZIP.search(",".join(asked.getlist("accept-encoding"))) is not None


def _stays(answered: Headers) -> bool:
    """Of a file, and of what chose its coding itself."""
    chosen = "accept-encoding" in answered.get("vary", "").lower()
    return chosen or AS_IT_IS in answered.get("cache-control", "")
