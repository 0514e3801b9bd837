"""A default of a guaranteed loan, the claim of its loss, its payment (domain.md 2.14, 3.16, 3.20; O19a)."""

import asyncio
from collections import Counter
from datetime import date
from typing import Any

import pytest

from shared.contracts.claims import (
    ClaimDecided,
    ClaimPaid,
    ClaimReceived,
    ClaimSupplementRequested,
    DefaultBooked,
)
from shared.contracts.loans import GuaranteeReleased, MessageRefused
from shared.contracts.rom import (
    ClaimFiled,
    ClaimSupplemented,
    DefaultReported,
    DisbursementReported,
    RepaymentReported,
)
from shared.kernel.ids import uuid7
from shared.testing.callers import caller
from tests.routes.loans.desk import BOM, LIOF, LOANS, OFFICER, SECOND, STATE, Desk, done, refused_by
from tests.routes.loans.losses import DAY, EVIDENCE, FILED_AT, GRANT, PAID, PAID_AT, REPORTED_AT, Claims, M

OUTBOUND = "groeikracht.rom.bom.outbound"


@pytest.fixture
def claims(desk: Desk) -> Claims:
    return Claims(desk)


async def test_half_of_a_loss_of_2_400_000_is_paid(desk: Desk, claims: Claims) -> None:
    guarantee = await claims.running(3 * M, 2_600_000_00)
    before, line = await desk.year(2015), await line_of(desk)
    claim = await claims.filed(guarantee, 2_600_000_00, 200_000_00)
    assert (claim["claimDueOn"], claim["reportedLate"]) == ("2017-09-01", False)
    assert (claim["lossCents"], claim["decisionDueOn"]) == (2_400_000_00, "2017-08-31")
    paid = await claims.paid(claim, reductions=[])
    assert (paid["status"], paid["payoutCents"], paid["paidOn"]) == ("PAID", 1_200_000_00, "2017-07-20")

    found = await desk.guarantee(guarantee["id"])
    amounts = (found["exposureCents"], found["currentGuaranteedCents"])
    assert (found["status"], *amounts) == ("PAID_OUT", 0, 0)
    after = await desk.year(2015)
    assert after["lapsedCents"] - before["lapsedCents"] == 1_300_000_00  # of what was outstanding
    assert after["grantedCents"] == before["grantedCents"]  # the year's production is not refilled (3.22)
    assert await line_of(desk) == line
    for kind in (DefaultBooked, ClaimReceived, ClaimDecided, ClaimPaid):
        assert len(await desk.told(OUTBOUND, kind, claimId=claim["id"])) == 1
    (fact,) = await desk.told(OUTBOUND, ClaimPaid, claimId=claim["id"])
    assert (fact["payoutCents"], fact["reference"]) == (1_200_000_00, "RVO-2017-00412")


@pytest.mark.parametrize(
    ("reductions", "payout"),
    [
        ([], 500_000_00),
        ([{"ground": "LATE_NOTICE", "percent": "20"}], 400_000_00),
        (
            [
                {"ground": "LATE_NOTICE", "percent": "20"},
                {"ground": "OBLIGATION_BREACHED", "amountCents": 25_000_00},
            ],
            375_000_00,
        ),
    ],
)
async def test_a_partial_guarantee_pays_its_part(claims: Claims, reductions: Any, payout: int) -> None:
    guarantee = await claims.running(4 * M, 1_800_000_00, {"guaranteedPrincipalCents": 2_500_000_00})
    claim = await claims.filed(guarantee, 1_800_000_00, 200_000_00)
    assert (await claims.paid(claim, reductions=reductions))["payoutCents"] == payout
    (fact,) = await claims.desk.told(OUTBOUND, ClaimDecided, claimId=claim["id"])
    assert fact["grounds"] == [each["ground"] for each in reductions]


async def test_half_a_cent_is_never_paid_above_what_is_guaranteed(claims: Claims) -> None:
    guarantee = await claims.running(3 * M + 1, 3 * M + 1)
    claim = await claims.filed(guarantee, 3 * M + 1, 0)
    assert (await claims.paid(claim))["payoutCents"] == 1_500_000_00  # 1,500,000.005, of which half a cent


async def line_of(desk: Desk) -> Any:
    found = await desk.api.get("/credit-lines", OFFICER, romCode="BOM", year=2015)
    return found.json()["items"][0]["committedCents"]


async def test_a_late_report_is_flagged_and_not_lost(claims: Claims) -> None:
    for day, late in (("2017-04-26", False), ("2017-04-27", True)):  # eight weeks after 1 March
        guarantee = await claims.running(3 * M, 3 * M)
        claim = await claims.reported(guarantee, at=f"{day}T09:00:00Z")
        assert (claim["reportDueOn"], claim["reportedLate"]) == ("2017-04-26", late)
        (fact,) = await claims.desk.told(OUTBOUND, DefaultBooked, claimId=claim["id"])
        assert fact["reportedLate"] is late


async def test_a_claim_is_filed_within_six_months(claims: Claims) -> None:
    guarantee = await claims.running(3 * M, 3 * M)
    claim = await claims.reported(guarantee)
    body = {"outstandingCents": 3 * M, "proceedsCents": 0, "evidence": EVIDENCE}
    late = await claims.step(claim, "filings", BOM, body, at="2017-09-02T09:00:00Z")
    assert refused_by(late, "guarantee-claim.in-time") == {"dueOn": "2017-09-01"}
    await done(claims.step(claim, "filings", BOM, body, at="2017-09-01T09:00:00Z"))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"lossEvent": "BAD_LUCK"}, "guarantee-claim.loss-event"),
        ({"occurredOn": "2015-03-01"}, "guarantee-claim.within-cover"),
        ({"occurredOn": "2017-03-21"}, "guarantee-claim.within-cover"),  # tomorrow
        ({"occurredOn": "2017-03-01", "lossEvent": "DISPOSAL"}, "guarantee-claim.disposal-not-early"),
    ],
)
async def test_a_default_that_the_scheme_does_not_cover(claims: Claims, changes: Any, code: str) -> None:
    guarantee = await claims.running(3 * M, 3 * M)
    body = {"guaranteeId": guarantee["id"], "lossEvent": "BANKRUPTCY", "occurredOn": DAY, **changes}
    refused_by(await claims.desk.api.post("/guarantee-claims", BOM, body, at=REPORTED_AT), code)
    assert (await claims.desk.guarantee(guarantee["id"]))["status"] == "ACTIVE"


async def test_a_default_after_the_term_of_the_guarantee_is_not_covered(claims: Claims) -> None:
    guarantee = await claims.running(3 * M, 3 * M)
    body = {"guaranteeId": guarantee["id"], "lossEvent": "BANKRUPTCY", "occurredOn": "2021-03-02"}
    late = await claims.desk.api.post("/guarantee-claims", BOM, body, at="2021-03-20T09:00:00Z")
    refused_by(late, "guarantee-claim.within-cover")


async def test_a_disposal_counts_from_the_day_two_years_after_the_issue(claims: Claims) -> None:
    guarantee = await claims.running(3 * M, 3 * M)
    await claims.reported(guarantee, occurredOn="2017-03-02", lossEvent="DISPOSAL")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"outstandingCents": 3 * M - 1}, "guarantee-claim.outstanding-as-booked"),
        ({"proceedsCents": 3 * M}, "guarantee-claim.some-loss"),
    ],
)
async def test_a_loss_that_does_not_agree_with_the_books(claims: Claims, changes: Any, code: str) -> None:
    claim = await claims.reported(await claims.running(3 * M, 3 * M))
    body = {"outstandingCents": 3 * M, "proceedsCents": 0, "evidence": EVIDENCE, **changes}
    refused_by(await claims.step(claim, "filings", BOM, body, at=FILED_AT), code)
    assert (await claims.seen(claim))["status"] == "REPORTED"


async def test_a_supplement_makes_the_term_stand_still(claims: Claims) -> None:
    claim = await claims.filed(await claims.running(3 * M, 3 * M), 3 * M, 0)
    asked = await done(
        claims.step(
            claim, "supplement-requests", OFFICER, {"question": "Which proceeds?"}, at="2017-06-12T09:00:00Z"
        )
    )
    assert asked["decisionDueOn"] is None
    (fact,) = await claims.desk.told(OUTBOUND, ClaimSupplementRequested, claimId=claim["id"])
    assert fact["question"] == "Which proceeds?"
    body = {"proceedsCents": 600_000_00, "evidence": ["letter", *EVIDENCE]}
    again = await done(claims.step(claim, "supplements", BOM, body, at="2017-06-26T09:00:00Z"))
    assert (again["status"], again["lossCents"]) == ("FILED", 2_400_000_00)
    assert (again["suspendedDays"], again["decisionDueOn"]) == (13, "2017-09-13")
    assert again["evidence"] == [*EVIDENCE, "letter"]


async def test_supplements_bring_no_endless_evidence(claims: Claims) -> None:
    claim = await claims.filed(await claims.running(3 * M, 3 * M), 3 * M, 0)
    at = "2017-06-12T09:00:00Z"
    for part in range(4):  # 50 at once, beside what the claim was filed with
        claim = await done(claims.step(claim, "supplement-requests", OFFICER, {"question": "More?"}, at=at))
        body = {"proceedsCents": 0, "evidence": [f"letter {part}.{number}" for number in range(50)]}
        answer = await claims.step(claim, "supplements", BOM, body, at=at)
        if part < 3:
            claim = {**answer.json(), "etag": answer.headers["etag"]}
    refused_by(answer, "guarantee-claim.evidence-bounded")
    assert len((await claims.seen(claim))["evidence"]) == 150 + len(EVIDENCE)


@pytest.mark.parametrize(
    ("assessment", "code"),
    [
        ({"refusalGround": "NO_LOSS_EVENT"}, "guarantee-claim.one-outcome"),
        ({"outcome": "REFUSE"}, "guarantee-claim.one-outcome"),
        ({"outcome": "REFUSE", "refusalGround": "BAD_LUCK"}, "guarantee-claim.known-ground"),
        ({"reductions": [{"ground": "BAD_LUCK", "percent": "5"}]}, "guarantee-claim.known-ground"),
        ({"reductions": [{"ground": "LATE_NOTICE"}]}, "guarantee-claim.one-measure"),
        (
            {"reductions": [{"ground": "LATE_NOTICE", "percent": "5", "amountCents": 5}]},
            "guarantee-claim.one-measure",
        ),
        ({"reductions": [{"ground": "LATE_NOTICE", "percent": "100"}]}, "guarantee-claim.grant-pays"),
    ],
)
async def test_an_assessment_that_does_not_hold(claims: Claims, assessment: Any, code: str) -> None:
    claim = await claims.filed(await claims.running(3 * M, 3 * M), 3 * M, 0)
    refused_by(await claims.step(claim, "assessments", OFFICER, {**GRANT, **assessment}), code)
    assert (await claims.seen(claim))["status"] == "FILED"


async def test_a_refused_claim_ends_the_guarantee(claims: Claims) -> None:
    guarantee = await claims.running(3 * M, 3 * M)
    claim = await claims.filed(guarantee, 3 * M, 0)
    body = {"outcome": "REFUSE", "refusalGround": "FALSE_INFORMATION", "reasons": "The accounts were false."}
    await done(claims.step(claim, "assessments", OFFICER, body))
    refused = await done(claims.step(claim, "decisions", SECOND))
    assert (refused["status"], refused["payoutCents"]) == ("REFUSED", 0)
    found = await claims.desk.guarantee(guarantee["id"])
    assert (found["status"], found["endReason"], found["exposureCents"]) == ("LAPSED", "claim-refused", 0)
    (fact,) = await claims.desk.told(OUTBOUND, GuaranteeReleased, guaranteeId=guarantee["id"])
    assert fact["releasedCents"] == 1_500_000_00


async def test_four_eyes_mandate_and_return(claims: Claims) -> None:
    claim = await claims.filed(await claims.running(3 * M, 3 * M), 3 * M, 0)
    await done(claims.step(claim, "assessments", OFFICER, GRANT))
    refused_by(await claims.step(claim, "decisions", OFFICER), "guarantee-claim.four-eyes")
    unknown = {"decidingBody": "MINISTER_EZK", "mandate": "DIRECTOR_RVO"}
    refused_by(await claims.step(claim, "decisions", SECOND, unknown), "decision.deciding-body")
    returned = await done(claims.step(claim, "returns", SECOND, {"reason": "Look at the proceeds"}))
    assert (returned["status"], returned["outcome"], returned["payoutCents"]) == ("FILED", None, 0)
    await done(claims.step(claim, "assessments", SECOND, GRANT))
    refused_by(await claims.step(claim, "decisions", SECOND), "guarantee-claim.four-eyes")
    named = {"decidingBody": "MINISTER_EZ", "mandate": "DIRECTOR_RVO"}
    decided = await done(claims.step(claim, "decisions", OFFICER, named))
    assert (decided["mandate"], decided["mandateRegime"]) == ("DIRECTOR_RVO", "guarantee-mandates@2013-1")
    await done(claims.step(claim, "payment-orders", OFFICER))
    mine = await claims.step(claim, "payments", OFFICER, PAID, at=PAID_AT)
    refused_by(mine, "guarantee-claim.payment-four-eyes")
    await done(claims.step(claim, "payment-failures", SECOND, {"reason": "Account closed"}))
    refused_by(await claims.step(claim, "payments", SECOND, PAID), "guarantee-claim.life-cycle")
    await done(claims.step(claim, "payment-orders", SECOND))
    early = await claims.step(claim, "payments", OFFICER, {**PAID, "paidOn": "2017-07-09"}, at=PAID_AT)
    refused_by(early, "guarantee-claim.paid-dated")
    await done(claims.step(claim, "payments", OFFICER, PAID, at=PAID_AT))


async def test_another_rom_sees_nothing_and_each_decides_its_own(claims: Claims) -> None:
    guarantee = await claims.running(3 * M, 3 * M)
    body = {"guaranteeId": guarantee["id"], "lossEvent": "BANKRUPTCY", "occurredOn": DAY}
    other = await claims.desk.api.post("/guarantee-claims", LIOF, body, at=REPORTED_AT)
    assert other.status_code == 404
    state = caller("state", "loans:guarantee", "clock:set", subject="officer")
    assert (await claims.desk.api.post("/guarantee-claims", state, body, at=REPORTED_AT)).status_code == 403
    claim = await claims.filed(guarantee, 3 * M, 0)
    assert (await claims.desk.api.get(f"/guarantee-claims/{claim['id']}", LIOF)).status_code == 404
    rom = caller("rom:BOM", *LOANS, *STATE, subject="bom-all")
    refused_by(await claims.step(claim, "assessments", rom, GRANT), "guarantee.decided-by-the-state", 403)


async def test_a_default_that_was_cured_leaves_the_guarantee_as_it_was(claims: Claims) -> None:
    guarantee = await claims.running(3 * M, 3 * M)
    claim = await claims.reported(guarantee)
    assert (await claims.desk.guarantee(guarantee["id"]))["status"] == "CALLABLE"
    twice = {"guaranteeId": guarantee["id"], "lossEvent": "BANKRUPTCY", "occurredOn": DAY}
    refused_by(
        await claims.desk.api.post("/guarantee-claims", BOM, twice, at=REPORTED_AT), "guarantee.life-cycle"
    )
    await done(claims.step(claim, "withdrawals", BOM, {"reason": "Paid after all"}))
    assert (await claims.desk.guarantee(guarantee["id"]))["status"] == "ACTIVE"
    assert (await claims.reported(guarantee))["id"] != claim["id"]


async def test_of_64_decisions_at_once_one_is_taken(claims: Claims) -> None:
    guarantee = await claims.running(3 * M, 3 * M)
    claim = await claims.filed(guarantee, 3 * M, 0)
    await done(claims.step(claim, "assessments", OFFICER, GRANT))
    before = await claims.desk.year(2015)
    other = caller("state", *STATE, subject="third-officer")
    answers = await asyncio.gather(
        *(
            claims.step(claim, *(("decisions", SECOND) if turn % 2 else ("returns", other, {"reason": "No"})))
            for turn in range(64)
        )
    )
    counted = Counter(answer.status_code for answer in answers)
    assert counted[200] == 1, counted
    assert set(counted) <= {200, 409, 412}, counted
    assert (await claims.desk.year(2015))["lapsedCents"] == before["lapsedCents"]


async def test_the_back_office_reports_files_and_supplements(claims: Claims) -> None:
    desk = claims.desk
    guarantee = await claims.running(3 * M, 2_600_000_00, {"termYears": 12})
    loan_id, first = guarantee["loanId"], uuid7()
    today = (await desk._now()).date()
    default = DefaultReported(loan_id=loan_id, loss_event="BANKRUPTCY", occurred_on=today)
    for _ in range(2):  # the second is the same message
        await desk.report(default, id=first)
    (booked,) = await desk.told(OUTBOUND, DefaultBooked, loanId=loan_id)
    again = uuid7()
    await desk.report(default, id=again)
    (fact,) = await desk.told(OUTBOUND, MessageRefused, messageId=str(again))
    assert fact["reason"] == "guarantee.life-cycle"
    other = uuid7()
    await desk.report(default, "liof", other)
    (fact,) = await desk.told("groeikracht.rom.liof.outbound", MessageRefused, messageId=str(other))
    assert fact["reason"] == "resource.not-found"

    repaid = RepaymentReported(loan_id=loan_id, amount_cents=100_000_00, repaid_on=date(2016, 4, 29))
    filed = ClaimFiled(
        loan_id=loan_id, outstanding_cents=2_500_000_00, proceeds_cents=100_000_00, evidence=EVIDENCE
    )
    for report in (repaid, filed):
        message = uuid7()
        await desk.report(report, id=message)
        assert await desk.told(OUTBOUND, MessageRefused, messageId=str(message)) == []
    claim = {"id": booked["claimId"]}
    assert (await claims.seen(claim))["lossCents"] == 2_400_000_00
    now = await desk._now()
    asked = {"question": "More?"}
    await done(claims.step(claim, "supplement-requests", OFFICER, asked, at=now.isoformat()))
    await desk.report(ClaimSupplemented(loan_id=loan_id, proceeds_cents=500_000_00, evidence=["letter"]))
    assert (await claims.seen(claim))["lossCents"] == 2_000_000_00

    late = uuid7()
    await desk.report(RepaymentReported(loan_id=loan_id, amount_cents=1, repaid_on=today), id=late)
    (fact,) = await desk.told(OUTBOUND, MessageRefused, messageId=str(late))
    assert fact["reason"] == "repayment.before-the-claim"
    paid_out = uuid7()
    await desk.report(DisbursementReported(loan_id=loan_id, amount_cents=1, disbursed_on=today), id=paid_out)
    (fact,) = await desk.told(OUTBOUND, MessageRefused, messageId=str(paid_out))
    assert fact["reason"] == "disbursement.guarantee-issued"


async def test_a_loan_that_is_repaid_after_all_leaves_nothing_to_claim(claims: Claims) -> None:
    guarantee = await claims.running(3 * M, 3 * M)
    claim = await claims.reported(guarantee)
    repaid = RepaymentReported(loan_id=guarantee["loanId"], amount_cents=3 * M, repaid_on="2017-04-01")
    await claims.desk.report(repaid)
    assert (await claims.seen(claim))["status"] == "WITHDRAWN"
    assert (await claims.desk.guarantee(guarantee["id"]))["status"] == "RELEASED"
