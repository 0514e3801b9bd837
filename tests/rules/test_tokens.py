"""Which access tokens are accepted (standards.md 3.2, 3.3); PyJWT signs them as an independent peer."""

import base64
import hashlib
import hmac
import json
import secrets
import time
from collections.abc import Callable
from typing import Any

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

from shared.kernel.principal import Principal, Tenant, TenantKind
from shared.settings import Settings
from shared.web.tokens import InvalidToken, IssuerKeys, IssuerUnavailable, TokenVerifier

pytestmark = pytest.mark.filterwarnings("ignore:.*2048 bits")

ISSUER = "https://id.example/realms/groeikracht"
OURS = rsa.generate_private_key(65537, 2048)
RS_ONLY = rsa.generate_private_key(65537, 2048)
CURVE = ec.generate_private_key(ec.SECP256R1())
SHORT = rsa.generate_private_key(65537, 1024)  # noqa: S505 - that it is refused is the point
FOREIGN = rsa.generate_private_key(65537, 2048)


def public(key: Any, kid: str, **more: str) -> dict[str, Any]:
    """The JWK an OpenID provider publishes for a key."""
    algorithm = ECAlgorithm if isinstance(key, ec.EllipticCurvePrivateKey) else RSAAlgorithm
    jwk = algorithm.to_jwk(key.public_key(), as_dict=True)
    jwk.pop("key_ops", None)
    return {**jwk, "kid": kid, **more}


KEYS = [
    {"kty": "AKP", "kid": "post-quantum", "alg": "ML-DSA-44", "pub": "AA"},
    public(OURS, "ours", alg="PS256", use="sig"),
    public(RS_ONLY, "rs"),
    public(CURVE, "curve", alg="ES256"),
    public(SHORT, "short"),
    {"kty": "RSA", "n": "AQAB", "e": "AQAB"},
    public(OURS, "encrypting", use="enc"),
    public(FOREIGN, "ours", use="enc"),
]


class Provider:
    """An OpenID provider without a network: what it publishes, and how often that was fetched."""

    def __init__(self) -> None:
        self.keys = list(KEYS)
        self.names_itself = ISSUER
        self.away = False
        self.fetched = 0
        self.http = httpx.AsyncClient(transport=httpx.MockTransport(self._answer))

    def _answer(self, request: httpx.Request) -> httpx.Response:
        if self.away:
            raise httpx.ConnectError("away")
        if request.url.path.endswith("/openid-configuration"):
            return httpx.Response(200, json={"issuer": self.names_itself, "jwks_uri": f"{ISSUER}/keys"})
        self.fetched += 1
        return httpx.Response(200, json={"keys": self.keys})


@pytest.fixture
def provider() -> Provider:
    return Provider()


@pytest.fixture
def verifier(provider: Provider) -> TokenVerifier:
    return TokenVerifier(Settings(issuer=ISSUER), provider.http)


def claims(**changes: Any) -> dict[str, Any]:
    """The claims of a good token; a change to None leaves the claim out."""
    now = int(time.time())
    good = {
        "iss": ISSUER,
        "aud": "groeikracht",
        "sub": "officer-7",
        "client_id": "state-officer",
        "scope": "funding:read funding:decide",
        "tenant": "state",
        "iat": now,
        "exp": now + 900,
        "jti": secrets.token_hex(16),
    }
    return {name: value for name, value in {**good, **changes}.items() if value is not None}


def token(key: Any = OURS, alg: str = "PS256", header: dict[str, Any] | None = None, **changes: Any) -> str:
    """A token signed by PyJWT; `header` adds to or replaces its header, None leaves a member out."""
    members = {"typ": "at+jwt", "kid": "ours", **(header or {})}
    if members["kid"] is None:
        del members["kid"]
    return jwt.encode(claims(**changes), key, alg, headers=members)


def part(value: Any) -> str:
    """One part of a compact token."""
    raw = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def signed(payload: bytes, header: dict[str, Any] | None = None) -> str:
    """A payload or a header that PyJWT would not write, rightly signed."""
    members = {"alg": "PS256", "typ": "at+jwt", "kid": "ours", **(header or {})}
    text = f"{part(members)}.{part(payload)}"
    return f"{text}.{part(jwt.get_algorithm_by_name('PS256').sign(text.encode(), OURS))}"


def signed_with_public_key() -> str:
    """The public key taken for an HMAC secret, the oldest trick there is."""
    secret = OURS.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    text = f"{part({'alg': 'HS256', 'typ': 'at+jwt', 'kid': 'ours'})}.{part(claims())}"
    return f"{text}.{part(hmac.digest(secret, text.encode(), hashlib.sha256))}"


def tampered() -> str:
    protected, _, signature = token().split(".")
    return f"{protected}.{part(claims(tenant='rom:BOM'))}.{signature}"


def twice_scoped() -> str:
    text = json.dumps(claims()).replace('"scope"', '"scope": "loans:decide", "scope"')
    return signed(text.encode())


def now() -> int:
    return int(time.time())


HOSTILE: dict[str, Callable[[], str]] = {
    "alg none": lambda: f"{part({'alg': 'none', 'typ': 'at+jwt', 'kid': 'ours'})}.{part(claims())}.",
    "alg none, some signature": lambda: (
        f"{part({'alg': 'none', 'typ': 'at+jwt', 'kid': 'ours'})}.{part(claims())}.AA"
    ),
    "HS256 with the public key": signed_with_public_key,
    "alg not on our list": lambda: token(RS_ONLY, "RS384", {"kid": "rs"}),
    "alg a list": lambda: signed(json.dumps(claims()).encode(), {"alg": ["PS256"]}),
    "typ JWT": lambda: token(header={"typ": "JWT"}),
    "no typ": lambda: token(header={"typ": None}),
    "no kid": lambda: token(header={"kid": None}),
    "kid not a text": lambda: signed(json.dumps(claims()).encode(), {"kid": 7}),
    "unknown kid": lambda: token(header={"kid": "nobody's"}),
    "foreign key under a known kid": lambda: token(FOREIGN),
    "key embedded in the header": lambda: token(FOREIGN, header={"jwk": public(FOREIGN, "ours")}),
    "keys fetched from where the header says": lambda: token(FOREIGN, header={"jku": "https://evil.example"}),
    "tampered payload": tampered,
    "unknown crit": lambda: token(header={"crit": ["exp"], "exp": 1}),
    "crit that the library would know": lambda: token(header={"crit": ["b64"], "b64": True}),
    "crit that names nothing": lambda: signed(json.dumps(claims()).encode(), {"crit": []}),
    "RS256 under a key for PS256": lambda: token(OURS, "RS256"),
    "ES256 under an RSA key": lambda: token(CURVE, "ES256"),
    "short RSA key": lambda: token(SHORT, "RS256", {"kid": "short"}),
    "encryption key": lambda: token(header={"kid": "encrypting"}),
    "expired": lambda: token(exp=now() - 31),
    "exp missing": lambda: token(exp=None),
    "exp a text": lambda: signed(json.dumps(claims(exp=str(now() + 900))).encode()),
    "exp true": lambda: signed(json.dumps(claims(exp=True)).encode()),
    "exp NaN": lambda: signed(json.dumps(claims(exp=float("nan"))).encode()),
    "nbf in the future": lambda: token(nbf=now() + 120),
    "iat in the future": lambda: token(iat=now() + 120),
    "iat missing": lambda: token(iat=None),
    "wrong iss": lambda: token(iss="https://id.example/realms/other"),
    "iss missing": lambda: token(iss=None),
    "wrong aud": lambda: token(aud="somebody-else"),
    "aud missing": lambda: token(aud=None),
    "aud of others": lambda: token(aud=["a", "b"]),
    "jti missing": lambda: token(jti=None),
    "jti empty": lambda: token(jti=""),
    "sub missing": lambda: token(sub=None),
    "sub too long": lambda: token(sub="x" * 256),
    "client_id and azp missing": lambda: token(client_id=None),
    "client_id and azp differ": lambda: token(azp="another"),
    "client_id a number beside azp": lambda: token(client_id=7, azp="state-officer"),
    "client_id a list": lambda: token(client_id=["state-officer"]),
    "client_id an object beside azp": lambda: token(client_id={}, azp="state-officer"),
    "azp a list beside client_id": lambda: token(azp=["state-officer"]),
    "duplicate claim": twice_scoped,
    "payload a list": lambda: signed(b"[]"),
    "payload not JSON": lambda: signed(b"{"),
    "scope a list": lambda: token(scope=["funding:decide"]),
    "tenant unknown": lambda: token(tenant="martian"),
    "tenant without its code": lambda: token(tenant="region"),
    "tenant with a pattern for its code": lambda: token(tenant="region:%"),
    "tenant with a space after its code": lambda: token(tenant="region:CR36 "),
    "tenant with two codes": lambda: token(tenant="rom:BOM:LIOF"),
    "tenant a list": lambda: token(tenant=["state"]),
    "trailing garbage": lambda: token() + "!",
    "a fourth part": lambda: token() + ".AAAA",
    "padding": lambda: token() + "==",
    "line break inside": lambda: token().replace(".", ".\n", 1),
    "two parts": lambda: token().rpartition(".")[0],
    "header not JSON": lambda: "AAAA.AAAA.AAAA",
    "header a list": lambda: f"{part([])}.{part(claims())}.AAAA",
    "too long": lambda: token(scope="a" * 9000),
    "empty": lambda: "",
    "not ASCII": lambda: token() + "é",
    "somebody acts for the subject": lambda: token(act={"sub": "clerk-3"}),
    "bound to a certificate": lambda: token(cnf={"x5t#S256": "bwcK0esc3ACC3DB2Y5_lESsXE8o9ltc05O89jdN-dg2"}),
    "bound to a key of the caller": lambda: token(cnf={"jkt": "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"}),
}


@pytest.mark.parametrize("name", HOSTILE)
async def test_a_hostile_token_is_refused(name: str, verifier: TokenVerifier) -> None:
    with pytest.raises(InvalidToken):
        await verifier.verify(HOSTILE[name]())


GOOD: dict[str, Callable[[], str]] = {
    "PS256": token,
    "RS256": lambda: token(RS_ONLY, "RS256", {"kid": "rs"}),
    "ES256": lambda: token(CURVE, "ES256", {"kid": "curve"}),
    "typ with its tree": lambda: token(header={"typ": "application/at+jwt"}),
    "azp instead of client_id": lambda: token(client_id=None, azp="state-officer"),
    "azp beside client_id": lambda: token(azp="state-officer"),
    "several audiences": lambda: token(aud=["other", "groeikracht"]),
    "fractional exp": lambda: token(exp=now() + 900.5),
    "expired within the leeway": lambda: token(exp=now() - 1),
    "header members we do not know": lambda: token(header={"nonce": "x"}),
}


@pytest.mark.parametrize("name", GOOD)
async def test_a_good_token_says_who_calls(name: str, verifier: TokenVerifier) -> None:
    assert await verifier.verify(GOOD[name]()) == Principal(
        "officer-7",
        "state-officer",
        frozenset({"funding:read", "funding:decide"}),
        Tenant(TenantKind.STATE),
    )


async def test_scopes_are_parted_by_spaces_alone(verifier: TokenVerifier) -> None:
    caller = await verifier.verify(token(scope="funding:read\u00a0funding:decide  funding:assess\tx"))
    assert caller.scopes == {"funding:read\u00a0funding:decide", "funding:assess\tx"}


async def test_a_token_without_tenant_or_scope_is_the_publics(verifier: TokenVerifier) -> None:
    caller = await verifier.verify(token(tenant=None, scope=None))
    assert (caller.tenant, caller.scopes) == (Tenant(TenantKind.PUBLIC), frozenset())


async def test_the_claim_that_names_the_body_can_be_configured(provider: Provider) -> None:
    verifier = TokenVerifier(Settings(issuer=ISSUER, tenant_claim="body"), provider.http)
    assert str((await verifier.verify(token(body="region:CR36"))).tenant) == "region:CR36"


async def test_a_remembered_token_expires_all_the_same(
    verifier: TokenVerifier, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = token(exp=int(time.time()) + 60)
    await verifier.verify(given)
    later = time.time() + 91
    monkeypatch.setattr("time.time", lambda: later)
    with pytest.raises(InvalidToken):
        await verifier.verify(given)


async def test_a_token_like_a_remembered_one_is_not_accepted_for_it(verifier: TokenVerifier) -> None:
    given = token()
    await verifier.verify(given)
    with pytest.raises(InvalidToken):
        await verifier.verify(given[:-4] + ("AAAA" if given[-4:] != "AAAA" else "BBBB"))


async def test_why_a_token_is_refused_is_logged_without_the_token(
    verifier: TokenVerifier, caplog: pytest.LogCaptureFixture
) -> None:
    given = token(header={"typ": "JWT"})
    with caplog.at_level("INFO"), pytest.raises(InvalidToken):
        await verifier.verify(given)
    assert "typ is not at+jwt" in caplog.text
    assert given not in caplog.text


class Clock:
    """Seconds that pass when the test says so."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def keys(provider: Provider, clock: Clock) -> IssuerKeys:
    return IssuerKeys(ISSUER, provider.http, clock)


async def test_a_rotated_key_is_found_without_waiting(
    keys: IssuerKeys, provider: Provider, clock: Clock
) -> None:
    await keys.find("ours")
    provider.keys.append(public(FOREIGN, "next"))
    clock.now = 31
    assert (await keys.find("next")).kid == "next"


async def test_a_stream_of_unknown_keys_is_one_fetch_in_thirty_seconds(
    keys: IssuerKeys, provider: Provider, clock: Clock
) -> None:
    await keys.find("ours")
    for second in range(60):
        clock.now = second
        with pytest.raises(InvalidToken):
            await keys.find(f"guess-{second}")
    assert provider.fetched == 2  # at the start, and once after 30 seconds


async def test_keys_are_fetched_again_when_no_longer_fresh(
    keys: IssuerKeys, provider: Provider, clock: Clock
) -> None:
    for clock.now in (0, 599, 601):
        await keys.find("ours")
    assert provider.fetched == 2


async def test_a_withdrawn_key_is_gone_after_the_next_fetch(
    keys: IssuerKeys, provider: Provider, clock: Clock
) -> None:
    await keys.find("rs")
    provider.keys = [public(OURS, "ours")]
    clock.now = 601
    with pytest.raises(InvalidToken):
        await keys.find("rs")


async def test_stale_keys_serve_while_the_provider_is_away_but_not_for_ever(
    keys: IssuerKeys, provider: Provider, clock: Clock
) -> None:
    await keys.find("ours")
    provider.away = True
    clock.now = 4000
    assert (await keys.find("ours")).kid == "ours"
    clock.now = 4201
    with pytest.raises(IssuerUnavailable):
        await keys.find("ours")


async def test_an_empty_key_set_does_not_replace_good_keys(
    keys: IssuerKeys, provider: Provider, clock: Clock
) -> None:
    await keys.find("ours")
    provider.keys = []
    clock.now = 601
    assert (await keys.find("ours")).kid == "ours"


async def test_a_provider_that_starts_late_is_found_within_seconds(
    keys: IssuerKeys, provider: Provider, clock: Clock
) -> None:
    provider.away = True
    with pytest.raises(IssuerUnavailable):
        await keys.find("ours")
    provider.away, clock.now = False, 1.0
    assert (await keys.find("ours")).kid == "ours"


async def test_a_discovery_document_of_another_issuer_is_not_believed(
    keys: IssuerKeys, provider: Provider
) -> None:
    provider.names_itself = "https://evil.example"
    with pytest.raises(IssuerUnavailable):
        await keys.find("ours")


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"exp": 1_000_000_000}, "has expired"),
        ({"aud": "another"}, "another audience"),
        ({"iss": "https://other.example"}, "another issuer"),
        ({"act": {"sub": "clerk-9"}}, "Get one that names the officer alone"),
        ({"cnf": {"jkt": "k"}}, "Ask the OpenID provider for a bearer token"),
    ],
)
async def test_the_holder_of_a_token_hears_what_it_can_mend(
    changes: dict[str, Any], told: str, verifier: TokenVerifier
) -> None:
    with pytest.raises(InvalidToken) as refused:
        await verifier.verify(token(**changes))
    assert told in str(refused.value.told)


async def test_who_forged_a_token_hears_nothing_of_its_claims(verifier: TokenVerifier) -> None:
    with pytest.raises(InvalidToken) as refused:
        await verifier.verify(token(key=FOREIGN, exp=1_000_000_000, aud="another"))
    assert refused.value.told is None
