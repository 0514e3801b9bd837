"""A loan from application to contract, as a ROM makes it (A16-A18, B23; domain.md 3.15; O32)."""

import asyncio
from typing import Any

import pytest

from shared.contracts.loans import LoanApproved
from shared.kernel.ids import uuid7
from tests.reactions.approvals import approved
from tests.routes.loans.desk import (
    AT,
    BOM,
    COMMITTEE,
    FIRM,
    LIOF,
    LIOF_COMMITTEE,
    LIOF_LOAN,
    LOAN,
    OFFICER,
    PUBLIC,
    Desk,
    done,
    refused_by,
)

RATED = {"ratingRationale": "Own model."}


async def test_the_loan_of_liof_goes_without_guarantee(desk: Desk) -> None:
    made = await desk.api.post("/loans", LIOF, LIOF_LOAN, at="2015-03-02T09:30:00Z")
    loan = made.json()
    assert loan["regime"] == "rom-loan-liof@2014-1"
    assert loan["quarterlyInterestCents"] == 6_000_00  # O32
    assert loan["arrangementFeeCents"] == 3_000_00
    path = f"/loans/{loan['id']}"
    assert (await done(desk.act(f"{path}/proposals", LIOF, RATED)))["status"] == "PROPOSED"
    assert (await done(desk.act(f"{path}/approvals", LIOF_COMMITTEE)))["status"] == "OFFERABLE"
    contracted = await desk.contracted(loan["id"], LIOF)
    assert contracted["status"] == "CONTRACTED"
    assert contracted["contractReceivedOn"] == "2015-03-02"
    (fact,) = await desk.told("groeikracht.rom.liof.outbound", LoanApproved, loanId=loan["id"])
    assert fact["principalCents"] == 400_000_00


@pytest.mark.parametrize(
    ("changes", "rule", "facts"),
    [
        (
            {"undertaking": {**FIRM, "municipalityCode": "GM0935"}},
            "loan.competent-rom",
            {"romCode": "LIOF"},
        ),
        (
            {"principalCents": 5_000_000_01},
            "loan.ticket-size",
            {"minCents": 250_000_00, "maxCents": 5_000_000_00},
        ),
        (
            {"principalCents": 249_999_99},
            "loan.ticket-size",
            {"minCents": 250_000_00, "maxCents": 5_000_000_00},
        ),
        ({"financingNeedCents": 3_999_999_99}, "loan.part-of-need", {"maxCents": 3_999_999_99}),
        ({"repayment": "LINEAR"}, "loan.repayment-plan", {}),
        ({"repaymentPerQuarterCents": 1}, "loan.repayment-plan", {}),
        ({"projectId": str(uuid7())}, "loan.project-known", {}),
    ],
)
async def test_what_the_fund_does_not_lend_is_refused(
    desk: Desk, changes: dict[str, object], rule: str, facts: dict[str, object]
) -> None:
    refused = await desk.api.post("/loans", BOM, {**LOAN, **changes})
    assert refused_by(refused, rule) == facts


@pytest.mark.parametrize(
    ("changes", "code", "facts"),
    [
        ({"interestPercent": "0", "rating": "BB-"}, "loan.without-aid", {"percentMin": "4.34"}),
        ({"interestPercent": "6.83", "rating": "B"}, "loan.without-aid", {"percentMin": "6.84"}),
        ({"interestPercent": "25.1"}, "loan.within-rate", {"percentMax": "25"}),
        ({"termMonths": 145}, "loan.within-term", {"monthsMax": 144}),
        ({"rating": "CCC"}, "loan.rating-lendable", {}),
    ],
)
async def test_a_loan_with_aid_in_it_that_nobody_books_is_refused(
    desk: Desk, changes: dict[str, Any], code: str, facts: dict[str, Any]
) -> None:
    """B41: base rate of 2015 is 0.34, unsecured margins 400 and 650 basis points (RR-1, RR-5)."""
    found = refused_by(await desk.api.post("/loans", BOM, {**LOAN, **changes}, at=AT), code)
    assert facts.items() <= found.items()


async def test_a_loan_at_the_reference_rate_is_received_and_says_so(desk: Desk) -> None:
    loan = await desk.received(interestPercent="6.84", rating="B", termMonths=144)
    assert loan["referencePercent"] == "6.84"


async def test_the_largest_and_the_smallest_loan_are_received(desk: Desk) -> None:
    for cents in (5_000_000_00, 250_000_00):
        assert (await desk.received(principalCents=cents))["principalCents"] == cents


async def test_liof_lends_half_of_the_need_and_no_linear_loans(desk: Desk) -> None:
    too_much = {**LIOF_LOAN, "financingNeedCents": 799_999_98}
    assert refused_by(await desk.api.post("/loans", LIOF, too_much), "loan.part-of-need")
    linear = {**LIOF_LOAN, "repayment": "LINEAR", "repaymentPerQuarterCents": 20_000_00}
    facts = refused_by(await desk.api.post("/loans", LIOF, linear), "loan.repayment-of-fund")
    assert facts == {"repayments": ["BULLET"]}


async def test_a_loan_in_a_project_goes_to_a_participant(desk: Desk) -> None:
    project = approved(FIRM["kvkNumber"])
    await desk.tell(project, "groeikracht.agenda")
    await desk.tell(project, "groeikracht.agenda")  # a replay under a new id
    assert not await desk.parked(project.project_id)
    listed = await desk.api.get(f"/projects/{project.project_id}", PUBLIC)
    assert listed.json()["participants"] == [FIRM["kvkNumber"]]
    inside = await desk.received(projectId=str(project.project_id))
    assert inside["projectId"] == str(project.project_id)
    other = {**FIRM, "kvkNumber": "14012345"}
    body = {**LOAN, "undertaking": other, "projectId": str(project.project_id)}
    refused_by(await desk.api.post("/loans", BOM, body), "loan.to-participant")


async def test_who_proposed_a_loan_does_not_decide_on_it(desk: Desk) -> None:
    loan = await desk.received()
    path = f"/loans/{loan['id']}"
    await done(desk.act(f"{path}/proposals", BOM, RATED))
    refused_by(await desk.act(f"{path}/approvals", BOM), "loan.four-eyes")
    refused_by(await desk.act(f"{path}/rejections", BOM, {"reason": "No."}), "loan.four-eyes")
    assert (await desk.loan(loan["id"]))["status"] == "PROPOSED"
    declined = await done(desk.act(f"{path}/rejections", COMMITTEE, {"reason": "Too risky."}))
    assert declined["status"] == "DECLINED"
    facts = refused_by(await desk.act(f"{path}/approvals", COMMITTEE), "loan.life-cycle")
    assert facts["allowed"] == []


async def test_a_loan_is_approved_by_its_board_or_under_a_mandate_that_covers_it(desk: Desk) -> None:
    """In whose name, under which mandate, up to which amount (B10): in the answer and in the event."""
    loan = await desk.received()
    path = f"/loans/{loan['id']}"
    await done(desk.act(f"{path}/proposals", BOM, RATED))
    approve = f"{path}/approvals"
    other = await desk.act(approve, COMMITTEE, {"decidingBody": "MINISTER_EZ"})
    assert refused_by(other, "decision.deciding-body")["bodies"] == ["BOARD"]
    for mandate in ("DIRECTOR", "DIRECTOR_RVO"):  # up to 500,000.00, and none of a ROM's
        facts = refused_by(
            await desk.act(approve, COMMITTEE, {"mandate": mandate}), "decision.within-mandate"
        )
        assert facts["mandatesCents"] == {"CREDIT_COMMITTEE": 5_000_000_00, "DIRECTOR": 500_000_00}
    approved = await done(desk.act(approve, COMMITTEE, {"mandate": "CREDIT_COMMITTEE"}))
    assert approved["mandateRegime"] == "lending-mandates@2014-1"
    (told,) = await desk.told("groeikracht.loans", LoanApproved, loanId=loan["id"])
    for found in (approved, told):
        assert (found["decidingBody"], found["mandate"]) == ("BOARD", "CREDIT_COMMITTEE")


async def test_approvals_stay_within_the_line_of_the_year(desk: Desk) -> None:
    at = "2041-05-01T09:00:00Z"
    loan = await desk.received(at=at)
    path = f"/loans/{loan['id']}"
    await done(desk.act(f"{path}/proposals", BOM, RATED, at=at))
    refused_by(await desk.act(f"{path}/approvals", COMMITTEE, at=at), "credit-line.opened")
    body = {"romCode": "BOM", "year": 2041, "amountCents": 9_000_000_00}
    line = (await desk.api.post("/credit-lines", OFFICER, body)).json()
    refused_by(await desk.api.post("/credit-lines", OFFICER, body), "credit-line.one-a-year")
    await done(desk.act(f"{path}/approvals", COMMITTEE, at=at))
    await desk.approved(at)

    last = await desk.received(at=at, principalCents=1_000_000_01)
    path = f"/loans/{last['id']}"
    await done(desk.act(f"{path}/proposals", BOM, RATED, at=at))
    facts = refused_by(await desk.act(f"{path}/approvals", COMMITTEE, at=at), "credit-line.within-room")
    assert facts == {"roomCents": 1_000_000_00}
    await desk.approved(at, principalCents=1_000_000_00)
    used = (await desk.api.get(f"/credit-lines/{line['id']}", BOM)).json()
    assert used["committedCents"] == used["amountCents"] == 9_000_000_00


async def test_parallel_approvals_never_pass_the_line(desk: Desk) -> None:
    at = "2042-05-01T09:00:00Z"
    body = {"romCode": "BOM", "year": 2042, "amountCents": 5_000_000_00}
    line = (await desk.api.post("/credit-lines", OFFICER, body)).json()
    loans = [await desk.received(at=at, principalCents=1_000_000_00) for _ in range(12)]
    for loan in loans:
        await done(desk.act(f"/loans/{loan['id']}/proposals", BOM, RATED, at=at))
    answers = await asyncio.gather(
        *(desk.act(f"/loans/{loan['id']}/approvals", COMMITTEE, at=at) for loan in loans)
    )
    assert sorted(answer.status_code for answer in answers) == [200] * 5 + [409] * 7
    assert (await desk.api.get(f"/credit-lines/{line['id']}", BOM)).json()["committedCents"] == 5_000_000_00


async def test_only_the_rom_acts_on_its_loans_and_nobody_else_sees_them(desk: Desk) -> None:
    loan = await desk.received()
    path = f"/loans/{loan['id']}"
    assert (await desk.api.get(path, LIOF)).status_code == 404
    assert (await desk.api.get(path, PUBLIC)).status_code == 404
    assert (await desk.api.get(path, OFFICER)).status_code == 200
    assert (await desk.act(f"{path}/proposals", LIOF, RATED)).status_code == 404
    assert (await desk.api.post("/loans", LIOF, LOAN)).status_code == 403
    line = {"romCode": "BOM", "year": 2043, "amountCents": 1}
    assert (await desk.api.post("/credit-lines", BOM, line)).status_code == 403


async def test_a_contract_is_signed_before_it_is_received(desk: Desk) -> None:
    loan = await desk.approved(guaranteeWanted=False)
    path = f"/loans/{loan['id']}/contracts"
    late_deed = {"signedOn": "2015-03-02", "subordinationDeedSignedOn": "2015-03-03"}
    refused_by(await desk.act(path, BOM, late_deed), "loan.signed-before-received")
    assert (await desk.loan(loan["id"]))["status"] == "OFFERABLE"
