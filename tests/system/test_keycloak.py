"""Any OpenID provider can replace the local issuer by configuration alone: a real Keycloak does."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from deploy.local.failure import LocalFailure
from deploy.local.keycloak import Keycloak, fetch
from shared.settings import Settings
from shared.web.tokens import InvalidToken, TokenVerifier

IN_THE_ACCESS_TOKEN = {"access.token.claim": "true", "id.token.claim": "false"}


def mapper(kind: str, **config: str) -> dict[str, Any]:
    """One claim that Keycloak adds to an access token."""
    return {
        "name": kind,
        "protocol": "openid-connect",
        "protocolMapper": kind,
        "config": {**IN_THE_ACCESS_TOKEN, **config},
    }


def scope(name: str, *mappers: dict[str, Any], shown: bool) -> dict[str, Any]:
    """A client scope; the `scope` claim names it when it is shown."""
    attributes = {"include.in.token.scope": str(shown).lower()}
    return {
        "name": name,
        "protocol": "openid-connect",
        "attributes": attributes,
        "protocolMappers": list(mappers),
    }


def client(name: str, **attributes: str) -> dict[str, Any]:
    """A machine client of region CR36 that may ask for agenda:read."""
    return {
        "clientId": name,
        "secret": "of-this-test",
        "publicClient": False,
        "serviceAccountsEnabled": True,
        "standardFlowEnabled": False,
        "fullScopeAllowed": False,
        "attributes": {"access.token.signed.response.alg": "PS256", **attributes},
        "defaultClientScopes": ["groeikracht"],
        "optionalClientScopes": ["agenda:read"],
        "protocolMappers": [
            mapper(
                "oidc-hardcoded-claim-mapper",
                **{"claim.name": "tenant", "claim.value": "region:CR36", "jsonType.label": "String"},
            )
        ],
    }


REALM = {
    "realm": "groeikracht",
    "enabled": True,
    "clients": [
        # Keycloak's switch "Use at+jwt as access token header type" is off unless it is set (RFC 9068 2.1).
        client("region-brainport", **{"access.token.header.type.rfc9068": "true"}),
        client("not-rfc-9068"),
    ],
    "clientScopes": [
        scope("agenda:read", shown=True),
        scope(
            "groeikracht",
            mapper("oidc-sub-mapper"),
            mapper("oidc-audience-mapper", **{"included.custom.audience": "groeikracht"}),
            shown=False,
        ),
    ],
}


@pytest.fixture(scope="module")
def keycloak(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Keycloak]:
    folder: Path = tmp_path_factory.mktemp("keycloak")
    try:
        fetch()
    except LocalFailure as failure:
        pytest.skip(str(failure))
    server = Keycloak(folder, REALM)
    server.start()
    yield server
    server.stop()


@pytest.fixture
async def verifier(keycloak: Keycloak) -> AsyncIterator[TokenVerifier]:
    async with TokenVerifier(Settings(issuer=keycloak.issuer)) as made:
        yield made


async def granted(keycloak: Keycloak, client_id: str) -> str:
    """An access token for this client."""
    async with httpx.AsyncClient(timeout=20) as http:
        discovery = (await http.get(f"{keycloak.issuer}/.well-known/openid-configuration")).json()
        answer = await http.post(
            discovery["token_endpoint"],
            data={"grant_type": "client_credentials", "scope": "agenda:read"},
            auth=(client_id, "of-this-test"),
        )
    token: str = answer.raise_for_status().json()["access_token"]
    return token


async def test_a_token_of_keycloak_says_who_calls(keycloak: Keycloak, verifier: TokenVerifier) -> None:
    caller = await verifier.verify(await granted(keycloak, "region-brainport"))
    assert (caller.client_id, str(caller.tenant)) == ("region-brainport", "region:CR36")
    assert caller.scopes == {"agenda:read"}
    assert caller.subject != caller.client_id  # Keycloak gives every service account an id of its own


async def test_without_the_switch_for_rfc_9068_its_tokens_are_refused(
    keycloak: Keycloak, verifier: TokenVerifier
) -> None:
    with pytest.raises(InvalidToken, match="typ is not at"):
        await verifier.verify(await granted(keycloak, "not-rfc-9068"))
