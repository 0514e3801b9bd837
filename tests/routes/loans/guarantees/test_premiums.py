"""What the State charges for a guarantee each quarter, and what is paid of it (domain.md 2.14; O15)."""

import asyncio
from collections import Counter

from shared.contracts.premiums import PremiumInvoiced, PremiumPaid, PremiumWithdrawn
from shared.contracts.rom import DefaultReported
from shared.testing.callers import caller
from tests.routes.loans.desk import BOM, LIOF, STATE, done, refused_by
from tests.routes.loans.quarters import OUTBOUND, M, Premiums


async def test_the_clock_charges_each_quarter_once_and_what_it_missed(premiums: Premiums) -> None:
    desk, guarantee = premiums.desk, await premiums.running()
    assert guarantee["premiumNextOn"] == "2015-04-01"
    await premiums.in_time(guarantee)
    await premiums.pass_to(2015, 3, 31)
    assert await premiums.of(guarantee) == []
    await premiums.pass_to(2015, 4, 1, looks=2)
    (first,) = await premiums.of(guarantee)
    assert (first["quarterOn"], first["guaranteedCents"], first["amountCents"]) == (
        "2015-04-01",
        2 * M,
        12_500_00,
    )
    assert (first["dueOn"], first["status"], first["regime"]) == (
        "2015-05-13",
        "OWED",
        "groeifaciliteit-premiums@2015-1",
    )
    (fact,) = await desk.told(OUTBOUND, PremiumInvoiced, premiumId=first["id"])
    assert (fact["amountCents"], fact["dueOn"]) == (12_500_00, "2015-05-13")

    for day in ("2015-06-30", "2015-09-30", "2015-12-31"):
        await premiums.repaid(guarantee, 200_000_00, day)
    await premiums.pass_to(2016, 2, 10, looks=5)  # three quarters were missed
    amounts = [each["amountCents"] for each in await premiums.of(guarantee)]
    assert amounts == [12_500_00, 11_875_00, 11_250_00, 10_625_00]  # O15: 46,250.00 in the first year
    found = await desk.guarantee(guarantee["id"])
    assert (found["premiumChargedCents"], found["premiumNextOn"]) == (46_250_00, "2016-04-01")
    assert await premiums.balances(guarantee) == {"premium": 46_250_00, "owed": -46_250_00, "cash": 0}
    assert await premiums.books(guarantee) == []


async def test_what_was_reported_late_is_corrected_with_the_next_invoice(premiums: Premiums) -> None:
    guarantee = await premiums.running()
    assert (await premiums.charged(guarantee, "2015-04-01"))["amountCents"] == 12_500_00
    assert (await premiums.charged(guarantee, "2015-07-01"))["amountCents"] == 12_500_00
    await premiums.repaid(guarantee, 200_000_00, "2015-06-30")  # told after the invoice
    third = await premiums.charged(guarantee, "2015-10-01")
    assert (third["premiumCents"], third["correctionCents"], third["amountCents"]) == (
        11_875_00,
        -625_00,
        11_250_00,
    )
    refused_by(await premiums.charge(guarantee, "2015-12-31"), "guarantee-premium.something-due")
    assert await premiums.books(guarantee) == []


async def test_a_loan_repaid_after_two_years_owes_the_supplement_of_55_000(premiums: Premiums) -> None:
    desk, guarantee = premiums.desk, await premiums.running()
    await premiums.repaid(guarantee, 400_000_00, "2016-03-31")
    await premiums.in_time(guarantee)
    await premiums.pass_to(2017, 1, 2, looks=9)
    assert [each["amountCents"] for each in await premiums.of(guarantee)] == [12_500_00] * 4 + [11_250_00] * 4
    await premiums.repaid(guarantee, 3_600_000_00, "2017-03-31")
    await premiums.pass_to(2017, 4, 3, looks=2)
    last = (await premiums.of(guarantee))[-1]
    assert (last["quarterOn"], last["amountCents"]) == (None, 55_000_00)  # O15
    found = await desk.guarantee(guarantee["id"])
    assert (found["status"], found["premiumChargedCents"]) == ("RELEASED", 150_000_00)
    assert found["premiumNextOn"] is None
    refused_by(await premiums.charge(guarantee, "2017-07-01"), "guarantee-premium.something-due")
    assert await premiums.books(guarantee) == []


async def test_a_repayment_told_late_takes_back_the_quarters_since(premiums: Premiums) -> None:
    desk, guarantee = premiums.desk, await premiums.running()
    before, since = [await premiums.charged(guarantee, day) for day in ("2015-04-01", "2015-07-01")]
    await premiums.repaid(guarantee, 4 * M, "2015-07-01")
    assert [each["status"] for each in await premiums.of(guarantee)] == ["OWED", "WITHDRAWN"]
    (fact,) = await desk.told(OUTBOUND, PremiumWithdrawn, premiumId=since["id"])
    assert fact["quarterOn"] == "2015-07-01"
    last = await premiums.charged(guarantee, "2015-07-10")
    assert last["amountCents"] == 137_500_00  # 150,000.00 at least, less the 12,500.00 that stand
    await done(premiums.pay(before))
    assert await premiums.books(guarantee) == []


async def test_a_payment_is_recorded_once_whole_and_by_the_state(premiums: Premiums) -> None:
    desk, guarantee = premiums.desk, await premiums.running()
    first, second = [await premiums.charged(guarantee, day) for day in ("2015-04-01", "2015-07-01")]
    rom = caller("rom:BOM", *STATE, subject="bom-all")
    refused_by(await premiums.charge(guarantee, "2015-10-01", rom), "guarantee.decided-by-the-state", 403)
    refused_by(await premiums.pay(first, who=rom), "guarantee.decided-by-the-state", 403)
    less = await premiums.pay(first, amountCents=12_499_99)
    assert refused_by(less, "guarantee-premium.paid-in-full") == {"amountCents": 12_500_00}
    refused_by(await premiums.pay(first, paidOn="2015-03-31"), "guarantee-premium.paid-dated")
    paid = await done(premiums.pay(first, at="2015-04-20", reference="BOM-2015-4"))
    assert (paid["status"], paid["paidOn"]) == ("PAID", "2015-04-20")
    again = await premiums.pay(second, reference="BOM-2015-4")
    assert refused_by(again, "guarantee-premium.payment-once") == {"premiumId": first["id"]}
    refused_by(await premiums.pay(first), "guarantee-premium.life-cycle")
    (fact,) = await desk.told(OUTBOUND, PremiumPaid, premiumId=first["id"])
    assert (fact["paidCents"], fact["paymentReference"]) == (12_500_00, "BOM-2015-4")
    assert await premiums.balances(guarantee) == {
        "premium": 25_000_00,
        "owed": -12_500_00,
        "cash": -12_500_00,
    }
    assert await premiums.books(guarantee) == []
    assert (await desk.api.get(f"/guarantee-premiums/{first['id']}", LIOF)).status_code == 404


async def test_what_was_paid_before_the_suite_invoiced_it_is_recorded_as_it_was(premiums: Premiums) -> None:
    guarantee = await premiums.running()
    late = await premiums.charged(guarantee, "2016-02-01")
    assert (late["quarterOn"], late["invoicedOn"]) == ("2015-04-01", "2016-02-01")
    early = await premiums.pay(late, at="2016-02-02", paidOn="2015-03-31")
    assert refused_by(early, "guarantee-premium.paid-dated")["notBefore"] == "2015-04-01"
    paid = await done(premiums.pay(late, at="2016-02-02", paidOn="2015-04-01"))
    assert (paid["status"], paid["paidOn"]) == ("PAID", "2015-04-01")
    assert await premiums.books(guarantee) == []


async def test_from_a_default_on_nothing_is_charged(premiums: Premiums) -> None:
    desk, guarantee = premiums.desk, await premiums.running()
    before, since = [await premiums.charged(guarantee, day) for day in ("2015-04-01", "2015-07-01")]
    await desk.report(
        DefaultReported(loan_id=guarantee["loanId"], loss_event="BANKRUPTCY", occurred_on="2015-07-01")
    )
    assert [each["status"] for each in await premiums.of(guarantee)] == ["OWED", "WITHDRAWN"]
    (fact,) = await desk.told(OUTBOUND, PremiumWithdrawn, premiumId=since["id"])
    assert fact["amountCents"] == 12_500_00
    refused_by(await premiums.charge(guarantee, "2015-10-01"), "guarantee-premium.guarantee-stands")
    refused_by(await premiums.pay(since), "guarantee-premium.life-cycle")
    await done(premiums.pay(before))
    (claim,) = (await desk.api.get("/guarantee-claims", BOM, guaranteeId=guarantee["id"])).json()["items"]
    path = f"/guarantee-claims/{claim['id']}/withdrawals"
    await done(desk.act(path, BOM, {"reason": "Cured"}, at="2015-09-01T09:00:00Z"))
    third = await premiums.charged(guarantee, "2015-10-01")
    assert (third["premiumCents"], third["correctionCents"]) == (
        12_500_00,
        12_500_00,
    )  # with what was withdrawn
    assert await premiums.books(guarantee) == []


async def test_nothing_is_charged_on_what_is_not_issued_or_not_paid_out(premiums: Premiums) -> None:
    asked = await premiums.desk.requested(rating="BB")
    refused_by(await premiums.charge(asked, "2015-10-01"), "guarantee-premium.guarantee-stands")
    issued = await premiums.desk.issued()
    refused_by(await premiums.charge(issued, "2015-10-01"), "guarantee-premium.something-due")


async def test_of_64_officers_and_the_clock_one_charges_a_quarter(premiums: Premiums) -> None:
    guarantee = await premiums.running()
    answers = await asyncio.gather(*(premiums.charge(guarantee, "2015-04-01") for _ in range(64)))
    counted = Counter(answer.status_code for answer in answers)
    assert counted == {201: 1, 409: 63}, counted
    (one,) = await premiums.of(guarantee)
    payments = await asyncio.gather(*(premiums.pay(one) for _ in range(64)))
    counted = Counter(answer.status_code for answer in payments)
    assert counted[200] == 1, counted
    assert set(counted) <= {200, 409, 412}, counted
    assert await premiums.balances(guarantee) == {"premium": 12_500_00, "owed": 0, "cash": -12_500_00}
    assert await premiums.books(guarantee) == []
