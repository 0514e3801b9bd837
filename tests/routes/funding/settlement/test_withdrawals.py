"""A demand that was decided wrongly is withdrawn, and leaves nothing behind (domain.md 3.14)."""

import asyncio
from typing import Any
from uuid import UUID

from services.funding.ledger.ledger import rules as ledger
from shared.ledger.balances import Difference
from shared.testing.callers import caller
from tests.routes.funding.awards.test_awards import balance
from tests.routes.funding.conftest import OFFICER, made, refused
from tests.routes.funding.payments.conftest import TELLER, Treasury, treasury
from tests.routes.funding.records.test_tasks import tasks
from tests.routes.funding.settlement.test_demands import PAID_AT, claimed, due, opens, receipt, step, undue

__all__ = ["treasury"]

THIRD = caller("state", "funding:read", "funding:decide", "clock:set", subject="third")
WRONG = {"reason": "The costs of the pilot plant were right after all."}


async def accounts(treasury: Treasury, demand_id: str) -> tuple[int, ...]:
    """What the books say is claimed, recovered and refundable of a demand."""
    kinds = ledger.claimed, ledger.recovered, ledger.refundable
    return tuple([await balance(treasury.office, kind(UUID(demand_id))) for kind in kinds])


async def test_what_was_claimed_wrongly_is_undue_again(
    treasury: Treasury, unbooked: list[Difference]
) -> None:
    alteration = await undue(treasury, 100_000_00, 30_000_01)
    award = alteration["applicationId"]
    demand = await claimed(treasury, alteration)
    for name in ("assessor", "officer"):
        hand = caller("state", "funding:decide", "clock:set", subject=name)
        answer = await step(treasury, demand, "withdrawals", hand, WRONG)
        refused(answer, "demand.withdrawal-four-eyes")
    beyond = {**WRONG, "decidingBody": "MINISTER_EZ", "mandate": "NOBODY"}
    refused(await step(treasury, demand, "withdrawals", THIRD, beyond), "decision.within-mandate")
    named = {**WRONG, "decidingBody": "MINISTER_EZ", "mandate": "DIRECTOR_RVO"}
    gone = made(await step(treasury, demand, "withdrawals", THIRD, named))
    assert (gone["status"], gone["withdrawalReason"]) == ("WITHDRAWN", WRONG["reason"])
    assert (gone["withdrawingBody"], gone["withdrawalMandate"]) == ("MINISTER_EZ", "DIRECTOR_RVO")
    assert (await treasury.office.shown("advance-totals", award))["claimedCents"] == 0
    assert await balance(treasury.office, ledger.paid(award)) == 100_000_00
    assert await balance(treasury.office, ledger.claimed(demand["id"])) == 0
    for noun, who, body in (("withdrawals", THIRD, WRONG), ("payments", TELLER, receipt(1, "W"))):
        refused(await step(treasury, gone, noun, who, body), "demand.life-cycle")
    assert await treasury.office.differences() == unbooked
    again = made(await opens(treasury, alteration, PAID_AT), 201)
    assert again["principalCents"] == 69_999_99


async def test_what_was_received_is_to_be_paid_back_with_its_interest(
    treasury: Treasury, unbooked: list[Difference]
) -> None:
    """80,000.00 on the 30th of September 2016 with 1,909.62 of interest (test_demands), and 15 of a fee."""
    alteration = await undue(treasury, 80_000_00)
    award, demand = alteration["applicationId"], await claimed(treasury, alteration)
    day, at = "2016-09-30", "2016-10-03T09:00:00Z"
    first, second = f"F{demand['id']}", f"S{demand['id']}"
    reminded = made(await step(treasury, demand, "reminders", OFFICER, None, at[:8] + "01T09:00:00Z"))
    part = made(await step(treasury, reminded, "payments", TELLER, receipt(81_909_61, first, day), at))
    paid = made(await step(treasury, part, "payments", TELLER, receipt(15_01, second, at[:10]), at))
    assert (paid["status"], paid["receivedCostsCents"]) == ("PAID", 15_00)
    gone = made(await step(treasury, paid, "withdrawals", THIRD, WRONG, at))
    assert (gone["status"], gone["paidOn"]) == ("WITHDRAWN", None)
    assert (gone["refundableCents"], gone["refundDueOn"]) == (81_924_62, "2016-11-14")
    assert [gone[f"received{name}Cents"] for name in ("Costs", "Interest", "Principal")] == [0, 0, 0]
    assert await due(treasury, demand, day) == (0, 0)
    assert await accounts(treasury, demand["id"]) == (0, 0, 81_924_62)
    assert await balance(treasury.office, ledger.paid(award)) == 80_000_00
    assert await treasury.office.differences() == unbooked
    found = [each for each in await tasks(treasury.office, TELLER, kind="DEMAND") if each["id"] == gone["id"]]
    assert [(each["step"], each["dueOn"]) for each in found] == [("refund", "2016-11-14")]
    back = {"reference": first, "reversedOn": at[:10], "reason": "Paid back: the demand was wrong."}
    for hand in ("assessor", "officer", "third"):
        both = caller("state", "funding:confirm", "clock:set", subject=hand)
        answer = await step(treasury, gone, "payment-reversals", both, back, at)
        refused(answer, "demand.receipt-four-eyes")
    half = made(await step(treasury, gone, "payment-reversals", TELLER, back, at))
    assert (half["status"], half["refundableCents"]) == ("WITHDRAWN", 15_01)
    refused(await step(treasury, half, "payment-reversals", TELLER, back, at), "demand.payment-known")
    back["reference"] = second
    cleared = made(await step(treasury, half, "payment-reversals", TELLER, back, at))
    assert (cleared["refundableCents"], cleared["refundDueOn"]) == (0, None)
    assert await accounts(treasury, demand["id"]) == (0, 0, 0)
    assert await treasury.office.differences() == unbooked


async def test_what_came_in_at_the_moment_of_a_withdrawal_is_refundable_to_the_cent(
    treasury: Treasury, unbooked: list[Difference]
) -> None:
    for turn in range(4):
        demand: dict[str, Any] = {**await claimed(treasury, await undue(treasury, 80_000_00)), "etag": "*"}
        answers = await asyncio.gather(
            *(
                step(treasury, demand, "payments", TELLER, receipt(1_00, f"{turn}{n}{demand['id']}"))
                for n in range(4)
            ),
            *(step(treasury, demand, "withdrawals", THIRD, WRONG) for _ in range(4)),
        )
        assert {each.status_code for each in answers} <= {200, 409, 412}
        paid, withdrawn = ([a.status_code for a in part].count(200) for part in (answers[:4], answers[4:]))
        shown = await treasury.office.shown("demands", demand["id"])
        assert withdrawn == (shown["status"] == "WITHDRAWN")
        assert shown["refundableCents"] + shown["receivedPrincipalCents"] == paid * 1_00
    assert await treasury.office.differences() == unbooked
