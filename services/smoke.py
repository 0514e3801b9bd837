"""Whether a running suite is there and whole, as anybody without a token sees it through the gateway.

Each part is asked what only a part that works can answer: the regimes of a service come out of its database,
and only after its migration. Nothing is written, so it may run at any time, in production too.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import httpx

SERVICES = ("agenda", "funding", "loans")
APIS = (*SERVICES, "dossiers")
ASK_SECONDS = 20  # the first request for an OpenAPI document makes it
REST_SECONDS = 2
OPENAPI = "3.1."
PROBLEM = "application/problem+json"

Tell = Callable[[str], Any]


class Wrong(Exception):
    """An answer is not what it must be; the text says how."""


@dataclass(frozen=True)
class Call:
    """One read: what it shows, where, and what its answer must be, which is told."""

    shows: str
    path: str
    judge: Callable[[httpx.Response], str]


def calls() -> Iterator[Call]:
    """Every read, in the order in which a fault explains the ones after it."""
    yield Call("gateway is ready", "/readyz", _ready)
    for name in APIS:
        yield Call(f"{name} describes itself", f"/{name}/v1/openapi.json", _described)
    for name in SERVICES:
        yield Call(f"{name} reads its database", f"/{name}/v1/regimes", _regimes)
    for name in APIS:
        yield Call(f"{name} is closed to strangers", f"/{name}/v1/tasks", _closed)
    yield Call("gateway knows its addresses", "/smoke", _unknown)


@dataclass(frozen=True)
class Found:
    """What a call showed, in a line; or why not."""

    holds: bool
    line: str


def run(url: str, patience_seconds: float, tell: Tell) -> bool:
    """Tell what each call found, and whether all is well; as long as patience lasts, ask until it is."""
    until = time.monotonic() + patience_seconds
    with httpx.Client(base_url=url, timeout=ASK_SECONDS, headers={"Accept-Language": "en"}) as http:
        found = looked(http)
        while (failed := [each for each in found if not each.holds]) and time.monotonic() < until:
            tell(f"not yet: {failed[0].line}")
            time.sleep(REST_SECONDS)
            found = looked(http)
    for each in found:
        tell(each.line)
    verdict = f"FAILED: {len(failed)} of {len(found)} calls" if failed else f"PASSED: {len(found)} calls"
    tell(f"{verdict} at {url}")
    return not failed


def looked(http: httpx.Client) -> list[Found]:
    """What every call finds."""
    return [_looked(http, call) for call in calls()]


def _looked(http: httpx.Client, call: Call) -> Found:
    try:
        return Found(True, f"ok    {call.shows}: {call.judge(http.get(call.path))}")
    except (Wrong, httpx.HTTPError, httpx.InvalidURL) as fault:
        return Found(False, f"WRONG {call.shows}: GET {call.path}: {fault or type(fault).__name__}")


def _ready(answer: httpx.Response) -> str:
    found = _json(answer, 200)
    if found.get("status") != "ready":
        raise Wrong(f"its status is {found.get('status')}")
    return "ready"


def _described(answer: httpx.Response) -> str:
    found = _json(answer, 200)
    if not str(found.get("openapi")).startswith(OPENAPI) or not found.get("paths"):
        raise Wrong(f"no OpenAPI {OPENAPI}x with paths")
    version = found["info"]["version"]
    if answer.headers.get("api-version") is None:
        raise Wrong("no API-Version")
    return f"version {version}, {len(found['paths'])} paths"


def _regimes(answer: httpx.Response) -> str:
    found = _json(answer, 200).get("items")
    if not found:
        raise Wrong("no regimes: was it migrated?")
    return f"{len(found)} regimes"


def _closed(answer: httpx.Response) -> str:
    _problem(answer, 401)
    if not answer.headers.get("www-authenticate", "").startswith("Bearer"):
        raise Wrong("a 401 that does not ask for a bearer token")
    return "401 without a token"


def _unknown(answer: httpx.Response) -> str:
    _problem(answer, 404)
    return "404 at any other"


def _problem(answer: httpx.Response, status: int) -> None:
    found = _json(answer, status, PROBLEM)
    if found.get("status") != status or not found.get("title"):
        raise Wrong("a problem document without its status or title")


def _json(answer: httpx.Response, status: int, media_type: str = "application/json") -> dict[str, Any]:
    told = answer.headers.get("content-type", "nothing").partition(";")[0]
    if (answer.status_code, told) != (status, media_type):
        raise Wrong(f"{answer.status_code} {told}, where {status} {media_type} is due")
    try:
        found = answer.json()
    except ValueError:
        raise Wrong("its JSON cannot be read") from None
    if not isinstance(found, dict):
        raise Wrong("no JSON object")
    return found
