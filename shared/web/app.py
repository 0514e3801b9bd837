"""The web application of one service: its API under `/<service>/v1`, and health for Kubernetes beside it."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.types import ASGIApp

from shared.kernel.sentences import Sentence
from shared.objects.store import open_store
from shared.settings import Settings, require
from shared.store.engine import CLOCK, Sessions, clock_of, connect, require_right_clock, sessions
from shared.web import operations, problems, regimes
from shared.web.api import create_api, make_ready, serve_at
from shared.web.auth import Verifier
from shared.web.compressed import Compressed
from shared.web.gathering import Gatherings
from shared.web.observed import Observed
from shared.web.router import Router
from shared.web.shares import Shares
from shared.web.standard import Standard
from shared.web.tokens import TokenVerifier

READY_CACHE_SECONDS = 1.0
READY_SECONDS = 2.0
NOT_READY = Sentence(
    "The database does not answer, or its schema is not migrated yet.",
    "De database antwoordt niet, of het schema is nog niet bijgewerkt.",
)


@dataclass(frozen=True)
class Service:
    """What one service serves: `services/<name>/app.py` makes one of these."""

    name: str
    version: str
    description: str
    routers: Sequence[Router]
    keeps_files: bool = False  # then its routes find the object store in the state of the API

    def asgi(self, settings: Settings | None = None, verifier: Verifier | None = None) -> ASGIApp:
        """The ASGI application; unless given, settings are read when it starts, not when it is imported."""
        api = self.api()

        @asynccontextmanager
        async def lifespan(_: Starlette) -> AsyncIterator[None]:
            found = settings or Settings()
            if not verifier:  # a test that brings its own is no process
                require(found)
            engine = connect(self.name, found)
            await require_right_clock(engine, found)
            api.state.settings, api.state.sessions = found, sessions(engine)
            api.state.clock = clock_of(engine)
            api.state.shares = Shares(found.database_pool)
            api.state.gatherings = Gatherings(engine, found.database_pool)
            serve_at(api, self.name, found)
            make_ready(api)
            if self.keeps_files:
                api.state.objects = open_store(found)
            async with verifier or TokenVerifier(found) as api.state.verifier:
                yield
            await engine.dispose()

        outer = Starlette(
            routes=[
                Route("/livez", _livez),
                Route("/readyz", _readyz(api)),
                Route("/metrics", _metrics),
                Mount(f"/{self.name}/v1", app=api),
            ],
            exception_handlers={HTTPException: problems.http, Exception: problems.unexpected},
            lifespan=lifespan,
        )
        outer.router.redirect_slashes = False
        return Observed(Standard(Compressed(outer), self.version))

    def api(self) -> FastAPI:
        """The API without a database or a token verifier; its OpenAPI document can be read at once."""
        every = (*self.routers, regimes.router(self.name), *operations.routers)
        return create_api(self.name, self.version, self.description, every, Settings())


async def _livez(_: Request) -> Response:
    return JSONResponse({"status": "alive"})


async def _metrics(_: Request) -> Response:
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


def _readyz(api: FastAPI) -> Callable[[Request], Awaitable[Response]]:
    checked_at, ready = 0.0, False

    async def readyz(_: Request) -> Response:
        nonlocal checked_at, ready
        if time.monotonic() - checked_at > READY_CACHE_SECONDS:
            ready = await database_answers(api.state.sessions)
            checked_at = time.monotonic()
        if not ready:
            return problems.problem(503, NOT_READY)
        if fault := api.state.clock.fault(api.state.settings.clock_off_max_seconds):
            return problems.problem(503, fault)
        return JSONResponse({"status": "ready"})

    return readyz


async def database_answers(found: Sessions) -> bool:
    """Whether the service's schema is there and answers at once."""
    try:
        async with asyncio.timeout(READY_SECONDS), found() as session:
            await session.execute(text("select from alembic_version"))
            await session.info[CLOCK].now(session)
    except (SQLAlchemyError, OSError):
        return False
    return True
