"""Nobody who entered, proposed or reserved decides in the loans service (domain.md 3.15, 3.16; B10)."""

import pytest

from shared.contracts.rom import DisbursementReported
from shared.testing.client import Api
from tests.routes.four_eyes import Hands, Story, unnamed
from tests.routes.loans.desk import AT, LOAN, LOANS, STATE, TERMS, Desk

HANDS = {
    "loan.four-eyes": Hands(
        "loans",
        "receive_loan propose_loan",
        "approve_loan decline_loan approve_loan_unguaranteed",
        {"receive_contract": "The loan was decided on before; signatures are recorded."},
    ),
    "guarantee.four-eyes": Hands(
        "guarantees",
        "request_guarantee reserve_guarantee",
        "issue_guarantee",
        {"refuse_guarantee": "Nothing is given by it, and what was reserved is free again."},
    ),
    "guarantee-claim.four-eyes": Hands(
        "guarantee-claims",
        "report_default file_claim supplement_claim assess_claim",
        "decide_claim",
        {
            "withdraw_default": "Nothing is decided: the guarantee goes on.",
            "request_claim_supplement": "A question says nothing of the outcome.",
            "return_assessment": "It is assessed anew, by whom the rule counts then.",
            "order_claim_payment": "It comes after the decision.",
            "fail_claim_payment": "It comes after the decision.",
            "confirm_claim_payment": "It comes after the decision; it has a rule of its own.",
        },
    ),
    "guarantee-claim.payment-four-eyes": Hands(
        "guarantee-claims", "order_claim_payment", "confirm_claim_payment"
    ),
    "guarantee-premium.reversal-four-eyes": Hands(
        "guarantee-premiums",
        "record_premium_payment",
        "reverse_premium_payment",
        {"charge_premium": "What is charged is reckoned; nobody decides on it."},
    ),
    "guarantee-recovery.four-eyes": Hands(
        "guarantee-recoveries",
        "report_recovery remit_recovery",
        "confirm_recovery",
        {
            "withdraw_recovery": "Nothing was paid: it is as if it had not been reported.",
            "miss_remittance": "Nothing is given by it: the State's part is owed as before.",
        },
    ),
    "guarantee-closing.four-eyes": Hands(
        "guarantee-closings",
        "request_closing",
        "close_guarantee",
        {
            "decline_closing": "Nothing is given up by it: the ROM goes on collecting.",
            "reopen_guarantee": "It was decided on before, and nothing is given up by it.",
        },
    ),
}
ROM = "rom:BOM"
RATING = {"ratingRationale": "Own model, BB."}


def story(api: Api, code: str) -> Story:
    return Story(api, "loans", code, HANDS[code], tuple({*LOANS, *STATE}))


def test_every_rule_and_every_write_is_named() -> None:
    assert unnamed("loans", HANDS) == set()


async def proposed(desk: Desk, *, guaranteed: bool) -> Story:
    told = story(desk.api, "loan.four-eyes")
    await told.step("/loans", ROM, {**LOAN, "rating": "BB", "guaranteeWanted": guaranteed}, at=AT)
    await told.step("/loans/{id}/proposals", ROM, RATING, at=AT)
    told.ends()
    return told


@pytest.mark.parametrize(("noun", "body"), [("approvals", None), ("rejections", {"reason": "Too dear"})])
async def test_a_loan(noun: str, body: object, desk: Desk) -> None:
    told = await proposed(desk, guaranteed=False)
    await told.decides(f"/loans/{{id}}/{noun}", ROM, body, at=AT)


async def test_a_loan_without_its_guarantee_and_the_guarantee_of_another(desk: Desk) -> None:
    loan = await proposed(desk, guaranteed=True)
    made = await loan.step("/loans/{id}/approvals", ROM, at=AT)
    asked = {**TERMS, "loanId": made["id"], "guaranteedPrincipalCents": made["principalCents"]}
    refused = story(desk.api, "guarantee.four-eyes")
    await refused.step("/guarantees", ROM, asked, at=AT)
    await refused.step("/guarantees/{id}/refusals", "state", {"reason": "No"}, at=AT)
    loan.last.headers["etag"] = "*"  # the refusal changed the loan
    await loan.decides("/loans/{id}/unguaranteed-approvals", ROM, at=AT)

    loan = await proposed(desk, guaranteed=True)
    made = await loan.step("/loans/{id}/approvals", ROM, at=AT)
    told = story(desk.api, "guarantee.four-eyes")
    await told.step("/guarantees", ROM, {**asked, "loanId": made["id"]}, at=AT)
    await told.step("/guarantees/{id}/reservations", "state", at=AT)
    told.ends()
    await desk.contracted(made["id"])
    await told.decides("/guarantees/{id}/issues", "state", at=AT)


async def test_a_payment_of_a_premium_that_is_taken_back(desk: Desk) -> None:
    guarantee = await desk.issued()
    paid_out = DisbursementReported(
        loan_id=guarantee["loanId"], amount_cents=4_000_000_00, disbursed_on="2015-03-16"
    )
    await desk.report(paid_out)
    at = "2015-05-01T09:00:00Z"
    told = story(desk.api, "guarantee-premium.reversal-four-eyes")
    made = await told.step("/guarantee-premiums", "state", {"guaranteeId": guarantee["id"]}, at=at)
    payment = {"amountCents": made["amountCents"], "paidOn": "2015-05-01", "reference": f"R-{made['id']}"}
    await told.step("/guarantee-premiums/{id}/payments", "state", payment, at=at)
    told.ends()
    await told.decides("/guarantee-premiums/{id}/reversals", "state", {"reason": "It bounced."}, at=at)


async def test_a_claim_and_its_payment(desk: Desk) -> None:
    guarantee = await desk.issued()
    paid_out = DisbursementReported(
        loan_id=guarantee["loanId"], amount_cents=4_000_000_00, disbursed_on="2015-03-16"
    )
    await desk.report(paid_out)
    default = {"guaranteeId": guarantee["id"], "lossEvent": "BANKRUPTCY", "occurredOn": "2015-04-01"}
    loss = {"outstandingCents": 4_000_000_00, "proceedsCents": 0, "evidence": ["report"]}
    at = "2015-05-01T09:00:00Z"
    told = story(desk.api, "guarantee-claim.four-eyes")
    await told.step("/guarantee-claims", ROM, default, at=at)
    await told.step("/guarantee-claims/{id}/filings", ROM, loss, at=at)
    await told.step("/guarantee-claims/{id}/supplement-requests", "state", {"question": "More?"}, at=at)
    supplement = {"proceedsCents": 1, "evidence": ["letter"]}
    await told.step("/guarantee-claims/{id}/supplements", ROM, supplement, at=at)
    finding = {"outcome": "GRANT", "reasons": "In order"}
    await told.step("/guarantee-claims/{id}/assessments", "state", finding, at=at)
    told.ends()
    await told.decides("/guarantee-claims/{id}/decisions", "state", at=at)
    paying = story(desk.api, "guarantee-claim.payment-four-eyes")
    paying.last = told.last
    await paying.step("/guarantee-claims/{id}/payment-orders", "state", at=at)
    paying.ends()
    paid = {"paidOn": "2015-05-01", "reference": "RVO-1"}
    await paying.decides("/guarantee-claims/{id}/payments", "state", paid, at=at)

    of = {"guaranteeId": guarantee["id"]}
    receipt = {**of, "amountCents": 2, "receivedOn": "2015-05-01", "reference": "R1"}
    told = story(desk.api, "guarantee-recovery.four-eyes")
    await told.step("/guarantee-recoveries", ROM, receipt, at=at)
    remitted = {"remittedOn": "2015-05-01", "remittanceReference": "BOM-1"}
    await told.step("/guarantee-recoveries/{id}/remittances", ROM, remitted, at=at)
    told.ends()
    arrived = {"arrivedOn": "2015-05-01"}
    await told.decides("/guarantee-recoveries/{id}/arrivals", "state", arrived, at=at)
    told = story(desk.api, "guarantee-closing.four-eyes")
    prospect = {**of, "reasons": "The curator has finished.", "evidence": ["report"]}
    await told.step("/guarantee-closings", ROM, prospect, at=at)
    told.ends()
    await told.decides("/guarantee-closings/{id}/decisions", "state", at=at)
