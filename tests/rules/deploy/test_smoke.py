"""The smoke test: what it says of a suite that works, and of one in which a single part does not."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from services.smoke import calls, looked, run

Answer = Callable[[httpx.Request], httpx.Response]
URL = "https://api.example"


def problem(status: int, **headers: str) -> httpx.Response:
    told = {"status": status, "title": "No", "type": "about:blank"}
    return httpx.Response(status, json=told, headers={"Content-Type": "application/problem+json", **headers})


def right(request: httpx.Request) -> httpx.Response:
    """The answers of a suite that works."""
    match request.url.path.split("/")[1:]:
        case ["readyz"]:
            return httpx.Response(200, json={"status": "ready"})
        case [_, "v1", "openapi.json"]:
            told = {"openapi": "3.1.0", "info": {"version": "1.0.0"}, "paths": {"/tasks": {}}}
            return httpx.Response(200, json=told, headers={"API-Version": "1.0.0"})
        case ["agenda" | "funding" | "loans", "v1", "regimes"]:
            return httpx.Response(200, json={"items": [{"code": "cluster-score"}]})
        case [_, "v1", "tasks"]:
            return problem(401, **{"WWW-Authenticate": "Bearer"})
    return problem(404)


def lines(answer: Answer) -> list[str]:
    """What is told of the calls that do not hold."""
    with httpx.Client(base_url=URL, transport=httpx.MockTransport(answer)) as http:
        return [each.line for each in looked(http) if not each.holds]


def test_a_suite_that_works_passes() -> None:
    assert lines(right) == []


def test_every_part_is_asked() -> None:
    asked = {call.path.split("/")[1] for call in calls()}
    assert asked == {"readyz", "agenda", "funding", "loans", "dossiers", "smoke"}


def away(_: httpx.Request) -> httpx.Response:
    raise httpx.ConnectError("Connection refused")


@pytest.mark.parametrize(
    ("path", "answer", "told"),
    [
        ("/readyz", problem(503), "503 application/problem+json, where 200 application/json is due"),
        ("/readyz", httpx.Response(200, json={"status": "starting"}), "its status is starting"),
        ("/loans/v1/openapi.json", httpx.Response(200, json={"openapi": "3.0.3"}), "no OpenAPI 3.1.x"),
        ("/agenda/v1/openapi.json", httpx.Response(200, html="<p>"), "200 text/html, where 200"),
        ("/funding/v1/regimes", httpx.Response(200, json={"items": []}), "no regimes: was it migrated?"),
        ("/funding/v1/regimes", problem(502), "502 application/problem+json"),
        ("/loans/v1/regimes", httpx.Response(200, json=[]), "no JSON object"),
        ("/loans/v1/tasks", httpx.Response(200, json={"items": []}), "where 401 application/problem+json"),
        ("/dossiers/v1/tasks", problem(401), "does not ask for a bearer token"),
        ("/smoke", httpx.Response(200, html="<h1>Welcome to nginx"), "where 404 application/problem+json"),
    ],
)
def test_the_part_that_does_not_work_is_named_alone(path: str, answer: Any, told: str) -> None:
    (line,) = lines(lambda request: answer if request.url.path == path else right(request))
    assert line.startswith("WRONG ")
    assert f"GET {path}: " in line
    assert told in line


def test_who_does_not_answer_at_all_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    real = httpx.Client
    monkeypatch.setattr(httpx, "Client", lambda **told: real(**told, transport=httpx.MockTransport(away)))
    said: list[str] = []
    assert run(URL, 0, said.append) is False
    assert said[0] == "WRONG gateway is ready: GET /readyz: Connection refused"
    assert said[-1] == f"FAILED: {len(list(calls()))} of {len(list(calls()))} calls at {URL}"


def test_patience_lasts_until_the_suite_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    real, asked = httpx.Client, []

    def late(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return away(request) if len(asked) <= len(list(calls())) else right(request)

    monkeypatch.setattr(httpx, "Client", lambda **told: real(**told, transport=httpx.MockTransport(late)))
    monkeypatch.setattr("services.smoke.REST_SECONDS", 0)
    said: list[str] = []
    assert run(URL, 60, said.append) is True
    assert said[0].startswith("not yet: WRONG gateway is ready")
    assert said[-1] == f"PASSED: {len(list(calls()))} calls at {URL}"
