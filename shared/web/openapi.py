"""The OpenAPI document as the API design rules want it (standards.md 1.2)."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from shared.web.auth import PUBLIC
from shared.web.problems import MEDIA_TYPE
from shared.web.schema import WHOLE_NUMBER_MAX

METHODS = ("get", "put", "post", "delete", "patch")
UNSAFE = ("put", "post", "delete", "patch")
VERSION_HEADER = {"API-Version": {"$ref": "#/components/headers/ApiVersion"}}

PROBLEM = {
    "type": "object",
    "title": "Problem",
    "description": "RFC 9457: what is wrong, where, and how to mend it.",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {
            "type": "string",
            "format": "uri-reference",
            "description": "Ends in the code of the rule that refused.",
        },
        "title": {"type": "string"},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": {"type": "string"},
        "facts": {
            "type": "object",
            "description": "Figures that explain a refusal, such as the room that is left.",
        },
        "errors": {"type": "array", "items": {"$ref": "#/components/schemas/ProblemError"}},
    },
}
PROBLEM_ERROR = {
    "type": "object",
    "title": "ProblemError",
    "required": ["in", "location", "code", "detail"],
    "properties": {
        "in": {"type": "string", "enum": ["body", "query", "path", "header"]},
        "location": {
            "type": "string",
            "description": "JSON pointer in a body; name of a parameter otherwise.",
        },
        "code": {"type": "string"},
        "detail": {"type": "string"},
    },
}


def document(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI 3.1 document of an application."""
    found = get_openapi(
        title=app.title,
        version=app.version,
        openapi_version="3.1.0",
        description=app.description,
        routes=app.routes,
        tags=app.openapi_tags,
        servers=app.servers,
        contact=app.contact,
    )
    components = found.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    schemas["Problem"], schemas["ProblemError"] = PROBLEM, PROBLEM_ERROR
    components["headers"] = {
        "ApiVersion": {"description": "Full version of this API.", "schema": {"type": "string"}},
        "ETag": {"description": "Version of the resource, for If-Match.", "schema": {"type": "string"}},
    }
    for path, method, operation in _operations(found):
        operation["responses"] = _responses(path, method, operation)
        if operation.pop(PUBLIC, False):
            operation["security"].append({})  # a token is needed for what is not published only
    _normalise(found)
    for _, _, operation in _operations(found):
        for parameter in operation.get("parameters", ()):
            _present(parameter)
    return found


def _operations(found: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, item in found.get("paths", {}).items():
        for method in METHODS:
            if method in item:
                yield path, method, item[method]


def _wanted(path: str, method: str, operation: dict[str, Any]) -> set[int]:
    wanted = {406, 429, 500, 503}
    if operation.get("parameters") or "requestBody" in operation:
        wanted.add(400)
    if "requestBody" in operation:
        wanted.add(415)
    if "{" in path:
        wanted.add(404)
    if any(_is_if_match(parameter) for parameter in operation.get("parameters", ())):
        wanted.add(428)
    if operation.get("security"):
        wanted |= {401, 403}
    if method in UNSAFE:
        wanted |= {409, 422}
    return wanted


def _responses(path: str, method: str, operation: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = operation["responses"]
    if "application/json" in found.get("422", {}).get("content", {}):
        found.pop("422")  # FastAPI's own; a broken body is a 400 here
    for status in _wanted(path, method, operation):
        found.setdefault(str(status), {"description": HTTPStatus(status).phrase})
    for code, response in found.items():
        response.setdefault("headers", {}).update(VERSION_HEADER)
        if code[0] in "45":
            response["content"] = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return dict(sorted(found.items()))


def _is_if_match(parameter: dict[str, Any]) -> bool:
    return bool(parameter["name"].lower() == "if-match")


def _present(parameter: dict[str, Any]) -> None:
    """A parameter is there or not, never null; and a change always names its version (428 without)."""
    schema = parameter["schema"]
    if isinstance(schema.get("type"), list):
        (schema["type"],) = (kind for kind in schema["type"] if kind != "null")
    if schema.get("type") == "integer":
        schema.setdefault("minimum", 0)
        schema.setdefault("maximum", WHOLE_NUMBER_MAX)
    if {"type": "null"} in schema.get("anyOf", ()):
        schema["anyOf"].remove({"type": "null"})
    parameter["required"] = parameter.get("required", False) or _is_if_match(parameter)


def _normalise(node: Any) -> None:
    """Write `anyOf[X, null]` as one type with null, which every linter and client generator understands."""
    if isinstance(node, list):
        for each in node:
            _normalise(each)
    if not isinstance(node, dict):
        return
    choices = node.get("anyOf")
    if isinstance(choices, list) and len(choices) == 2 and {"type": "null"} in choices:
        other = next(choice for choice in choices if choice != {"type": "null"})
        if isinstance(other.get("type"), str) and not {"$ref", "enum", "const"} & set(other):
            del node["anyOf"]
            node.update({**other, "type": [other["type"], "null"]})
    for value in node.values():
        _normalise(value)
