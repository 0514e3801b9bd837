"""Who calls, and whether the token grants what a route asks."""

from typing import Annotated, Any, Protocol, Self

from fastapi import Depends, Request, Security
from fastapi.security import HTTPBearer, SecurityScopes
from starlette.exceptions import HTTPException

from shared.kernel.principal import Principal
from shared.web.tokens import InvalidToken, IssuerUnavailable

BEARER = HTTPBearer(
    scheme_name="bearer",
    bearerFormat="JWT",
    description="An RFC 9068 access token of the configured OpenID provider; one scope per operation.",
    auto_error=False,
)


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
        raise HTTPException(
            401, "Send an access token in the Authorization header.", {"WWW-Authenticate": "Bearer"}
        )
    try:
        found: Principal = await request.app.state.verifier.verify(token.strip())
    except IssuerUnavailable:
        raise HTTPException(
            503, "The OpenID provider cannot be reached, so no token can be checked.", {"Retry-After": "2"}
        ) from None
    except InvalidToken:
        raise HTTPException(
            401,
            "The access token is not valid here. Get a new one from the OpenID provider.",
            {"WWW-Authenticate": 'Bearer error="invalid_token"'},
        ) from None
    return found


async def _granted(request: Request, needed: SecurityScopes, _: Annotated[Any, Depends(BEARER)]) -> Principal:
    principal: Principal = request.state.principal
    missing = [scope for scope in needed.scopes if scope not in principal.scopes]
    if missing:
        scopes = " ".join(missing)
        raise HTTPException(
            403,
            f"The access token lacks the scope {scopes}.",
            {"WWW-Authenticate": f'Bearer error="insufficient_scope", scope="{scopes}"'},
        )
    return principal


def allow(scope: str) -> Any:
    """The caller, when the token grants `scope`; otherwise 403."""
    return Security(_granted, scopes=[scope])
