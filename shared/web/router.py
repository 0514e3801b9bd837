"""Routes that authenticate first, answer after the commit, send ETags, and replay answers."""

import functools
import hashlib
import re
from collections import Counter
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Request, Response
from fastapi.datastructures import DefaultPlaceholder
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import AfterValidator, WithJsonSchema
from starlette.routing import Match
from starlette.types import Scope

from shared.kernel.rules import Rule
from shared.kernel.sentences import Sentence
from shared.store.entity import Entity
from shared.store.keys import Key
from shared.store.seals import Answer
from shared.store.tx import Tx, Versions
from shared.web.auth import ANYBODY, PUBLIC, identify, is_public, require_scopes
from shared.web.bodies import bounded
from shared.web.caching import cacheable, is_known
from shared.web.dates import IN_TIME, is_dated, require_in_time
from shared.web.gathering import transaction
from shared.web.invalid import not_json, query_keys, speaks_json, unknown_keys
from shared.web.media import require_acceptable
from shared.web.named import require_named
from shared.web.observed import note
from shared.web.places import require_there
from shared.web.problems import also
from shared.web.schema import Instant, Write
from shared.web.standard import BODY_MAX_BYTES, UPLOAD_MAX_BYTES
from shared.web.strict_json import StrictRequest

SAME_REQUEST = Rule(
    "idempotency.same-request",
    "An Idempotency-Key belongs to one request: same method, path and body.",
    source="draft-ietf-httpapi-idempotency-key-header 2.6",
    mend="Use a new key for a new request.",
    refusal="The Idempotency-Key was used for another request",
    status=422,
)
FIRST_ENDED = Rule(
    "idempotency.first-ended",
    "An Idempotency-Key is sent again when the request it was sent with first has ended.",
    source="draft-ietf-httpapi-idempotency-key-header 2.6",
    mend="Wait as long as Retry-After says and send it with the same key: it gets the answer of the first.",
    refusal="The first request with this Idempotency-Key is still running",
    passes_after=1,
)
VERSION_NAMED = Rule(
    "resource.version-named",
    "A change names the version it is based on.",
    source="RFC 6585 3",
    mend="Read the resource and send its ETag in If-Match.",
    refusal="The request does not name the version that it changes",
    status=428,
)
CLOCK_SETTABLE = Rule(
    "clock.settable",
    "A business time may be set only where the suite allows it, by whoever holds the scope clock:set.",
    source="design.md 3",
    mend="Leave the Business-Time header out.",
    refusal="A business time may not be set here, or not by you",
    status=403,
    audited=True,
)
FILE_TYPE = "application/octet-stream"
ETAG = r'(W/)?"[^"]*"'
ETAGS = rf"^(\*|{ETAG}([ \t]*,[ \t]*{ETAG})*)$"
KEPT_HEADERS = ("etag", "location", "content-type")
KEY_PATTERN = r'^"[!#-\[\]-~]{1,128}"$'
SAID_ONCE = ("authorization", "business-time", "idempotency-key", "if-match")


QUOTED = Sentence(
    'must be 1 to 128 characters in double quotes, new for every act, such as "8e03978e-40d5"',
    "moet 1 tot 128 tekens tussen dubbele aanhalingstekens zijn, nieuw voor elke handeling, zoals "
    '"8e03978e-40d5"',
)
AN_ETAG = Sentence('must be an ETag such as "3"', 'moet een ETag zijn zoals "3"')
TWICE = Sentence("occurs twice; send it once", "komt tweemaal voor; stuur het eenmaal")


class Replay(Exception):
    """The request was carried out before; this is its answer."""

    def __init__(self, response: Response) -> None:
        self.response = response


BusinessTime = Annotated[
    Instant | None,
    Header(
        alias="Business-Time",
        description="The time the business takes this act to happen at; only for tests and back-dated work, "
        "where the suite allows it and the token grants clock:set.",
    ),
]


async def _transaction(request: Request, business_time: BusinessTime = None) -> AsyncIterator[Tx]:
    principal, state = request.state.principal, request.app.state
    async with transaction(request) as tx:
        if business_time is not None:
            allowed = state.settings.clock == "settable" and "clock:set" in principal.scopes
            CLOCK_SETTABLE.require(allowed)
            tx.now = business_time
        request.state.tx = tx
        yield tx


Transaction = Annotated[Tx, Depends(_transaction, scope="function")]  # commits before the answer leaves


def _quoted(key: str) -> str:
    if not re.fullmatch(KEY_PATTERN, key):
        raise ValueError(QUOTED)
    return key


IdempotencyKey = Annotated[
    str,
    AfterValidator(_quoted),
    WithJsonSchema({"type": "string", "pattern": KEY_PATTERN}),
    Header(
        description='A quoted text unique to this request, e.g. "8e03978e-40d5-43dd-bc93-6894a57f9324"; '
        "a retry with the same key gets the stored answer. Kept for 7 days."
    ),
]


async def _remember_key(request: Request, tx: Transaction, idempotency_key: IdempotencyKey) -> None:
    line = f"{request.method} {request.url.path}?{request.url.query} "
    await _claim(tx, request, idempotency_key, line.encode() + await request.body())


async def _remember_upload_key(request: Request, tx: Transaction, idempotency_key: IdempotencyKey) -> None:
    """For a file that is streamed and never held whole: what was announced of it guards its content."""
    await _claim(tx, request, idempotency_key, f"{request.method} {request.url.path}".encode())


async def _claim(tx: Tx, request: Request, key: str, content: bytes) -> None:
    principal = request.state.principal
    fingerprint = hashlib.sha256(content).digest()
    mine = Key(str(principal.tenant), principal.client_id, principal.subject, key)
    if await mine.claim(tx.session, fingerprint):
        tx.answer = Answer(mine)
        return
    seen = FIRST_ENDED.present(await mine.seen(tx.session))
    in_this_commit = seen.status is None  # and not answered before it
    FIRST_ENDED.require(not in_this_commit)
    SAME_REQUEST.require(seen.fingerprint == fingerprint)
    raise Replay(Response(seen.body, seen.status, {**seen.headers, "Idempotency-Replayed": "true"}))


idempotent = Depends(_remember_key)
idempotent_upload = Depends(_remember_upload_key)


def _expected(
    if_match: Annotated[
        str | None,
        Header(
            description="ETag of the version this change is based on.",
            json_schema_extra={"pattern": ETAGS},
        ),
    ] = None,
) -> Versions:
    if_match = VERSION_NAMED.present(if_match)
    if not re.fullmatch(ETAGS, if_match):
        raise RequestValidationError(
            [{"loc": ("header", "if-match"), "type": "etag", "ctx": {"said": AN_ETAG}}]
        )
    if if_match == "*":
        return "*"
    listed = (match[0] for match in re.finditer(ETAG, if_match))
    return frozenset(int(etag[1:-1]) for etag in listed if re.fullmatch('"[0-9]{1,9}"', etag))


IfMatch = Annotated[Versions, Depends(_expected)]


class Route(APIRoute):
    """Flush before answering, send the ETag, and keep the answer for a replay."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **kwargs: Any) -> None:
        @functools.wraps(endpoint)
        async def flushed(*args: Any, **kw: Any) -> Any:
            result = await endpoint(*args, **kw)
            for body in kw.values():
                if isinstance(body, Write):
                    require_in_time(body, kw["tx"].today)
                    require_there(body, kw["tx"].today)
                    await require_named(kw["tx"], body)
            if isinstance(result, Entity):
                tx = kw["tx"]
                await tx.flush()
                tx.shown = result
            return result

        super().__init__(path, flushed, **kwargs)
        if self.body_field is not None and is_dated(self.body_field.field_info.annotation):
            self.responses = also(self.responses, IN_TIME)
        self.is_public = is_public(self.dependant.dependencies)
        if self.is_public:
            self.openapi_extra = {**(self.openapi_extra or {}), PUBLIC: True}

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        answer = super().get_route_handler()
        needs = self.dependant.dependencies
        scopes = [scope for needed in needs for scope in needed.own_oauth_scopes or ()]
        public = is_public(needs)
        most = UPLOAD_MAX_BYTES if _takes_file(self) else BODY_MAX_BYTES
        media_type, keys, raw = _media_type(self), query_keys(self), self.body_field is None

        async def handle(request: Request) -> Response:
            require_acceptable(request, media_type)
            note(request.scope, route=request.scope.get("root_path", "") + self.path_format)
            principal = await identify(request, public=public)
            note(request.scope, client=principal.client_id)
            require_scopes(principal, [] if principal is ANYBODY else scopes)  # before any stored answer
            request.state.principal = principal
            _require_unambiguous(request, keys)
            if not (raw or speaks_json(request)):
                return not_json()
            try:
                response = await answer(StrictRequest(request.scope, bounded(request, most)))
            except Replay as replay:
                return replay.response
            tx: Tx | None = getattr(request.state, "tx", None)
            return cacheable(request, _finished(request, tx, response) if tx else response)

        return handle


def _takes_file(route: APIRoute) -> bool:
    """Whether a route's own document says so (`UPLOAD_BODY`); the address of a request says nothing."""
    body = (route.openapi_extra or {}).get("requestBody", {})
    return FILE_TYPE in body.get("content", {})


def _media_type(route: APIRoute) -> str | None:
    made_by = route.response_class
    return (made_by.value if isinstance(made_by, DefaultPlaceholder) else made_by).media_type


def _require_unambiguous(request: Request, known: frozenset[str]) -> None:
    """Refuse a request that says one thing twice, or what nobody here knows: it may mean anything."""
    query = [name for name, _ in request.query_params.multi_items()]
    headers = [name for name in request.headers.keys() if name in SAID_ONCE]  # noqa: SIM118 - repeats count
    errors: list[dict[str, Any]] = [
        {"loc": (where, name), "type": "repeated", "ctx": {"said": TWICE}}
        for where, names in (("query", query), ("header", headers))
        for name, times in sorted(Counter(names).items())
        if times > 1
    ]
    errors += [] if request.method == "GET" else unknown_keys(request, known)
    if errors:
        raise RequestValidationError(errors)


def _finished(request: Request, tx: Tx, response: Response) -> Response:
    if tx.shown is not None:
        response.headers["etag"] = f'"{tx.shown.version}"'
        if response.status_code == 201:
            response.headers["location"] = f"{request.url.path}/{tx.shown.id}"
        if request.method == "GET" and is_known(request, response.headers["etag"]):
            return Response(status_code=304, headers={"etag": response.headers["etag"]})
    if tx.answer is not None:
        tx.answer.status = response.status_code
        tx.answer.body = bytes(response.body)
        tx.answer.headers = {k: response.headers[k] for k in KEPT_HEADERS if k in response.headers}
    return response


class Router(APIRouter):
    """A router of one slice: `Router("applications")` serves `/applications`.

    `about` says what it serves where no entity says so: the OpenAPI document takes an entity's own docstring.
    """

    def __init__(self, noun: str, about: str | None = None) -> None:
        super().__init__(prefix=f"/{noun}", tags=[noun], route_class=Route)
        self.about = about

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Look at the routes of a noun only where the address begins with it: there are hundreds."""
        if not scope["path"].removeprefix(scope.get("root_path", "")).startswith(self.prefix):
            return Match.NONE, {}
        return super().matches(scope)
