"""Who asks: the person or system behind a request, and the body (bestuursorgaan) it acts for."""

import re
from dataclasses import dataclass
from enum import StrEnum

CODE = re.compile("[A-Za-z0-9-]{1,40}")  # of a region or a ROM, as a token says it


class TenantKind(StrEnum):
    """The kinds of body that take part (domain.md B7, B10)."""

    STATE = "state"
    REGION = "region"
    ROM = "rom"
    PUBLIC = "public"
    PLATFORM = "platform"


@dataclass(frozen=True)
class Tenant:
    """The body a caller acts for: `state`, `region:CR36`, `rom:BOM`, `public` or `platform`."""

    kind: TenantKind
    code: str | None = None

    @classmethod
    def parse(cls, text: str) -> "Tenant":
        """Read the `tenant` claim of a token; ValueError when it names no known body."""
        kind, _, code = text.partition(":")
        tenant = cls(TenantKind(kind), code or None)
        if (tenant.kind in (TenantKind.REGION, TenantKind.ROM)) != (tenant.code is not None):
            raise ValueError("a region or ROM needs a code, other bodies have none")
        if code and not CODE.fullmatch(code):
            raise ValueError("the code of a region or ROM is of letters, digits and hyphens")
        return tenant

    def __str__(self) -> str:
        return self.kind if self.code is None else f"{self.kind}:{self.code}"


@dataclass(frozen=True)
class Principal:
    """An authenticated caller; `subject` is the one person or system that four-eyes rules compare."""

    subject: str
    client_id: str
    scopes: frozenset[str]
    tenant: Tenant
