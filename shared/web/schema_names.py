"""Short names for the schemas of an OpenAPI document: `AgendaStatus`, derived from where a class stands.

A name depends on its own class only, so that no other slice's new class can ever rename it.
"""

import re
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

from fastapi._compat import get_flat_models_from_fields, v2
from fastapi.openapi.utils import get_fields_from_routes
from pydantic import BaseModel
from starlette.routing import BaseRoute

REFERENCE = "#/components/schemas/"
SIDES = {"validation": "-Input", "serialization": "-Output"}


def _within(model: type[BaseModel], known_models: set[Any] | None = None) -> set[Any]:
    """The models and enums within a model, by the annotations of its fields.

    FastAPI's own makes a validator of each field first, thousands of them, three times for one document.
    """
    known = set() if known_models is None else known_models
    for info in model.model_fields.values():
        field: Any = SimpleNamespace(field_info=info)
        v2.get_flat_models_from_field(field, known_models=known)
    return known


v2.get_flat_models_from_model = _within


def name_of(found: type) -> str:
    """`Status` of the slice `agendas` is `AgendaStatus`; what is shared and in no slice keeps its own name.

    A page is named after what it holds: `Page[AgendaOut]` is `AgendaPage`.
    """
    held = getattr(found, "__pydantic_generic_metadata__", {}).get("args")
    if held:
        return f"{name_of(held[0]).removesuffix('Out')}{found.__name__.partition('[')[0]}"
    place = found.__module__.split(".")
    own = re.findall("[A-Z][a-z0-9]*", found.__name__)
    if not (place[0] == "services" or place[:2] == ["shared", "records"]) or not own:
        return found.__name__
    words = [word.capitalize() for word in _noun(found.__module__.rpartition(".")[0]).split("_")]
    before = words[: words.index(own[0])] if own[0] in words else words
    return "".join(before) + found.__name__


def _noun(package: str) -> str:
    """What one thing of a slice is called: `score` would be too short outside the wing of clusters."""
    slice_name = package.rpartition(".")[2]
    told: str | None = getattr(sys.modules.get(package), "NOUN", None)
    return told or _singular(slice_name)


def _singular(slice_name: str) -> str:
    return re.sub("ies$", "y", slice_name) if slice_name.endswith("ies") else slice_name.removesuffix("s")


def shorten(document: dict[str, Any], routes: Sequence[BaseRoute]) -> None:
    """Rename every schema of the document, and all that refers to it; each has its name as title.

    FastAPI offers no place to name them, and its own names change when two classes are called alike.
    """
    schemas = document["components"]["schemas"]
    owners = _owners(routes)
    names = {given: _only_name(given, schema, owners[given]) for given, schema in schemas.items()}
    twice = sorted(name for name, times in Counter(names.values()).items() if times > 1)
    if twice:
        raise ValueError(f"two schemas would share a name, rename a class: {', '.join(twice)}")
    document["components"]["schemas"] = {
        name: {**schemas[given], "title": name}
        for given, name in sorted(names.items(), key=lambda pair: pair[1])
    }
    _refer(document, {REFERENCE + given: REFERENCE + name for given, name in names.items()})


def _owners(routes: Sequence[BaseRoute]) -> dict[str, set[type]]:
    """The classes that pydantic could mean by a name: the bare one, or the one with its module."""
    found: dict[str, set[type]] = defaultdict(set)
    fields = get_fields_from_routes(routes)
    for mode, side in SIDES.items():
        of_side = [field for field in fields if field.mode == mode]
        for owner in get_flat_models_from_fields(of_side, known_models=set()):
            for name in (owner.__name__, f"{owner.__module__}.{owner.__qualname__}"):
                given = re.sub(r"[^a-zA-Z0-9.\-_]", "_", name).replace(".", "__")
                found[given].add(owner)
                found[given + side].add(owner)
    return found


def _only_name(given: str, schema: dict[str, Any], owners: set[type]) -> str:
    """Pages of classes that are called alike are only numbered, and known by the title they got."""
    names = {name_of(owner) for owner in owners} or {schema["title"]}
    if len(names) != 1:
        raise ValueError(f"{given} means one of {sorted(names)}: use one class, or tell the two apart")
    return names.pop()


def _refer(node: Any, renamed: dict[str, str]) -> None:
    if isinstance(node, list):
        for each in node:
            _refer(each, renamed)
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            node["$ref"] = renamed.get(node["$ref"], node["$ref"])
        for value in node.values():
            _refer(value, renamed)
