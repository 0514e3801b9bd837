"""The treasury of a test: it pays advances on the award of a sectorplan."""

from typing import Any

import httpx
import pytest

from shared.testing.callers import caller
from tests.routes.funding.awards.test_awards import plan, sectorplan
from tests.routes.funding.conftest import APPLICANT, ASSESSOR, OFFICER, Office, made

TODAY, LATER = "2015-03-09T09:00:00Z", "2015-03-10T09:00:00Z"
FIRST, SECOND = "NL91ABNA0417164300", "NL39RABO0300065264"  # domain.md section 6
VERIFIER, TELLER = (
    caller("state", "funding:read", "funding:confirm", "clock:set", subject=name)
    for name in ("verifier", "teller")
)


class Treasury:
    """Everybody who has to do with a payment: takes the ordinary steps."""

    def __init__(self, office: Office) -> None:
        self.office, self.api = office, office.api

    async def awarded(self, cents: int) -> dict[str, Any]:
        """A sectorplan that was awarded half of its cost."""
        tranche = await sectorplan(self.office, cents)
        return made(await self.office.award(await plan(self.office, tranche, cents), cents))

    async def step(
        self, thing: dict[str, Any], noun: str, who: dict[str, str], body: object = None, at: str = TODAY
    ) -> httpx.Response:
        """A step on an account or an advance."""
        kind = "payee-accounts" if "iban" in thing else "advances"
        return await self.api.post(f"/{kind}/{thing['id']}/{noun}", who, body, etag=thing["etag"], at=at)

    async def entered(self, award: dict[str, Any], iban: str = FIRST, at: str = TODAY) -> httpx.Response:
        """The answer to the entry of an account."""
        body = {"applicationId": award["id"], "iban": iban, "holder": "Stichting Brainport Industries"}
        return await self.api.post("/payee-accounts", APPLICANT, body, at=at)

    async def verified(self, award: dict[str, Any], iban: str = FIRST) -> dict[str, Any]:
        """An account that was verified, or checked when it replaces another."""
        account = made(await self.entered(award, iban), 201)
        return made(await self.step(account, "verifications", VERIFIER, {"evidence": "Bank statement 2"}))

    async def proposes(
        self, award: dict[str, Any], cents: int, declared_cents: int = 0, at: str = TODAY
    ) -> httpx.Response:
        """The answer to a proposal: on a report when it declares costs."""
        kind = "REPORT" if declared_cents else "APPROVAL"
        asked = {"kind": kind, "amountCents": cents, "declaredCents": declared_cents, "dueOn": at[:10]}
        return await self.api.post("/advances", ASSESSOR, {"applicationId": award["id"], **asked}, at=at)

    async def approved(self, award: dict[str, Any], cents: int, declared_cents: int = 0) -> dict[str, Any]:
        """An advance that another officer approved."""
        proposed = made(await self.proposes(award, cents, declared_cents), 201)
        return made(await self.step(proposed, "approvals", OFFICER))

    async def orders(self, execution_on: str = TODAY[:10], at: str = TODAY, **more: Any) -> httpx.Response:
        """The answer to the making of a file."""
        return await self.api.post("/payment-files", OFFICER, {"executionOn": execution_on, **more}, at=at)

    async def clear(self) -> None:
        """Order what other tests left to be ordered, so that a file holds what its own test approved."""
        while (await self.orders("2015-12-31")).status_code == 201:
            pass

    async def ordered(self, award: dict[str, Any], cents: int, declared_cents: int = 0) -> dict[str, Any]:
        """An advance that the bank was asked to pay."""
        advance = await self.approved(award, cents, declared_cents)
        made(await self.orders(), 201)
        return await self.office.shown("advances", advance["id"])

    async def paid(self, award: dict[str, Any], cents: int, declared_cents: int = 0) -> dict[str, Any]:
        """An advance that the bank paid."""
        ordered = await self.ordered(award, cents, declared_cents)
        body = {"paidOn": TODAY[:10], "reference": "RVO-2015-1"}
        return made(await self.step(ordered, "payments", TELLER, body))

    async def total(self, award: dict[str, Any]) -> tuple[int, int]:
        """What was advanced and paid on an award."""
        found = await self.office.shown("advance-totals", award["id"])
        return found["advancedCents"], found["paidCents"]


@pytest.fixture
def treasury(office: Office) -> Treasury:
    """Everybody who has to do with a payment."""
    return Treasury(office)
