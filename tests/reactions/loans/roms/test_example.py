"""The example back-office is answered as docs promise: two refusals with their reasons, and one booking."""

import json
from pathlib import Path

import pytest

from examples.rom_backoffice.__main__ import CONTENT_TYPE, ON, ROM, Seen, hear, on_guaranteed
from shared.contracts.loans import DisbursementBooked, LoanGuaranteed, MessageRefused
from shared.contracts.rom import DisbursementReported
from shared.contracts.withdrawn import LoansFactWithdrawn
from tests.routes.loans.desk import Desk

OUTBOUND = "groeikracht.rom.bom.outbound"
NEWS = {"source": "urn:test", "id": "1", "type": LoanGuaranteed.type()}


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


def test_it_knows_after_a_restart_what_it_handled(tmp_path: Path) -> None:
    event = {"source": "urn:nld:oin:1:systeem:loans", "id": "1"}
    Seen(tmp_path / "seen.sqlite").add(event)
    again = Seen(tmp_path / "seen.sqlite")
    again.add(event)
    assert again.has(event)
    assert not again.has(event | {"id": "2"})
    assert not again.has(event | {"source": "urn:nld:oin:1:systeem:funding"})


def test_it_listens_to_facts_that_are_published() -> None:
    published = {
        kind.type() for kind in (LoanGuaranteed, DisbursementBooked, MessageRefused, LoansFactWithdrawn)
    }
    assert set(ON) == published
    assert DisbursementReported.type() == "nl.groeikracht.rom.disbursement-reported"


@pytest.mark.parametrize(
    "value",
    [
        b"{this is not JSON",
        b"\xff",
        b"null",
        b"{}",
        json.dumps({**NEWS, "data": {"loanId": "1"}}).encode(),
        json.dumps(
            {
                **NEWS,
                "data": {
                    "loanId": "no uuid",
                    "guaranteeId": "no uuid",
                    "principalCents": 1,
                    "guaranteedCents": 1,
                    "issuedOn": "2015-03-02",
                },
            }
        ).encode(),
    ],
)
async def test_a_message_it_cannot_use_is_told_and_left_behind(
    value: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async def send(key: str, value: bytes) -> None:
        """Kafka is not asked."""

    await hear(value, send, Seen(tmp_path / "seen"))
    assert "left behind" in capsys.readouterr().out
