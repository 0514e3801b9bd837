"""Callers for route tests: tokens that say who they are, without a signature."""

import json
from typing import Self

from shared.kernel.principal import Principal, Tenant
from shared.web.tokens import InvalidToken


def caller(tenant: str, *scopes: str, subject: str | None = None, client: str = "tests") -> dict[str, str]:
    """The Authorization header of a caller; the subject defaults to the body's own name."""
    person = subject or f"somebody-of-{tenant}"
    claims = {"tenant": tenant, "scopes": scopes, "subject": person, "client": client}
    return {"Authorization": f"Bearer {json.dumps(claims).encode().hex()}"}


class TrustingVerifier:
    """Believes tokens made by `caller`; what a real token must prove is tested with the real verifier."""

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        return None

    async def verify(self, token: str) -> Principal:
        """The principal the token claims."""
        try:
            claims = json.loads(bytes.fromhex(token))
        except ValueError:
            raise InvalidToken("not made by caller()") from None
        return Principal(
            claims["subject"], claims["client"], frozenset(claims["scopes"]), Tenant.parse(claims["tenant"])
        )
