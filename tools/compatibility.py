"""Whether an event can still be read by everyone who was promised an earlier version of it."""

import json
from pathlib import Path
from typing import Any, Literal

import jsoncompat

from shared.contracts.data_schema import data_schema, mode
from shared.kernel.events import Event

Schema = dict[str, Any]
Role = Literal["serializer", "deserializer"]
MEANING = {
    "serializer": "a reader of the published version may refuse what is written now",
    "deserializer": "what was written by the published version may be refused now",
}


def incompatibilities(event: type[Event], folder: Path) -> list[str]:
    """What keeps `event` from replacing the versions of its major that are published in `folder`.

    What we write must please every published version; what we read, a replay or a ROM's report, must
    accept all that the published versions allowed.
    """
    fact = (folder / event.schema_path()).parent
    major = event.semver.partition(".")[0]
    problems = []
    for path in sorted(fact.glob(f"{major}.*.json")):
        published = json.loads(path.read_text())
        found = breaks(published, data_schema(event, "validation"), "deserializer")
        if mode(event) == "serialization":
            found += breaks(published, data_schema(event, "serialization"), "serializer")
        found += respelled(published, data_schema(event, mode(event)))
        problems += [f"{event.type()} against {path.stem}: {problem}" for problem in found]
    return problems


def breaks(published: Schema, current: Schema, role: Role) -> list[str]:
    """The verdict of jsoncompat, with one exception: an optional property may be added (standards.md 5.5).

    jsoncompat forbids a reader that, because a former writer might have sent the name with any type. Ours
    sent no name that was not in the schema.
    """
    old, new = _resolved(published), _resolved(current)
    compared = _without_additions(old, new) if role == "deserializer" else new
    if jsoncompat.check_compat(json.dumps(old), json.dumps(compared), role):
        return []
    return [MEANING[role]]


def respelled(published: Schema, current: Schema) -> list[str]:
    """The properties whose `format` or `pattern` changed: jsoncompat does not look at these."""
    before, now = _spellings(_resolved(published)), _spellings(_resolved(current))
    return [
        f"the format or pattern of {place or 'the data'} changed"
        for place in sorted(before.keys() & now.keys())
        if before[place] != now[place]
    ]


def _resolved(schema: Schema) -> Schema:
    """The schema with each definition in the place that refers to it."""
    definitions = schema.get("$defs", {})

    def resolve(node: Any) -> Any:
        if isinstance(node, list):
            return [resolve(held) for held in node]
        if not isinstance(node, dict):
            return node
        if isinstance(reference := node.get("$ref"), str):
            node = {**definitions[reference.removeprefix("#/$defs/")], **node}
        return {name: resolve(held) for name, held in node.items() if name not in ("$ref", "$defs")}

    resolved: Schema = resolve(schema)
    return resolved


def _without_additions(old: Any, new: Any) -> Any:
    """`new` without the properties that `old` does not have, at any depth; a required one stays required."""
    if isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        return [_without_additions(before, now) for before, now in zip(old, new, strict=True)]
    if not isinstance(old, dict) or not isinstance(new, dict):
        return new
    kept = {name: _without_additions(old.get(name), held) for name, held in new.items()}
    if "properties" in kept:
        known = old.get("properties", {}).keys()
        kept["properties"] = {name: held for name, held in kept["properties"].items() if name in known}
    return kept


def _spellings(schema: Schema) -> dict[str, set[str]]:
    """The formats and patterns of each place in the data; the alternatives of one place are one place."""
    found: dict[str, set[str]] = {}

    def visit(node: Schema, place: str) -> None:
        found.setdefault(place, set()).update(
            f"{name} {node[name]}" for name in ("format", "pattern") if name in node
        )
        for name, held in node.get("properties", {}).items():
            visit(held, f"{place}/{name}")
        for keyword in ("items", "additionalProperties"):
            if isinstance(node.get(keyword), dict):
                visit(node[keyword], f"{place}/*")
        for keyword in ("anyOf", "oneOf", "allOf"):
            for held in node.get(keyword, []):
                visit(held, place)

    visit(schema, "")
    return found
