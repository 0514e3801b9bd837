"""The local issuer: for local use only, and strict enough to be a stand-in for a real one."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from deploy.local.failure import LocalFailure
from deploy.local.issuer import kept_key, local_clients, require_local
from services.gateway.settings import GatewaySettings
from shared.web.tokens import TokenVerifier, trusted

FORM = {"grant_type": "client_credentials", "client_id": "region-brainport", "client_secret": "local"}


@pytest.fixture
async def issuer(settings: GatewaySettings) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=settings.issuer, verify=trusted()) as client:
        yield client


async def test_its_token_stands_for_the_client_and_its_body(
    issuer: httpx.AsyncClient, settings: GatewaySettings
) -> None:
    granted = (await issuer.post("/token", data=FORM)).json()
    assert (granted["token_type"], granted["expires_in"]) == ("Bearer", 900)
    async with TokenVerifier(settings) as verifier:
        caller = await verifier.verify(granted["access_token"])
    assert (caller.subject, str(caller.tenant)) == ("region-brainport", "region:CR36")
    assert caller.scopes == {
        *("agenda:read", "agenda:write", "agenda:catalogue", "agenda:contribute", "agenda:measure"),
        *("funding:read", "funding:apply", "funding:contribute", "clock:set"),
    }


async def test_a_client_may_ask_for_less(issuer: httpx.AsyncClient) -> None:
    granted = (await issuer.post("/token", data={**FORM, "scope": "agenda:read"})).json()
    assert granted["scope"] == "agenda:read"


async def test_the_secret_may_come_by_basic_authentication(issuer: httpx.AsyncClient) -> None:
    form = {"grant_type": "client_credentials"}
    assert (await issuer.post("/token", data=form, auth=("reader", "local"))).status_code == 200


@pytest.mark.parametrize(
    ("change", "status", "error"),
    [
        ({"client_secret": "wrong"}, 401, "invalid_client"),
        ({"client_id": "nobody"}, 401, "invalid_client"),
        ({"scope": "loans:decide"}, 400, "invalid_scope"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
        ({"client_id": ["reader", "operator"]}, 400, "invalid_request"),
        ({"more": "x" * 9000}, 400, "invalid_request"),
    ],
)
async def test_a_wrong_request_gets_no_token(
    change: dict[str, str], status: int, error: str, issuer: httpx.AsyncClient
) -> None:
    answer = await issuer.post("/token", data={**FORM, **change})
    assert (answer.status_code, answer.json()["error"]) == (status, error)
    assert answer.json()["error_description"].endswith(".")  # what to do about it


def test_its_key_survives_a_restart_and_is_its_owners_alone(tmp_path: Path) -> None:
    first = kept_key(tmp_path / "state")
    assert kept_key(tmp_path / "state").as_dict(private=True) == first.as_dict(private=True)
    assert (tmp_path / "state" / "issuer-key.json").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("environment", "host", "says"),
    [
        ("production", "127.0.0.1", "GROEIKRACHT_ENVIRONMENT=local"),
        ("local", "0.0.0.0", "loopback"),  # noqa: S104 - that it is refused is the point
        ("local", "192.168.1.7", "loopback"),
        ("local", "somewhere.example", "loopback"),
    ],
)
def test_it_refuses_to_start_where_others_could_reach_it(environment: str, host: str, says: str) -> None:
    with pytest.raises(LocalFailure, match=says):
        require_local(environment, host)


def test_it_starts_on_loopback() -> None:
    for host in ("127.0.0.1", "::1", "localhost"):
        require_local("local", host)


def test_readers_only_read_and_only_the_state_has_everything() -> None:
    clients = local_clients()
    assert all(scope.endswith(":read") for scope in clients["reader"].scopes)
    everything = set(clients["state-everything"].scopes)
    business = {scope for client in clients.values() for scope in client.scopes if "platform" not in scope}
    assert business == everything
