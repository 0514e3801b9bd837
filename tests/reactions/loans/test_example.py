"""The example back-office is answered as docs promise: two refusals with their reasons, and one booking."""

import json

from examples.rom_backoffice.__main__ import CONTENT_TYPE, ON, ROM, on_guaranteed
from shared.contracts.loans import DisbursementBooked, LoanGuaranteed, MessageRefused
from shared.contracts.rom import DisbursementReported
from tests.routes.loans.desk import Desk

OUTBOUND = "groeikracht.rom.bom.outbound"


async def test_its_loan_becomes_active_however_often_it_starts(desk: Desk) -> None:
    assert ROM == "bom"
    guarantee = await desk.issued()
    (fact,) = await desk.told(OUTBOUND, LoanGuaranteed, guaranteeId=guarantee["id"])
    sent = []

    async def send(key: str, value: bytes) -> None:
        sent.append(value)
        await desk.send(value, key=key.encode(), headers=[CONTENT_TYPE])

    await on_guaranteed(fact, send)
    broken, above, right = sent
    assert (await desk.loan(guarantee["loanId"]))["status"] == "ACTIVE"
    (booked,) = await desk.told(OUTBOUND, DisbursementBooked, loanId=guarantee["loanId"])
    assert (booked["messageId"], booked["amountCents"]) == (json.loads(right)["id"], 4_000_000_00)
    (refused,) = await desk.told(OUTBOUND, MessageRefused, messageId=json.loads(above)["id"])
    assert refused["reason"] == "disbursement.within-principal"
    assert "JSON" in broken.decode()

    await on_guaranteed(fact, send)  # restarted before its offset was kept
    loan = await desk.loan(guarantee["loanId"])
    assert (loan["status"], loan["disbursedCents"]) == ("ACTIVE", 4_000_000_00)
    assert len(await desk.told(OUTBOUND, DisbursementBooked, loanId=guarantee["loanId"])) == 1


def test_it_listens_to_facts_that_are_published() -> None:
    published = {kind.type() for kind in (LoanGuaranteed, DisbursementBooked, MessageRefused)}
    assert set(ON) == published
    assert DisbursementReported.type() == "nl.groeikracht.rom.disbursement-reported"
