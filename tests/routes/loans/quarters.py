"""Plays the quarters of a guarantee: what is charged, paid and left unpaid, for the tests of premiums."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from services.loans.guarantees.arrears.reactions import remind_unpaid, suspend_unpaid
from services.loans.guarantees.guarantees.models import Guarantee
from services.loans.guarantees.premiums.reactions import charge_quarters
from services.verification import compare
from shared.contracts.rom import DisbursementReported, RepaymentReported
from shared.kernel.ids import uuid7
from shared.store.tx import Tx, begin
from tests.routes.loans.desk import BOM, OFFICER, SECOND, Desk

OUTBOUND = "groeikracht.rom.bom.outbound"
M = 1_000_000_00


class Premiums:
    """Plays the quarters of a guarantee."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.entered: dict[str, Any] = {}

    async def running(self, **changes: Any) -> Any:
        """A guarantee of 2,000,000.00 of a loan that is paid out on 16 March 2015."""
        guarantee = await self.desk.issued(**changes)
        loan_id = guarantee["loanId"]
        await self.desk.report(
            DisbursementReported(loan_id=loan_id, amount_cents=4 * M, disbursed_on="2015-03-16")
        )
        return guarantee

    async def repaid(self, guarantee: Any, cents: int, on: str) -> None:
        await self.desk.report(
            RepaymentReported(loan_id=guarantee["loanId"], amount_cents=cents, repaid_on=on)
        )

    async def charge(self, guarantee: Any, on: str, who: dict[str, str] = OFFICER) -> Any:
        body = {"guaranteeId": guarantee["id"]}
        return await self.desk.api.post("/guarantee-premiums", who, body, at=f"{on}T09:00:00Z")

    async def charged(self, guarantee: Any, on: str) -> Any:
        made = await self.charge(guarantee, on)
        assert made.status_code == 201, made.text
        return made.json()

    async def pay(
        self, premium: Any, at: str = "2017-06-01", who: dict[str, str] = OFFICER, **changes: Any
    ) -> Any:
        paid = {"amountCents": premium["amountCents"], "paidOn": at, "reference": str(uuid7()), **changes}
        path = f"/guarantee-premiums/{premium['id']}/payments"
        return await self.desk.act(path, who, paid, at=f"{at}T12:00:00Z")

    async def reverse(self, premium: Any, at: str = "2015-06-02", who: dict[str, str] = SECOND) -> Any:
        path = f"/guarantee-premiums/{premium['id']}/reversals"
        return await self.desk.act(path, who, {"reason": "Of another guarantee."}, at=f"{at}T12:00:00Z")

    async def of(self, guarantee: Any) -> list[Any]:
        found = await self.desk.api.get("/guarantee-premiums", BOM, guaranteeId=guarantee["id"])
        return sorted(found.json()["items"], key=lambda each: each["id"])

    async def pass_to(
        self,
        *day: int,
        looks: int = 1,
        timers: Sequence[Callable[[Tx], Awaitable[None]]] = (charge_quarters,),
    ) -> None:
        for timer in (*timers,) * looks:
            async with begin(self.desk.rows, "timer") as tx:
                tx.now = tx.recorded_at = datetime(*day, 12, tzinfo=UTC)
                await timer(tx)

    async def cured(self) -> tuple[Any, Any]:
        """A guarantee that was suspended from 29 May 2015 until its premium of April was paid on 10 June."""
        guarantee = await self.running()
        await self.in_time(guarantee)
        premium = await self.charged(guarantee, "2015-04-01")
        await self.pass_to(2015, 5, 14, timers=(remind_unpaid,))
        await self.pass_to(2015, 5, 29, timers=(suspend_unpaid,))
        answer = await self.pay(premium, at="2015-06-10")
        assert answer.status_code == 200, answer.text
        return guarantee, premium

    async def in_time(self, guarantee: Any) -> None:
        """As if it had been entered on the day of its issue."""
        async with begin(self.desk.rows, "test") as tx:
            found = await tx.get(Guarantee, UUID(guarantee["id"]))
            self.entered[guarantee["id"]], found.issued_on_record = found.issued_on_record, found.issued_on

    async def leave(self) -> None:
        """As they were entered: no timer of another test finds them."""
        async with begin(self.desk.rows, "test") as tx:
            for which, day in self.entered.items():
                (await tx.get(Guarantee, UUID(which))).issued_on_record = day

    async def balances(self, guarantee: Any) -> dict[str, int]:
        found = {}
        for what in ("premium", "owed", "cash"):
            code = f"guarantee:{guarantee['id']}:{what}"
            answer = await self.desk.api.get("/ledger-accounts", OFFICER, code=code)
            found[what] = sum(each["balanceCents"] for each in answer.json()["items"])
        return found

    async def books(self, guarantee: Any) -> list[Any]:
        """Where the accounts of a guarantee differ from their entries, or from what it keeps."""
        async with self.desk.rows() as session:
            return [each for each in await compare("loans", session) if guarantee["id"] in each.what]


@pytest.fixture
async def premiums(desk: Desk) -> AsyncIterator[Premiums]:
    found = Premiums(desk)
    yield found
    await found.leave()
