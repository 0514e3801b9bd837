"""A payment of a premium that is taken back: all is as if it had not been recorded (domain.md 2.14, 3.16)."""

import asyncio
from collections import Counter
from typing import Any

import pytest

from shared.contracts.premiums import PremiumReversed, PremiumWithdrawn
from shared.contracts.rom import DefaultReported
from shared.testing.callers import caller
from tests.routes.loans.desk import BOM, OFFICER, SECOND, STATE, done, refused_by
from tests.routes.loans.losses import GRANT, Claims
from tests.routes.loans.quarters import OUTBOUND, M, Premiums

OWED = {"premium": 12_500_00, "owed": -12_500_00, "cash": 0}
PAID = {"premium": 12_500_00, "owed": 0, "cash": -12_500_00}
FILED_AT = "2015-06-25T09:00:00Z"


async def paid(premiums: Premiums, *quarters: str, at: str) -> tuple[Any, list[Any]]:
    """A guarantee of which the premiums of some quarters were charged and paid."""
    guarantee = await premiums.running()
    invoices = [await premiums.charged(guarantee, day) for day in quarters]
    return guarantee, [await done(premiums.pay(each, at=at)) for each in invoices]


async def states(premiums: Premiums, guarantee: Any) -> list[str]:
    return [each["status"] for each in await premiums.of(guarantee)]


async def test_a_payment_that_was_recorded_wrongly_is_taken_back_once_by_another(premiums: Premiums) -> None:
    desk, guarantee = premiums.desk, await premiums.running()
    premium = await premiums.charged(guarantee, "2015-04-01")
    refused_by(await premiums.reverse(premium), "guarantee-premium.life-cycle")
    await done(premiums.pay(premium, at="2015-04-20", reference="BOM-wrong"))
    rom = caller("rom:BOM", *STATE, subject="bom-all")
    refused_by(await premiums.reverse(premium, who=rom), "guarantee.decided-by-the-state", 403)
    refused_by(await premiums.reverse(premium, who=OFFICER), "guarantee-premium.reversal-four-eyes")
    assert await premiums.balances(guarantee) == PAID
    found = await done(premiums.reverse(premium))
    assert (found["status"], found["paidOn"], found["paymentReference"]) == ("OWED", None, None)
    assert (found["dueOn"], found["endedAt"]) == ("2015-05-13", None)
    assert (await desk.guarantee(guarantee["id"]))["premiumPaidCents"] == 0
    (fact,) = await desk.told(OUTBOUND, PremiumReversed, premiumId=premium["id"])
    assert (fact["paymentReference"], fact["paidCents"], fact["dueOn"]) == ("BOM-wrong", 0, "2015-05-13")
    assert (fact["reason"], fact["reversedOn"]) == ("Of another guarantee.", "2015-06-02")
    assert await premiums.balances(guarantee) == OWED
    refused_by(await premiums.reverse(premium), "guarantee-premium.life-cycle")
    assert await premiums.books(guarantee) == []


async def test_the_reference_is_free_for_the_invoice_that_it_paid(premiums: Premiums) -> None:
    guarantee = await premiums.running()
    first, second = [await premiums.charged(guarantee, day) for day in ("2015-04-01", "2015-07-01")]
    await done(premiums.pay(first, at="2015-07-02", reference="BOM-7"))
    refused_by(
        await premiums.pay(second, at="2015-07-03", reference="BOM-7"), "guarantee-premium.payment-once"
    )
    await done(premiums.reverse(first, at="2015-07-03"))
    await done(premiums.pay(second, at="2015-07-03", reference="BOM-7"))
    assert await states(premiums, guarantee) == ["OWED", "PAID"]
    assert await premiums.balances(guarantee) == {
        "premium": 25_000_00,
        "owed": -12_500_00,
        "cash": -12_500_00,
    }
    assert await premiums.books(guarantee) == []


async def test_the_entry_of_the_payment_is_taken_back_on_its_day_of_value(premiums: Premiums) -> None:
    guarantee, (premium,) = await paid(premiums, "2015-04-01", at="2015-04-20")
    await done(premiums.reverse(premium, at="2015-06-02"))
    await done(premiums.pay(premium, at="2015-06-03"))
    await done(premiums.reverse(premium, at="2015-06-04"))
    cash = f"guarantee:{guarantee['id']}:cash"
    of_it = {"subjectId": guarantee["id"], "limit": 100}
    found = (await premiums.desk.api.get("/ledger-entries", OFFICER, **of_it)).json()["items"]
    moved = [each for each in found if cash in (each["fromAccount"], each["toAccount"])]
    first, back, second, back_again = sorted(moved, key=lambda each: each["bookedOn"])
    assert [(each["valueOn"], each["bookedOn"]) for each in (first, back, second, back_again)] == [
        ("2015-04-20", "2015-04-20"),
        ("2015-04-20", "2015-06-02"),
        ("2015-06-03", "2015-06-03"),
        ("2015-06-03", "2015-06-04"),
    ]
    assert (back["act"], back["reversesId"]) == ("premium.reverse", first["id"])
    assert (back_again["act"], back_again["reversesId"]) == ("premium.reverse", second["id"])


async def test_of_64_that_take_it_back_one_does(premiums: Premiums) -> None:
    guarantee, (premium,) = await paid(premiums, "2015-04-01", at="2015-04-20")
    answers = await asyncio.gather(*(premiums.reverse(premium) for _ in range(64)))
    counted = Counter(answer.status_code for answer in answers)
    assert counted[200] == 1, counted
    assert set(counted) <= {200, 409, 412}, counted
    assert await premiums.balances(guarantee) == OWED
    assert await premiums.books(guarantee) == []


async def test_what_is_taken_back_of_after_a_default_is_withdrawn_with_it(premiums: Premiums) -> None:
    guarantee, (before, since) = await paid(premiums, "2015-04-01", "2015-07-01", at="2015-07-02")
    report = DefaultReported(loan_id=guarantee["loanId"], loss_event="BANKRUPTCY", occurred_on="2015-07-01")
    await premiums.desk.report(report)
    assert await states(premiums, guarantee) == ["PAID", "PAID"]
    for each in (before, since):
        await done(premiums.reverse(each, at="2015-07-10"))
    assert await states(premiums, guarantee) == ["OWED", "WITHDRAWN"]
    (fact,) = await premiums.desk.told(OUTBOUND, PremiumWithdrawn, premiumId=since["id"])
    assert fact["withdrawnOn"] == "2015-07-10"
    assert await premiums.balances(guarantee) == OWED
    assert await premiums.books(guarantee) == []


async def test_after_the_loan_was_repaid_the_supplement_counts_without_it(premiums: Premiums) -> None:
    """Repaid on 1 July and told then: with or without the wrong payment 150,000.00 is due, the minimum."""
    guarantee, (before, since) = await paid(premiums, "2015-04-01", "2015-07-01", at="2015-07-02")
    await premiums.repaid(guarantee, 4 * M, "2015-07-01")
    assert await states(premiums, guarantee) == ["PAID", "PAID"]
    await done(premiums.reverse(since, at="2015-07-10"))
    assert await states(premiums, guarantee) == ["PAID", "WITHDRAWN"]
    last = await premiums.charged(guarantee, "2015-07-11")
    assert (last["quarterOn"], last["amountCents"]) == (None, 137_500_00)
    await done(premiums.reverse(before, at="2015-07-12"))
    assert await states(premiums, guarantee) == ["OWED", "WITHDRAWN", "OWED"]
    assert (await premiums.desk.guarantee(guarantee["id"]))["premiumChargedCents"] == 150_000_00
    assert await premiums.books(guarantee) == []


async def test_what_a_supplement_counted_on_stays_owed(premiums: Premiums) -> None:
    guarantee, (_, since) = await paid(premiums, "2015-04-01", "2015-07-01", at="2015-07-02")
    await premiums.repaid(guarantee, 4 * M, "2015-07-01")
    last = await premiums.charged(guarantee, "2015-07-11")
    assert last["amountCents"] == 125_000_00
    await done(premiums.reverse(since, at="2015-07-12"))
    assert await states(premiums, guarantee) == ["PAID", "OWED", "OWED"]
    assert (await premiums.desk.guarantee(guarantee["id"]))["premiumChargedCents"] == 150_000_00
    assert await premiums.books(guarantee) == []


async def test_what_was_more_than_the_minimum_goes_and_the_end_is_reckoned_anew(premiums: Premiums) -> None:
    """Of 13 quarters of 12,500.00 the last 2 are of after the end: 11 are due, and 150,000.00 at least."""
    guarantee = await premiums.running()
    await premiums.in_time(guarantee)
    await premiums.pass_to(2018, 4, 2, looks=13)
    invoices = await premiums.of(guarantee)
    assert len(invoices) == 13
    for each in invoices[-2:]:
        await done(premiums.pay(each, at="2018-04-03"))
    await premiums.repaid(guarantee, 4 * M, "2017-12-31")
    await premiums.pass_to(2018, 4, 4, looks=2)
    found = await premiums.desk.guarantee(guarantee["id"])
    assert (found["premiumChargedCents"], found["premiumNextOn"]) == (162_500_00, None)

    await done(premiums.reverse(invoices[-1], at="2018-04-05"))
    await premiums.pass_to(2018, 4, 5, looks=2)
    assert (await premiums.desk.guarantee(guarantee["id"]))["premiumChargedCents"] == 150_000_00
    await done(premiums.reverse(invoices[-2], at="2018-04-06"))
    await premiums.pass_to(2018, 4, 6, looks=2)
    found = await premiums.desk.guarantee(guarantee["id"])
    assert (found["premiumChargedCents"], found["premiumNextOn"]) == (150_000_00, None)
    standing = [each for each in await premiums.of(guarantee) if each["status"] != "WITHDRAWN"]
    assert [(each["quarterOn"], each["amountCents"]) for each in standing[11:]] == [(None, 12_500_00)]
    assert await premiums.books(guarantee) == []


async def test_a_claim_of_a_day_that_was_suspended_after_all_is_not_granted(premiums: Premiums) -> None:
    desk, (guarantee, premium) = premiums.desk, await premiums.cured()
    claims = Claims(desk)
    claim = await claims.reported(guarantee, "2015-06-20T09:00:00Z", occurredOn="2015-06-15")
    body = {"outstandingCents": 4 * M, "proceedsCents": 0, "evidence": ["report"]}
    await done(claims.step(claim, "filings", BOM, body, at=FILED_AT))
    await done(premiums.reverse(premium, at="2015-06-26"))
    found = await desk.guarantee(guarantee["id"])
    assert (found["status"], found["suspendedOn"]) == ("CALLABLE", None)

    async def refused(noun: str, who: dict[str, str], body: object = None) -> None:
        answer = await claims.step(claim, noun, who, body)
        assert refused_by(answer, "guarantee-claim.still-covered") == {"premiumId": premium["id"]}

    async def paid_on(day: str) -> None:
        await done(premiums.pay(premium, at="2015-06-27", paidOn=day))

    await refused("assessments", OFFICER, GRANT)
    await paid_on("2015-06-15")  # as it was paid in truth
    await done(claims.step(claim, "assessments", OFFICER, GRANT))
    await done(premiums.reverse(premium, at="2015-06-27"))
    await refused("decisions", SECOND)
    await paid_on("2015-06-15")
    await done(claims.step(claim, "decisions", SECOND))
    await done(premiums.reverse(premium, at="2015-06-27"))
    await refused("payment-orders", OFFICER)
    await paid_on("2015-06-16")
    await refused("payment-orders", OFFICER)
    await done(premiums.reverse(premium, at="2015-06-27"))
    await paid_on("2015-06-15")
    await done(claims.step(claim, "payment-orders", OFFICER))
    assert await premiums.books(guarantee) == []


async def test_it_may_still_be_refused(premiums: Premiums) -> None:
    guarantee, premium = await premiums.cured()
    claims = Claims(premiums.desk)
    claim = await claims.reported(guarantee, "2015-06-20T09:00:00Z", occurredOn="2015-06-15")
    body = {"outstandingCents": 4 * M, "proceedsCents": 0, "evidence": ["report"]}
    await done(claims.step(claim, "filings", BOM, body, at=FILED_AT))
    await done(premiums.reverse(premium, at="2015-06-26"))
    finding = {"outcome": "REFUSE", "refusalGround": "OBLIGATION_BREACHED", "reasons": "Not paid."}
    await done(claims.step(claim, "assessments", OFFICER, finding))
    await done(claims.step(claim, "decisions", SECOND))
    assert (await premiums.desk.guarantee(guarantee["id"]))["status"] == "LAPSED"


@pytest.mark.parametrize("reason", ["", "x" * 201, None])
async def test_it_needs_a_reason_of_one_line(reason: str | None, premiums: Premiums) -> None:
    _, (premium,) = await paid(premiums, "2015-04-01", at="2015-04-20")
    path = f"/guarantee-premiums/{premium['id']}/reversals"
    answer = await premiums.desk.act(path, SECOND, {"reason": reason}, at="2015-06-02T12:00:00Z")
    assert answer.status_code == 400, answer.text
