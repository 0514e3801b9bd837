"""The portal: one page to read and try every OpenAPI document, which asks nothing of any outside host."""

from collections.abc import Awaitable, Callable
from importlib.resources import files

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from shared.web.kept import FOR_MINUTES, Kept

Answer = Callable[[Request], Awaitable[Response]]
OURS = files("services.gateway.portal") / "static"
SWAGGER_UI = files("fastapi_swagger") / "resources"  # Swagger UI 5 as its makers publish it

ASSETS = {
    "portal.js": (OURS, "text/javascript"),
    "portal.css": (OURS, "text/css"),
    "swagger-ui-bundle.js": (SWAGGER_UI, "text/javascript"),
    "swagger-ui.css": (SWAGGER_UI, "text/css"),
    "favicon-32x32.png": (SWAGGER_UI, "image/png"),
}
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
}


def routes() -> list[BaseRoute]:
    """The page itself and the files it needs, read once."""
    page = _file((OURS / "portal.html").read_bytes(), "text/html")
    assets = [
        Route(f"/portal/{name}", _file((folder / name).read_bytes(), media_type))
        for name, (folder, media_type) in ASSETS.items()
    ]
    return [Route("/", page), Route("/docs", page), *assets]


def _file(content: bytes, media_type: str) -> Answer:
    return Kept(content, media_type, FOR_MINUTES, **HEADERS).answer
