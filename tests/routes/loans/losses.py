"""Plays the default of a guaranteed loan and the claim of its loss, for the tests of what comes after."""

from typing import Any

from shared.contracts.rom import DisbursementReported, RepaymentReported
from tests.routes.loans.desk import BOM, OFFICER, SECOND, Desk, done

M = 1_000_000_00
DAY = "2017-03-01"
REPORTED_AT, FILED_AT, DECIDED_AT = "2017-03-20T09:00:00Z", "2017-06-01T09:00:00Z", "2017-07-10T09:00:00Z"
PAID_AT = "2017-07-20T09:00:00Z"
GRANT = {"outcome": "GRANT", "reasons": "All obligations were kept."}
PAID = {"paidOn": "2017-07-20", "reference": "RVO-2017-00412"}
EVIDENCE = ["F.01/17/103 report of the curator"]


class Claims:
    """Plays a claim up to the step under test."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    async def running(
        self, principal: int, outstanding: int, terms: dict[str, Any] | None = None, **changes: Any
    ) -> Any:
        guarantee = await self.desk.issued(terms, principalCents=principal, **changes)
        loan_id = guarantee["loanId"]
        await self.desk.report(
            DisbursementReported(loan_id=loan_id, amount_cents=principal, disbursed_on="2015-03-16")
        )
        if outstanding < principal:
            await self.desk.report(
                RepaymentReported(
                    loan_id=loan_id, amount_cents=principal - outstanding, repaid_on="2016-03-31"
                )
            )
        return guarantee

    async def reported(self, guarantee: Any, at: str = REPORTED_AT, **changes: Any) -> Any:
        body = {"guaranteeId": guarantee["id"], "lossEvent": "BANKRUPTCY", "occurredOn": DAY, **changes}
        made = await self.desk.api.post("/guarantee-claims", BOM, body, at=at)
        assert made.status_code == 201, made.text
        return made.json()

    async def filed(self, guarantee: Any, outstanding: int, proceeds: int) -> Any:
        claim = await self.reported(guarantee)
        body = {"outstandingCents": outstanding, "proceedsCents": proceeds, "evidence": EVIDENCE}
        return await done(self.step(claim, "filings", BOM, body, at=FILED_AT))

    async def paid(self, claim: Any, **assessment: Any) -> Any:
        await done(self.step(claim, "assessments", OFFICER, {**GRANT, **assessment}))
        await done(self.step(claim, "decisions", SECOND))
        await done(self.step(claim, "payment-orders", OFFICER))
        return await done(self.step(claim, "payments", SECOND, PAID, at=PAID_AT))

    def step(self, claim: Any, noun: str, who: dict[str, str], body: object = None, **told: str) -> Any:
        return self.desk.act(
            f"/guarantee-claims/{claim['id']}/{noun}", who, body, **{"at": DECIDED_AT, **told}
        )

    async def seen(self, claim: Any) -> Any:
        return (await self.desk.api.get(f"/guarantee-claims/{claim['id']}", OFFICER)).json()
