"""An exchange can be found again: by the id in its answer, in the log and in the figures."""

import logging
import re
import socket

import httpx
import pytest
from prometheus_client import REGISTRY

from services.gateway.app import create_app
from services.gateway.figures import figures
from services.gateway.settings import GatewaySettings
from tests.routes.gateway.conftest import Service

GIVEN = "4bf92f3577b34da6a3ce929d0e0e4736"


@pytest.mark.parametrize(
    ("path", "status"),
    [("/agenda/v1/x", 200), ("/nothing/here", 404), ("/problems/none", 404), ("/agenda/v1/%2e%2e/x", 400)],
)
async def test_every_answer_has_the_id_of_the_callers_trace(
    path: str, status: int, caller: httpx.AsyncClient
) -> None:
    answer = await caller.get(path, headers={"traceparent": f"00-{GIVEN}-00f067aa0ba902b7-01"})
    assert answer.status_code == status
    assert answer.headers.get_list("x-request-id") == [GIVEN]
    assert answer.headers["traceparent"].split("-")[1] == GIVEN


async def test_without_a_trace_the_answer_has_the_id_that_the_service_sees(
    caller: httpx.AsyncClient, service: Service
) -> None:
    answer = await caller.get("/agenda/v1/x", headers={"traceparent": "nonsense"})
    (passed_on,) = service.all("traceparent")
    assert passed_on.split("-")[1] == answer.headers["x-request-id"]
    assert re.fullmatch("[0-9a-f]{32}", answer.headers["x-request-id"])


async def test_a_refusal_without_a_token_has_an_id_too(stranger: httpx.AsyncClient) -> None:
    answer = await stranger.post("/agenda/v1/x", headers={"traceparent": f"00-{GIVEN}-00f067aa0ba902b7-01"})
    assert (answer.status_code, answer.headers["x-request-id"]) == (401, GIVEN)


async def test_a_request_is_one_line_without_its_address_or_token(
    caller: httpx.AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "shared.web.observed")
    trace = {"traceparent": f"00-{GIVEN}-00f067aa0ba902b7-01"}
    await caller.get("/agenda/v1/firms/68750110?q=jansen", headers=trace)
    lines = [vars(each) for each in caplog.records if each.name == "shared.web.observed"]
    (line,) = [each for each in lines if each["trace_id"] == GIVEN]
    assert (line["route"], line["method"], line["status"]) == ("/agenda/{path}", "GET", 200)
    assert line["milliseconds"] > 0
    assert line["client"]
    told = str({name: value for name, value in line.items() if name != "args"})
    for secret in ("68750110", "jansen", caller.headers["authorization"].split()[1]):
        assert secret not in told


async def test_the_figures_have_no_label_that_a_stranger_can_make_up(caller: httpx.AsyncClient) -> None:
    for number in range(5):
        await caller.get(f"/made-up-{number}/x")
        await caller.request("BREW", f"/agenda/v1/{number}")
    labels = [
        sample.labels
        for metric in REGISTRY.collect()
        if metric.name == "groeikracht_request_seconds"
        for sample in metric.samples
    ]
    assert {"other", "/agenda/{path}"} <= {each["route"] for each in labels}
    assert not [each for each in labels if "made-up" in each["route"] or each["method"] == "BREW"]


async def test_the_publics_port_shows_no_figures() -> None:
    app = create_app(GatewaySettings(environment="production"))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://test") as public:
        assert (await public.get("/metrics")).status_code == 404


async def test_the_figures_have_a_port_of_their_own() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    async with (
        figures(GatewaySettings(host="127.0.0.1", gateway_metrics_port=port)),
        httpx.AsyncClient() as prometheus,
    ):
        told = (await prometheus.get(f"http://127.0.0.1:{port}/metrics")).text
    assert "groeikracht_request_seconds" in told
