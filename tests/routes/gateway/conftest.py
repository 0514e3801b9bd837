"""A gateway, the local issuer and a stand-in service, each on a real socket of 127.0.0.1."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import httpx
import pytest
import uvicorn
from joserfc.jwk import RSAKey
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from deploy.local.issuer import Issuer
from deploy.local.processes import free_port
from services.gateway.app import create_app
from services.gateway.settings import GatewaySettings
from shared.server.start import options
from shared.settings import Settings
from shared.web.tokens import trusted

CHUNK = b"x" * 65_536
BODY_MAX_BYTES = 1_000_000
STALL_SECONDS = 1
SOON_SECONDS = 60  # what must happen does so at once on a quiet machine, and within this on any
UNUSED = "http://127.0.0.1:9"  # the discard port: nothing listens there


@asynccontextmanager
async def listening(app: ASGIApp, port: int = 0) -> AsyncIterator[str]:
    """The address at which the application is served, as in production."""
    port = port or free_port()
    server = uvicorn.Server(uvicorn.Config(app, **options(Settings(port=port))))
    served = asyncio.create_task(server.serve())
    async with asyncio.timeout(SOON_SECONDS):
        while not server.started:  # noqa: ASYNC110 - uvicorn offers no event to wait for
            await asyncio.sleep(0.01)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    await served


@dataclass
class Service:
    """A service behind the gateway: remembers what reached it and does what its path says."""

    method: str = ""
    path: str = ""
    query: str = ""
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""
    arrived: int = 0
    moved: int = 0
    may_go_on: asyncio.Event = field(default_factory=asyncio.Event)
    left: asyncio.Event = field(default_factory=asyncio.Event)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the last part of the path says; with what was asked when it says nothing special."""
        if scope["type"] != "http":
            return
        self.method, self.path = scope["method"], scope["raw_path"].decode()
        self.query = scope["query_string"].decode()
        self.headers = [(name.decode(), value.decode()) for name, value in scope["headers"]]
        self.arrived, self.moved = self.arrived + 1, 0
        match scope["path"].rpartition("/")[2]:
            case "download":
                await self._download(receive, send)
            case "upload":
                await self._upload(receive, send)
            case "stall":
                await asyncio.sleep(STALL_SECONDS)
            case "dies":
                await self._die(int(self.query), send)
            case "read-only":
                await answer(send, 405, b"", ("allow", "GET, HEAD"), ("api-version", "9.9.9"))
            case "projects" | "applications" | "pledges" | "loans" | "guarantees" | "tasks":
                await answer(send, 200, b'{"items":[],"_links":{"next":null}}')
            case _:
                self.body = await whole(receive)
                await answer(
                    send,
                    200,
                    b'{"ok":true}',
                    ("etag", '"3"'),
                    ("api-version", "9.9.9"),
                    ("connection", "x-internal"),
                    ("x-internal", "not for clients"),
                    ("traceparent", "00-" + "a" * 32 + "-" + "b" * 16 + "-01"),
                )

    def all(self, name: str) -> list[str]:
        """Every value of a header that reached the service."""
        return [value for key, value in self.headers if key == name]

    async def _download(self, receive: Receive, send: Send) -> None:
        await whole(receive)
        watch = asyncio.create_task(self._watch(receive))
        await send(start(200, ("content-type", "application/octet-stream")))
        for _ in range(1024):
            await send({"type": "http.response.body", "body": CHUNK, "more_body": True})
            await asyncio.sleep(0)  # gateway and caller share this loop
            if self.left.is_set():
                return
            self.moved += len(CHUNK)
        await send({"type": "http.response.body", "body": b""})
        watch.cancel()

    async def _watch(self, receive: Receive) -> None:
        while (await receive())["type"] != "http.disconnect":
            pass
        self.left.set()

    async def _die(self, after_bytes: int, send: Send) -> None:
        await send(start(200, ("content-length", str(after_bytes + 1))))
        await send({"type": "http.response.body", "body": b"x" * after_bytes, "more_body": True})
        raise ConnectionError("the service dies in the middle of its answer")

    async def _upload(self, receive: Receive, send: Send) -> None:
        await self.may_go_on.wait()
        more = True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                self.left.set()
                return
            self.moved += len(message.get("body", b""))
            more = message.get("more_body", False)
        await answer(send, 201, b"")


def start(status: int, *headers: tuple[str, str]) -> Message:
    """The ASGI message that opens an answer."""
    pairs = [(name.encode(), value.encode()) for name, value in headers]
    return {"type": "http.response.start", "status": status, "headers": pairs}


async def answer(send: Send, status: int, body: bytes, *headers: tuple[str, str]) -> None:
    """A whole answer at once."""
    await send(
        start(status, ("content-type", "application/json"), ("content-length", str(len(body))), *headers)
    )
    await send({"type": "http.response.body", "body": body})


async def whole(receive: Receive) -> bytes:
    """The body of a request."""
    found, more = b"", True
    while more:
        message = await receive()
        found += message.get("body", b"")
        more = message.get("more_body", False)
    return found


@asynccontextmanager
async def breaking_off() -> AsyncIterator[str]:
    """The address of a server that takes a request and hangs up without a word."""

    async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.close()

    server = await asyncio.start_server(hang_up, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


@pytest.fixture(scope="session")
def agenda_service() -> Service:
    """The one service of these tests that answers."""
    return Service()


@pytest.fixture
def service(agenda_service: Service) -> Service:
    """The service, having seen nothing yet."""
    vars(agenda_service).update(vars(Service()))
    return agenda_service


@pytest.fixture(scope="session")
async def settings(agenda_service: Service) -> AsyncIterator[GatewaySettings]:
    """Agenda answers, funding is down, loans hangs up."""
    port = free_port()
    issuer = Issuer(
        f"http://127.0.0.1:{port}", "groeikracht", "tenant", RSAKey.generate_key(2048, auto_kid=True)
    )
    async with (
        listening(issuer.app(), port) as issuer_url,
        listening(agenda_service) as agenda_url,
        breaking_off() as loans_url,
    ):
        yield GatewaySettings(
            environment="local",
            issuer=issuer_url,
            agenda_url=agenda_url,
            funding_url=UNUSED,
            loans_url=loans_url,
            gateway_total_seconds=SOON_SECONDS,
            gateway_body_max_bytes=BODY_MAX_BYTES,
        )


@asynccontextmanager
async def calling(settings: GatewaySettings) -> AsyncIterator[httpx.AsyncClient]:
    """A client of a gateway of its own with these settings, without a token."""
    async with (
        listening(create_app(settings)) as url,
        httpx.AsyncClient(base_url=url, timeout=SOON_SECONDS, verify=trusted()) as client,
    ):
        yield client


async def become(client: httpx.AsyncClient, name: str) -> None:
    """Send the token of this local client from now on."""
    form = {"grant_type": "client_credentials", "client_id": name, "client_secret": "local"}
    granted = (await client.post("/local/token", data=form)).raise_for_status()
    client.headers["Authorization"] = f"Bearer {granted.json()['access_token']}"


@pytest.fixture(scope="session")
async def gateway(settings: GatewaySettings) -> AsyncIterator[str]:
    """The address of the gateway."""
    async with listening(create_app(settings)) as url:
        yield url


@pytest.fixture
async def stranger(gateway: str) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody without a token."""
    async with httpx.AsyncClient(base_url=gateway, timeout=SOON_SECONDS, verify=trusted()) as client:
        yield client


@pytest.fixture
async def caller(stranger: httpx.AsyncClient) -> httpx.AsyncClient:
    """Region Brainport, with a token of the local issuer."""
    await become(stranger, "region-brainport")
    return stranger
