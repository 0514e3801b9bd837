"""The examples of the gateway's own document: the file on a firm that the stories of all services tell of.

And what is due, and what is found, in all of them.
"""

import importlib
from collections.abc import AsyncIterator, Mapping
from contextlib import ExitStack, asynccontextmanager
from typing import Any

import httpx
from starlette.applications import Starlette
from starlette.routing import Mount

from services.gateway.app import dossiers_api
from services.gateway.proxy import open_client
from services.gateway.rates import Limits
from services.gateway.settings import GatewaySettings
from shared.settings import Settings
from shared.testing.callers import TrustingVerifier, caller
from shared.testing.listening import listening
from tools.examples.playing import NotPlayed, Recorded
from tools.examples.settled import Settled

FIRM = {"kvkNumber": "68750110"}  # Brabant Photonics B.V.
DAY = {"referenceDate": "2016-06-01"}
ASKED: dict[str, tuple[str, dict[str, Any]]] = {
    "get_dossier": ("/undertakings/{kvkNumber}", {"path": FIRM, "query": DAY}),
    "list_tasks": ("/tasks", {"query": {"limit": 3}}),
    "search": ("/search-results", {"query": {"words": "fotonica", "limit": 3}}),
}
WHOLE = ("services", "items")
AT = "2016-06-01T09:00:00Z"
READER = caller(
    "state",
    "agenda:read",
    "agenda:govern",
    "funding:read",
    "funding:programme",
    "loans:read",
    subject="state-read",
)
ROWS_SHOWN = 1


async def dossier(services: Mapping[str, Settings], settled: Settled) -> Recorded:
    """What the gateway joins, read off services whose stories were played since `settled` was made."""
    found: Recorded = {}
    async with _gateway(services) as http:
        for name, (path, asked) in ASKED.items():
            answer = await http.get(
                path.format(**asked.get("path", {})), params=asked["query"], headers=READER
            )
            if answer.status_code != 200 or not answer.json()["complete"]:
                raise NotPlayed(f"{name}: {answer.status_code} {answer.text}")
            shown = {
                part: held[:ROWS_SHOWN] if isinstance(held, list) and part not in WHOLE else held
                for part, held in answer.json().items()
            }
            settled.meet(f"gateway/{name}", shown)
            found[name] = settled.settle({**asked, "answer": shown}, AT)
    return found


@asynccontextmanager
async def _gateway(services: Mapping[str, Settings]) -> AsyncIterator[httpx.AsyncClient]:
    """The gateway's own API in this process, and the services on sockets, as it reads them."""
    with ExitStack() as served:
        addresses = {
            f"{name}_url": served.enter_context(
                listening(importlib.import_module(f"services.{name}.app").SERVICE, settings)
            ).removesuffix(f"/{name}/v1")
            for name, settings in services.items()
        }
        told = {"environment": "local", "dossier_seconds": 60, **addresses}
        settings = GatewaySettings.model_validate(told)
        api, client = dossiers_api(settings), open_client(settings)
        api.state.settings, api.state.client, api.state.limits = settings, client, Limits(settings)
        api.state.verifier = TrustingVerifier()
        transport = httpx.ASGITransport(app=Starlette(routes=[Mount("/dossiers/v1", app=api)]))
        async with (
            client,
            httpx.AsyncClient(transport=transport, base_url="http://test/dossiers/v1", timeout=60) as http,
        ):
            yield http
