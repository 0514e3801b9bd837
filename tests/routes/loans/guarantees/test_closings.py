"""The end of a guarantee whose loss was paid: by whom, when, and for how much (domain.md 3.16, 3.21)."""

import asyncio
from collections import Counter
from typing import Any

import pytest

from shared.contracts.loans import MessageRefused
from shared.contracts.recoveries import (
    ClosingDeclined,
    ClosingRequested,
    GuaranteeClosed,
    GuaranteeReopened,
)
from shared.contracts.rom import RecoveryReported
from shared.kernel.ids import uuid7
from shared.testing.callers import caller
from tests.routes.loans.desk import BOM, LIOF, OFFICER, STATE, Desk, done, refused_by
from tests.routes.loans.guarantees.test_recoveries import Recoveries

OUTBOUND = "groeikracht.rom.bom.outbound"
ASKED_AT, CLOSED_AT = "2019-06-03T09:00:00Z", "2019-06-17T09:00:00Z"
PROSPECT = {
    "reasons": "The bankruptcy was ended for want of assets.",
    "evidence": ["F.01/17/103 last report"],
}


class Closings(Recoveries):
    """Plays the end of a guarantee."""

    async def sent_request(self, guarantee_id: str, who: dict[str, str] = BOM) -> Any:
        body = {"guaranteeId": guarantee_id, **PROSPECT}
        return await self.desk.api.post("/guarantee-closings", who, body, at=ASKED_AT)

    async def asked(self, claim: Any) -> Any:
        made = await self.sent_request(claim["guaranteeId"])
        assert made.status_code == 201, made.text
        return made.json()

    def answered(self, closing: Any, noun: str, body: object = None, who: dict[str, str] = OFFICER) -> Any:
        return self.desk.act(f"/guarantee-closings/{closing['id']}/{noun}", who, body, at=CLOSED_AT)

    async def state_of(self, claim: Any) -> tuple[str, str | None]:
        found = await self.desk.guarantee(claim["guaranteeId"])
        return found["status"], found["endReason"]


@pytest.fixture
def closings(desk: Desk) -> Closings:
    return Closings(desk)


async def test_a_guarantee_is_closed_when_all_is_received(closings: Closings) -> None:
    claim, desk = await closings.paid(), closings.desk
    recovery = await closings.booked(claim, 300_000_00)
    closing = await closings.asked(claim)
    assert (closing["status"], closing["requestedOn"]) == ("REQUESTED", "2019-06-03")
    owed = await closings.answered(closing, "decisions")
    assert refused_by(owed, "guarantee-closing.all-received") == {"owedCents": 150_000_00}
    assert await closings.state_of(claim) == ("RECOVERING", None)
    await closings.settled(recovery)
    named = {"decidingBody": "MINISTER_EZK", "mandate": "DIRECTOR_RVO"}
    closed = await done(closings.answered(closing, "decisions", named))
    assert (closed["status"], closed["decidedOn"], closed["mandate"]) == (
        "CLOSED",
        "2019-06-17",
        "DIRECTOR_RVO",
    )
    assert closed["givenUpCents"] == 1_050_000_00  # O19a: 1,200,000.00 less 150,000.00
    assert await closings.state_of(claim) == ("CLOSED", "closed")
    for kind in (ClosingRequested, GuaranteeClosed):
        assert len(await desk.told(OUTBOUND, kind, closingId=closing["id"])) == 1

    late = await closings.sent(claim, 1, at=CLOSED_AT)
    refused_by(late, "guarantee.life-cycle")
    message = uuid7()
    report = RecoveryReported(
        loan_id=claim["loanId"], amount_cents=1, received_on="2018-02-01", reference="R9"
    )
    await desk.report(report, id=message)
    (refused,) = await desk.told(OUTBOUND, MessageRefused, messageId=str(message))
    assert refused["reason"] == "guarantee.life-cycle"
    refused_by(await closings.sent_request(claim["guaranteeId"]), "guarantee-closing.after-payout")
    assert await closings.sums(claim) == (300_000_00, 150_000_00, 150_000_00)
    assert await closings.books(claim) == []


async def test_what_comes_in_after_the_closing_reopens_it(closings: Closings) -> None:
    claim = await closings.paid()
    closing = await closings.asked(claim)  # nothing was ever recovered
    await done(closings.answered(closing, "decisions"))
    reason = {"reason": "The curator distributes a last amount."}
    opened = await done(closings.answered(closing, "reopenings", reason))
    assert (opened["status"], opened["answer"]) == ("REOPENED", reason["reason"])
    assert await closings.state_of(claim) == ("RECOVERING", None)
    assert len(await closings.desk.told(OUTBOUND, GuaranteeReopened, closingId=closing["id"])) == 1
    refused_by(await closings.answered(closing, "reopenings", reason), "guarantee-closing.life-cycle")
    await closings.settled(await closings.booked(claim, 300_000_00))
    again = await closings.asked(claim)
    assert (await done(closings.answered(again, "decisions")))["givenUpCents"] == 1_050_000_00


async def test_a_request_is_answered_before_there_is_another(closings: Closings) -> None:
    claim = await closings.paid()
    closing = await closings.asked(claim)
    refused_by(await closings.sent_request(claim["guaranteeId"]), "guarantee-closing.one-request")
    declined = await done(closings.answered(closing, "refusals", {"reason": "A suit still runs."}))
    assert (declined["status"], declined["answer"]) == ("DECLINED", "A suit still runs.")
    (fact,) = await closings.desk.told(OUTBOUND, ClosingDeclined, closingId=closing["id"])
    assert fact["reason"] == "A suit still runs."
    refused_by(await closings.answered(closing, "decisions"), "guarantee-closing.life-cycle")
    assert (await closings.asked(claim))["id"] != closing["id"]


async def test_who_closes_and_what(closings: Closings) -> None:
    guarantee = await closings.claims.running(3_000_000_00, 3_000_000_00)
    refused_by(await closings.sent_request(guarantee["id"]), "guarantee-closing.after-payout")
    claim = await closings.paid()
    assert (await closings.sent_request(claim["guaranteeId"], LIOF)).status_code == 404
    closing = await closings.asked(claim)
    same = caller("state", *STATE, subject="bom-adviser")
    refused_by(await closings.answered(closing, "decisions", who=same), "guarantee-closing.four-eyes")
    rom = caller("rom:BOM", *STATE, subject="bom-all")
    refused_by(await closings.answered(closing, "decisions", who=rom), "guarantee.decided-by-the-state", 403)
    unknown = {"decidingBody": "MINISTER_EZK", "mandate": "CLERK"}
    refused_by(await closings.answered(closing, "decisions", unknown), "decision.within-mandate")
    assert await closings.state_of(claim) == ("PAID_OUT", None)


async def test_of_64_reports_and_closings_at_once_no_cent_is_lost(closings: Closings) -> None:
    claim = await closings.paid()
    closing = await closings.asked(claim)
    answers = await asyncio.gather(
        *(
            closings.answered(closing, "decisions") if turn % 8 == 0 else closings.sent(claim, 1_00)
            for turn in range(64)
        )
    )
    counted = Counter(answer.status_code for answer in answers)
    assert set(counted) <= {200, 201, 409, 412}, counted
    recovered, share, _ = await closings.sums(claim)
    assert recovered == counted[201] * 1_00
    closed = (await closings.state_of(claim))[0] == "CLOSED"
    assert closed == (counted[200] == 1)
    assert not closed or share == 0  # nothing owed is given up
    assert await closings.books(claim) == []
