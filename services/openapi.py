"""The OpenAPI documents of all services, without starting one."""

import importlib
from functools import cache
from typing import Any

from services.gateway.app import dossiers_api
from shared.settings import Settings

SERVICES = ("agenda", "funding", "loans")


@cache
def openapi_documents() -> dict[str, dict[str, Any]]:
    """Each service's document by its name; building all takes seconds, so a process does it once."""
    apps = {name: importlib.import_module(f"services.{name}.app") for name in SERVICES}
    found = {name: app.SERVICE.api().openapi() for name, app in apps.items()}
    return {**found, "dossiers": dossiers_api(Settings()).openapi()}
