"""A client for route tests that sends what every request needs and forgets nothing it was answered."""

import asyncio
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import httpx

from shared.settings import Settings
from shared.testing.callers import TrustingVerifier
from shared.web.app import Service
from shared.web.auth import Verifier


class Api:
    """One service under test, called as somebody."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self.http = http

    async def get(self, path: str, who: dict[str, str], **query: Any) -> httpx.Response:
        """GET as somebody."""
        return await self.http.get(path, headers=who, params=query)

    async def post(
        self,
        path: str,
        who: dict[str, str],
        body: object = None,
        *,
        etag: str | None = None,
        key: str | None = None,
        at: str | None = None,
        method: str = "POST",
    ) -> httpx.Response:
        """POST as somebody, under a new idempotency key unless one is given, at a business time if given."""
        headers = {**who, "Idempotency-Key": f'"{key or uuid.uuid4()}"'}
        if etag is not None:
            headers["If-Match"] = etag
        if at is not None:
            headers["Business-Time"] = at
        return await self.http.request(method, path, headers=headers, json=body)


def code(answer: httpx.Response) -> str:
    """The code of the rule that an answer was refused by."""
    return str(answer.json()["type"]).rsplit("/", maxsplit=1)[-1]


async def patiently(send: Callable[[], Awaitable[httpx.Response]]) -> httpx.Response:
    """Send as a client that keeps to Retry-After while the first request with its key still runs."""
    answer = await send()
    if answer.status_code != 409 or code(answer) != "idempotency.first-ended":
        return answer
    await asyncio.sleep(int(answer.headers["retry-after"]))
    return await patiently(send)


@asynccontextmanager
async def serving(
    service: Service, settings: Settings, verifier: Verifier | None = None
) -> AsyncIterator[Api]:
    """The service's whole ASGI application, in this process, on a real database."""
    app = service.asgi(settings, verifier or TrustingVerifier())
    async with (
        started(app),
        httpx.AsyncClient(
            transport=httpx.ASGITransport(app=app, raise_app_exceptions=False),
            base_url=f"http://test/{service.name}/v1",
            timeout=30,
        ) as http,
    ):
        yield Api(http)


@asynccontextmanager
async def started(app: Any) -> AsyncIterator[None]:
    """An application that has started; RuntimeError with its reason when it does not."""
    asked: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    told: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    task = asyncio.create_task(app({"type": "lifespan", "asgi": {"version": "3.0"}}, asked.get, told.put))
    await asked.put({"type": "lifespan.startup"})
    answer = await told.get()
    if answer["type"] != "lifespan.startup.complete":
        raise RuntimeError(f"the application did not start: {answer.get('message')}")
    yield
    await asked.put({"type": "lifespan.shutdown"})
    await told.get()
    await task
