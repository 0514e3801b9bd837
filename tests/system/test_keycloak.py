"""Any OpenID provider can replace the local issuer by configuration alone: a real Keycloak does.

And with one client a case system keeps to four eyes: each of its officers has a token (docs/third-party.md).
"""

import base64
import hashlib
import html
import importlib
import re
import secrets
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from deploy.local.failure import LocalFailure
from deploy.local.keycloak import Keycloak, fetch
from shared.settings import Settings
from shared.testing.client import Api, code, serving
from shared.web.tokens import InvalidToken, TokenVerifier
from tests.routes.loans.desk import AT, LOAN

SECRET = "of-this-test"
BACK = "http://127.0.0.1:9/back"  # where the case system would be: only its address is looked at
LOANS = ("loans:read", "loans:write", "loans:approve", "clock:set")
RATED = {"ratingRationale": "Own model, BB-."}
EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange"
ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token"
IN_THE_ACCESS_TOKEN = {"access.token.claim": "true", "id.token.claim": "false"}
# Keycloak's switch "Use at+jwt as access token header type" is off unless it is set (RFC 9068 2.1).
RFC_9068 = {"access.token.header.type.rfc9068": "true"}


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


def client(name: str, tenant: str, *scopes: str, **attributes: str) -> dict[str, Any]:
    """A machine client that acts for a body."""
    return {
        "clientId": name,
        "secret": SECRET,
        "publicClient": False,
        "serviceAccountsEnabled": True,
        "standardFlowEnabled": False,
        "fullScopeAllowed": False,
        "attributes": {"access.token.signed.response.alg": "PS256", **attributes},
        "defaultClientScopes": ["groeikracht"],
        "optionalClientScopes": list(scopes),
        "protocolMappers": [
            mapper(
                "oidc-hardcoded-claim-mapper",
                **{"claim.name": "tenant", "claim.value": tenant, "jsonType.label": "String"},
            )
        ],
    }


def case_system(name: str) -> dict[str, Any]:
    """The one client of a ROM's case system: a machine by itself, and where its officers log in."""
    attributes = {**RFC_9068, "pkce.code.challenge.method": "S256", "standard.token.exchange.enabled": "true"}
    login = {"standardFlowEnabled": True, "redirectUris": [BACK]}
    return client(name, "rom:BOM", *LOANS, **attributes) | login


def officer(name: str) -> dict[str, Any]:
    """Somebody who works at that ROM."""
    return {
        "username": name,
        "enabled": True,
        "email": f"{name}@bom.example",
        "firstName": name,
        "lastName": "of BOM",
        "credentials": [{"type": "password", "value": SECRET, "temporary": False}],
    }


REALM = {
    "realm": "groeikracht",
    "enabled": True,
    "users": [officer("adviser"), officer("committee")],
    "clients": [
        client("region-brainport", "region:CR36", "agenda:read", **RFC_9068),
        client("not-rfc-9068", "region:CR36", "agenda:read"),
        case_system("case-system"),
    ],
    "clientScopes": [
        *(scope(name, shown=True) for name in ("agenda:read", *LOANS)),
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


@pytest.fixture
async def http() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(timeout=60) as made:
        yield made


async def granted(keycloak: Keycloak, http: httpx.AsyncClient, client_id: str, **form: str) -> str:
    """An access token for this client, of the grant that the form names."""
    discovery = (await http.get(f"{keycloak.issuer}/.well-known/openid-configuration")).json()
    answer = await http.post(discovery["token_endpoint"], data=form, auth=(client_id, SECRET))
    assert answer.status_code == 200, answer.text
    token: str = answer.json()["access_token"]
    return token


async def machine(keycloak: Keycloak, http: httpx.AsyncClient, client_id: str, *scopes: str) -> str:
    """A token of the client itself."""
    form = {"grant_type": "client_credentials", "scope": " ".join(scopes)}
    return await granted(keycloak, http, client_id, **form)


async def logged_in(keycloak: Keycloak, http: httpx.AsyncClient, name: str) -> str:
    """A token of an officer who logs in at the case system: authorization code flow with PKCE (RFC 7636)."""
    verifier = secrets.token_urlsafe(48)
    digest = hashlib.sha256(verifier.encode()).digest()
    asked = {
        "client_id": "case-system",
        "response_type": "code",
        "redirect_uri": BACK,
        "scope": " ".join(LOANS),
        "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
        "code_challenge_method": "S256",
    }
    page = await http.get(f"{keycloak.issuer}/protocol/openid-connect/auth", params=asked)
    form = re.search(r'<form[^>]* action="([^"]+)"', page.text)
    assert form, page.text
    cookies = "; ".join(line.partition(";")[0] for line in page.headers.get_list("set-cookie"))
    login = {"username": name, "password": SECRET}
    back = await http.post(html.unescape(form[1]), data=login, headers={"Cookie": cookies})
    assert back.status_code == 302, back.text
    told = httpx.URL(back.headers["location"]).params
    return await granted(
        keycloak,
        http,
        "case-system",
        grant_type="authorization_code",
        code=told["code"],
        redirect_uri=BACK,
        code_verifier=verifier,
    )


async def test_a_token_of_keycloak_says_who_calls(
    keycloak: Keycloak, http: httpx.AsyncClient, verifier: TokenVerifier
) -> None:
    caller = await verifier.verify(await machine(keycloak, http, "region-brainport", "agenda:read"))
    assert (caller.client_id, str(caller.tenant)) == ("region-brainport", "region:CR36")
    assert caller.scopes == {"agenda:read"}
    assert caller.subject != caller.client_id  # Keycloak gives every service account an id of its own


async def test_without_the_switch_for_rfc_9068_its_tokens_are_refused(
    keycloak: Keycloak, http: httpx.AsyncClient, verifier: TokenVerifier
) -> None:
    with pytest.raises(InvalidToken, match="typ is not at"):
        await verifier.verify(await machine(keycloak, http, "not-rfc-9068", "agenda:read"))


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


async def proposed(loans: Api, token: str) -> str:
    """The path of a loan that this caller entered and proposed."""
    made = await loans.post("/loans", bearer(token), LOAN, at=AT)
    assert made.status_code == 201, made.text
    path = f"/loans/{made.json()['id']}"
    step = await loans.post(f"{path}/proposals", bearer(token), RATED, etag="*", at=AT)
    assert step.status_code == 200, step.text
    return path


async def test_officers_of_one_client_are_four_eyes_and_its_machine_is_not(
    keycloak: Keycloak, http: httpx.AsyncClient, settings: dict[str, Settings]
) -> None:
    real = TokenVerifier(Settings(issuer=keycloak.issuer))
    async with serving(
        importlib.import_module("services.loans.app").SERVICE, settings["loans"], real
    ) as loans:

        async def decide(path: str, token: str) -> httpx.Response:
            reason = {"reason": "Too little equity."}
            return await loans.post(f"{path}/rejections", bearer(token), reason, etag="*", at=AT)

        case_system = await machine(keycloak, http, "case-system", *LOANS)
        alone = await decide(await proposed(loans, case_system), case_system)
        assert (alone.status_code, code(alone)) == (409, "loan.four-eyes")

        path = await proposed(loans, await logged_in(keycloak, http, "adviser"))
        again = await decide(path, await logged_in(keycloak, http, "adviser"))
        assert (again.status_code, code(again)) == (409, "loan.four-eyes"), "another token, the same officer"

        committee = await logged_in(keycloak, http, "committee")
        form = {"grant_type": EXCHANGE, "subject_token": committee, "subject_token_type": ACCESS_TOKEN}
        exchanged = await granted(keycloak, http, "case-system", scope=" ".join(LOANS), **form)
        assert exchanged != committee
        decided = await decide(path, exchanged)
        assert (decided.status_code, decided.json()["status"]) == (200, "DECLINED"), decided.text
