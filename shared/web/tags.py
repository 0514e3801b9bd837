"""What the parts of an API are about: its tags, declared in the order in which its routers are read."""

import importlib
import inspect
import re
from collections.abc import Sequence
from typing import Any, get_args, get_type_hints

from fastapi.routing import APIRoute

from shared.store.entity import Entity
from shared.web.router import Router


def described(routers: Sequence[Router]) -> list[dict[str, str]]:
    """Each tag once, with what the router, its entity or its module says it is about, in this order."""
    found: dict[str, str] = {}
    for router in routers:
        for tag in router.tags:
            found[str(tag)] = found.get(str(tag)) or router.about or _of_entity(router) or ""
    for router in routers:
        for tag in router.tags:
            found[str(tag)] = found[str(tag)] or _of_module(router)
    return [{"name": name, "description": text} for name, text in found.items()]


def _of_entity(router: Router) -> str | None:
    """The first paragraph of the docstring of the entity that the router lists or shows one of."""
    for route in router.routes:
        if isinstance(route, APIRoute) and "GET" in (route.methods or ()):
            answered = get_type_hints(route.endpoint).get("return")
            for shown in (*get_args(answered), answered):
                if inspect.isclass(shown) and issubclass(shown, Entity):
                    return _first_paragraph(inspect.getdoc(shown))
    return None


def _of_module(router: Router) -> str:
    (first, *_) = router.routes
    module: Any = importlib.import_module(first.endpoint.__module__)  # type: ignore[attr-defined]
    return re.sub(",? over HTTP", "", _first_paragraph(module.__doc__))


def _first_paragraph(text: str | None) -> str:
    return " ".join((text or "").strip().split("\n\n")[0].split())
