"""Who did not pay in time is reminded for a fee; a demand is collected for five years (AWB-27, AWB-28)."""

from typing import Any

import httpx
import pytest

from services.funding.ledger.ledger import rules as ledger
from shared.ledger.balances import Difference
from tests.routes.funding.awards.test_awards import balance
from tests.routes.funding.conftest import APPLICANT, OFFICER, made, refused
from tests.routes.funding.payments.conftest import TELLER, Treasury, treasury
from tests.routes.funding.records.test_tasks import tasks
from tests.routes.funding.settlement.test_demands import (
    DUE_ON,
    PAID_AT,
    claimed,
    due,
    receipt,
    step,
    undue,
)
from tests.routes.funding.settlement.test_withdrawals import THIRD, WRONG

__all__ = ["treasury"]

AFTER_DUE, LATER = "2015-07-23T09:00:00Z", "2015-07-27T09:00:00Z"
RECOGNISED = {"ground": "RECOGNITION", "interruptedOn": "2020-07-22", "evidence": "A letter of the debtor."}


async def remind(treasury: Treasury, demand: dict[str, Any], at: str = AFTER_DUE) -> httpx.Response:
    """The answer to a reminder."""
    return await step(treasury, demand, "reminders", OFFICER, None, at)


@pytest.mark.parametrize(("cents", "fee_cents"), [(499_99, 7_00), (500_00, 15_00)])
async def test_who_did_not_pay_in_time_owes_the_fee_of_a_reminder_first(
    cents: int, fee_cents: int, treasury: Treasury, unbooked: list[Difference]
) -> None:
    demand = await claimed(treasury, await undue(treasury, cents))
    assert demand["prescribesOn"] == "2020-07-22"
    refused(await remind(treasury, demand, PAID_AT), "demand.past-due", dueOn=DUE_ON)
    reminded = made(await remind(treasury, demand))
    assert (reminded["status"], reminded["reminderFeeCents"]) == ("REMINDED", fee_cents)
    assert (reminded["reminderDueOn"], reminded["prescribesOn"]) == ("2015-08-06", "2020-07-23")
    refused(await remind(treasury, reminded), "demand.life-cycle")
    assert await due(treasury, demand, DUE_ON) == (0, cents)
    assert await due(treasury, demand, AFTER_DUE[:10]) == (0, cents + fee_cents)
    reference = f"F{demand['id']}"
    first = receipt(fee_cents + 1, reference, LATER[:10])
    part = made(await step(treasury, reminded, "payments", TELLER, first, LATER))
    received = part["receivedCostsCents"], part["receivedPrincipalCents"], part["status"]
    assert received == (fee_cents, 1, "REMINDED")
    over = await step(treasury, part, "payments", TELLER, receipt(cents, "X", LATER[:10]), LATER)
    refused(over, "demand.within-due", overCents=1)
    rest = receipt(cents - 1, f"G{demand['id']}", LATER[:10])
    paid = made(await step(treasury, part, "payments", TELLER, rest, LATER))
    assert (paid["status"], paid["paidOn"]) == ("PAID", LATER[:10])
    assert await balance(treasury.office, ledger.recovered(demand["id"])) == cents + fee_cents
    assert await treasury.office.differences() == unbooked
    back = {"reference": reference, "reversedOn": LATER[:10], "reason": "The bank took it back."}
    again = made(await step(treasury, paid, "payment-reversals", TELLER, back, LATER))
    received = again["receivedCostsCents"], again["receivedPrincipalCents"], again["status"]
    assert received == (fee_cents, cents - 1 - fee_cents, "REMINDED")
    assert await treasury.office.differences() == unbooked


async def test_who_had_paid_all_before_the_reminder_owes_no_fee(
    treasury: Treasury, unbooked: list[Difference]
) -> None:
    demand = await claimed(treasury, await undue(treasury, 80_000_00))
    reminded = made(await remind(treasury, demand))
    in_time = receipt(80_000_00, f"T{demand['id']}", DUE_ON)
    paid = made(await step(treasury, reminded, "payments", TELLER, in_time, LATER))
    assert (paid["status"], paid["receivedCostsCents"]) == ("PAID", 0)
    assert (await due(treasury, demand, LATER[:10])) == (0, 0)
    assert await treasury.office.differences() == unbooked


async def test_a_reminded_demand_is_withdrawn_with_its_fee(
    treasury: Treasury, unbooked: list[Difference]
) -> None:
    demand = made(await remind(treasury, await claimed(treasury, await undue(treasury, 80_000_00))))
    assert made(await step(treasury, demand, "withdrawals", THIRD, WRONG, LATER))["status"] == "WITHDRAWN"
    assert await treasury.office.differences() == unbooked


async def test_a_demand_is_collected_for_five_years_from_its_last_interruption(treasury: Treasury) -> None:
    """Five years from the 22nd of July 2015; recognised on the last of those days, five more."""
    demand = await claimed(treasury, await undue(treasury, 80_000_00))
    last, over = "2020-07-22T09:00:00Z", "2020-07-23T09:00:00Z"
    late = {**RECOGNISED, "interruptedOn": over[:10]}
    answer = await step(treasury, demand, "interruptions", OFFICER, late, over)
    refused(answer, "demand.not-prescribed", prescribesOn=last[:10])
    for early in ("2015-06-09", "2015-07-22"):
        answer = await step(
            treasury, demand, "interruptions", OFFICER, {**RECOGNISED, "interruptedOn": early}, over
        )
        refused(answer, "demand.interruption-prolongs", prescribesOn=last[:10])
    coming = {**RECOGNISED, "interruptedOn": "2016-01-02"}
    answer = await step(treasury, demand, "interruptions", OFFICER, coming, "2016-01-01T09:00:00Z")
    refused(answer, "date.in-time")
    kept = made(await step(treasury, demand, "interruptions", OFFICER, RECOGNISED, over))
    assert (kept["prescribesOn"], kept["interruption"]) == ("2025-07-22", "RECOGNITION")
    before = {**RECOGNISED, "interruptedOn": "2020-07-21", "ground": "LEGAL_ACTION"}
    answer = await step(treasury, kept, "interruptions", OFFICER, before, over)
    refused(answer, "demand.interruption-prolongs", prescribesOn="2025-07-22")
    late = {**RECOGNISED, "interruptedOn": "2020-07-23"}
    assert (
        made(await step(treasury, kept, "interruptions", OFFICER, late, over))["prescribesOn"] == "2025-07-23"
    )


@pytest.mark.parametrize("ground", ["PAYMENT_ORDER", "ENFORCEMENT"])
async def test_a_payment_order_comes_after_the_term_of_a_reminder(ground: str, treasury: Treasury) -> None:
    demand = await claimed(treasury, await undue(treasury, 80_000_00))
    body = {"ground": ground, "interruptedOn": "2015-08-06", "evidence": "The bailiff's writ."}
    at = "2015-08-10T09:00:00Z"
    answer = await step(treasury, demand, "interruptions", OFFICER, body, at)
    refused(answer, "demand.ordered-after-reminder")
    reminded = made(await remind(treasury, demand))
    answer = await step(treasury, reminded, "interruptions", OFFICER, body, at)
    refused(answer, "demand.ordered-after-reminder", reminderDueOn="2015-08-06")
    after = {**body, "interruptedOn": "2015-08-07"}
    moved = made(await step(treasury, reminded, "interruptions", OFFICER, after, at))
    assert (moved["prescribesOn"], moved["interruption"]) == ("2020-08-07", ground)


async def test_what_is_to_be_done_about_a_demand_is_a_task_and_a_reminder_interrupts(
    treasury: Treasury,
) -> None:
    demand = await claimed(treasury, await undue(treasury, 80_000_00))
    found = [
        each for each in await tasks(treasury.office, OFFICER, kind="DEMAND") if each["id"] == demand["id"]
    ]
    assert {each["step"]: each["dueOn"] for each in found} == {"remind": DUE_ON, "interrupt": "2020-07-22"}
    assert made(await remind(treasury, demand, "2017-12-29T09:00:00Z"))["prescribesOn"] == "2022-12-29"
    shown = await treasury.api.get(f"/demands/{demand['id']}", APPLICANT)
    assert shown.json()["reminderRegime"] == "demand-reminders@2015-1"
