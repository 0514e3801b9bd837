"""What is recovered after the State paid for a loss, and the State's part (domain.md 2.14, 3.21; O19a)."""

import asyncio
from collections import Counter
from typing import Any

import pytest

from services.verification import compare
from shared.contracts.loans import MessageRefused
from shared.contracts.recoveries import (
    RecoveryBooked,
    RecoveryReceived,
    RecoveryRemitted,
    RecoveryWithdrawn,
    RemittanceMissed,
)
from shared.contracts.rom import RecoveryReported, RemittanceReported
from shared.kernel.ids import uuid7
from shared.testing.callers import caller
from tests.routes.loans.desk import BOM, LIOF, LOANS, OFFICER, SECOND, STATE, Desk, done, refused_by
from tests.routes.loans.losses import Claims, M

OUTBOUND = "groeikracht.rom.bom.outbound"
CAME_IN = "2018-02-01"
REPORTED_AT, REMITTED_AT, ARRIVED_AT = "2018-02-05T09:00:00Z", "2018-02-20T09:00:00Z", "2018-02-22T09:00:00Z"
REMITTED = {"remittedOn": "2018-02-20", "remittanceReference": "BOM/RVO/2018-4"}


class Recoveries:
    """Plays what comes in after a payout."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.claims = Claims(desk)

    async def paid(self, **assessment: Any) -> Any:
        """The claim of O19a, paid: 1,200,000.00 on a loss of 2,400,000.00."""
        guarantee = await self.claims.running(3 * M, 2_600_000_00)
        claim = await self.claims.filed(guarantee, 2_600_000_00, 200_000_00)
        return await self.claims.paid(claim, **assessment)

    async def sent(
        self, claim: Any, cents: int, who: dict[str, str] = BOM, at: str = REPORTED_AT, **changes: Any
    ) -> Any:
        body = {
            "guaranteeId": claim["guaranteeId"],
            "amountCents": cents,
            "receivedOn": CAME_IN,
            "reference": str(uuid7()),
            **changes,
        }
        return await self.desk.api.post("/guarantee-recoveries", who, body, at=at)

    async def booked(self, claim: Any, cents: int, **changes: Any) -> Any:
        made = await self.sent(claim, cents, **changes)
        assert made.status_code == 201, made.text
        return made.json()

    def step(self, recovery: Any, noun: str, who: dict[str, str], body: object, at: str = ARRIVED_AT) -> Any:
        return self.desk.act(f"/guarantee-recoveries/{recovery['id']}/{noun}", who, body, at=at)

    async def remitted(self, recovery: Any, **changes: Any) -> Any:
        return await done(self.step(recovery, "remittances", BOM, {**REMITTED, **changes}, REMITTED_AT))

    async def settled(self, recovery: Any) -> Any:
        await self.remitted(recovery)
        return await done(self.step(recovery, "arrivals", SECOND, {"arrivedOn": "2018-02-21"}))

    async def sums(self, claim: Any) -> tuple[int, int, int]:
        found = await self.claims.seen(claim)
        return found["recoveredCents"], found["stateShareCents"], found["receivedCents"]

    async def balances(self, claim: Any) -> dict[str, int]:
        found = {}
        for what in ("cash", "owed", "kept"):
            code = f"claim:{claim['id']}:{what}"
            answer = await self.desk.api.get("/ledger-accounts", OFFICER, code=code)
            found[what] = sum(each["balanceCents"] for each in answer.json()["items"])
        return found

    async def books(self, claim: Any) -> list[Any]:
        """Where the accounts of a claim differ from their entries, or from what the claim keeps."""
        async with self.desk.rows() as session:
            return [each for each in await compare("loans", session) if claim["id"] in each.what]


@pytest.fixture
def recoveries(desk: Desk) -> Recoveries:
    return Recoveries(desk)


async def test_half_of_300_000_recovered_goes_to_the_state(recoveries: Recoveries) -> None:
    claim, desk = await recoveries.paid(), recoveries.desk
    recovery = await recoveries.booked(claim, 300_000_00, reference="BOM-2018-0087")
    assert (recovery["status"], recovery["stateShareCents"]) == ("OWED", 150_000_00)  # O19a
    assert (recovery["remitDueOn"], recovery["regime"]) == (
        "2018-03-03",
        "groeifaciliteit-recoveries@2015-1",
    )
    assert (await desk.guarantee(claim["guaranteeId"]))["status"] == "RECOVERING"
    assert await recoveries.balances(claim) == {"cash": 300_000_00, "owed": -150_000_00, "kept": -150_000_00}
    (fact,) = await desk.told(OUTBOUND, RecoveryBooked, claimId=claim["id"])
    assert (fact["stateShareCents"], fact["remitDueOn"]) == (150_000_00, "2018-03-03")

    await recoveries.remitted(recovery)
    assert await recoveries.sums(claim) == (300_000_00, 150_000_00, 0)
    settled = await done(recoveries.step(recovery, "arrivals", SECOND, {"arrivedOn": "2018-02-21"}))
    assert (settled["status"], settled["arrivedOn"]) == ("SETTLED", "2018-02-21")
    assert await recoveries.sums(claim) == (300_000_00, 150_000_00, 150_000_00)
    assert await recoveries.balances(claim) == {"cash": 150_000_00, "owed": 0, "kept": -150_000_00}
    for kind in (RecoveryRemitted, RecoveryReceived):
        assert len(await desk.told(OUTBOUND, kind, recoveryId=recovery["id"])) == 1
    found = await recoveries.claims.seen(claim)  # net: the State and the ROM bear 1,050,000.00 each
    assert found["payoutCents"] - found["receivedCents"] == 1_050_000_00
    kept = found["recoveredCents"] - found["receivedCents"]
    assert found["lossCents"] - found["payoutCents"] - kept == 1_050_000_00
    posted = await desk.api.get("/ledger-entries", BOM, subjectId=claim["id"])
    assert [(each["act"], each["valueOn"], each["cause"]) for each in posted.json()["items"]] == [
        ("recovery.report", "2018-02-01", recovery["id"]),
        ("recovery.report", "2018-02-01", recovery["id"]),
        ("recovery.confirm", "2018-02-21", recovery["id"]),
    ]
    assert await recoveries.books(claim) == []


async def test_a_reduced_payout_takes_its_own_part(recoveries: Recoveries) -> None:
    claim = await recoveries.paid(reductions=[{"ground": "LATE_NOTICE", "percent": "20"}])
    assert claim["payoutCents"] == 960_000_00  # 40 % of the loss
    assert (await recoveries.booked(claim, 300_000_00))["stateShareCents"] == 120_000_00


async def test_never_more_than_the_loss_and_never_twice(recoveries: Recoveries) -> None:
    claim = await recoveries.paid()
    await recoveries.booked(claim, 2_399_999_99, reference="R1")
    again = await recoveries.sent(claim, 1, reference="R1")
    assert "recoveryId" in refused_by(again, "guarantee-recovery.reported-once")
    over = await recoveries.sent(claim, 2, reference="R2")
    assert refused_by(over, "guarantee-recovery.within-loss") == {"leftCents": 1}
    last = await recoveries.booked(claim, 1, reference="R2")
    assert await recoveries.sums(claim) == (2_400_000_00, 1_200_000_00, 0)
    assert (last["stateShareCents"], last["status"], last["remitDueOn"]) == (0, "SETTLED", None)
    assert last["endedAt"] is not None
    refused_by(await recoveries.step(last, "remittances", BOM, REMITTED), "guarantee-recovery.life-cycle")
    assert await recoveries.books(claim) == []


async def test_only_after_the_payout_and_of_one_guarantee(recoveries: Recoveries) -> None:
    guarantee = await recoveries.claims.running(3 * M, 2_600_000_00)
    early = await recoveries.sent({"guaranteeId": guarantee["id"]}, 1)
    refused_by(early, "guarantee.life-cycle")
    claim = await recoveries.claims.filed(guarantee, 2_600_000_00, 200_000_00)
    refused_by(await recoveries.sent(claim, 1), "guarantee.life-cycle")


@pytest.mark.parametrize("day", ["2017-05-31", "2018-02-06"])  # before the claim was filed; tomorrow
async def test_a_recovery_is_of_after_the_claim_and_not_to_come(recoveries: Recoveries, day: str) -> None:
    claim = await recoveries.paid()
    refused_by(await recoveries.sent(claim, 1, receivedOn=day), "guarantee-recovery.received-dated")
    assert await recoveries.sums(claim) == (0, 0, 0)
    await recoveries.booked(claim, 1, receivedOn="2017-06-01")  # the day of the claim itself


async def test_days_and_hands_of_a_remittance(recoveries: Recoveries) -> None:
    claim = await recoveries.paid()
    recovery = await recoveries.booked(claim, 300_000_00)
    for day in ("2018-01-31", "2018-02-21"):
        body = {**REMITTED, "remittedOn": day}
        refused_by(
            await recoveries.step(recovery, "remittances", BOM, body, REMITTED_AT),
            "guarantee-recovery.remitted-dated",
        )
    arrived = {"arrivedOn": "2018-02-21"}
    refused_by(await recoveries.step(recovery, "arrivals", SECOND, arrived), "guarantee-recovery.life-cycle")
    await recoveries.remitted(recovery)
    for day in ("2018-02-19", "2018-02-23"):
        refused_by(
            await recoveries.step(recovery, "arrivals", SECOND, {"arrivedOn": day}),
            "guarantee-recovery.arrived-dated",
        )
    missed = await done(recoveries.step(recovery, "remittance-failures", OFFICER, {"reason": "Not found"}))
    assert (missed["status"], missed["remittedOn"]) == ("OWED", None)
    (fact,) = await recoveries.desk.told(OUTBOUND, RemittanceMissed, recoveryId=recovery["id"])
    assert (fact["stateShareCents"], fact["reason"]) == (150_000_00, "Not found")
    await recoveries.remitted(recovery)
    same_person = caller("state", *STATE, subject="bom-adviser")
    refused_by(
        await recoveries.step(recovery, "arrivals", same_person, arrived), "guarantee-recovery.four-eyes"
    )
    assert await recoveries.sums(claim) == (300_000_00, 150_000_00, 0)
    rom = caller("rom:BOM", *LOANS, *STATE, subject="bom-all")
    refused_by(
        await recoveries.step(recovery, "arrivals", rom, arrived), "guarantee.decided-by-the-state", 403
    )
    await done(recoveries.step(recovery, "arrivals", SECOND, arrived))


async def test_a_recovery_that_was_a_mistake_is_taken_back(recoveries: Recoveries) -> None:
    claim = await recoveries.paid()
    wrong = await recoveries.booked(claim, 30_000_00, reference="R1")
    await done(recoveries.step(wrong, "withdrawals", BOM, {"reason": "A zero too few"}))
    assert await recoveries.sums(claim) == (0, 0, 0)
    assert await recoveries.balances(claim) == {"cash": 0, "owed": 0, "kept": 0}
    (fact,) = await recoveries.desk.told(OUTBOUND, RecoveryWithdrawn, recoveryId=wrong["id"])
    assert fact["recoveredCents"] == 0
    right = await recoveries.booked(claim, 300_000_00, reference="R1")
    await recoveries.remitted(right)
    late = await recoveries.step(right, "withdrawals", BOM, {"reason": "No"})
    refused_by(late, "guarantee-recovery.life-cycle")
    assert await recoveries.books(claim) == []


async def test_another_rom_sees_nothing(recoveries: Recoveries) -> None:
    claim = await recoveries.paid()
    assert (await recoveries.sent(claim, 1, who=LIOF)).status_code == 404
    recovery = await recoveries.booked(claim, 300_000_00)
    assert (await recoveries.desk.api.get(f"/guarantee-recoveries/{recovery['id']}", LIOF)).status_code == 404
    assert (await recoveries.step(recovery, "remittances", LIOF, REMITTED)).status_code == 404


async def test_of_64_reports_at_once_as_many_are_booked_as_the_loss_bears(recoveries: Recoveries) -> None:
    claim = await recoveries.paid()
    answers = await asyncio.gather(*(recoveries.sent(claim, 50_000_00) for _ in range(64)))
    counted = Counter(answer.status_code for answer in answers)
    assert counted == {201: 48, 409: 16}, counted  # 48 of 50,000.00 are the loss of 2,400,000.00
    assert await recoveries.sums(claim) == (2_400_000_00, 1_200_000_00, 0)
    assert sum(answer.json().get("stateShareCents", 0) for answer in answers) == 1_200_000_00
    assert await recoveries.books(claim) == []


async def test_of_64_confirmations_at_once_one_is_booked(recoveries: Recoveries) -> None:
    claim = await recoveries.paid()
    recovery = await recoveries.booked(claim, 300_000_00)
    await recoveries.remitted(recovery)
    arrived = {"arrivedOn": "2018-02-21"}
    steps = (recoveries.step(recovery, "arrivals", SECOND, arrived) for _ in range(64))
    counted = Counter(answer.status_code for answer in await asyncio.gather(*steps))
    assert counted[200] == 1, counted
    assert set(counted) <= {200, 409, 412}, counted
    assert await recoveries.sums(claim) == (300_000_00, 150_000_00, 150_000_00)


async def test_the_back_office_reports_and_remits_by_the_same_rules(recoveries: Recoveries) -> None:
    desk, claim = recoveries.desk, await recoveries.paid()
    loan_id, first = claim["loanId"], uuid7()
    late, early = (
        RecoveryReported(loan_id=loan_id, amount_cents=cents, received_on=day, reference=reference)
        for cents, day, reference in ((100_000_01, "2018-03-01", "R2"), (200_000_00, "2018-02-01", "R1"))
    )
    for _ in range(2):  # the second is the same message
        await desk.report(late, id=first)
    again = uuid7()
    await desk.report(late, id=again)  # under another id: the same receipt
    await desk.report(early)  # came in before
    assert await recoveries.sums(claim) == (300_000_01, 150_000_01, 0)
    assert (await recoveries.sent(claim, 1, reference="R1")).status_code == 409
    (refused,) = await desk.told(OUTBOUND, MessageRefused, messageId=str(again))
    assert refused["reason"] == "guarantee-recovery.reported-once"

    other = uuid7()
    await desk.report(early, "liof", other)
    (refused,) = await desk.told("groeikracht.rom.liof.outbound", MessageRefused, messageId=str(other))
    assert refused["reason"] == "resource.not-found"

    paid = RemittanceReported(
        loan_id=loan_id, reference="R1", remitted_on="2018-02-20", remittance_reference="BOM/4"
    )
    twice = uuid7()
    await desk.report(paid)
    await desk.report(paid, id=twice)
    (refused,) = await desk.told(OUTBOUND, MessageRefused, messageId=str(twice))
    assert refused["reason"] == "guarantee-recovery.life-cycle"
    unknown = uuid7()
    await desk.report(paid.model_copy(update={"reference": "R9"}), id=unknown)
    (refused,) = await desk.told(OUTBOUND, MessageRefused, messageId=str(unknown))
    assert refused["reason"] == "resource.not-found"
    found = await desk.api.get("/guarantee-recoveries", OFFICER, claimId=claim["id"], status="REMITTED")
    (one,) = found.json()["items"]
    assert (one["reference"], one["stateShareCents"]) == ("R1", 100_000_00)
    assert await recoveries.books(claim) == []
