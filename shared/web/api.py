"""A FastAPI application in the house style: problem details, its own OpenAPI document, no outside scripts."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.openapi.utils import get_fields_from_routes
from fastapi.routing import APIRoute, iter_route_contexts

from shared.settings import Settings
from shared.web import examples, invalid, openapi, problems, tags
from shared.web.kept import FOR_MINUTES, Kept
from shared.web.router import Router

CONTACT = {
    "name": "Team Groeikracht",
    "url": "https://groeikracht.example/contact",
    "email": "api@groeikracht.example",
}


def create_api(
    name: str,
    version: str,
    description: str,
    routers: Sequence[Router],
    settings: Settings,
    *,
    package: str = "",
) -> FastAPI:
    """The API that is served under `/<name>/v1`; `package` has its examples, unless it is called so too."""
    api = FastAPI(
        title=f"Groeikracht {name}",
        version=version,
        description=description,
        contact=CONTACT,
        openapi_tags=tags.described(routers),
        servers=servers(name, settings),
        root_path_in_servers=False,
        redirect_slashes=False,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        generate_unique_id_function=_operation_id,
    )
    problems.install(api)
    invalid.install(api)
    for router in routers:
        api.include_router(router)
    api.state.settings = settings
    api.add_route("/openapi.json", _served_once(api), include_in_schema=False)
    api.openapi = lambda: _document(api, package or name)  # type: ignore[method-assign]  # FastAPI's documented way
    return api


def _served_once(api: FastAPI) -> Callable[[Request], Awaitable[Response]]:
    """The document as bytes: made at the first request, in a thread, while others go on being answered."""
    building = asyncio.Lock()
    kept: Kept | None = None

    def built() -> Kept:
        content = json.dumps(api.openapi(), ensure_ascii=False, separators=(",", ":")).encode()
        return Kept(content, "application/json", FOR_MINUTES)

    async def openapi_document(request: Request) -> Response:
        nonlocal kept
        async with building:
            if kept is None:
                kept = await asyncio.to_thread(built)
        found: Kept = kept
        return await found.answer(request)

    return openapi_document


def _document(api: FastAPI, package: str) -> dict[str, Any]:
    """The OpenAPI document, built once: it takes a second or two, in which nobody else is answered."""
    if api.openapi_schema is None:
        api.openapi_schema = openapi.document(api, api.state.settings, examples.recorded(package))
    return api.openapi_schema


def make_ready(api: FastAPI) -> None:
    """Have FastAPI make what it makes at the first request, a second or more in which nobody is answered.

    That is each route and, of what its query may say, each validator.
    """
    get_fields_from_routes(list(iter_route_contexts(api.routes)))


def serve_at(api: FastAPI, name: str, settings: Settings) -> None:
    """Say in the document where clients find this API."""
    api.servers, api.openapi_schema = servers(name, settings), None


def servers(name: str, settings: Settings) -> list[dict[str, str]]:
    """Where clients find this API: at the gateway."""
    return [{"url": f"{settings.public_url}/{name}/v1"}]


def _operation_id(route: APIRoute) -> str:
    return route.name
