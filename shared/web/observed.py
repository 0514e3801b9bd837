"""Every exchange can be found again: an id in its answer, one line in the log, a place in the figures."""

import logging
import secrets
import time
from functools import cache
from typing import Any

from prometheus_client import Histogram
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.kernel.trace import carried_on

log = logging.getLogger(__name__)

SECONDS = Histogram(
    "groeikracht_request_seconds",
    "How long exchanges took, to the last byte of the answer; by route, method and class of status.",
    ("route", "method", "status"),
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60),
)
METHODS = frozenset({"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"})
PROBES = frozenset({"/livez", "/readyz", "/metrics"})
ELSEWHERE = "other"  # of what no route took: an address that somebody made up is no label
SEEN = "groeikracht.seen"  # in the scope: what is found out about an exchange on its way


class Observed:
    """Pure ASGI middleware around a whole application, outside of all others."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the exchange on in a trace, and tell of it when it is over."""
        if scope["type"] != "http" or scope["path"] in PROBES:
            await self._app(scope, receive, send)
            return
        trace = _in_a_trace(scope)
        started, status = time.perf_counter(), 0  # 0: the connection ended before the answer began

        async def answered(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                headers["x-request-id"] = trace.split("-")[1]
                headers["traceparent"] = trace
            await send(message)

        try:
            await self._app(scope, receive, answered)
        finally:
            _tell(scope, trace, status, time.perf_counter() - started)


def note(scope: Scope, **found: Any) -> None:
    """Note about an exchange what the log line and the figures need: `route`, a template, and `client`."""
    scope.setdefault(SEEN, {}).update(found)


def _in_a_trace(scope: Scope) -> str:
    """The caller's trace, or a new one, which then is in the request as if the caller had sent it."""
    headers = MutableHeaders(scope=scope)
    given = headers.getlist("traceparent")
    trace = carried_on(given[0]) if len(given) == 1 else None
    if trace is None:
        del headers["traceparent"]
        del headers["tracestate"]
        trace = f"00-{secrets.token_hex(16)}-{secrets.token_hex(8)}-01"
        headers["traceparent"] = trace
    scope[SEEN] = {}
    return trace


@cache
def _figure(route: str, method: str, hundreds: int) -> Histogram:
    """Where exchanges of a kind are counted; the kinds are few."""
    return SECONDS.labels(route, method, f"{hundreds}xx" if hundreds else "gone")


def _tell(scope: Scope, trace: str, status: int, seconds: float) -> None:
    seen = scope[SEEN]
    route = seen.get("route", ELSEWHERE)
    method = scope["method"] if scope["method"] in METHODS else ELSEWHERE
    _figure(route, method, status // 100).observe(seconds)
    told = {
        "trace_id": trace.split("-")[1],
        "method": method,
        "route": route,
        "status": status,
        "milliseconds": round(seconds * 1000, 1),
        "client": seen.get("client"),
    }
    log.info("request", extra=told)
