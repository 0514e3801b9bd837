"""The hop to a service: bodies stream both ways, and the gateway answers itself only when it has to."""

import asyncio
import logging
import re
import secrets
from datetime import timedelta
from urllib.parse import urlsplit
from uuid import UUID

from pyreqwest.client import Client, ClientBuilder
from pyreqwest.exceptions import ConnectError, PyreqwestError, RequestTimeoutError
from pyreqwest.http import Url
from pyreqwest.request import StreamRequest
from pyreqwest.response import Response
from starlette.types import Receive, Scope, Send

from services.gateway.incoming import Body, BodyTooLarge, ClientGone
from services.gateway.settings import GatewaySettings
from shared.kernel.sentences import Sentence
from shared.kernel.trace import carried_on
from shared.web.problems import problem
from shared.web.standard import BODY_MAX_BYTES

log = logging.getLogger(__name__)

Headers = list[tuple[str, str]]

RETRY_AFTER_SECONDS = "2"
IDLE_SECONDS = 4.0  # below the 5 s after which uvicorn, as it comes, drops an idle connection
WATCHED_BYTES = 64 * 1024  # a shorter answer is over before its client can leave

HOP_BY_HOP = frozenset(
    {
        "connection",
        "keep-alive",
        "proxy-authenticate",
        "proxy-authorization",
        "proxy-connection",
        "te",
        "trailer",
        "trailers",
        "transfer-encoding",
        "upgrade",
    }
)
# What only an ingress or an FSC Inway may say about a caller (standards.md 1.2, 3.4; RFC 9440).
SPOOFABLE = re.compile(
    r"x-forwarded-.*|forwarded|x-real-ip|x-original-.*|x-rewrite-url|(x-)?(ssl-)?client-(cert|verify).*"
    r"|x-ssl-.*|fsc-authorization"
)
OURS = frozenset({"host", "expect", "traceparent", "tracestate"})
JSON = re.compile(rb"\s*application/([^;]*\+)?json\b", re.IGNORECASE)
NOT_FOR_CLIENTS = frozenset({"server", "date", "traceparent", "tracestate", "traceresponse", "x-request-id"})

TOO_LARGE = Sentence(
    "The body is larger than this gateway lets through.", "De inhoud is groter dan deze gateway doorlaat."
)
NOT_PASSABLE = Sentence(
    "The path or a header is not one that can be passed on unchanged.",
    "Het pad of een header kan niet onveranderd worden doorgegeven.",
)
TOO_LATE = Sentence(
    "The service did not answer in time; the request may have been carried out. "
    "Send it again with the same Idempotency-Key: nothing is done twice.",
    "De dienst antwoordde niet op tijd; het verzoek kan zijn uitgevoerd. "
    "Stuur het opnieuw met dezelfde Idempotency-Key: niets gebeurt tweemaal.",
)
AWAY = Sentence(
    "The service cannot be reached. Nothing was changed; try again in a moment.",
    "De dienst is niet bereikbaar. Er is niets gewijzigd; probeer het zo opnieuw.",
)
BROKEN_OFF = Sentence(
    "The service broke off its answer; the request may have been carried out. "
    "Send it again with the same Idempotency-Key: nothing is done twice.",
    "De dienst brak haar antwoord af; het verzoek kan zijn uitgevoerd. "
    "Stuur het opnieuw met dezelfde Idempotency-Key: niets gebeurt tweemaal.",
)


class NotPassable(Exception):
    """The request cannot be passed on unchanged: its path has dot segments, a header is not ASCII."""


def open_client(settings: GatewaySettings) -> Client:
    """The HTTP client of all hops; it follows no redirect and decodes no body."""
    return (
        ClientBuilder()
        .follow_redirects(False)
        .no_proxy()
        .referer(False)
        .gzip(False)
        .brotli(False)
        .zstd(False)
        .deflate(False)
        .http1_lower_case_headers()
        .connect_timeout(timedelta(seconds=settings.gateway_connect_seconds))
        .timeout(timedelta(seconds=settings.gateway_total_seconds))
        .pool_idle_timeout(timedelta(seconds=IDLE_SECONDS))
        .tcp_keepalive(timedelta(seconds=10))  # a service whose host lost its power is noticed before the end
        .tcp_keepalive_interval(timedelta(seconds=5))
        .tcp_keepalive_retries(3)
        .tcp_user_timeout(timedelta(seconds=20))
        .build()
    )


class Proxy:
    """An ASGI application that stands for the server at `base`, under the same path without `prefix`."""

    def __init__(self, client: Client, settings: GatewaySettings, base: str, prefix: str = "") -> None:
        self._client = client
        self._base = base.rstrip("/")
        self._base_path = urlsplit(self._base).path
        self._prefix = prefix
        self._body_max_bytes = settings.gateway_body_max_bytes
        self._total_seconds = settings.gateway_total_seconds
        self._slowest = settings.http_body_bytes_per_second
        public = urlsplit(settings.public_url)
        self._public: Headers = [("x-forwarded-proto", public.scheme), ("x-forwarded-host", public.netloc)]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Carry one exchange.

        When the client goes away while a body is on its way, in either direction, the exchange with the
        service ends too. Between the bodies it lasts until the service answers or its time is over:
        pyreqwest 0.15 lets go of a request that waits for its answer, but does not end it.
        """
        if scope["type"] != "http":
            await send({"type": "websocket.close"})
            return
        body, trace, started = Body(scope, receive, self._most(scope)), _trace(scope), False
        try:
            async with self._request(scope, body, trace) as response:
                headers = _answered(response)
                await send({"type": "http.response.start", "status": response.status, "headers": headers})
                started = True
                await relay(response, body, send)
        except ClientGone:
            return
        except (PyreqwestError, BodyTooLarge, NotPassable, ValueError) as failure:
            if started:
                raise  # the connection breaks off, so that the client cannot take a part for the whole
            await self._failed(failure, scope, send, trace)

    def _most(self, scope: Scope) -> int:
        """The largest body that any route of a service takes: only a file is larger than JSON may be."""
        says_json = any(name == b"content-type" and JSON.match(value) for name, value in scope["headers"])
        return min(self._body_max_bytes, BODY_MAX_BYTES) if says_json else self._body_max_bytes

    def _request(self, scope: Scope, body: Body, trace: Headers) -> StreamRequest:
        body.refuse_if_declared_too_large()
        try:
            request = self._client.request(scope["method"], self._url(scope))
            request = request.headers(self._asked(scope, trace))
        except ValueError as fault:
            raise NotPassable(str(fault)) from None
        if not body.expected:
            return request.build_streamed()
        longest = self._total_seconds + body.declared / self._slowest  # a slow line is waited for
        return request.timeout(timedelta(seconds=longest)).body_stream(body.chunks()).build_streamed()

    def _url(self, scope: Scope) -> Url:
        path = scope["raw_path"].decode("ascii").removeprefix(self._prefix)
        query = scope["query_string"].decode("ascii")
        url = Url(f"{self._base}{path}?{query}" if query else f"{self._base}{path}")
        if url.path != self._base_path + path:
            raise ValueError("the path has dot segments or the like, and would mean another one")
        return url

    def _asked(self, scope: Scope, trace: Headers) -> Headers:
        headers = [(name.decode("ascii"), value.decode("ascii")) for name, value in scope["headers"]]
        dropped = HOP_BY_HOP | OURS | _named_in_connection(headers)
        kept = [
            (name, value)
            for name, value in headers
            if name not in dropped and not SPOOFABLE.fullmatch(name.replace("_", "-"))
        ]
        client = scope.get("client")
        return [*kept, *trace, *self._public, ("x-forwarded-for", client[0] if client else "unknown")]

    async def _failed(self, failure: Exception, scope: Scope, send: Send, trace: Headers) -> None:
        status, detail = _diagnosis(failure)
        trace_id = trace[0][1].split("-")[1]
        log.warning("hop failed with %s: %r (trace %s)", status, failure, trace_id)
        headers = {"Retry-After": RETRY_AFTER_SECONDS} if status == 503 else None
        answer = problem(status, detail, headers=headers, instance=f"urn:uuid:{UUID(trace_id)}")
        await answer(scope, _nothing_more, send)


def _diagnosis(failure: Exception) -> tuple[int, Sentence]:
    match failure:
        case BodyTooLarge():
            return 413, TOO_LARGE
        case NotPassable():
            return 400, NOT_PASSABLE
        case RequestTimeoutError():
            return 504, TOO_LATE
        case ConnectError() if _never_connected(failure):
            return 503, AWAY
        case _:
            return 502, BROKEN_OFF


def _never_connected(failure: ConnectError) -> bool:
    """Whether no connection came about; a connection lost in use is a ConnectError to pyreqwest too."""
    causes = failure.details["causes"] or []
    return any("(Connect)" in cause["message"] for cause in causes)


def _trace(scope: Scope) -> Headers:
    """The caller's trace context, or a new one when it is absent or malformed (standards.md 4.7)."""
    given = [value for name, value in scope["headers"] if name == b"traceparent"]
    trace = carried_on(given[0].decode("latin-1")) if len(given) == 1 else None
    if trace is None:
        return [("traceparent", f"00-{secrets.token_hex(16)}-{secrets.token_hex(8)}-01")]
    states = [("tracestate", v.decode("latin-1")) for name, v in scope["headers"] if name == b"tracestate"]
    return [("traceparent", trace), *states]


def _named_in_connection(headers: Headers) -> set[str]:
    named = ",".join(value for name, value in headers if name == "connection")
    return {name.strip().lower() for name in named.split(",")}


def _answered(response: Response) -> list[tuple[bytes, bytes]]:
    headers = list(response.headers.items())
    dropped = HOP_BY_HOP | NOT_FOR_CLIENTS | _named_in_connection(headers)
    return [(name.encode(), value.encode("latin-1")) for name, value in headers if name not in dropped]


async def relay(response: Response, body: Body, send: Send) -> None:
    """Pass the answer's body on part by part; ClientGone when the client left before its end."""
    length = response.get_header("content-length")
    is_long = length is None or int(length) > WATCHED_BYTES
    gone = asyncio.create_task(body.client_gone()) if is_long else None
    try:
        while (chunk := await response.body_reader.read_chunk()) is not None:
            await send({"type": "http.response.body", "body": bytes(chunk), "more_body": True})
            if gone is not None:
                await asyncio.sleep(0)  # both ends may be always ready: only now is a closed connection seen
                if gone.done():
                    raise ClientGone
    finally:
        if gone is not None:
            gone.cancel()
    await send({"type": "http.response.body", "body": b""})


async def _nothing_more() -> dict[str, str]:
    return {"type": "http.disconnect"}
