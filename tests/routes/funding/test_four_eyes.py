"""Nobody who sent in, checked, assessed or registered decides in the funding service (domain.md 3.9; B10)."""

from typing import Any

import pytest

from shared.testing.client import Api
from tests.routes.four_eyes import Hands, Story, unnamed
from tests.routes.funding.awards.test_alterations import HEARING, lowered
from tests.routes.funding.conftest import DURING, LEAD, OFFICER, Office, no_aid
from tests.routes.funding.payments.conftest import FIRST, SECOND, TODAY, Treasury, treasury

__all__ = ["treasury"]

PAYMENTS = "payee-accounts advances payment-files"
COLLECTS = ("remind_debtor", "interrupt_demand_limitation")
HANDS = {
    "award.four-eyes": Hands(
        "applications",
        "submit_application check_completeness open_assessment conclude_assessment score_application",
        "award_application refuse_application",
        {
            "withdraw_application": "The applicant ends it; nobody decides on it after.",
            "state_interest_in_application": "It closes the file to whoever says so.",
            "announce_alteration": "It comes after the decision; whoever awarded may announce it.",
            "call_for_settlement": "It comes after the decision; whoever awarded may call for it.",
            "apply_for_settlement": "It comes after the decision.",
        },
    ),
    "alteration.four-eyes": Hands(
        "applications award-alterations",
        "submit_application check_completeness open_assessment conclude_assessment score_application "
        "award_application announce_alteration respond_to_alteration",
        "decide_alteration",
        {
            "refuse_application": "What was refused is no award.",
            "withdraw_application": "What was withdrawn before its decision is no award.",
            "state_interest_in_application": "It closes the file, and its alterations, to whoever says so.",
            "drop_alteration": "The award stays as it is; nobody decides on it after.",
            "open_demand": "It comes after the decision; whoever decided may open it.",
            "call_for_settlement": "It is about what an award comes to in the end.",
            "apply_for_settlement": "It is about what an award comes to in the end.",
        },
    ),
    "settlement.four-eyes": Hands(
        "applications award-settlements",
        "submit_application check_completeness open_assessment conclude_assessment score_application "
        "award_application call_for_settlement apply_for_settlement assess_settlement respond_to_settlement",
        "decide_settlement",
        {
            "refuse_application": "What was refused is no award.",
            "withdraw_application": "What was withdrawn before its decision is no award.",
            "state_interest_in_application": "It closes the file, and its settlement, to whoever says so.",
            "announce_alteration": "A decision on it keeps who took it among the hands of the application.",
            "drop_settlement": "The award stays as it is; another settlement is begun.",
            "open_settlement_demand": "It comes after the decision; whoever decided may open it.",
        },
    ),
    "demand.four-eyes": Hands(
        "award-alterations demands",
        "open_demand",
        "decide_demand",
        {
            **dict.fromkeys(
                ("respond_to_alteration", "decide_alteration", "drop_alteration"),
                "It is about the award, before anything is claimed back.",
            ),
            "drop_demand": "Nothing is claimed back.",
            **dict.fromkeys(
                ("receive_demand_payment", "reverse_demand_payment", "withdraw_demand", *COLLECTS),
                "It comes after the decision.",
            ),
        },
    ),
    "demand.withdrawal-four-eyes": Hands(
        "award-alterations demands",
        "open_demand decide_demand",
        "withdraw_demand",
        {
            "drop_demand": "Nothing is claimed back, and nothing withdrawn.",
            **dict.fromkeys(
                ("receive_demand_payment", "reverse_demand_payment"),
                "What the bank did is no part of the decision; all of it is to be paid back.",
            ),
            **dict.fromkeys(COLLECTS, "It follows from the decision and the law; nothing is decided."),
        },
    ),
    "demand.receipt-four-eyes": Hands(
        "award-alterations demands",
        "open_demand decide_demand withdraw_demand",
        "receive_demand_payment reverse_demand_payment",
        {
            "drop_demand": "Nothing is claimed back, and nothing comes in.",
            **dict.fromkeys(COLLECTS, "It says nothing of what came in."),
        },
    ),
    "ranking.four-eyes": Hands("rankings", "draw_up_ranking", "confirm_ranking", {}),
    "payee-account.four-eyes": Hands(
        PAYMENTS,
        "enter_payee_account verify_payee_account",
        "verify_payee_account confirm_payee_account",
        {"reject_payee_account": "The account ends; the region enters another."},
    ),
    "advance.four-eyes": Hands(
        PAYMENTS,
        "enter_payee_account verify_payee_account confirm_payee_account propose_advance",
        "approve_advance",
        {"withdraw_advance": "Nothing is paid; what it was for is proposed anew, by two."},
    ),
    "advance.payment-four-eyes": Hands(
        PAYMENTS,
        "propose_advance approve_advance make_payment_file",
        "confirm_advance_payment fail_advance_payment reverse_advance",
    ),
    "pledge.four-eyes": Hands(
        "pledges",
        "register_pledge",
        "confirm_pledge",
        {"withdraw_pledge": "Its own body takes its word back; nobody decides on it after."},
    ),
}
SCOPES = tuple(
    f"funding:{name}" for name in ("read", "apply", "programme", "confirm", "assess", "decide", "state-aid")
)


def story(api: Api, code: str) -> Story:
    return Story(api, "funding", code, HANDS[code], (*SCOPES, "clock:set"))


def test_every_rule_and_every_write_is_named() -> None:
    assert unnamed("funding", HANDS) == set()


@pytest.mark.parametrize(
    ("noun", "body"),
    [
        ("awards", {"amountCents": 100_00, "recipients": [no_aid({"leadApplicant": LEAD}, 100_00)]}),
        ("refusals", {"ground": "FALSE_DATA", "reason": "It is not so.", "heardOn": "2015-03-01"}),
    ],
)
async def test_an_application(noun: str, body: Any, office: Office) -> None:
    project = await office.funded(1_000_00)
    tranche = await office.tranche(await office.year(4_000_00), 1_000_00)
    told = story(office.api, "award.four-eyes")
    sent = office.application_body(tranche, 100_00, projectId=project, leadApplicant=LEAD)
    await told.step("/applications", "region:CR36", sent, at=DURING)
    for step in ("completeness-checks", "assessments"):
        await told.step(f"/applications/{{id}}/{step}", "state", at=DURING)
    await told.step("/applications/{id}/conclusions", "state", {"advice": "Look at it."}, at=DURING)
    told.ends("score_application")  # test_decisions: who scored does not decide
    await told.decides(f"/applications/{{id}}/{noun}", "state", body, at=DURING)


async def test_an_alteration(office: Office) -> None:
    project = await office.funded(1_000_00)
    tranche = await office.tranche(await office.year(4_000_00), 1_000_00)
    told = story(office.api, "alteration.four-eyes")
    sent = office.application_body(tranche, 100_00, projectId=project, leadApplicant=LEAD)
    await told.step("/applications", "region:CR36", sent, at=DURING)
    for step in ("completeness-checks", "assessments"):
        await told.step(f"/applications/{{id}}/{step}", "state", at=DURING)
    await told.step("/applications/{id}/conclusions", "state", {"advice": "Award it."}, at=DURING)
    award = {"amountCents": 100_00, "recipients": [no_aid({"leadApplicant": LEAD}, 100_00)]}
    await told.step("/applications/{id}/awards", "state", award, at=DURING)
    intended = {"ground": "FALSE_DATA", "reasons": "It is not so.", "amountCents": 0}
    await told.step("/applications/{id}/alterations", "state", intended, at=DURING)
    await told.step("/award-alterations/{id}/views", "region:CR36", {"views": None}, at=DURING)
    told.ends("score_application")  # test_decisions: who scored is among those who wrote
    decision = {"amountCents": 0, "reasons": "It is not so."}
    await told.decides("/award-alterations/{id}/decisions", "state", decision, at=DURING)


async def test_a_settlement(office: Office) -> None:
    project = await office.funded(1_000_00)
    tranche = await office.tranche(await office.year(4_000_00), 1_000_00)
    told = story(office.api, "settlement.four-eyes")
    sent = office.application_body(tranche, 100_00, projectId=project, leadApplicant=LEAD)
    await told.step("/applications", "region:CR36", sent, at=DURING)
    for step in ("completeness-checks", "assessments"):
        await told.step(f"/applications/{{id}}/{step}", "state", at=DURING)
    await told.step("/applications/{id}/conclusions", "state", {"advice": "Award it."}, at=DURING)
    award = {"amountCents": 100_00, "recipients": [no_aid({"leadApplicant": LEAD}, 100_00)]}
    application = await told.step("/applications/{id}/awards", "state", award, at=DURING)
    ended = {"endedOn": DURING[:10]}
    await told.step("/applications/{id}/settlement-calls", "state", ended, at=DURING)
    told.last = await office.api.get(f"/applications/{application['id']}", OFFICER)
    asked = {
        **ended,
        "costs": [{"code": "WAGES", "declaredCents": 1_000_00}],
        "sources": [{"code": "OWN", "paidCents": 750_00}],
    }
    await told.step("/applications/{id}/settlements", "region:CR36", asked, at=DURING)
    found = {"costs": asked["costs"], "reasons": "As declared."}
    await told.step("/award-settlements/{id}/assessments", "state", found, at=DURING)
    await told.step("/award-settlements/{id}/views", "region:CR36", {"views": None}, at=DURING)
    told.ends("score_application")  # test_decisions: who scored is among those who wrote
    await told.decides("/award-settlements/{id}/decisions", "state", {}, at=DURING)


async def test_a_pledge(office: Office) -> None:
    project = await office.project(1_000_00)
    told = story(office.api, "pledge.four-eyes")
    pledge = {
        "projectId": project,
        "sourceGroup": "REGION",
        "organisation": "A partner",
        "kvkNumber": "17241091",
        "amountCents": 100_00,
        "evidence": "letter of intent",
    }
    await told.step("/pledges", "region:CR36", pledge)
    told.ends()
    await told.decides("/pledges/{id}/confirmations", "state")


ACCOUNT = {"iban": FIRST, "holder": "Stichting Brainport Industries"}
EVIDENCE = {"evidence": "A bank statement"}


async def account(told: Story, award: dict[str, Any], **changes: str) -> Any:
    """An account that the region entered."""
    body = {"applicationId": award["id"], **ACCOUNT, **changes}
    return await told.step("/payee-accounts", "region:CR36", body, at=TODAY)


async def test_an_account_and_its_change(treasury: Treasury) -> None:
    award = await treasury.awarded(400_000_00)
    told = story(treasury.api, "payee-account.four-eyes")
    await account(told, award)
    await told.decides("/payee-accounts/{id}/verifications", "state", EVIDENCE, at=TODAY)
    told = story(treasury.api, "payee-account.four-eyes")
    await account(told, award, iban=SECOND)
    await told.step("/payee-accounts/{id}/verifications", "state", EVIDENCE, at=TODAY)
    told.ends()
    await told.decides("/payee-accounts/{id}/confirmations", "state", at=TODAY)


async def test_an_advance(treasury: Treasury) -> None:
    award = await treasury.awarded(400_000_00)
    told = story(treasury.api, "advance.four-eyes")
    await account(told, award)
    await told.step("/payee-accounts/{id}/verifications", "state", EVIDENCE, at=TODAY)
    told.wrote.clear()  # the account is replaced by another, whose hands count
    await account(told, award, iban=SECOND)
    await told.step("/payee-accounts/{id}/verifications", "state", EVIDENCE, at=TODAY)
    await told.step("/payee-accounts/{id}/confirmations", "state", at=TODAY)
    asked = {"applicationId": award["id"], "kind": "APPROVAL", "amountCents": 1, "dueOn": TODAY[:10]}
    await told.step("/advances", "state", asked, at=TODAY)
    told.ends()
    await told.decides("/advances/{id}/approvals", "state", at=TODAY)


@pytest.mark.parametrize("noun", ["payments", "payment-failures"])
async def test_what_the_bank_did(noun: str, treasury: Treasury) -> None:
    award = await treasury.awarded(400_000_00)
    await treasury.verified(award)
    told = story(treasury.api, "advance.payment-four-eyes")
    asked = {"applicationId": award["id"], "kind": "APPROVAL", "amountCents": 1, "dueOn": TODAY[:10]}
    advance = await told.step("/advances", "state", asked, at=TODAY)
    await told.step("/advances/{id}/approvals", "state", at=TODAY)
    _, teller = told.somebody("state", "orders-it")
    assert (
        await treasury.api.post("/payment-files", teller, {"executionOn": TODAY[:10]}, at=TODAY)
    ).is_success
    told.wrote.append(("make_payment_file", "orders-it"))
    told.ends()
    told.last = await treasury.api.get(f"/advances/{advance['id']}", OFFICER)
    paid = {"paidOn": TODAY[:10], "reference": "RVO-1"}
    failed = {"reason": "The bank does not know the account."}
    await told.decides(f"/advances/{{id}}/{noun}", "state", paid if noun == "payments" else failed, at=TODAY)
    if noun == "payments":
        back = {"reversedOn": TODAY[:10], **failed}
        await told.decides("/advances/{id}/reversals", "state", back, at=TODAY)


async def test_a_demand(treasury: Treasury) -> None:
    award = await treasury.awarded(400_000_00)
    await treasury.verified(award)
    await treasury.paid(award, 40_000_00)
    alteration = await lowered(treasury.office, await treasury.office.shown("applications", award["id"]), 0)
    told, after = (story(treasury.api, f"demand.{code}four-eyes") for code in ("", "receipt-"))
    told.last = await treasury.api.get(f"/award-alterations/{alteration['id']}", OFFICER)
    await told.step("/award-alterations/{id}/demands", "state", {"debtor": "FIRM"}, at=HEARING)
    told.ends()
    await told.refuses_its_hands("/demands/{id}/decisions", "state", {}, at=HEARING)
    await told.step("/demands/{id}/decisions", "state", {}, at=HEARING, by="decides-it")
    after.last = told.last
    after.wrote = [*told.wrote, ("decide_demand", "decides-it")]
    after.ends("withdraw_demand")
    paid = {"amountCents": 40_000_00, "receivedOn": HEARING[:10], "reference": f"IN-{alteration['id']}"}
    await after.decides("/demands/{id}/payments", "state", paid, at=HEARING)
    back = {"reference": paid["reference"], "reversedOn": HEARING[:10], "reason": "It went back."}
    await after.decides("/demands/{id}/payment-reversals", "state", back, at=HEARING)


async def test_a_demand_that_is_withdrawn(treasury: Treasury) -> None:
    award = await treasury.awarded(400_000_00)
    await treasury.verified(award)
    await treasury.paid(award, 40_000_00)
    alteration = await lowered(treasury.office, await treasury.office.shown("applications", award["id"]), 0)
    told, back = (story(treasury.api, f"demand.{code}-four-eyes") for code in ("withdrawal", "receipt"))
    told.last = await treasury.api.get(f"/award-alterations/{alteration['id']}", OFFICER)
    await told.step("/award-alterations/{id}/demands", "state", {"debtor": "FIRM"}, at=HEARING)
    await told.step("/demands/{id}/decisions", "state", {}, at=HEARING)
    told.ends()
    paid = {"amountCents": 1, "receivedOn": HEARING[:10], "reference": f"IN-{alteration['id']}"}
    await told.step("/demands/{id}/payments", "state", paid, at=HEARING)
    reason = {"reason": "The award was lowered by another amount."}
    await told.refuses_its_hands("/demands/{id}/withdrawals", "state", reason, at=HEARING)
    await told.step("/demands/{id}/withdrawals", "state", reason, at=HEARING, by="withdraws-it")
    back.last, back.wrote = told.last, [*told.wrote, ("withdraw_demand", "withdraws-it")]
    back.ends()
    refund = {"reference": paid["reference"], "reversedOn": HEARING[:10], "reason": "It was paid back."}
    await back.decides("/demands/{id}/payment-reversals", "state", refund, at=HEARING)
