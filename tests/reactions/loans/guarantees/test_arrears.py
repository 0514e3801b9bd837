"""A premium that is not paid: reminded of, the cover suspended, then cured or lapsed (domain.md 3.16)."""

from typing import Any

from services.loans.guarantees.arrears.reactions import lapse_unpaid, remind_unpaid, suspend_unpaid
from services.loans.guarantees.ends.reactions import end_terms
from shared.contracts.loans import GuaranteeReleased, MessageRefused
from shared.contracts.premiums import CoverResumed, CoverSuspended, PremiumReminded
from shared.contracts.rom import DefaultReported, DisbursementReported, RepaymentReported
from tests.routes.loans.desk import BOM, LIOF, OFFICER, done, refused_by
from tests.routes.loans.quarters import OUTBOUND, M, Premiums

TIMERS = (remind_unpaid, suspend_unpaid, lapse_unpaid)


async def days(premiums: Premiums, *found: tuple[int, int], looks: int = 2) -> None:
    """Each of these days of 2015 passes; a second look must find nothing more."""
    for day in found:
        await premiums.pass_to(2015, *day, looks=looks, timers=TIMERS)


async def owed(premiums: Premiums, on: str = "2015-04-01", invoices: int = 1) -> tuple[Any, list[Any]]:
    """A guarantee with so many invoices of one day; 42 days after 1 April is 13 May."""
    guarantee = await premiums.running()
    await premiums.in_time(guarantee)
    return guarantee, [await premiums.charged(guarantee, on) for _ in range(invoices)]


async def suspended(premiums: Premiums) -> tuple[Any, Any]:
    """On 14 May it is reminded of, to be paid by 28 May."""
    guarantee, (premium,) = await owed(premiums)
    await days(premiums, (5, 14), (5, 29))
    assert (await premiums.desk.guarantee(guarantee["id"]))["status"] == "SUSPENDED"
    return guarantee, premium


async def default(premiums: Premiums, guarantee: Any, on: str) -> Any:
    body = {"guaranteeId": guarantee["id"], "lossEvent": "BANKRUPTCY", "occurredOn": on}
    return await premiums.desk.api.post("/guarantee-claims", BOM, body, at="2015-07-01T09:00:00Z")


async def status(premiums: Premiums, guarantee: Any) -> str:
    found: str = (await premiums.desk.guarantee(guarantee["id"]))["status"]
    return found


async def test_after_its_due_date_the_rom_is_reminded_once(premiums: Premiums) -> None:
    guarantee, (premium,) = await owed(premiums)
    await days(premiums, (5, 13))
    assert (await premiums.of(guarantee))[0]["status"] == "OWED"
    await days(premiums, (5, 14), (5, 28))
    (found,) = await premiums.of(guarantee)
    assert (found["status"], found["remindedOn"], found["reminderDueOn"]) == (
        "REMINDED",
        "2015-05-14",
        "2015-05-28",
    )
    (fact,) = await premiums.desk.told(OUTBOUND, PremiumReminded, premiumId=premium["id"])
    assert (fact["amountCents"], fact["reminderDueOn"]) == (12_500_00, "2015-05-28")
    assert await status(premiums, guarantee) == "ACTIVE"
    await done(premiums.pay(premium, at="2015-05-28"))
    await days(premiums, (5, 29))
    assert await status(premiums, guarantee) == "ACTIVE"
    assert await premiums.books(guarantee) == []


async def test_after_the_term_of_the_reminder_the_cover_is_suspended_until_it_is_paid(
    premiums: Premiums,
) -> None:
    guarantee, premium = await suspended(premiums)
    found = await premiums.desk.guarantee(guarantee["id"])
    assert (found["suspendedOn"], found["cureDueOn"]) == ("2015-05-29", "2015-07-10")
    assert found["exposureCents"] == 2 * M
    (fact,) = await premiums.desk.told(OUTBOUND, CoverSuspended, guaranteeId=guarantee["id"])
    assert (fact["suspendedOn"], fact["cureDueOn"], fact["overdueCents"]) == (
        "2015-05-29",
        "2015-07-10",
        12_500_00,
    )
    await done(premiums.pay(premium, at="2015-07-01", paidOn="2015-06-10"))
    found = await premiums.desk.guarantee(guarantee["id"])
    assert (found["status"], found["suspendedOn"], found["cureDueOn"]) == ("ACTIVE", None, None)
    (fact,) = await premiums.desk.told(OUTBOUND, CoverResumed, guaranteeId=guarantee["id"])
    assert fact["resumedOn"] == "2015-06-10"
    await days(premiums, (7, 11))
    assert await status(premiums, guarantee) == "ACTIVE"
    for day in ("2015-05-29", "2015-06-09"):
        refused = refused_by(await default(premiums, guarantee, day), "guarantee-claim.cover-not-suspended")
        assert refused == {"premiumId": premium["id"]}
    assert (await default(premiums, guarantee, "2015-06-10")).status_code == 201
    assert await premiums.books(guarantee) == []


async def test_a_default_of_before_the_suspension_is_covered_and_the_cure_of_it_does_not_pay_the_premium(
    premiums: Premiums,
) -> None:
    guarantee, premium = await suspended(premiums)
    refused_by(await default(premiums, guarantee, "2015-05-29"), "guarantee-claim.cover-not-suspended")
    claim = await default(premiums, guarantee, "2015-05-28")
    assert claim.status_code == 201, claim.text
    assert await dated(premiums, guarantee) == ("CALLABLE", "2015-05-29", None)
    await days(premiums, (7, 11))
    assert await status(premiums, guarantee) == "CALLABLE"
    await taken_back(premiums, claim.json())
    await days(premiums, (7, 13))
    found = await premiums.desk.guarantee(guarantee["id"])
    assert (found["status"], found["suspendedOn"], found["cureDueOn"]) == (
        "SUSPENDED",
        "2015-05-29",  # it was never paid since
        "2015-08-24",  # a whole term again
    )
    await done(premiums.pay(premium, at="2015-07-14"))
    assert await status(premiums, guarantee) == "ACTIVE"
    (fact,) = await premiums.desk.told(OUTBOUND, CoverResumed, guaranteeId=guarantee["id"])
    assert fact["resumedOn"] == "2015-07-14"


async def dated(premiums: Premiums, guarantee: Any) -> tuple[str, str | None, str | None]:
    """Its state, since when it is suspended, and until when that can be cured."""
    found = await premiums.desk.guarantee(guarantee["id"])
    return found["status"], found["suspendedOn"], found["cureDueOn"]


async def taken_back(premiums: Premiums, claim: Any) -> None:
    path = f"/guarantee-claims/{claim['id']}/withdrawals"
    await done(premiums.desk.act(path, BOM, {"reason": "Cured"}, at="2015-07-12T09:00:00Z"))


async def test_a_premium_that_is_paid_after_a_default_untells_the_suspension(premiums: Premiums) -> None:
    guarantee, premium = await suspended(premiums)
    claim = (await default(premiums, guarantee, "2015-05-28")).json()
    assert await premiums.desk.told(OUTBOUND, CoverResumed, guaranteeId=guarantee["id"]) == []
    await done(premiums.pay(premium, at="2015-07-05"))
    assert await dated(premiums, guarantee) == ("CALLABLE", None, None)
    await taken_back(premiums, claim)
    await days(premiums, (7, 13))
    assert await dated(premiums, guarantee) == ("ACTIVE", None, None)
    (fact,) = await premiums.desk.told(OUTBOUND, CoverResumed, guaranteeId=guarantee["id"])
    assert fact["resumedOn"] == "2015-07-05"


async def test_a_premium_that_is_paid_as_soon_as_the_default_is_taken_back_untells_it_too(
    premiums: Premiums,
) -> None:
    guarantee, premium = await suspended(premiums)
    await taken_back(premiums, (await default(premiums, guarantee, "2015-05-28")).json())
    await done(premiums.pay(premium, at="2015-07-12"))
    await days(premiums, (7, 13))
    assert await dated(premiums, guarantee) == ("ACTIVE", None, None)
    (fact,) = await premiums.desk.told(OUTBOUND, CoverResumed, guaranteeId=guarantee["id"])
    assert fact["resumedOn"] == "2015-07-12"


async def test_a_default_of_before_the_quarter_withdraws_its_premium_and_untells_the_suspension(
    premiums: Premiums,
) -> None:
    guarantee, _ = await suspended(premiums)
    await taken_back(premiums, (await default(premiums, guarantee, "2015-03-31")).json())
    await days(premiums, (7, 13))
    assert await dated(premiums, guarantee) == ("ACTIVE", None, None)
    assert len(await premiums.desk.told(OUTBOUND, CoverResumed, guaranteeId=guarantee["id"])) == 1


async def test_a_payment_that_cured_it_and_is_taken_back_leaves_it_suspended_as_it_was(
    premiums: Premiums,
) -> None:
    guarantee, premium = await suspended(premiums)
    await done(premiums.pay(premium, at="2015-06-10"))
    found = await done(premiums.reverse(premium, at="2015-06-20"))
    assert (found["status"], found["suspendedOn"], found["reminderDueOn"]) == (
        "REMINDED",
        "2015-05-29",
        "2015-05-28",
    )
    refused_by(await default(premiums, guarantee, "2015-06-15"), "guarantee-claim.cover-not-suspended")
    await days(premiums, (6, 20))
    found = await premiums.desk.guarantee(guarantee["id"])
    assert (found["status"], found["cureDueOn"]) == ("SUSPENDED", "2015-08-01")  # a whole term again
    await done(premiums.pay(premium, at="2015-06-21"))
    assert await status(premiums, guarantee) == "ACTIVE"
    assert await premiums.books(guarantee) == []


async def test_a_payment_in_time_that_bounced_is_reminded_of_from_the_day_on_which_it_shows(
    premiums: Premiums,
) -> None:
    guarantee, (premium,) = await owed(premiums)
    await done(premiums.pay(premium, at="2015-05-01"))
    await days(premiums, (5, 14), (5, 29))
    await done(premiums.reverse(premium, at="2015-06-01"))
    await days(premiums, (6, 1))
    (found,) = await premiums.of(guarantee)
    assert (found["status"], found["dueOn"], found["reminderDueOn"]) == (
        "REMINDED",
        "2015-05-13",
        "2015-06-15",
    )
    assert await status(premiums, guarantee) == "ACTIVE"
    await days(premiums, (6, 15), (6, 16))
    assert await status(premiums, guarantee) == "SUSPENDED"
    await done(premiums.pay(premium, at="2015-06-17"))
    assert await premiums.books(guarantee) == []


async def test_a_guarantee_that_lapsed_stays_lapsed_and_what_was_paid_before_is_owed_again(
    premiums: Premiums,
) -> None:
    guarantee, invoices = await owed(premiums, "2015-07-01", invoices=2)  # due on 12 August
    await days(premiums, (8, 13), (8, 28))
    await done(premiums.pay(invoices[0], at="2015-09-01"))
    await days(premiums, (10, 10))
    assert await status(premiums, guarantee) == "LAPSED"
    found = await done(premiums.reverse(invoices[0], at="2015-10-12"))
    assert (found["status"], found["reminderDueOn"]) == ("REMINDED", "2015-08-27")
    await days(premiums, (10, 13))
    assert await status(premiums, guarantee) == "LAPSED"
    for each in invoices:
        await done(premiums.pay(each, at="2015-10-14"))
    assert await premiums.books(guarantee) == []


async def test_what_came_in_in_time_and_is_recorded_later_suspended_nothing(premiums: Premiums) -> None:
    guarantee, premium = await suspended(premiums)
    await done(premiums.pay(premium, at="2015-06-02", paidOn="2015-05-20"))
    assert await status(premiums, guarantee) == "ACTIVE"
    assert (await default(premiums, guarantee, "2015-05-30")).status_code == 201


async def test_a_cover_that_is_not_cured_lapses_and_its_room_is_free(premiums: Premiums) -> None:
    guarantee, premium = await suspended(premiums)
    await days(premiums, (7, 10))
    assert await status(premiums, guarantee) == "SUSPENDED"
    before = await premiums.desk.year(2015)
    await days(premiums, (7, 11))
    found = await premiums.desk.guarantee(guarantee["id"])
    assert (found["status"], found["endReason"]) == ("LAPSED", "premium-unpaid")
    assert (found["exposureCents"], found["currentGuaranteedCents"]) == (0, 0)
    after = await premiums.desk.year(2015)
    assert after["lapsedCents"] - before["lapsedCents"] == 2 * M
    assert before["closingOutstandingCents"] - after["closingOutstandingCents"] == 2 * M
    (fact,) = await premiums.desk.told(OUTBOUND, GuaranteeReleased, guaranteeId=guarantee["id"])
    assert (fact["reason"], fact["releasedCents"]) == ("premium-unpaid", 2 * M)
    refused_by(await default(premiums, guarantee, "2015-05-28"), "guarantee.life-cycle")
    refused_by(await premiums.charge(guarantee, "2015-10-01"), "guarantee-premium.guarantee-stands")
    await done(premiums.pay(premium, at="2015-08-01"))  # it stays owed
    assert await status(premiums, guarantee) == "LAPSED"
    await premiums.repaid(guarantee, M, "2015-08-02")
    assert (await premiums.desk.loan(guarantee["loanId"]))["repaidCents"] == M
    assert await premiums.books(guarantee) == []


async def test_the_cover_resumes_when_all_that_is_overdue_is_paid(premiums: Premiums) -> None:
    guarantee, invoices = await owed(premiums, "2015-07-01", invoices=2)  # due on 12 August
    await days(premiums, (8, 13), (8, 28))
    (fact,) = await premiums.desk.told(OUTBOUND, CoverSuspended, guaranteeId=guarantee["id"])
    assert (fact["suspendedOn"], fact["overdueCents"]) == ("2015-08-28", 25_000_00)
    await done(premiums.pay(invoices[0], at="2015-09-01"))
    assert await status(premiums, guarantee) == "SUSPENDED"
    await done(premiums.pay(invoices[1], at="2015-09-02"))
    assert await status(premiums, guarantee) == "ACTIVE"
    (fact,) = await premiums.desk.told(OUTBOUND, CoverResumed, guaranteeId=guarantee["id"])
    assert fact["resumedOn"] == "2015-09-02"


async def test_more_that_is_overdue_keeps_the_term_and_is_told(premiums: Premiums) -> None:
    guarantee, (first,) = await owed(premiums, "2015-04-20")  # due on 1 June, reminded until 16 June
    second = await premiums.charged(guarantee, "2015-07-01")  # due on 12 August
    await days(premiums, (6, 2))
    await premiums.pass_to(2015, 8, 14, timers=(remind_unpaid,))  # until 28 August
    await premiums.pass_to(2015, 8, 15, timers=(suspend_unpaid,))
    await premiums.pass_to(2015, 8, 29, looks=2, timers=(suspend_unpaid,))
    told = await premiums.desk.told(OUTBOUND, CoverSuspended, guaranteeId=guarantee["id"])
    assert [(each["cureDueOn"], each["overdueCents"]) for each in told] == [
        ("2015-09-26", 12_500_00),
        ("2015-09-26", 25_000_00),
    ]
    await done(premiums.pay(first, at="2015-09-01"))
    assert await status(premiums, guarantee) == "SUSPENDED"
    await done(premiums.pay(second, at="2015-09-01"))
    assert await status(premiums, guarantee) == "ACTIVE"


async def test_nothing_is_paid_out_while_it_is_suspended_and_what_is_repaid_ends_it(
    premiums: Premiums,
) -> None:
    desk, guarantee = premiums.desk, await premiums.desk.issued()
    loan_id = guarantee["loanId"]

    async def paid_out(cents: int, on: str) -> int:
        await desk.report(DisbursementReported(loan_id=loan_id, amount_cents=cents, disbursed_on=on))
        total: int = (await desk.loan(loan_id))["disbursedCents"]
        return total

    assert await paid_out(2 * M, "2015-03-16") == 2 * M
    await premiums.in_time(guarantee)
    await premiums.charged(guarantee, "2015-04-01")
    await days(premiums, (5, 14), (5, 29))
    assert await paid_out(M, "2015-05-29") == 2 * M
    *_, refused = await desk.told(OUTBOUND, MessageRefused, reason="disbursement.cover-not-suspended")
    assert refused["facts"] == {"suspendedOn": "2015-05-29"}
    assert await paid_out(M, "2015-05-28") == 3 * M
    assert (await desk.guarantee(guarantee["id"]))["currentGuaranteedCents"] == 1_500_000_00
    await desk.report(RepaymentReported(loan_id=loan_id, amount_cents=M, repaid_on="2015-06-01"))
    assert await status(premiums, guarantee) == "SUSPENDED"
    await desk.report(RepaymentReported(loan_id=loan_id, amount_cents=2 * M, repaid_on="2015-06-02"))
    await days(premiums, (7, 11))
    await released(premiums, guarantee)


async def released(premiums: Premiums, guarantee: Any) -> None:
    """It is over, and answers of no suspension any more."""
    assert await dated(premiums, guarantee) == ("RELEASED", None, None)


async def test_a_term_that_is_over_ends_the_suspension_with_the_guarantee(premiums: Premiums) -> None:
    guarantee, premium = await suspended(premiums)
    ends_on = (int(part) for part in guarantee["endsOn"].split("-"))
    await premiums.pass_to(*ends_on, looks=2, timers=(end_terms,))
    await released(premiums, guarantee)
    await done(premiums.pay(premium))
    await released(premiums, guarantee)


async def test_what_was_paid_out_during_a_suspension_is_refused_when_it_is_told_after_it(
    premiums: Premiums,
) -> None:
    desk, guarantee = premiums.desk, await premiums.desk.issued()
    loan_id = guarantee["loanId"]

    async def paid_out(on: str) -> int:
        await desk.report(DisbursementReported(loan_id=loan_id, amount_cents=M, disbursed_on=on))
        total: int = (await desk.loan(loan_id))["disbursedCents"]
        return total

    assert await paid_out("2015-03-16") == M
    await premiums.in_time(guarantee)
    premium = await premiums.charged(guarantee, "2015-04-01")
    await days(premiums, (5, 14), (5, 29))
    await done(premiums.pay(premium, at="2015-06-10"))
    assert await status(premiums, guarantee) == "ACTIVE"
    for day in ("2015-05-29", "2015-06-09"):
        assert await paid_out(day) == M
    told = await desk.told(OUTBOUND, MessageRefused, reason="disbursement.cover-not-suspended")
    assert [each["facts"] for each in told][-2:] == [{"suspendedOn": "2015-05-29"}] * 2
    assert await paid_out("2015-05-28") == 2 * M
    assert await paid_out("2015-06-10") == 3 * M


async def test_entering_history_sends_no_reminders(premiums: Premiums) -> None:
    guarantee = await premiums.running()
    await premiums.charged(guarantee, "2015-04-01")
    await days(premiums, (5, 14))
    assert (await premiums.of(guarantee))[0]["status"] == "OWED"


async def test_a_default_by_the_roms_own_message_is_refused_alike(premiums: Premiums) -> None:
    guarantee, premium = await suspended(premiums)
    report = DefaultReported(loan_id=guarantee["loanId"], loss_event="BANKRUPTCY", occurred_on="2015-05-30")
    await premiums.desk.report(report)
    assert await status(premiums, guarantee) == "SUSPENDED"
    await done(premiums.pay(premium, at="2015-06-02"))


async def test_what_is_to_be_paid_is_a_task_of_the_rom(premiums: Premiums) -> None:
    _, (premium,) = await owed(premiums)

    async def due(who: dict[str, str]) -> list[tuple[str, str]]:
        found = (await premiums.desk.api.get("/tasks", who, kind="GUARANTEE_PREMIUM", limit=100)).json()
        return [(each["step"], each["dueOn"]) for each in found["items"] if each["id"] == premium["id"]]

    assert await due(BOM) == [("pay", "2015-05-13")]
    assert await due(LIOF) == await due(OFFICER) == []
    await days(premiums, (5, 14))
    assert await due(BOM) == [("pay", "2015-05-28")]
    await done(premiums.pay(premium, at="2015-05-20"))
    assert await due(BOM) == []
