"""Every error as application/problem+json (RFC 9457): what is wrong, where, and how to mend it."""

import logging
import re
from http import HTTPStatus
from typing import Any
from uuid import UUID

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic.alias_generators import to_camel
from sqlalchemy.exc import DBAPIError, InterfaceError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm.exc import StaleDataError
from starlette.exceptions import HTTPException
from starlette.routing import Match

from shared.kernel.rules import COUNTABLE, STALE, Refused, Rule
from shared.objects.store import StoreFailure
from shared.store.failures import (
    CLOSED,
    DEADLOCK,
    LOCK_NOT_AVAILABLE,
    MADE_MEANWHILE,
    OUT_OF_RANGE,
    is_passing,
    sqlstate,
)
from shared.store.tx import begin

log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
UUID_WRITTEN = re.compile("[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}", re.IGNORECASE)  # as routes read it
METHODS = ("DELETE", "GET", "PATCH", "POST", "PUT")
NAME_MAX_CHARACTERS = 100  # a name the client sent is shown so that it can be found, but not at any length
ERRORS_TOLD_MAX = 100  # each is compared with those before it, so that their number must have a bound


REQUEST_VALID = Rule(
    "request.invalid",
    "A request has the form that the OpenAPI document states.",
    source="/core/error-handling/invalid-input",
    mend="Correct each part that the answer names.",
    status=400,
)


def problem(
    status: int,
    detail: str,
    *,
    code: str | None = None,
    base: str = "",
    headers: dict[str, str] | None = None,
    **more: Any,
) -> JSONResponse:
    """A problem document; `code` makes its type an address under the public `/problems/`."""
    body: dict[str, Any] = {
        "type": f"{base}/problems/{code}" if code else "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        **more,
    }
    return JSONResponse(body, status, headers=headers, media_type=MEDIA_TYPE)


def problems(*rules: Rule | tuple[Rule, ...]) -> dict[int | str, dict[str, Any]]:
    """The `responses` of a route: which rules may refuse it, by status, for its OpenAPI document."""
    by_status: dict[int | str, list[Rule]] = {}
    for rule in rules:
        for each in rule if isinstance(rule, tuple) else (rule,):
            by_status.setdefault(each.status, []).append(each)
    return {
        status: {"description": "\n".join(f"- `{rule.code}`: {rule.statement}" for rule in group)}
        for status, group in by_status.items()
    }


def also(responses: dict[int | str, dict[str, Any]], rule: Rule) -> dict[int | str, dict[str, Any]]:
    """These `responses` with one more rule, that a mechanism adds and no route names."""
    known = str(responses.get(rule.status, {}).get("description", ""))
    (described,) = problems(rule).values()
    lines = dict.fromkeys([*known.splitlines(), described["description"]])
    return {**responses, rule.status: {"description": "\n".join(lines)}}


def _shown(fact: object) -> object:
    return fact if isinstance(fact, (int, list, dict)) else str(fact)


async def _refused(request: Request, refused: Exception) -> JSONResponse:
    assert isinstance(refused, Refused)  # noqa: S101 - registered for this class only
    rule = refused.rule
    facts = {to_camel(name): _shown(fact) for name, fact in refused.facts.items()}
    principal = getattr(request.state, "principal", None)
    if rule.audited and principal is not None:
        await _keep_refusal(request, rule, facts)
    headers = {"ETag": f'"{refused.facts["version"]}"'} if rule.status == 412 and refused.facts else {}
    if rule.passes_after is not None:
        headers["Retry-After"] = str(rule.passes_after)
    return problem(
        rule.status,
        refused.detail,
        code=rule.code,
        base=request.app.state.settings.public_url,
        headers=headers,
        **({"facts": facts} if facts else {}),
    )


async def _keep_refusal(request: Request, rule: Rule, facts: dict[str, object]) -> None:
    principal = request.state.principal
    async with begin(request.app.state.sessions, principal.subject, principal.tenant) as tx:
        acted_on = [str(UUID(written)) for written in UUID_WRITTEN.findall(request.url.path)]
        told = {"method": request.method, "path": request.url.path, **facts}
        tx.audit(f"refused:{rule.code}", acted_on[-1] if acted_on else request.url.path, told)


def _located(error: dict[str, Any]) -> dict[str, str]:
    where, *path = (str(part)[:NAME_MAX_CHARACTERS] for part in error["loc"])
    if error["type"] == "json_invalid":
        return {"in": "body", "location": "/", "code": "json_invalid", "detail": error["ctx"]["error"]}
    location = "/" + "/".join(path) if where == "body" else ".".join(path)
    message = "is missing" if error["type"] == "missing" else str(error["msg"]).removeprefix("Value error, ")
    return {"in": where, "location": location, "code": str(error["type"]), "detail": message}


async def _invalid(request: Request, invalid: Exception) -> JSONResponse:
    assert isinstance(invalid, RequestValidationError)  # noqa: S101 - registered for this class only
    content_type = request.headers.get("content-type", "").split(";")[0].strip().lower()
    has_body = request.headers.get("content-length", "0") != "0" or "transfer-encoding" in request.headers
    found = invalid.errors()
    # without a fault in a body it takes a file, or nothing
    takes_json = any(error["loc"][0] == "body" for error in found)
    if has_body and takes_json and not (content_type == "application/json" or content_type.endswith("+json")):
        return problem(415, "Send the body as application/json.", headers={"Accept": "application/json"})
    told = [_located(error) for error in found[:ERRORS_TOLD_MAX]]  # never error["input"]: it is the client's
    errors = [error for number, error in enumerate(told) if error not in told[:number]]
    more = " There are more." if len(found) > ERRORS_TOLD_MAX else ""
    return problem(
        400,
        f"{len(errors)} part(s) of the request are not valid; each is named in errors.{more}",
        code=REQUEST_VALID.code,
        base=request.app.state.settings.public_url,
        errors=errors,
    )


async def http(request: Request, exception: Exception) -> JSONResponse:
    assert isinstance(exception, HTTPException)  # noqa: S101 - registered for this class only
    headers = dict(exception.headers or {})
    if exception.status_code == 405:
        headers["Allow"] = ", ".join(sorted(allowed_methods(request)))
    return problem(exception.status_code, str(exception.detail), headers=headers)


def allowed_methods(request: Request) -> set[str]:
    """Every method that some route of the application has for this path."""
    found = {
        method
        for method in METHODS
        for route in request.app.router.routes
        if route.matches({**request.scope, "method": method})[0] is Match.FULL
    }
    return found | ({"HEAD"} if "GET" in found else set())


async def _database(request: Request, failure: Exception) -> JSONResponse:
    log.warning("database refused or is away: %s", type(failure).__name__, exc_info=failure)
    if sqlstate(failure) in (LOCK_NOT_AVAILABLE, DEADLOCK):
        return problem(
            409, "Another request holds the same resource. Send this one again.", headers={"Retry-After": "1"}
        )
    if sqlstate(failure) == CLOSED:
        return problem(
            503,
            "This service was restored from a backup and takes no changes until it is compared with what it "
            "published. Nothing was changed. Retry later with the same Idempotency-Key.",
            headers={"Retry-After": "30"},
        )
    return problem(
        503,
        "The database cannot be reached. Retry with the same Idempotency-Key.",
        headers={"Retry-After": "2"},
    )


async def _dbapi(request: Request, failure: Exception) -> JSONResponse:
    if is_passing(failure):
        return await _database(request, failure)
    if sqlstate(failure) in MADE_MEANWHILE:
        return problem(409, "Another request made the same thing at the same moment. Send this one again.")
    if sqlstate(failure) == OUT_OF_RANGE:
        return await _refused(request, Refused(COUNTABLE, {}))
    log.error("unhandled database error", exc_info=failure)
    return await unexpected(request, failure)


async def _stale(request: Request, _: Exception) -> JSONResponse:
    """A change lost to another one just before a query that would read it."""
    return await _refused(request, Refused(STALE, {}))


async def _objects(_: Request, failure: Exception) -> JSONResponse:
    log.warning("the object store refused or is away: %s", failure)
    return problem(
        503,
        "The object store cannot be reached. Retry with the same Idempotency-Key.",
        headers={"Retry-After": "2"},
    )


async def unexpected(_: Request, __: Exception) -> JSONResponse:
    """The answer to a failure nobody foresaw; it tells nothing of it."""
    return problem(500, "An unexpected error occurred. Nothing was changed.")


def install(app: FastAPI) -> None:
    """Turn every kind of failure of this application into a problem document."""
    app.add_exception_handler(Refused, _refused)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, http)
    app.add_exception_handler(Exception, unexpected)
    app.add_exception_handler(StoreFailure, _objects)
    app.add_exception_handler(StaleDataError, _stale)
    for kind in (DBAPIError, InterfaceError, PoolTimeout, OSError):
        app.add_exception_handler(kind, _dbapi)
