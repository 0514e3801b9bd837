"""What comes in from a client on its way to a service: a body, and whether the client is still there."""

import asyncio
from collections.abc import AsyncIterator

from starlette.types import Receive, Scope

_FRAMING = (b"content-length", b"transfer-encoding")


class BodyTooLarge(Exception):
    """The request's body is larger than the gateway lets through."""


class ClientGone(Exception):
    """The client closed its connection before the exchange was complete."""


class Body:
    """The request's body: read once, counted, and then watched for the client going away."""

    def __init__(self, scope: Scope, receive: Receive, max_bytes: int) -> None:
        framing = {name: value for name, value in scope["headers"] if name in _FRAMING}
        self.declared = int(framing.get(b"content-length", b"0"))
        self._receive = receive
        self._max_bytes = max_bytes
        self._read = asyncio.Event()
        self.expected = self.declared > 0 or b"transfer-encoding" in framing
        if not self.expected:
            self._read.set()

    def refuse_if_declared_too_large(self) -> None:
        """BodyTooLarge before a single byte of it is read."""
        if self.declared > self._max_bytes:
            raise BodyTooLarge

    async def chunks(self) -> AsyncIterator[bytes]:
        """The body as it comes in; BodyTooLarge or ClientGone when it cannot be passed on whole."""
        size, more = 0, True
        while more:
            message = await self._receive()
            if message["type"] == "http.disconnect":
                raise ClientGone
            size += len(message.get("body", b""))
            if size > self._max_bytes:
                raise BodyTooLarge
            more = message.get("more_body", False)
            if not more:
                self._read.set()  # before the last chunk: who knows the length never asks for more
            if message.get("body"):
                yield message["body"]

    async def client_gone(self) -> None:
        """Return when the client closes its connection after it sent its request."""
        await self._read.wait()
        while (await self._receive())["type"] != "http.disconnect":
            pass
