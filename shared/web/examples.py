"""The examples in OpenAPI documents: played and recorded by `python -m tools.examples`."""

import json
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

OF_ADDRESS = ("path", "query")


def recorded(package: str) -> dict[str, Any]:
    """What was recorded of each operation of an API, in its package of `services`; nothing without one."""
    try:
        return dict(json.loads(files(f"services.{package}").joinpath("examples.json").read_bytes()))
    except (ModuleNotFoundError, FileNotFoundError):
        return {}


def show(operation: dict[str, Any], example: dict[str, Any]) -> None:
    """Put the example of one operation where readers and tools look for it."""
    for parameter in operation.get("parameters", ()):
        of_kind = example.get(parameter["in"], {})
        if parameter["in"] in OF_ADDRESS and parameter["name"] in of_kind:
            parameter["example"] = of_kind[parameter["name"]]
    if "request" in example:
        for content in operation["requestBody"]["content"].values():
            content["example"] = example["request"]
    for content in _successes(operation) if "answer" in example else ():
        content["example"] = example["answer"]


def _successes(operation: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for code, response in operation["responses"].items():
        yield from response.get("content", {}).values() if code[0] == "2" else ()
