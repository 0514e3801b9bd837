"""The OpenAPI document as the API design rules want it (standards.md 1.2)."""

from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from shared.settings import Settings
from shared.web import examples, schema_names
from shared.web.auth import PUBLIC, SCHEME
from shared.web.problems import MEDIA_TYPE
from shared.web.schema import NAMES_OUTSIDE, WHOLE_NUMBER_MAX

METHODS = ("get", "put", "post", "delete", "patch")
UNSAFE = ("put", "post", "delete", "patch")
BUSINESS_TIME = "Business-Time"
ETAG = {"description": "Version of the resource, for If-Match.", "schema": {"type": "string"}}
READ = {"id", "version", "owner"}  # what only an answer that is read off a stored entity has
EXAMPLE_ISSUER = "https://id.groeikracht.example"  # in documents made where no provider is configured
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
            **NAMES_OUTSIDE,
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


def document(app: FastAPI, settings: Settings, recorded: Mapping[str, Any]) -> dict[str, Any]:
    """The OpenAPI 3.1 document of an application as these settings have it served, with recorded examples."""
    found = get_openapi(
        title=app.title,
        version=app.version,
        openapi_version="3.1.0",
        description=app.description,
        routes=app.routes,
        tags=app.openapi_tags,
        servers=app.servers,
    )
    # written as it is: FastAPI would want another package to look at the address in it
    found["info"]["contact"] = app.contact
    components = found.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    schema_names.shorten(found, app.routes)
    schemas = components["schemas"]
    schemas["Problem"], schemas["ProblemError"] = PROBLEM, PROBLEM_ERROR
    components["headers"] = {
        "ApiVersion": {"description": "Full version of this API.", "schema": {"type": "string"}},
    }
    components["securitySchemes"] = {SCHEME: _provider(settings)}
    for path, method, operation in _operations(found):
        _leave_out_what_may_not_be_sent(operation, settings)
        operation["responses"] = _responses(path, method, operation)
        if operation.pop(PUBLIC, False):
            operation["security"].append({})  # a token is needed for what is not published only
        _tell_of_etag(operation, components)
    _normalise(found)
    for _, _, operation in _operations(found):
        for parameter in operation.get("parameters", ()):
            _present(parameter)
        examples.show(operation, recorded.get(operation["operationId"], {}))
    return found


def _provider(settings: Settings) -> dict[str, str]:
    """Where tokens come from; the scopes that an operation asks for stand beside it."""
    issuer = settings.issuer.rstrip("/") or EXAMPLE_ISSUER
    return {
        "type": "openIdConnect",
        "openIdConnectUrl": f"{issuer}/.well-known/openid-configuration",
        "description": "An RFC 9068 access token of the configured OpenID provider, sent as a bearer token; "
        "one scope per operation.",
    }


def _leave_out_what_may_not_be_sent(operation: dict[str, Any], settings: Settings) -> None:
    """Where the clock is the real one nobody sets its time, so no document speaks of it."""
    parameters = operation.pop("parameters", [])
    kept = [each for each in parameters if settings.clock == "settable" or each["name"] != BUSINESS_TIME]
    if kept:
        operation["parameters"] = kept


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


def _tell_of_etag(operation: dict[str, Any], components: dict[str, Any]) -> None:
    """What has a version is answered with it as ETag."""
    for code, response in operation["responses"].items():
        for shown in response.get("content", {}).values() if code[0] == "2" else ():
            name = shown.get("schema", {}).get("$ref", "").rpartition("/")[2]
            if components["schemas"].get(name, {}).get("properties", {}).keys() >= READ:
                components["headers"]["ETag"] = ETAG
                response["headers"] |= {"ETag": {"$ref": "#/components/headers/ETag"}}


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
    if parameter["in"] == "header":
        schema.pop("format", None)  # a header is text, and generators of clients take it for nothing else
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
