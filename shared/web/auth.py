"""Who calls, and whether the token grants what a route asks."""

from typing import Annotated, Any, Protocol, Self

from fastapi import Depends, Request, Security
from fastapi.security import HTTPBearer
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


def require_scopes(principal: Principal, scopes: list[str]) -> None:
    """403 when the token lacks one of the scopes."""
    missing = [scope for scope in scopes if scope not in principal.scopes]
    if missing:
        lacking = " ".join(missing)
        raise HTTPException(
            403,
            f"The access token lacks the scope {lacking}.",
            {"WWW-Authenticate": f'Bearer error="insufficient_scope", scope="{lacking}"'},
        )


async def _caller(request: Request, _: Annotated[Any, Depends(BEARER)]) -> Principal:
    found: Principal = request.state.principal  # set by Route, which also required the scope
    return found


def allow(scope: str) -> Any:
    """The caller; Route answers 403 to a token that does not grant `scope`."""
    return Security(_caller, scopes=[scope])
