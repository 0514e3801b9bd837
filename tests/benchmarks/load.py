"""Clients that cost little themselves: connections that stay open, each with one request at a time."""

import asyncio
import json
import time
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import ceil
from typing import Any
from urllib.parse import urlsplit

import httptools

HANGS_SECONDS = 100  # what takes longer than it may and this hangs


@dataclass(frozen=True)
class Answer:
    """What came back, with when it was asked for and when it was there."""

    status: int
    body: bytes
    asked: float
    answered: float

    @property
    def json(self) -> Any:
        """What the body says."""
        return json.loads(self.body)

    @property
    def seconds(self) -> float:
        """How long it took."""
        return self.answered - self.asked


@dataclass(frozen=True)
class Request:
    """What is sent; a command gets a key of its own."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: Any = b""

    def bytes(self, host: str) -> bytes:
        """As it goes over the wire."""
        content = self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()
        lines = {"Host": host, **self.headers, "Content-Length": str(len(content))}
        if self.method != "GET":
            if not isinstance(self.body, bytes):
                lines["Content-Type"] = "application/json"
            lines.setdefault("Idempotency-Key", f'"{uuid.uuid4()}"')
        head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        return f"{self.method} {self.path} HTTP/1.1\r\n{head}\r\n".encode() + content


class Connection(asyncio.Protocol):
    """One connection to a server."""

    def __init__(self, host: str) -> None:
        self._host = host
        self._waiting: asyncio.Future[tuple[int, bytes]] | None = None
        self._body: list[bytes] = []

    def connection_made(self, transport: Any) -> None:
        self._transport = transport
        self._parser = httptools.HttpResponseParser(self)

    def data_received(self, data: bytes) -> None:
        self._parser.feed_data(data)

    def on_body(self, body: bytes) -> None:
        self._body.append(body)

    def on_message_complete(self) -> None:
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            waiting.set_result((self._parser.get_status_code(), b"".join(self._body)))
        self._body = []
        self._parser = httptools.HttpResponseParser(self)

    def connection_lost(self, exc: Exception | None) -> None:
        if self._waiting is not None:
            self._waiting.set_exception(exc or ConnectionError("closed without an answer"))

    async def ask(self, request: Request) -> Answer:
        """Send a request and wait for its answer."""
        self._waiting = asyncio.get_running_loop().create_future()
        asked = time.monotonic()
        self._transport.write(request.bytes(self._host))
        status, body = await self._waiting
        return Answer(status, body, asked, time.monotonic())

    def close(self) -> None:
        """Hang up."""
        self._waiting = None
        self._transport.close()


async def connect(url: str) -> Connection:
    """A connection to the server of this address."""
    host = urlsplit(url).netloc
    loop = asyncio.get_running_loop()
    _, made = await loop.create_connection(
        lambda: Connection(host), urlsplit(url).hostname, urlsplit(url).port
    )
    return made


async def ask(url: str, requests: Iterable[Request], clients: int, seconds: float = 600) -> list[Answer]:
    """So many clients send these requests, each the next one that nobody took, until none or no time is left.

    With more addresses than one, separated by spaces, the clients are divided over them.
    """
    waiting, end, answers = iter(requests), time.monotonic() + seconds, []
    addresses = url.split()

    async def client(number: int) -> None:
        connection = await connect(addresses[number % len(addresses)])
        for request in waiting:
            answers.append(await connection.ask(request))
            if time.monotonic() > end:
                break
        connection.close()

    async with asyncio.timeout(seconds + HANGS_SECONDS):
        await asyncio.gather(*(client(number) for number in range(clients)))
    return answers


def rate(answers: list[Answer]) -> float:
    """Answers a second, from the first question to the last answer."""
    first, last = min(found.asked for found in answers), max(found.answered for found in answers)
    return len(answers) / (last - first)


def percentile(seconds: Iterable[float], percent: int) -> float:
    """In milliseconds, by the nearest rank."""
    found = sorted(seconds)
    return found[ceil(len(found) * percent / 100) - 1] * 1000
