"""The gateway: one address for all services, which verifies tokens and passes requests on."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.resources import files
from pathlib import Path

from fastapi import FastAPI
from pyreqwest.client import Client
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route, Router
from starlette.types import ASGIApp, Receive, Scope, Send

from services.gateway import guides
from services.gateway.dossiers import routes as dossiers
from services.gateway.figures import figures, scraped
from services.gateway.identity import NO_SUCH_ADDRESS, Identified
from services.gateway.joined import routes as joined
from services.gateway.portal import pages
from services.gateway.problems import explain
from services.gateway.proxy import Proxy, open_client
from services.gateway.rates import Counted, Limits
from services.gateway.settings import GatewaySettings
from shared.settings import Settings, require
from shared.web import problems
from shared.web.api import create_api
from shared.web.compressed import Compressed
from shared.web.kept import FOR_EVER, FOR_MINUTES, Kept
from shared.web.observed import Observed
from shared.web.problems import Unserved, allowed_methods
from shared.web.standard import Standard
from shared.web.tokens import TokenVerifier

VERSION = "1.0.0"
JSON = "application/json"
CONTRACTS = Path(str(files("shared.contracts")))


def create_app(settings: GatewaySettings) -> ASGIApp:
    """The gateway's ASGI application; it starts only when every address it needs is set."""
    client, limits = open_client(settings), Limits(settings)
    own = dossiers_api(settings)
    own.state.settings, own.state.client, own.state.limits = settings, client, limits

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        require(settings)
        async with client, figures(settings), TokenVerifier(settings) as verifier:
            app.state.verifier = own.state.verifier = verifier
            yield

    gateway = Starlette(
        routes=[
            Route("/livez", _alive),
            Route("/readyz", _alive),
            Mount("/dossiers/v1", app=Identified(Compressed(own), limits)),
            *_services(settings, client, limits),
            *_local(settings, client),
            Mount("", app=_own(settings), middleware=[Middleware(Counted, limits)]),
        ],
        exception_handlers={HTTPException: problems.http, Exception: problems.unexpected},
        lifespan=lifespan,
    )
    gateway.state.settings = settings
    gateway.router.redirect_slashes = False
    gateway.router.default = _no_such_address
    return Observed(Standard(gateway, VERSION))


def dossiers_api(settings: Settings) -> FastAPI:
    """The gateway's own API, which joins what the services say."""
    description = "What the three services say together: one file on one firm, what is due, what is found."
    routers = (dossiers.router, joined.tasks, joined.search_results)
    return create_api("dossiers", VERSION, description, routers, settings, package="gateway")


def _services(settings: GatewaySettings, client: Client, limits: Limits) -> list[BaseRoute]:
    addresses = {"agenda": settings.agenda_url, "funding": settings.funding_url, "loans": settings.loans_url}
    return [
        Mount(f"/{name}", app=Identified(Proxy(client, settings, address), limits))
        for name, address in addresses.items()
    ]


def _own(settings: GatewaySettings) -> ASGIApp:
    """What the gateway answers itself, and that there is nothing at any other address."""

    async def security_txt(_: Request) -> Response:
        lines = {
            "Contact": settings.gateway_security_contact,
            "Expires": settings.gateway_security_expires.isoformat(),
            "Preferred-Languages": "nl, en",
            "Canonical": f"{settings.public_url}/.well-known/security.txt",
        }
        return PlainTextResponse("".join(f"{name}: {value}\n" for name, value in lines.items()))

    routes = [
        Route("/.well-known/security.txt", security_txt),
        Route("/asyncapi.json", Kept((CONTRACTS / "asyncapi.json").read_bytes(), JSON, FOR_MINUTES).answer),
        Route("/problems/{code}", explain),  # the `type` of every refusal
        *_schemas(),
        *pages.routes(),
        *guides.routes(),
    ]
    return Router(routes, redirect_slashes=False, default=_no_such_address)


def _schemas() -> list[BaseRoute]:
    """The addresses that events name in `dataschema`; what was published never changes."""
    published = sorted((CONTRACTS / "schemas").rglob("*.json"))
    return [
        Route(f"/{path.relative_to(CONTRACTS).as_posix()}", Kept(path.read_bytes(), JSON, FOR_EVER).answer)
        for path in published
    ]


def _local(settings: GatewaySettings, client: Client) -> list[BaseRoute]:
    """The way to the local issuer, so that the portal needs no other address; never outside local use."""
    if settings.environment != "local":
        return []
    issuer = Proxy(client, settings, settings.issuer, prefix="/local")
    return [
        Route("/local/token", issuer, methods=["POST"]),
        Route("/local/clients", issuer, methods=["GET"]),
        Route("/metrics", scraped),
    ]


async def _no_such_address(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "http":
        raise Unserved(405 if allowed_methods(Request(scope)) else 404, NO_SUCH_ADDRESS)
    await send({"type": "websocket.close"})


async def _alive(_: Request) -> Response:
    return JSONResponse({"status": "ready"})


app = create_app(GatewaySettings())
