"""The OpenAPI documents of all services, without starting one."""

import importlib
from typing import Any

SERVICES = ("agenda", "funding", "loans")


def openapi_documents() -> dict[str, dict[str, Any]]:
    """Each service's document by its name."""
    apps = {name: importlib.import_module(f"services.{name}.app") for name in SERVICES}
    return {name: app.SERVICE.api().openapi() for name, app in apps.items()}
