"""The portal: one page to read and try every OpenAPI document, which asks nothing of any outside host."""

import hashlib
from collections.abc import Mapping
from importlib.resources import files

from starlette.routing import BaseRoute, Route

from services.gateway.guides import GUIDES
from shared.web.kept import FOR_EVER, FOR_MINUTES, Kept

OURS = files("services.gateway.portal") / "static"
SWAGGER_UI = files("fastapi_swagger") / "resources"  # Swagger UI 5 as its makers publish it

ASSETS = {  # a file that names another stands after it
    "filled.js": (OURS, "text/javascript"),
    "older.js": (OURS, "text/javascript"),
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
    """The page itself and the files it needs, read once; a file that changes gets another address."""
    links = [f'      <a href="/guides/{name}">{title}</a>' for name, title in GUIDES.items()]
    page = (OURS / "portal.html").read_text("utf-8").replace("GUIDES", "\n".join(links))
    addresses: dict[str, str] = {}
    found: list[BaseRoute] = []
    for name, (folder, media_type) in ASSETS.items():
        content = (folder / name).read_bytes()
        if folder is OURS:
            content = _addressed(content.decode(), addresses).encode()
        addresses[name] = f"/portal/{hashlib.sha256(content).hexdigest()[:12]}/{name}"
        found.append(Route(addresses[name], Kept(content, media_type, FOR_EVER, **HEADERS).answer))
        found.append(Route(f"/portal/{name}", Kept(content, media_type, FOR_MINUTES, **HEADERS).answer))
    answer = Kept(_addressed(page, addresses).encode(), "text/html", FOR_MINUTES, **HEADERS).answer
    return [Route("/", answer), Route("/docs", answer), *found]


def _addressed(text: str, addresses: Mapping[str, str]) -> str:
    """A text that names files by the address at which each never changes."""
    for name, address in addresses.items():
        text = text.replace(f"/portal/{name}", address)
    return text
