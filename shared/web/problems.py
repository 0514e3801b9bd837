"""Every error as application/problem+json (RFC 9457): what is wrong, where, and how to mend it."""

import logging
import re
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any
from uuid import UUID

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from sqlalchemy.exc import DBAPIError, InterfaceError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm.exc import StaleDataError
from starlette.exceptions import HTTPException
from starlette.routing import BaseRoute, Match, Mount
from starlette.types import Scope

from shared.kernel.names import named_outside
from shared.kernel.rules import COUNTABLE, STALE, Refused, Rule
from shared.kernel.sentences import Sentence
from shared.objects.store import StoreFailure
from shared.store import attempts
from shared.store.failures import (
    CLOSED,
    DEADLOCK,
    LOCK_NOT_AVAILABLE,
    MADE_MEANWHILE,
    OUT_OF_RANGE,
    is_passing,
    sqlstate,
)
from shared.web.languages import spoken

log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
UUID_WRITTEN = re.compile("[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}", re.IGNORECASE)  # as routes read it
METHODS = ("DELETE", "GET", "PATCH", "POST", "PUT")


DATABASE_AWAY = Sentence(
    "The database cannot be reached. Retry with the same Idempotency-Key.",
    "De database is niet bereikbaar. Probeer het opnieuw met dezelfde Idempotency-Key.",
)
STORE_AWAY = Sentence(
    "The object store cannot be reached. Retry with the same Idempotency-Key.",
    "De opslag van bestanden is niet bereikbaar. Probeer het opnieuw met dezelfde Idempotency-Key.",
)
RESTORED = Sentence(
    "This service was restored from a backup and takes no changes until it is compared with what it "
    "published. Nothing was changed. Retry later with the same Idempotency-Key.",
    "Deze dienst is uit een back-up hersteld en neemt geen wijzigingen aan tot zij is vergeleken met wat zij "
    "publiceerde. Er is niets gewijzigd. Probeer het later opnieuw met dezelfde Idempotency-Key.",
)
HELD = Sentence(
    "Another request holds the same resource. Send this one again.",
    "Een ander verzoek houdt hetzelfde vast. Stuur dit opnieuw.",
)
MADE = Sentence(
    "Another request made the same thing at the same moment. Send this one again.",
    "Een ander verzoek maakte op hetzelfde moment hetzelfde aan. Stuur dit opnieuw.",
)
UNEXPECTED = Sentence(
    "An unexpected error occurred. Nothing was changed.",
    "Er trad een onverwachte fout op. Er is niets gewijzigd.",
)
NO_SUCH_ADDRESS = Sentence(
    "No such address here. The addresses of this service are at {document}; a trailing slash is another "
    "address.",
    "Dit adres bestaat hier niet. De adressen van deze dienst staan op {document}; met een schuine streep "
    "aan het eind is het een ander adres.",
)
NO_SUCH_METHOD = Sentence("This address takes {methods}.", "Dit adres kent {methods}.")
STATUSES = {  # what a status means, where no rule says more
    400: "Ongeldig verzoek",
    401: "Niet aangemeld",
    403: "Niet toegestaan",
    404: "Niet gevonden",
    405: "Methode niet toegestaan",
    406: "Niet aanvaardbaar",
    409: "Conflict",
    413: "Te groot",
    415: "Mediatype niet ondersteund",
    429: "Te veel verzoeken",
    431: "Te veel in de kop van het verzoek",
    500: "Interne fout",
    502: "Fout in een dienst erachter",
    503: "Dienst niet beschikbaar",
    504: "Dienst antwoordt niet op tijd",
}


class Unserved(HTTPException):
    """A request that is answered by no route, with why in each language."""

    def __init__(self, status: int, said: Sentence, headers: dict[str, str] | None = None) -> None:
        super().__init__(status, str(said), headers)
        self.said = said


def problem(
    status: int,
    detail: str | Sentence,
    *,
    title: str = "",
    code: str | None = None,
    base: str = "",
    headers: dict[str, str] | None = None,
    **more: Any,
) -> JSONResponse:
    """A problem document, in the language of whoever asked where `detail` is said in it.

    `code` makes its type an address under the public `/problems/`; without one the title is the status's.
    """
    language = spoken() if code or isinstance(detail, Sentence) else "en"
    phrase = HTTPStatus(status).phrase
    body: dict[str, Any] = {
        "type": f"{base}/problems/{code}" if code else "about:blank",
        "title": title or (STATUSES.get(status, phrase) if language == "nl" else phrase),
        "status": status,
        "detail": detail.told(language) if isinstance(detail, Sentence) else detail,
        **more,
    }
    told = {"Content-Language": language, "Vary": "Accept-Language", **(headers or {})}
    return JSONResponse(body, status, headers=told, media_type=MEDIA_TYPE)


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
    facts = named_outside({name: _shown(fact) for name, fact in refused.facts.items()})
    principal = getattr(request.state, "principal", None)
    if rule.audited and principal is not None:
        await _keep_refusal(request, rule, facts)
    headers = {"ETag": f'"{refused.facts["version"]}"'} if rule.status == 412 and refused.facts else {}
    if rule.passes_after is not None:
        headers["Retry-After"] = str(rule.passes_after)
    return problem(
        rule.status,
        refused.detail,
        title=rule.title.told(spoken()),
        code=rule.code,
        base=request.app.state.settings.public_url,
        headers=headers,
        **({"facts": facts} if facts else {}),
    )


async def _keep_refusal(request: Request, rule: Rule, facts: dict[str, object]) -> None:
    """Count a refused attempt; that it cannot be counted changes nothing about its answer."""
    state, principal = request.app.state, request.state.principal
    address = request.scope.get("root_path", "") + request.scope["route"].path_format
    acted_on = [str(UUID(written)) for written in UUID_WRITTEN.findall(request.url.path)]
    told = {"method": request.method, "path": address, **facts}
    try:
        async with state.shares.one(principal.client_id):
            await attempts.count(
                state.sessions,
                str(principal.tenant),
                principal.subject,
                rule.code,
                acted_on[-1] if acted_on else address,
                told,
            )
    except (SQLAlchemyError, OSError, HTTPException) as failure:
        log.warning("a refused attempt is not counted: %s", type(failure).__name__)


async def http(request: Request, exception: Exception) -> JSONResponse:
    assert isinstance(exception, HTTPException)  # noqa: S101 - registered for this class only
    headers = dict(exception.headers or {})
    detail = exception.said if isinstance(exception, Unserved) else exception.detail
    if exception.status_code == 405:
        headers["Allow"] = ", ".join(sorted(allowed_methods(request)))
        detail = NO_SUCH_METHOD.of(methods=headers["Allow"])
    if exception.status_code == 404 and detail == HTTPStatus.NOT_FOUND.phrase:  # the router's own word
        served = request.scope.get("root_path", "")
        detail = NO_SUCH_ADDRESS.of(document=f"{served}/openapi.json" if served else "/")
    return problem(exception.status_code, detail, headers=headers)


def allowed_methods(request: Request) -> set[str]:
    """Every method that some route of the application has for this path."""
    routes = request.app.router.routes
    found = {method for method in METHODS if _serves(routes, {**request.scope, "method": method})}
    return found | ({"HEAD"} if "GET" in found else set())


def _serves(routes: Iterable[BaseRoute], scope: Scope) -> bool:
    """Whether one of these routes answers this method at this path; what is mounted says it for itself."""
    for route in routes:
        match, below = route.matches(scope)
        inner = getattr(route, "routes", None) if isinstance(route, Mount) else None
        if match is Match.FULL and (not inner or _serves(inner, {**scope, **below})):
            return True
    return False


async def _database(request: Request, failure: Exception) -> JSONResponse:
    log.warning("database refused or is away: %s", type(failure).__name__, exc_info=failure)
    if sqlstate(failure) in (LOCK_NOT_AVAILABLE, DEADLOCK):
        return problem(409, HELD, headers={"Retry-After": "1"})
    if sqlstate(failure) == CLOSED:
        return problem(503, RESTORED, headers={"Retry-After": "30"})
    return problem(503, DATABASE_AWAY, headers={"Retry-After": "2"})


async def _dbapi(request: Request, failure: Exception) -> JSONResponse:
    if is_passing(failure):
        return await _database(request, failure)
    if sqlstate(failure) in MADE_MEANWHILE:
        return problem(409, MADE)
    if sqlstate(failure) == OUT_OF_RANGE:
        return await _refused(request, Refused(COUNTABLE, {}))
    log.error("unhandled database error", exc_info=failure)
    return await unexpected(request, failure)


async def _stale(request: Request, _: Exception) -> JSONResponse:
    """A change lost to another one just before a query that would read it."""
    return await _refused(request, Refused(STALE, {}))


async def _objects(_: Request, failure: Exception) -> JSONResponse:
    log.warning("the object store refused or is away: %s", failure)
    return problem(503, STORE_AWAY, headers={"Retry-After": "2"})


async def unexpected(_: Request, __: Exception) -> JSONResponse:
    """The answer to a failure nobody foresaw; it tells nothing of it."""
    return problem(500, UNEXPECTED)


def install(app: FastAPI) -> None:
    """Turn every kind of failure of this application into a problem document."""
    app.add_exception_handler(Refused, _refused)
    app.add_exception_handler(HTTPException, http)
    app.add_exception_handler(Exception, unexpected)
    app.add_exception_handler(StoreFailure, _objects)
    app.add_exception_handler(StaleDataError, _stale)
    for kind in (DBAPIError, InterfaceError, PoolTimeout, OSError):
        app.add_exception_handler(kind, _dbapi)
