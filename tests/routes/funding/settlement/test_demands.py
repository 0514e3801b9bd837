"""What was paid and is not due is claimed back, with interest, and no cent twice (domain.md 3.14; O23a)."""

import asyncio
from typing import Any

import httpx

from services.funding.ledger.ledger import rules as ledger
from shared.ledger.balances import Difference
from shared.testing.callers import caller
from tests.routes.funding.awards.test_alterations import HEARING, announced, decide, lowered, waived
from tests.routes.funding.awards.test_awards import MILLION, balance
from tests.routes.funding.conftest import APPLICANT, ASSESSOR, OFFICER, made, refused
from tests.routes.funding.payments.conftest import TELLER, Treasury, treasury

__all__ = ["treasury"]

AT_ONCE = 64
FIRM = {"debtor": "FIRM"}
DUE_ON, PAID_AT = "2015-07-22", "2015-07-22T09:00:00Z"  # six weeks after the 10th of June
BACK = "2015-07-24T09:00:00Z"


async def undue(treasury: Treasury, cents: int, left_cents: int = 0) -> dict[str, Any]:
    """An alteration of an award on which so many cents were paid in advance."""
    award = await treasury.awarded(MILLION)
    await treasury.verified(award)
    await treasury.paid(award, cents)
    return await lowered(
        treasury.office, await treasury.office.shown("applications", award["id"]), left_cents
    )


async def opens(
    treasury: Treasury, alteration: dict[str, Any], at: str = HEARING, **more: Any
) -> httpx.Response:
    """The answer to the opening of a demand."""
    path = f"/award-alterations/{alteration['id']}/demands"
    return await treasury.api.post(path, ASSESSOR, {**FIRM, **more}, etag="*", at=at)


async def step(
    treasury: Treasury, demand: dict[str, Any], noun: str, who: dict[str, str], body: Any, at: str = PAID_AT
) -> httpx.Response:
    """The answer to a step on a demand."""
    path = f"/demands/{demand['id']}/{noun}"
    return await treasury.api.post(path, who, body, etag=demand["etag"], at=at)


async def claimed(treasury: Treasury, alteration: dict[str, Any]) -> dict[str, Any]:
    """A demand that another officer decided."""
    opened = made(await opens(treasury, alteration), 201)
    return made(await step(treasury, opened, "decisions", OFFICER, {}, HEARING))


def receipt(cents: int, reference: str, on: str = DUE_ON) -> dict[str, Any]:
    return {"amountCents": cents, "receivedOn": on, "reference": reference}


async def due(treasury: Treasury, demand: dict[str, Any], on: str) -> tuple[int, int]:
    """What is due on a demand on a day: interest, and all."""
    found = await treasury.api.get(f"/demands/{demand['id']}/standing", APPLICANT, on=on)
    assert found.status_code == 200, found.text
    return found.json()["interestCents"], found.json()["outstandingCents"]


async def test_what_is_undue_is_claimed_by_two_paid_in_parts_and_booked_to_the_cent(
    treasury: Treasury, unbooked: list[Difference]
) -> None:
    alteration = await undue(treasury, 100_000_00, 30_000_01)
    opened = made(await opens(treasury, alteration), 201)
    assert (opened["status"], opened["principalCents"], opened["basis"]) == ("OPENED", 69_999_99, "AWB_4_57")
    assert opened["limitOn"] == "2020-06-10"
    both = caller("state", "funding:decide", "clock:set", subject="assessor")
    refused(await step(treasury, opened, "decisions", both, {}, HEARING), "demand.four-eyes")
    mandate = {"decidingBody": "MINISTER_EZ", "mandate": "DIRECTOR_RVO"}
    demand = made(await step(treasury, opened, "decisions", OFFICER, mandate, HEARING))
    assert (demand["status"], demand["dueOn"], demand["mandate"]) == ("CLAIMED", DUE_ON, "DIRECTOR_RVO")
    award = alteration["applicationId"]
    assert (await treasury.office.shown("advance-totals", award))["claimedCents"] == 69_999_99
    assert await balance(treasury.office, ledger.paid(award)) == 30_000_01
    assert await balance(treasury.office, ledger.claimed(demand["id"])) == 69_999_99
    for name in ("assessor", "officer"):
        both = caller("state", "funding:confirm", "clock:set", subject=name)
        refused(await step(treasury, demand, "payments", both, receipt(1, "A")), "demand.receipt-four-eyes")
    part = made(await step(treasury, demand, "payments", TELLER, receipt(30_000_00, f"A{award}")))
    assert (part["status"], part["receivedPrincipalCents"]) == ("CLAIMED", 30_000_00)
    again = await step(treasury, part, "payments", TELLER, receipt(1, f"A{award}"))
    refused(again, "demand.reference-once")
    over = await step(treasury, part, "payments", TELLER, receipt(40_000_00, "B"))
    refused(over, "demand.within-due", overCents=1)
    early = await step(treasury, part, "payments", TELLER, receipt(1, "B", "2015-06-09"))
    refused(early, "demand.received-dated", fromOn="2015-06-10")
    paid = made(await step(treasury, part, "payments", TELLER, receipt(39_999_99, f"B{award}")))
    assert (paid["status"], paid["paidOn"], paid["receivedInterestCents"]) == ("PAID", DUE_ON, 0)
    refused(await step(treasury, paid, "payments", TELLER, receipt(1, "C")), "demand.life-cycle")
    assert await balance(treasury.office, ledger.claimed(demand["id"])) == 0
    assert await balance(treasury.office, ledger.recovered(demand["id"])) == 69_999_99
    assert await treasury.office.differences() == unbooked


async def test_no_cent_is_claimed_twice(treasury: Treasury, unbooked: list[Difference]) -> None:
    first = await undue(treasury, 100_000_00, 30_000_01)
    demand = await claimed(treasury, first)
    refused(await opens(treasury, first), "demand.undue", undueCents=69_999_99, claimedCents=69_999_99)
    award = await treasury.office.shown("applications", first["applicationId"])
    heard = await waived(treasury.office, await announced(treasury.office, award))
    third = caller("state", "funding:decide", "clock:set", subject="third")
    second = made(await decide(treasury.office, heard, 0, third))
    assert second["undueCents"] == 100_000_00
    opened = made(await opens(treasury, second), 201)
    assert opened["principalCents"] == 30_000_01
    refused(await opens(treasury, second), "demand.one-open", demand=opened["id"])
    refused(await opens(treasury, first), "demand.one-open", demand=opened["id"])
    reason = {"reason": "Not yet."}
    dropped = made(await step(treasury, opened, "drops", OFFICER, reason, HEARING))
    refused(await step(treasury, dropped, "decisions", OFFICER, {}, HEARING), "demand.life-cycle")
    refused(await opens(treasury, first), "demand.undue")
    assert (await claimed(treasury, second))["principalCents"] == 30_000_01
    assert (await treasury.office.shown("advance-totals", award["id"]))["claimedCents"] == 100_000_00
    assert demand["principalCents"] == 69_999_99
    assert await treasury.office.differences() == unbooked


async def test_nothing_is_claimed_without_undue_cents_or_after_five_years(treasury: Treasury) -> None:
    award = await treasury.awarded(MILLION)
    announced_only = await announced(treasury.office, award)
    refused(await opens(treasury, announced_only), "demand.undue", undueCents=0)
    alteration = await undue(treasury, 100_000_00)
    late = await opens(treasury, alteration, "2020-06-11T09:00:00Z")
    refused(late, "demand.within-limit", limitOn="2020-06-10")
    breach = await opens(treasury, alteration, breachedOn="2010-06-09")
    refused(breach, "demand.within-limit", limitOn="2015-06-09")
    after = await opens(treasury, alteration, "2015-06-12T09:00:00Z", breachedOn="2015-06-11")
    refused(after, "demand.breach-before", loweredOn="2015-06-10")
    opened = made(await opens(treasury, alteration, "2020-06-10T09:00:00Z"), 201)
    decided = await step(treasury, opened, "decisions", OFFICER, {}, "2020-06-11T09:00:00Z")
    refused(decided, "demand.within-limit", limitOn="2020-06-10")


async def test_interest_runs_after_the_due_date_and_a_payment_that_came_back_never_was(
    treasury: Treasury, unbooked: list[Difference]
) -> None:
    """2 % of 80,000: 162 days of 365 and 204 of 366 in the first year, then 69 of 366 on both (by hand)."""
    demand = await claimed(treasury, await undue(treasury, 80_000_00))
    day, at = "2016-09-30", "2016-10-03T09:00:00Z"
    assert await due(treasury, demand, "2015-07-23") == (0, 80_000_00)
    assert await due(treasury, demand, "2016-07-23") == (1_601_94, 81_601_94)
    assert await due(treasury, demand, day) == (1_909_62, 81_909_62)
    unknown = await treasury.api.get(f"/demands/{demand['id']}/standing", APPLICANT, on="2099-01-01")
    refused(unknown, "interest.rate-known")
    reference = f"L{demand['id']}"
    over = await step(treasury, demand, "payments", TELLER, receipt(81_909_63, reference, day), at)
    refused(over, "demand.within-due", overCents=1)
    paid = made(await step(treasury, demand, "payments", TELLER, receipt(81_909_62, reference, day), at))
    assert (paid["status"], paid["paidOn"]) == ("PAID", day)
    assert (paid["receivedInterestCents"], paid["receivedPrincipalCents"]) == (1_909_62, 80_000_00)
    assert await balance(treasury.office, ledger.recovered(demand["id"])) == 81_909_62
    assert await treasury.office.differences() == unbooked
    back = {"reference": "unknown", "reversedOn": "2016-10-03", "reason": "The bank took it back."}
    refused(await step(treasury, paid, "payment-reversals", TELLER, back, at), "demand.payment-known")
    back["reference"] = reference
    early = {**back, "reversedOn": "2016-09-29"}
    refused(await step(treasury, paid, "payment-reversals", TELLER, early, at), "demand.received-dated")
    open_again = made(await step(treasury, paid, "payment-reversals", TELLER, back, at))
    assert (open_again["status"], open_again["paidOn"]) == ("CLAIMED", None)
    assert (open_again["receivedInterestCents"], open_again["receivedPrincipalCents"]) == (0, 0)
    assert await due(treasury, demand, day) == (1_909_62, 81_909_62)
    assert await balance(treasury.office, ledger.claimed(demand["id"])) == 80_000_00
    refused(await step(treasury, open_again, "payment-reversals", TELLER, back, at), "demand.payment-known")
    made(await step(treasury, open_again, "payments", TELLER, receipt(1, reference, DUE_ON), at))
    assert await treasury.office.differences() == unbooked


async def test_an_advance_that_was_claimed_back_does_not_come_back_as_well(treasury: Treasury) -> None:
    award = await treasury.awarded(MILLION)
    await treasury.verified(award)
    advance = await treasury.paid(award, 100_000_00)
    shown = await treasury.office.shown("applications", award["id"])
    await claimed(treasury, await lowered(treasury.office, shown, 30_000_00))
    body = {"reversedOn": BACK[:10], "reason": "Paid back."}
    answer = await treasury.step(advance, "reversals", TELLER, body, at=BACK)
    refused(answer, "advance.not-claimed-back", claimedCents=70_000_00, undueCents=0)


async def test_no_demand_outlives_what_was_undue(treasury: Treasury, unbooked: list[Difference]) -> None:
    """80 paid on an award of 60, so 20 claimed; when 30 comes back, 50 was paid and nothing is undue."""
    award = await treasury.awarded(MILLION)
    await treasury.verified(award)
    await treasury.paid(award, 50_000_00)
    advance = await treasury.paid(award, 30_000_00)
    alteration = await lowered(
        treasury.office, await treasury.office.shown("applications", award["id"]), 60_000_00
    )
    demand = await claimed(treasury, alteration)
    assert demand["principalCents"] == 20_000_00
    back = {"reversedOn": BACK[:10], "reason": "The account was closed."}
    answer = await treasury.step(advance, "reversals", TELLER, back, at=BACK)
    refused(answer, "advance.not-claimed-back", claimedCents=20_000_00, undueCents=0)
    third = caller("state", "funding:decide", "clock:set", subject="third")
    made(await step(treasury, demand, "withdrawals", third, {"reason": "The bank sent it back."}, BACK))
    made(await treasury.step(advance, "reversals", TELLER, back, at=BACK))
    assert await treasury.total(award) == (50_000_00, 50_000_00)
    refused(await opens(treasury, alteration, BACK), "demand.undue", undueCents=0)
    assert await treasury.office.differences() == unbooked


async def test_sixty_four_payments_at_once_never_pass_what_is_due(
    treasury: Treasury, unbooked: list[Difference]
) -> None:
    """Each is an eighth of what is due; eight of them fit, to the cent."""
    demand = {**await claimed(treasury, await undue(treasury, 80_000_00)), "etag": "*"}
    answers = await asyncio.gather(
        *(
            step(treasury, demand, "payments", TELLER, receipt(10_000_00, f"{n}-{demand['id']}"))
            for n in range(AT_ONCE)
        )
    )
    assert [each.status_code for each in answers].count(200) == 8
    shown = await treasury.office.shown("demands", demand["id"])
    assert (shown["status"], shown["receivedPrincipalCents"]) == ("PAID", 80_000_00)
    listed = (await treasury.api.get("/demand-payments", APPLICANT, demandId=demand["id"])).json()["items"]
    assert [each["amountCents"] for each in listed] == [10_000_00] * 8
    assert await balance(treasury.office, ledger.recovered(demand["id"])) == 80_000_00
    assert await treasury.office.differences() == unbooked


async def test_one_receipt_is_booked_once_when_it_is_sent_on_many_demands_at_once(treasury: Treasury) -> None:
    first, second = [await claimed(treasury, await undue(treasury, 80_000_00)) for _ in range(2)]
    body = receipt(10_000_00, f"same-{first['id']}")
    answers = await asyncio.gather(
        *(step(treasury, {**each, "etag": "*"}, "payments", TELLER, body) for each in [first, second] * 8)
    )
    assert sorted(each.status_code for each in answers) == [200] + [409] * 15
