"""Answers that whoever asked may keep: each route says for how long, all others say `no-store`."""

import hashlib
from typing import Any

from fastapi import Depends, Request, Response

TOLD_AGAIN = ("etag", "cache-control", "vary", "content-language")  # with a 304


def is_known(request: Request, etag: str) -> bool:
    """Whether the client has this version already (If-None-Match)."""
    listed = [part.strip().removeprefix("W/") for part in request.headers.get("if-none-match", "").split(",")]
    return etag in listed or listed == ["*"]


class _Keep:
    def __init__(self, cache_control: str) -> None:
        self.cache_control = cache_control

    async def __call__(self, request: Request) -> None:
        request.state.cache_control = self.cache_control


def kept_for(seconds: int, *, immutable: bool = False) -> Any:
    """A dependency of a route whose answer is the same for everybody, for at least so long."""
    return Depends(_Keep(f"public, max-age={seconds}{', immutable' if immutable else ''}"))


def cacheable(request: Request, response: Response) -> Response:
    """The answer with its Cache-Control and a strong ETag where its route says so; 304 when it is known."""
    wanted = getattr(request.state, "cache_control", None)
    if wanted is None or response.status_code not in (200, 304):
        return response
    response.headers["cache-control"] = wanted
    if "etag" not in response.headers and hasattr(response, "body"):
        response.headers["etag"] = f'"{hashlib.sha256(response.body).hexdigest()[:32]}"'
    etag = response.headers.get("etag")  # a stream has none: nobody knows its end yet
    if response.status_code == 200 and etag is not None and is_known(request, etag):
        told = {name: text for name, text in response.headers.items() if name in TOLD_AGAIN}
        return Response(None, 304, told)
    return response
