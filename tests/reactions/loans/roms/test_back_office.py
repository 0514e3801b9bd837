"""What ROM back-offices report, and what they are answered (domain.md 3.17, 3.18, 3.22; GN-2, O17)."""

import asyncio
import json
from typing import Any

import pytest
from sqlalchemy import text

from shared.bus.record import Unreadable
from shared.contracts.loans import (
    DisbursementBooked,
    GuaranteeReleased,
    MessageRefused,
    RepaymentBooked,
)
from shared.contracts.rom import DisbursementReported, RepaymentReported
from shared.kernel.ids import uuid7
from tests.routes.loans.desk import BOM, SECOND, Desk, done

OUTBOUND = "groeikracht.rom.bom.outbound"
M = 1_000_000_00


def paid(loan_id: str, cents: int, on: str = "2015-03-16") -> DisbursementReported:
    return DisbursementReported(loan_id=loan_id, amount_cents=cents, disbursed_on=on)


def repaid(loan_id: str, cents: int, on: str = "2015-06-30") -> RepaymentReported:
    return RepaymentReported(loan_id=loan_id, amount_cents=cents, repaid_on=on)


async def refusal_of(desk: Desk, message_id: object, rom: str = "bom") -> Any:
    (fact,) = await desk.told(f"groeikracht.rom.{rom}.outbound", MessageRefused, messageId=str(message_id))
    return fact


async def amounts(desk: Desk, guarantee: Any) -> tuple[int, int, int]:
    """Outstanding, guaranteed of it, and the State's exposure, in cents."""
    loan, found = await desk.loan(guarantee["loanId"]), await desk.guarantee(guarantee["id"])
    return loan["outstandingCents"], found["currentGuaranteedCents"], found["exposureCents"]


async def test_a_disbursement_makes_loan_and_guarantee_active(desk: Desk) -> None:
    guarantee = await desk.issued()
    message = uuid7()
    await desk.report(paid(guarantee["loanId"], 4 * M), id=message)
    assert (await desk.loan(guarantee["loanId"]))["status"] == "ACTIVE"
    assert (await desk.guarantee(guarantee["id"]))["status"] == "ACTIVE"
    (fact,) = await desk.told(OUTBOUND, DisbursementBooked, loanId=guarantee["loanId"])
    assert (fact["messageId"], fact["outstandingCents"], fact["guaranteedCents"]) == (
        str(message),
        4 * M,
        2 * M,
    )


async def test_the_same_message_twice_is_one_disbursement_and_another_id_is_another(desk: Desk) -> None:
    guarantee = await desk.issued()
    report, message = paid(guarantee["loanId"], 2 * M), uuid7()
    await desk.report(report, id=message)
    await desk.report(report, id=message)
    assert await amounts(desk, guarantee) == (2 * M, 1 * M, 2 * M)
    await desk.report(report)  # the same report under another id is a second disbursement
    assert await amounts(desk, guarantee) == (4 * M, 2 * M, 2 * M)
    again = uuid7()
    await desk.report(report, id=again)  # and the principal bounds them all
    fact = await refusal_of(desk, again)
    assert (fact["reason"], fact["facts"]) == ("disbursement.within-principal", {"roomCents": "0"})
    assert await amounts(desk, guarantee) == (4 * M, 2 * M, 2 * M)


async def test_the_guaranteed_amount_follows_what_is_outstanding(desk: Desk) -> None:
    guarantee = await desk.issued(principalCents=3 * M)  # O17: 50 % of 3.0 million
    await desk.report(paid(guarantee["loanId"], 3 * M))
    assert await amounts(desk, guarantee) == (3 * M, 1_500_000_00, 1_500_000_00)
    await desk.report(repaid(guarantee["loanId"], 400_000_00))
    assert await amounts(desk, guarantee) == (2_600_000_00, 1_300_000_00, 1_300_000_00)
    (fact,) = await desk.told(OUTBOUND, RepaymentBooked, loanId=guarantee["loanId"])
    assert (fact["outstandingCents"], fact["guaranteedCents"]) == (2_600_000_00, 1_300_000_00)


async def test_a_partial_guarantee_keeps_its_share(desk: Desk) -> None:
    guarantee = await desk.issued({"guaranteedPrincipalCents": 2_500_000_00})
    assert guarantee["sharePercent"] == "31.25"  # O17: 2.5 of 4 million at 50 %
    await desk.report(paid(guarantee["loanId"], 4 * M))
    await desk.report(repaid(guarantee["loanId"], 1_200_000_00))
    assert await amounts(desk, guarantee) == (2_800_000_00, 875_000_00, 875_000_00)


async def test_a_loan_may_be_drawn_and_repaid_in_parts(desk: Desk) -> None:
    guarantee = await desk.issued()
    await desk.report(paid(guarantee["loanId"], 1 * M))
    assert await amounts(desk, guarantee) == (1 * M, 500_000_00, 2 * M)
    await desk.report(repaid(guarantee["loanId"], 400_000_00))
    assert await amounts(desk, guarantee) == (600_000_00, 300_000_00, 1_800_000_00)
    await desk.report(paid(guarantee["loanId"], 3 * M, "2015-07-01"))
    assert await amounts(desk, guarantee) == (3_600_000_00, 1_800_000_00, 1_800_000_00)


async def test_half_a_cent_of_guarantee_is_never_the_states(desk: Desk) -> None:
    guarantee = await desk.issued()
    await desk.report(paid(guarantee["loanId"], 1 * M + 3))
    outstanding, guaranteed, _ = await amounts(desk, guarantee)
    assert (outstanding, guaranteed) == (1 * M + 3, 500_000_01)  # at most 50 % (domain.md 3.26)


async def test_the_last_repayment_ends_loan_and_guarantee_and_frees_the_exposure_alone(desk: Desk) -> None:
    guarantee = await desk.issued()
    before = await desk.year(2015)
    await desk.report(paid(guarantee["loanId"], 4 * M))
    await desk.report(repaid(guarantee["loanId"], 1 * M))
    last = uuid7()
    await desk.report(repaid(guarantee["loanId"], 3 * M, "2015-12-31"), id=last)
    assert (await desk.loan(guarantee["loanId"]))["status"] == "REPAID"
    ended = await desk.guarantee(guarantee["id"])
    assert (ended["status"], ended["endReason"], ended["exposureCents"]) == ("RELEASED", "repaid", 0)
    (fact,) = await desk.told(OUTBOUND, GuaranteeReleased, guaranteeId=guarantee["id"])
    assert (fact["reason"], fact["releasedCents"]) == ("repaid", 1_500_000_00)
    after = await desk.year(2015)
    assert after["lapsedCents"] - before["lapsedCents"] == 2 * M
    assert before["closingOutstandingCents"] - after["closingOutstandingCents"] == 2 * M
    assert after["grantedCents"] == before["grantedCents"]  # the year's production is not refilled (3.22)

    late = uuid7()
    await desk.report(repaid(guarantee["loanId"], 1), id=late)
    assert (await refusal_of(desk, late))["reason"] == "loan.life-cycle"


async def test_a_loan_without_guarantee_is_served_too(desk: Desk) -> None:
    loan = await desk.approved(guaranteeWanted=False)
    await desk.contracted(loan["id"])
    await desk.report(paid(loan["id"], 4 * M))
    (fact,) = await desk.told(OUTBOUND, DisbursementBooked, loanId=loan["id"])
    assert fact["guaranteedCents"] == 0
    await desk.report(repaid(loan["id"], 4 * M))
    assert (await desk.loan(loan["id"]))["status"] == "REPAID"


@pytest.mark.parametrize(
    ("report", "reason", "facts"),
    [
        (lambda loan: paid(loan, 4 * M + 1), "disbursement.within-principal", {"roomCents": str(4 * M)}),
        (
            lambda loan: paid(loan, 1, "2015-03-01"),
            "disbursement.guarantee-issued",
            {"issuedOn": "2015-03-02"},
        ),
        (lambda loan: paid(loan, 1, "2199-01-01"), "loan.movement-dated", None),
        (lambda loan: repaid(loan, 1), "loan.life-cycle", None),
        (lambda loan: paid(str(uuid7()), 1), "resource.not-found", {"resource": "loan"}),
    ],
)
async def test_a_report_that_breaks_a_rule_comes_back_and_books_nothing(
    desk: Desk, report: Any, reason: str, facts: dict[str, str] | None
) -> None:
    guarantee = await desk.issued()
    message = uuid7()
    await desk.report(report(guarantee["loanId"]), id=message)
    fact = await refusal_of(desk, message)
    assert fact["reason"] == reason
    assert facts is None or fact["facts"] == facts
    assert await amounts(desk, guarantee) == (0, 0, 2 * M)


async def test_more_repaid_than_outstanding_comes_back(desk: Desk) -> None:
    guarantee, message = await desk.issued(), uuid7()
    await desk.report(paid(guarantee["loanId"], 1 * M))
    await desk.report(repaid(guarantee["loanId"], 1 * M + 1), id=message)
    fact = await refusal_of(desk, message)
    assert (fact["reason"], fact["facts"]) == (
        "repayment.within-outstanding",
        {"outstandingCents": str(1 * M)},
    )


async def test_nothing_is_repaid_on_a_day_on_which_less_was_outstanding(desk: Desk) -> None:
    guarantee = await desk.issued()
    loan_id = guarantee["loanId"]
    await desk.report(paid(loan_id, M, "2015-03-16"))
    await desk.report(paid(loan_id, 2 * M, "2015-06-01"))
    await desk.report(repaid(loan_id, 1, "2015-05-01"))
    left = {"2015-03-15": 0, "2015-03-16": M - 1, "2015-05-01": M - 1, "2015-05-31": M - 1}
    for day, cents in left.items():
        message = uuid7()
        await desk.report(repaid(loan_id, cents + 1, day), id=message)
        fact = await refusal_of(desk, message)
        assert (fact["reason"], fact["facts"]) == (
            "repayment.within-balance-of-the-day",
            {"outstandingCents": str(cents)},
        )
    assert (await amounts(desk, guarantee))[0] == 3 * M - 1
    await desk.report(repaid(loan_id, M - 1, "2015-03-16"))
    await desk.report(repaid(loan_id, 2 * M, "2015-06-01"))
    assert (await desk.loan(loan_id))["status"] == "REPAID"


async def test_nothing_is_paid_out_before_the_guarantee_is_issued(desk: Desk) -> None:
    guarantee, message = await desk.reserved(rating="BB"), uuid7()
    await desk.contracted(guarantee["loanId"])
    await desk.report(paid(guarantee["loanId"], 1), id=message)
    assert (await refusal_of(desk, message))["reason"] == "disbursement.guarantee-issued"


async def test_a_rom_cannot_report_on_the_loan_of_another(desk: Desk) -> None:
    guarantee, message = await desk.issued(), uuid7()
    await desk.report(paid(guarantee["loanId"], 1 * M), "liof", message)
    assert (await refusal_of(desk, message, "liof"))["reason"] == "resource.not-found"
    assert not await desk.told(OUTBOUND, MessageRefused, messageId=str(message))
    assert await amounts(desk, guarantee) == (0, 0, 2 * M)


async def test_valid_messages_go_on_behind_refused_ones_of_the_same_key(desk: Desk) -> None:
    guarantee = await desk.issued()
    key = guarantee["loanId"].encode()
    position = await desk.send(
        b"{not json", key=key, headers=[("content-type", b"application/cloudevents+json")]
    )
    above, right = uuid7(), uuid7()
    await desk.report(paid(guarantee["loanId"], 4 * M + 1), id=above)
    await desk.report(paid(guarantee["loanId"], 4 * M), id=right)
    unreadable = await refusal_of(desk, position)
    assert (unreadable["reason"], unreadable["position"]) == ("message.valid", position)
    assert (await refusal_of(desk, above))["reason"] == "disbursement.within-principal"
    (fact,) = await desk.told(OUTBOUND, DisbursementBooked, loanId=guarantee["loanId"])
    assert fact["messageId"] == str(right)


async def test_what_cannot_be_read_at_all_comes_back_once_with_its_offsets(desk: Desk) -> None:
    at = 900_000_000
    for _ in range(2):  # the answer was given, the offset not committed
        await desk.inbox.deliver(
            Unreadable("groeikracht.rom.bom.inbound", 0, at, b"", b"its head", (), last=at + 6, why="damaged")
        )
    fact = await refusal_of(desk, f"groeikracht.rom.bom.inbound/0/{at}")
    assert (fact["reason"], fact["facts"]) == (
        "message.readable",
        {"firstOffset": str(at), "lastOffset": str(at + 6)},
    )
    assert "cannot be read: damaged. Send what stood there again" in fact["detail"]


async def test_a_message_that_does_not_follow_its_schema_names_the_places(desk: Desk) -> None:
    message = uuid7()
    report = paid(str(uuid7()), 1).model_dump(mode="json", by_alias=True)
    await desk.send(
        json.dumps(
            {
                "specversion": "1.0",
                "id": str(message),
                "source": "urn:nld:kvknr:12345678:systeem:bom",
                "type": DisbursementReported.type(),
                "data": {**report, "amountCents": "1.00", "disbursedOn": "yesterday"},
            }
        ).encode(),
        headers=[("content-type", b"application/cloudevents+json")],
    )
    fact = await refusal_of(desk, message)
    assert fact["reason"] == "message.valid"
    assert fact["facts"].keys() == {"amountCents", "disbursedOn"}
    assert "amountCents: must be a whole number" in fact["detail"]
    assert "amountCents: moet een geheel getal zijn" in fact["detailNl"]
    assert "disbursedOn: " in fact["detail"]


async def test_a_type_that_nobody_knows_comes_back(desk: Desk) -> None:
    message = uuid7()
    await desk.send(
        json.dumps(
            {
                "specversion": "1.0",
                "id": str(message),
                "source": "urn:nld:kvknr:12345678:systeem:bom",
                "type": "nl.groeikracht.rom.disbursment-reported",
                "data": {},
            }
        ).encode(),
        headers=[("content-type", b"application/cloudevents+json")],
    )
    fact = await refusal_of(desk, message)
    assert fact["reason"] == "message.known-type"


async def test_balances_are_the_sums_of_the_movements(desk: Desk) -> None:
    guarantee = await desk.issued()
    for report in (
        paid(guarantee["loanId"], 1 * M),
        repaid(guarantee["loanId"], 250_000_00),
        paid(guarantee["loanId"], 2 * M, "2015-07-01"),
    ):
        await desk.report(report)
    path = f"/loans/{guarantee['loanId']}/movements"
    moved = (await desk.api.get(path, BOM)).json()["items"]
    sums = {
        way: sum(found["amountCents"] for found in moved if found["direction"] == way)
        for way in ("DISBURSEMENT", "REPAYMENT")
    }
    loan = await desk.loan(guarantee["loanId"])
    assert sums == {"DISBURSEMENT": 3 * M, "REPAYMENT": 250_000_00}
    assert (loan["disbursedCents"], loan["repaidCents"], loan["outstandingCents"]) == (
        3 * M,
        250_000_00,
        2_750_000_00,
    )
    entries = text(
        "select sum(granted_cents - lapsed_cents)::bigint from guarantee_year_entry where guarantee_id = :id"
    )
    async with desk.rows() as session:
        exposure = await session.scalar(entries, {"id": guarantee["id"]})
    assert exposure == (await desk.guarantee(guarantee["id"]))["exposureCents"] == 1_875_000_00


async def test_reports_at_once_never_pass_the_principal(desk: Desk) -> None:
    guarantee = await desk.issued()
    await asyncio.gather(*(desk.report(paid(guarantee["loanId"], 1 * M)) for _ in range(12)))
    assert await amounts(desk, guarantee) == (4 * M, 2 * M, 2 * M)


async def test_what_was_paid_out_between_contract_and_issue_comes_back(desk: Desk) -> None:
    guarantee, message = await desk.reserved(rating="BB"), uuid7()
    await desk.contracted(guarantee["loanId"])
    await done(desk.act(f"/guarantees/{guarantee['id']}/issues", SECOND, at="2015-03-20T09:00:00Z"))
    await desk.report(paid(guarantee["loanId"], 1 * M, "2015-03-05"), id=message)
    fact = await refusal_of(desk, message)
    assert (fact["reason"], fact["facts"]) == ("disbursement.guarantee-issued", {"issuedOn": "2015-03-20"})
    await desk.report(paid(guarantee["loanId"], 1 * M, "2015-03-20"))
    assert await amounts(desk, guarantee) == (1 * M, 500_000_00, 2 * M)
