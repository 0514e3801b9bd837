"""Who calls, and whether the token grants what a route asks."""

from collections.abc import Sequence
from typing import Annotated, Any, Protocol, Self

from fastapi import Depends, Request, Security
from fastapi.dependencies.models import Dependant
from fastapi.security import HTTPBearer

from shared.kernel.principal import Principal, Tenant, TenantKind
from shared.kernel.sentences import Sentence
from shared.web.problems import Unserved
from shared.web.tokens import InvalidToken, IssuerUnavailable

SCHEME = "bearer"  # described in full by shared.web.openapi, which knows the provider
BEARER = HTTPBearer(scheme_name=SCHEME, auto_error=False)

NO_TOKEN = Sentence(
    "Send an access token, as Authorization: Bearer <token>. How to get one is at /guides/third-party.",
    "Stuur een access token mee, als Authorization: Bearer <token>. Hoe u er een krijgt, staat op "
    "/guides/third-party.",
)
NOT_VALID = Sentence(
    "The access token is not valid here. Get a new one from the OpenID provider.",
    "Het access token is hier niet geldig. Vraag een nieuw aan bij de OpenID-provider.",
)
ISSUER_AWAY = Sentence(
    "The OpenID provider cannot be reached, so no token can be checked.",
    "De OpenID-provider is niet bereikbaar, zodat geen token kan worden gecontroleerd.",
)
NO_SCOPE = Sentence(
    "The access token lacks the scope {lacking}.", "Het access token mist de scope {lacking}."
)
PUBLIC = "x-public"  # how a route tells its OpenAPI document that it needs no token
PLATFORM_SCOPES = "platform:"  # how the scopes begin that are of no use to any other body
ANYBODY = Principal("anybody", "anybody", frozenset(), Tenant(TenantKind.PUBLIC))


class Verifier(Protocol):
    """Whatever turns a token into its caller: the real TokenVerifier, or a test's own."""

    async def __aenter__(self) -> Self: ...

    async def __aexit__(self, *_: object) -> None: ...

    async def verify(self, token: str) -> Principal:
        """The caller; InvalidToken when the token is not accepted."""
        ...


async def authenticate(request: Request) -> Principal:
    """The caller of a request; 401 when there is no valid token (standards.md 3.2)."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise Unserved(401, NO_TOKEN, {"WWW-Authenticate": "Bearer"})
    try:
        found: Principal = await request.app.state.verifier.verify(token.strip())
    except IssuerUnavailable:
        raise Unserved(503, ISSUER_AWAY, {"Retry-After": "2"}) from None
    except InvalidToken as fault:
        why = f', error_description="{fault.told}"' if fault.told else ""
        challenge = f'Bearer error="invalid_token"{why}'
        raise Unserved(401, fault.told or NOT_VALID, {"WWW-Authenticate": challenge}) from None
    return found


async def identify(request: Request, *, public: bool) -> Principal:
    """The caller; where `public` says so, whoever sends no token at all is anybody."""
    if public and "authorization" not in request.headers:
        return ANYBODY
    return await authenticate(request)


def require_scopes(principal: Principal, scopes: list[str]) -> None:
    """403 when the token lacks one of the scopes; one of the platform counts at the body that operates it."""
    operates = principal.tenant.kind is TenantKind.PLATFORM
    granted = {scope for scope in principal.scopes if operates or not scope.startswith(PLATFORM_SCOPES)}
    missing = [scope for scope in scopes if scope not in granted]
    if missing:
        lacking = " ".join(missing)
        raise Unserved(
            403,
            NO_SCOPE.of(lacking=lacking),
            {"WWW-Authenticate": f'Bearer error="insufficient_scope", scope="{lacking}"'},
        )


async def _caller(request: Request, _: Annotated[Any, Depends(BEARER)]) -> Principal:
    found: Principal = request.state.principal  # set by Route, which also required the scope
    return found


async def _reader(found: Annotated[Principal, Depends(_caller)]) -> Principal:
    return found


def allow(scope: str) -> Any:
    """The caller; Route answers 403 to a token that does not grant `scope`."""
    return Security(_caller, scopes=[scope])


def anybody(scope: str) -> Any:
    """The caller, or anybody without a token, to read what is published (B18); a token must grant `scope`."""
    return Security(_reader, scopes=[scope])


def is_public(dependencies: Sequence[Dependant]) -> bool:
    """Whether a route says `anybody`."""
    return any(needed.call is _reader for needed in dependencies)
