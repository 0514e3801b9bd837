"""The worker's own small HTTP port: is it alive, does it read, what does it count."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager

import uvicorn
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from shared.bus.pulse import Pulse
from shared.server.start import options
from shared.settings import Settings
from shared.store.clock import Clock


@asynccontextmanager
async def served(settings: Settings, pulse: Pulse, clock: Clock) -> AsyncIterator[None]:
    """Serve /livez, /readyz and /metrics while the block runs."""

    def is_ready() -> bool:
        return pulse.ready and clock.fault(settings.clock_off_max_seconds) is None

    def answer(check: Callable[[], bool]) -> Callable[[Request], Response]:
        return lambda _: JSONResponse(
            {
                "status": check(),
                "silentSeconds": pulse.silences(),
                "clockAheadSeconds": round(clock.offset, 1),
            },
            200 if check() else 503,
        )

    app = Starlette(
        routes=[
            Route("/livez", answer(lambda: pulse.alive)),
            Route("/readyz", answer(is_ready)),
            Route("/metrics", lambda _: Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)),
        ]
    )
    server = _Server(uvicorn.Config(app, **options(settings)))
    task = asyncio.create_task(server.serve())
    try:
        yield
    finally:
        server.should_exit = True
        await task


class _Server(uvicorn.Server):
    """A server that leaves the signals to the worker, which stops it when it is done itself."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Take no signal."""
        yield
