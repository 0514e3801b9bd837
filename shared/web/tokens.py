"""RFC 9068 access tokens: which are accepted, and whose keys may have signed them (standards.md 3.2)."""

import asyncio
import base64
import hashlib
import logging
import re
import ssl
import time
from collections import OrderedDict
from collections.abc import Callable
from functools import cache
from typing import Any, Self

import httpx
from joserfc import jws
from joserfc.errors import ClaimError, ExpiredTokenError, JoseError
from joserfc.jwk import ECKey, JWKRegistry, RSAKey
from joserfc.jwt import JWTClaimsRegistry

from shared.kernel.principal import Principal, Tenant
from shared.kernel.sentences import Sentence
from shared.kernel.strict_json import parse
from shared.settings import Settings

log = logging.getLogger(__name__)

ALGORITHMS = ("PS256", "RS256", "ES256")
TYPES = ("at+jwt", "application/at+jwt")
COMPACT = re.compile(r"[\w-]+\.[\w-]+\.[\w-]+", re.ASCII)
TOKEN_MAX_CHARACTERS = 8192
NAME_MAX_CHARACTERS = 255
LEEWAY_SECONDS = 30
REMEMBERED_MAX = 10_000
REMEMBERED_SECONDS = 300  # a withdrawn key stops working after the keys' freshness and this

RSA_MIN_BITS = 2048
FETCH_SECONDS = 5.0
FRESH_SECONDS = (300, 600)  # whatever the provider's Cache-Control says, between these
STALE_SECONDS = 3600  # how long keys outlive their freshness while the provider is away
REFRESH_PAUSE_SECONDS = 30  # a stream of unknown key ids must not become a stream of fetches
FIRST_PAUSE_SECONDS = 1  # without any key nothing works, so the first fetch is retried sooner

EXPIRED = Sentence(
    "The access token has expired. Get a new one from the OpenID provider.",
    "Het access token is verlopen. Vraag een nieuw aan bij de OpenID-provider.",
)
NOT_ACCESS = Sentence(
    "This is no RFC 9068 access token: its typ is not at+jwt. Send the access token, not the ID token.",
    "Dit is geen access token volgens RFC 9068: de typ is niet at+jwt. Stuur het access token, niet het "
    "ID-token.",
)
CLAIMS = {
    "aud": Sentence(
        "The access token is for another audience. Ask the OpenID provider for one for this API.",
        "Het access token is voor een andere ontvanger (aud). Vraag de OpenID-provider er een voor deze API.",
    ),
    "iss": Sentence(
        "The access token names another issuer. Get one from the OpenID provider of this API.",
        "Het access token noemt een andere uitgever (iss). Vraag er een bij de OpenID-provider van deze API.",
    ),
    "nbf": Sentence(
        "The access token is not valid yet. Compare the clocks of your system and of the OpenID provider.",
        "Het access token is nog niet geldig. Vergelijk de klok van uw systeem met die van de "
        "OpenID-provider.",
    ),
    "iat": Sentence(
        "The access token is issued in the future. Compare the clocks of your system and the OpenID "
        "provider.",
        "Het access token is in de toekomst uitgegeven. Vergelijk de klokken van uw systeem en de "
        "OpenID-provider.",
    ),
}


# Somebody acts for another (RFC 8693), or only the holder of a key may show it (RFC 7800): until that is
# kept on the trail and proved, such a token is refused rather than taken for a plain one.
NOT_HONOURED = {
    "act": Sentence(
        "The access token says that somebody acts for its subject (act), which is not accepted here. "
        "Get one that names the officer alone: by the authorization code flow, or a token exchange without "
        "act.",
        "Het access token zegt dat iemand namens een ander handelt (act), wat hier niet wordt aangenomen. "
        "Vraag er een die alleen de medewerker noemt: met de authorization code flow, of een token exchange "
        "zonder act.",
    ),
    "cnf": Sentence(
        "The access token is bound to a key (cnf), which is not checked here. Ask the OpenID provider for a "
        "bearer token: without DPoP, and not bound to the certificate of the client.",
        "Het access token is aan een sleutel gebonden (cnf), wat hier niet wordt gecontroleerd. Vraag de "
        "OpenID-provider een bearer token: zonder DPoP en niet gebonden aan het certificaat van de client.",
    ),
}


class InvalidToken(Exception):
    """The token is not accepted; the text says why, for the log only.

    `told` is what the client hears of it: only what its holder can mend, of a token that the issuer signed.
    """

    def __init__(self, reason: str, told: Sentence | None = None) -> None:
        super().__init__(reason)
        self.told = told


class IssuerUnavailable(Exception):
    """No key of the OpenID provider is known, so that no token can be judged; try again later."""


class IssuerKeys:
    """The signing keys of one OpenID provider, found through its discovery document."""

    def __init__(
        self, issuer: str, http: httpx.AsyncClient, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._issuer = issuer
        self._http = http
        self._clock = clock
        self._keys: dict[str, RSAKey | ECKey] = {}
        self._lock = asyncio.Lock()
        self._fresh_until = self._stale_until = self._next_fetch = float("-inf")

    async def find(self, kid: str) -> RSAKey | ECKey:
        """The key with this id; InvalidToken when there is none, IssuerUnavailable while no key is known."""
        wanted = self._clock() >= self._fresh_until or kid not in self._keys
        usable_meanwhile = self._lock.locked() and kid in self._keys
        if wanted and not usable_meanwhile:
            async with self._lock:
                if self._clock() >= self._next_fetch:
                    await self._refresh()
        if self._clock() >= self._stale_until:
            raise IssuerUnavailable(self._issuer)
        if kid not in self._keys:
            raise InvalidToken("the issuer has no key with this kid")
        return self._keys[kid]

    async def _refresh(self) -> None:
        pause = REFRESH_PAUSE_SECONDS if self._keys else FIRST_PAUSE_SECONDS
        self._next_fetch = self._clock() + pause
        try:
            discovery, _ = await self._fetch(f"{self._issuer.rstrip('/')}/.well-known/openid-configuration")
            if discovery["issuer"] != self._issuer:
                raise ValueError("the discovery document names another issuer")
            key_set, lifetime = await self._fetch(discovery["jwks_uri"])
            keys = dict(found for jwk in key_set["keys"] if (found := _signing_key(jwk)))
            if not keys:
                raise ValueError("no usable signing key is published")
        except (httpx.HTTPError, httpx.InvalidURL, LookupError, TypeError, ValueError) as failure:
            log.warning("the keys of %s were not refreshed: %r", self._issuer, failure)
            return
        self._keys = keys
        self._next_fetch = self._clock() + REFRESH_PAUSE_SECONDS
        self._fresh_until = self._clock() + lifetime
        self._stale_until = self._fresh_until + STALE_SECONDS

    async def _fetch(self, url: str) -> tuple[dict[str, Any], int]:
        response = await self._http.get(url, timeout=FETCH_SECONDS)
        response.raise_for_status()
        max_age = re.search(r"max-age=(\d{1,9})", response.headers.get("cache-control", ""))
        shortest, longest = FRESH_SECONDS
        lifetime = min(max(int(max_age[1]), shortest), longest) if max_age else longest
        return response.json(), lifetime


def _signing_key(jwk: dict[str, Any]) -> tuple[str, RSAKey | ECKey] | None:
    """The key and its id; None for what we do not verify with (other kinds, encryption, short RSA)."""
    if jwk.get("use", "sig") != "sig" or not isinstance(jwk.get("kid"), str):
        return None
    try:
        key = JWKRegistry.import_key(jwk)
    except (JoseError, ValueError, TypeError, KeyError):
        return None  # RFC 7517 5: a key that is not understood does not spoil the set
    if isinstance(key, RSAKey) and key.raw_value.key_size >= RSA_MIN_BITS:
        return jwk["kid"], key
    return (jwk["kid"], key) if isinstance(key, ECKey) else None


@cache
def trusted() -> ssl.SSLContext:
    """The authorities that this machine trusts, read once: that takes a fifth of a second."""
    return httpx.create_ssl_context()


class TokenVerifier:
    """Turns an access token into the principal it stands for; the gateway and every service each ask it.

    An async context manager: it closes the client it fetches keys with, which tests may bring along.
    """

    def __init__(self, settings: Settings, http: httpx.AsyncClient | None = None) -> None:
        self._http = http or httpx.AsyncClient(verify=trusted())
        self._keys = IssuerKeys(settings.issuer, self._http)
        self._tenant_claim = settings.tenant_claim
        self._claims = JWTClaimsRegistry(
            leeway=LEEWAY_SECONDS,
            iss={"essential": True, "value": settings.issuer},
            aud={"essential": True, "value": settings.audience},
            exp={"essential": True},
            iat={"essential": True},
            sub={"essential": True},
            jti={"essential": True},
        )
        self._remembered: OrderedDict[bytes, tuple[float, Principal]] = OrderedDict()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._http.aclose()

    async def verify(self, token: str) -> Principal:
        """The caller; InvalidToken for whatever standards.md 3.2 refuses, IssuerUnavailable without keys."""
        if len(token) > TOKEN_MAX_CHARACTERS or not COMPACT.fullmatch(token):
            raise _refused("it is too long, or not three parts of base64url")
        digest = hashlib.sha256(token.encode()).digest()
        until, principal = self._remembered.get(digest, (0.0, None))
        if principal is not None and time.time() < until:
            self._remembered.move_to_end(digest)
            return principal
        try:
            claims = await self._signed_claims(token)
            self._claims.validate(claims)
            principal = _principal(claims, self._tenant_claim)
        except (InvalidToken, JoseError, ValueError) as fault:
            raise _refused(str(fault), _told(fault)) from None
        self._remember(digest, float(claims["exp"]), principal)
        return principal

    async def _signed_claims(self, token: str) -> dict[str, Any]:
        protected = token.partition(".")[0]
        header = parse(base64.urlsafe_b64decode(protected + "=" * (-len(protected) % 4)))
        if not isinstance(header, dict) or str(header.get("typ")).lower() not in TYPES:
            raise InvalidToken("its typ is not at+jwt", NOT_ACCESS)
        if not isinstance(header.get("kid"), str):
            raise InvalidToken("it names no key")
        if header.get("crit", True) in ([], None):
            raise InvalidToken("its crit names nothing")  # RFC 7515 4.1.11; joserfc looks into a full one
        key = await self._keys.find(header["kid"])
        # joserfc refuses a crit it does not know and an alg that is not the key's own. Header members that
        # nobody knows are ignored (RFC 7515 4); jku, x5u and jwk are never looked at.
        registry = jws.JWSRegistry(algorithms=ALGORITHMS, strict_check_header=False)
        registry.max_header_length = TOKEN_MAX_CHARACTERS
        claims = parse(jws.deserialize_compact(token, key, registry=registry).payload)
        if not isinstance(claims, dict):
            raise InvalidToken("its payload is not an object")
        return claims

    def _remember(self, digest: bytes, expires: float, principal: Principal) -> None:
        now = time.time()
        self._remembered[digest] = (min(expires + LEEWAY_SECONDS, now + REMEMBERED_SECONDS), principal)
        self._remembered.move_to_end(digest)
        if len(self._remembered) > REMEMBERED_MAX:
            self._remembered.popitem(last=False)


def _refused(reason: str, told: Sentence | None = None) -> InvalidToken:
    log.info("access token refused: %s", reason)
    return InvalidToken(reason, told)


def _told(fault: Exception) -> Sentence | None:
    """What a client may hear; the claims are looked at only after the signature was found right."""
    match fault:
        case InvalidToken():
            return fault.told
        case ExpiredTokenError():
            return EXPIRED
        case ClaimError():
            return CLAIMS.get(fault.claim)
    return None


def _principal(claims: dict[str, Any], tenant_claim: str) -> Principal:
    for name, told in NOT_HONOURED.items():
        if name in claims:
            raise InvalidToken(f"it says {name}, which is not checked here", told)
    given = [claims[name] for name in ("client_id", "azp") if name in claims]
    client_id = given[0] if given else None
    if not isinstance(client_id, str) or any(other != client_id for other in given):
        raise InvalidToken("client_id and azp are both missing, not texts, or not equal")
    if not all(0 < len(name) <= NAME_MAX_CHARACTERS for name in (claims["sub"], client_id, claims["jti"])):
        raise InvalidToken("sub, client_id or jti is empty or too long")
    scope = claims.get("scope", "")
    tenant = claims.get(tenant_claim, "public")
    if not isinstance(scope, str) or not isinstance(tenant, str):
        raise InvalidToken("scope or tenant is not a text")
    return Principal(claims["sub"], client_id, frozenset(scope.split(" ")) - {""}, Tenant.parse(tenant))
