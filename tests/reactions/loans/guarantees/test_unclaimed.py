"""A default of which nothing is claimed in time ends the guarantee (domain.md 2.14, 3.16)."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import update

from services.loans.guarantees.claims.models import GuaranteeClaim
from services.loans.guarantees.claims.reactions import lapse_unclaimed
from shared.contracts.loans import GuaranteeReleased
from shared.contracts.rom import DisbursementReported
from shared.store.tx import begin
from tests.routes.loans.desk import BOM, Desk

M = 1_000_000_00


async def reported(desk: Desk) -> Any:
    guarantee = await desk.issued()
    paid_out = DisbursementReported(loan_id=guarantee["loanId"], amount_cents=M, disbursed_on="2015-03-16")
    await desk.report(paid_out)
    body = {"guaranteeId": guarantee["id"], "lossEvent": "BANKRUPTCY", "occurredOn": "2015-06-01"}
    made = await desk.api.post("/guarantee-claims", BOM, body, at="2015-06-10T09:00:00Z")
    assert made.status_code == 201, made.text
    return made.json()


async def pass_to(desk: Desk, now: datetime) -> None:
    async with begin(desk.rows, "clock") as tx:
        tx.now = now
        await lapse_unclaimed(tx)


async def recorded_in_time(desk: Desk, claim_id: str) -> None:
    """As if it had been entered on the day it was reported."""
    async with begin(desk.rows, "clock") as tx:
        entered = update(GuaranteeClaim).where(GuaranteeClaim.id == claim_id)
        await tx.session.execute(entered.values(reported_on_record=date(2015, 6, 10)))


async def seen(desk: Desk, claim: Any) -> tuple[str, str, int]:
    found = (await desk.api.get(f"/guarantee-claims/{claim['id']}", BOM)).json()
    guarantee = await desk.guarantee(claim["guaranteeId"])
    return found["status"], guarantee["status"], guarantee["exposureCents"]


async def test_the_day_after_the_term_it_lapses_and_once(desk: Desk) -> None:
    claim = await reported(desk)
    await recorded_in_time(desk, claim["id"])
    await pass_to(desk, datetime(2015, 12, 1, 12, tzinfo=UTC))  # the last day of six months
    assert await seen(desk, claim) == ("REPORTED", "CALLABLE", 2 * M)
    before = await desk.year(2015)
    for _ in range(2):
        await pass_to(desk, datetime(2015, 12, 2, 12, tzinfo=UTC))
    assert await seen(desk, claim) == ("LAPSED", "LAPSED", 0)
    (fact,) = await desk.told(
        "groeikracht.rom.bom.outbound", GuaranteeReleased, guaranteeId=claim["guaranteeId"]
    )
    assert (fact["reason"], fact["releasedCents"]) == ("claim-term-passed", 2 * M)
    after = await desk.year(2015)
    assert after["lapsedCents"] - before["lapsedCents"] == 2 * M


async def test_a_case_of_long_ago_has_a_day_to_be_played(desk: Desk) -> None:
    claim = await reported(desk)
    now = datetime.now(UTC)
    await pass_to(desk, now)
    assert (await seen(desk, claim))[0] == "REPORTED"
    for _ in range(5):  # one at a time, and those of the other tests wait too
        await pass_to(desk, now + timedelta(days=2))
    assert (await seen(desk, claim))[0] == "LAPSED"
