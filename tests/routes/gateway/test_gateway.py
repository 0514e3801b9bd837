"""Who passes the gateway, and what every answer of its own carries."""

import httpx
import pytest
from pydantic import SecretStr
from starlette.types import Message

from services.gateway.app import create_app
from services.gateway.settings import GatewaySettings
from shared.settings import Unset
from shared.web.tokens import TokenVerifier
from tests.routes.gateway.conftest import UNUSED, Service, become, calling

SECURITY_HEADERS = {
    "cache-control",
    "content-security-policy",
    "strict-transport-security",
    "x-content-type-options",
    "x-frame-options",
    "referrer-policy",
}


async def test_without_a_token_nobody_changes_anything(stranger: httpx.AsyncClient, service: Service) -> None:
    for method, path in (("POST", "/agenda/v1/x"), ("DELETE", "/agenda/v1/x"), ("PUT", "/loans/v1/x")):
        answer = await stranger.request(method, path)
        assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
        assert answer.headers["content-type"] == "application/problem+json"
        assert service.path == ""


async def test_a_read_without_a_token_is_for_the_service_to_judge(
    stranger: httpx.AsyncClient, service: Service
) -> None:
    assert (await stranger.get("/agenda/v1/x")).status_code == 200
    assert service.path == "/agenda/v1/x"


@pytest.mark.parametrize(
    "value", ["Bearer nonsense", "Bearer a.b.c", "bearer eyJhbGciOiJub25lIn0.e30.", "Bearer x, Bearer y"]
)
async def test_a_token_that_is_not_valid_is_told_apart_but_not_explained(
    value: str, stranger: httpx.AsyncClient, service: Service
) -> None:
    answer = await stranger.get("/agenda/v1/x", headers={"Authorization": value})
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == 'Bearer error="invalid_token"'
    assert service.path == ""


@pytest.mark.parametrize("value", ["Basic cmVhZGVyOmxvY2Fs", "Bearer", ""])
async def test_another_scheme_counts_as_no_token(value: str, stranger: httpx.AsyncClient) -> None:
    answer = await stranger.get("/agenda/v1/x", headers={"Authorization": value})
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
    assert "Authorization: Bearer <token>" in answer.json()["detail"]  # whoever sent one in another way


async def test_a_token_in_the_address_is_ignored(caller: httpx.AsyncClient) -> None:
    token = caller.headers.pop("authorization").removeprefix("Bearer ")
    answer = await caller.post("/agenda/v1/x", params={"access_token": token})
    assert answer.status_code == 401


async def test_a_token_for_another_audience_is_refused(settings: GatewaySettings) -> None:
    async with calling(settings.model_copy(update={"audience": "somebody-else"})) as client:
        await become(client, "reader")
        assert (await client.get("/agenda/v1/x")).status_code == 401


@pytest.mark.parametrize("path", ["/agenda/v1/openapi.json", "/livez", "/readyz", "/", "/docs"])
async def test_what_is_public_needs_no_token(path: str, stranger: httpx.AsyncClient) -> None:
    assert (await stranger.get(path)).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/agenda/metrics",
        "/agenda/v1",
        "/agenda/readyz",
        "/loans/v/x",
        "/agenda//v1/clusters",
        "/loans/v1x/y",
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_what_only_looks_like_an_address_of_a_service_never_gets_there(
    path: str, method: str, stranger: httpx.AsyncClient, caller: httpx.AsyncClient, service: Service
) -> None:
    """It tells whoever has no token the same as whoever has one: where the documents are."""
    for client in (stranger, caller):
        answer = await client.request(method, path)
        assert answer.status_code == 404
        assert "/agenda/v1/openapi.json" in answer.json()["detail"]
    assert service.path == ""


async def test_without_the_providers_keys_nobody_is_told_that_a_token_is_wrong(
    settings: GatewaySettings,
) -> None:
    async with calling(settings.model_copy(update={"issuer": settings.funding_url})) as client:
        answer = await client.get("/agenda/v1/x", headers={"Authorization": "Bearer " + unreadable_yet()})
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "2")


def unreadable_yet() -> str:
    """A token that only its issuer's keys could tell from a good one."""
    return "eyJhbGciOiJQUzI1NiIsInR5cCI6ImF0K2p3dCIsImtpZCI6ImsifQ.e30.AAAA"


@pytest.mark.parametrize(
    "path", ["/nowhere", "/agenda", "/livez/", "/agendas/v1/x", "/favicon.ico", "/docs/"]
)
async def test_an_unknown_path_is_404_and_never_a_redirect(path: str, caller: httpx.AsyncClient) -> None:
    answer = await caller.get(path)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("path", ["/", "/livez", "/nowhere", "/agenda/v1/x", "/funding/v1/x", "/loans/v1/x"])
@pytest.mark.parametrize("with_token", [True, False])
async def test_every_answer_carries_the_standard_headers(
    path: str, with_token: bool, caller: httpx.AsyncClient
) -> None:
    if not with_token:
        del caller.headers["authorization"]
    answer = await caller.get(path)
    assert not SECURITY_HEADERS - set(answer.headers)
    assert "api-version" in answer.headers


async def test_an_unexpected_failure_is_a_problem_document_without_its_cause(
    caller: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object) -> None:
        raise RuntimeError("a secret of the inside")

    monkeypatch.setattr(TokenVerifier, "verify", fail)
    answer = await caller.get("/agenda/v1/x")
    assert (answer.status_code, answer.json()["title"]) == (500, "Internal Server Error")
    assert "secret" not in answer.text
    assert not SECURITY_HEADERS - set(answer.headers)


async def test_security_txt_says_where_to_report(stranger: httpx.AsyncClient) -> None:
    answer = await stranger.get("/.well-known/security.txt")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    fields = dict(line.split(": ", 1) for line in answer.text.splitlines())
    assert fields["Contact"] == "mailto:security@groeikracht.example"
    assert fields["Expires"] == "2027-09-30T00:00:00+00:00"
    assert fields["Canonical"] == "https://api.groeikracht.example/.well-known/security.txt"


async def test_the_gateway_does_not_start_half_configured() -> None:
    said = []

    async def receive() -> Message:
        return {"type": "lifespan.startup"}

    async def send(message: Message) -> None:
        said.append(message["type"])

    gateway = create_app(GatewaySettings(issuer=UNUSED, agenda_url="", funding_url=UNUSED, loans_url=""))
    with pytest.raises(Unset, match=r"_CURSOR_KEY, GROEIKRACHT_AGENDA_URL, GROEIKRACHT_LOANS_URL$"):
        await gateway({"type": "lifespan", "state": {}}, receive, send)
    assert said == ["lifespan.startup.failed"]


async def test_outside_local_use_there_is_no_way_to_the_local_issuer(settings: GatewaySettings) -> None:
    outside = {"environment": "production", "cursor_key": SecretStr("secret")}
    async with calling(settings.model_copy(update=outside)) as client:
        assert (await client.post("/local/token")).status_code == 404
        assert (await client.get("/local/clients")).status_code == 404


@pytest.mark.parametrize("path", ["/nothing", "/agendas/v1/agendas", "/asyncapi.json/"])
async def test_an_address_that_does_not_exist_says_where_to_look(
    path: str, stranger: httpx.AsyncClient
) -> None:
    answer = await stranger.post(path)
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")
    assert "/agenda/v1/openapi.json" in answer.json()["detail"]
    assert "trailing slash" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("GET", "/local/token", "POST"),
        ("POST", "/local/clients", "GET, HEAD"),
        ("POST", "/livez", "GET, HEAD"),
        ("PUT", "/asyncapi.json", "GET, HEAD"),
        ("DELETE", "/problems/resource.stale", "GET, HEAD"),
        ("POST", "/", "GET, HEAD"),
    ],
)
async def test_a_wrong_method_at_an_address_of_the_gateways_own_names_the_right_ones(
    method: str, path: str, allowed: str, stranger: httpx.AsyncClient
) -> None:
    answer = await stranger.request(method, path)
    assert (answer.status_code, answer.headers.get("allow")) == (405, allowed)
    assert answer.json()["detail"] == f"This address takes {allowed}."


@pytest.mark.parametrize(("language", "guide"), [("en", "/guides/rules"), ("nl", "/guides/regels")])
async def test_whoever_looks_up_a_rule_that_does_not_exist_is_told_where_they_are(
    language: str, guide: str, stranger: httpx.AsyncClient
) -> None:
    answer = await stranger.get("/problems/no.such-rule", headers={"Accept-Language": language})
    assert answer.status_code == 404
    assert guide in answer.json()["detail"]
    assert (await stranger.get(guide)).status_code == 200
