"""Requests that do not have the form of their route: each part is named, none is repeated."""

from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI, Request
from fastapi.dependencies.models import Dependant
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute

from shared.kernel.flaws import NAME_MAX_CHARACTERS, names_at, words
from shared.kernel.rules import Rule
from shared.kernel.sentences import Sentence
from shared.kernel.strict_json import in_utf_8
from shared.web.languages import spoken
from shared.web.problems import problem

ERRORS_TOLD_MAX = 100  # each is compared with those before it, so that their number must have a bound
JSON = "application/json"

REQUEST_VALID = Rule(
    "request.invalid",
    "A request has the form that the OpenAPI document states.",
    source="/core/error-handling/invalid-input",
    mend="Correct each part that the answer names.",
    refusal="The request does not have the form that is asked",
    status=400,
)
NOT_JSON = Sentence(
    "Send the body as application/json, in UTF-8.", "Stuur de inhoud als application/json, in UTF-8."
)
COUNTED = Sentence(
    "{count} part(s) of the request are not valid; each is named in errors.",
    "{count} onderdeel of onderdelen van het verzoek zijn niet geldig; elk staat in errors.",
)
MORE = Sentence(
    "The first {count} parts that are not valid are named in errors. There are more.",
    "De eerste {count} onderdelen die niet geldig zijn, staan in errors. Er zijn er meer.",
)


def install(app: FastAPI) -> None:
    """Answer every request of the wrong form with what is wrong with it."""
    app.add_exception_handler(RequestValidationError, _answer)


def speaks_json(request: Request) -> bool:
    """Whether a request has no body, or one that says it is JSON and not some kind of patch."""
    has_body = request.headers.get("content-length", "0") != "0" or "transfer-encoding" in request.headers
    return not has_body or is_json(request.headers.get("content-type", ""))


def is_json(content_type: str) -> bool:
    """Whether a content type says JSON, and in no other charset than JSON has."""
    return content_type.split(";")[0].strip().lower() == JSON and in_utf_8(content_type)


def not_json() -> JSONResponse:
    """The 415 of a route that takes JSON."""
    return problem(415, NOT_JSON, headers={"Accept": JSON})


def query_keys(route: APIRoute) -> frozenset[str]:
    """The query keys that a route knows, be it one by one or in a model."""
    return frozenset(_keys(route.dependant))


def _keys(dependant: Dependant) -> Iterator[str]:
    for field in dependant.query_params:
        yield from names_at(field.field_info.annotation, ()) or [field.alias]
    for needed in dependant.dependencies:
        yield from _keys(needed)


def unknown_keys(request: Request, known: frozenset[str]) -> Iterator[dict[str, Any]]:
    """The query keys of a request that its route does not know, which then say nothing to it."""
    for name in dict.fromkeys(request.query_params):
        if name not in known:
            yield {"type": "extra_forbidden", "loc": ("query", name), "known": sorted(known)}


async def _answer(request: Request, invalid: Exception) -> JSONResponse:
    assert isinstance(invalid, RequestValidationError)  # noqa: S101 - registered for this class only
    found = invalid.errors()
    kinds = _kinds(request.scope.get("route"))
    told = [_located(error, kinds) for error in found[:ERRORS_TOLD_MAX]]
    errors = [error for number, error in enumerate(told) if error not in told[:number]]
    counted = MORE if len(found) > ERRORS_TOLD_MAX else COUNTED
    return problem(
        REQUEST_VALID.status,
        counted.of(count=len(errors)),
        title=REQUEST_VALID.title.told(spoken()),
        code=REQUEST_VALID.code,
        base=request.app.state.settings.public_url,
        errors=errors,
    )


def _kinds(route: object) -> dict[str, Any]:
    """What the body and the query of a route are validated by."""
    if not isinstance(route, APIRoute):
        return {}
    query = [field.field_info.annotation for field in route.dependant.query_params]
    return {"query": query, "body": route.body_field.field_info.annotation if route.body_field else None}


def _located(error: dict[str, Any], kinds: dict[str, Any]) -> dict[str, str]:
    """Where an error is and what it is; never error["input"], which is the client's."""
    where, *path = error["loc"]
    if error["type"] == "json_invalid":
        return {
            "in": "body",
            "location": "",
            "code": "json_invalid",
            "detail": error["ctx"]["error"].told(spoken()),
        }
    names = [str(part)[:NAME_MAX_CHARACTERS] for part in path]
    location = "".join(map(_token, names)) if where == "body" else ".".join(names)
    detail = words({**error, "loc": tuple(path)}, kinds.get(where)).told(spoken())
    return {"in": where, "location": location, "code": error["type"], "detail": detail}


def _token(name: str) -> str:
    """One step of a JSON Pointer (RFC 6901 3)."""
    return "/" + name.replace("~", "~0").replace("/", "~1")
