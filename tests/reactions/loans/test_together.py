"""Reports of ROMs that share a transaction: each acts for its own ROM, and a refused one is answered."""

import asyncio
from itertools import count

import pytest
from sqlalchemy import func, select, text

from services.loans.worker import SUBSCRIPTIONS
from shared.bus import refusals
from shared.bus.cloudevent import encode, envelope
from shared.bus.inbox import Inbox
from shared.bus.record import Record
from shared.contracts.loans import DisbursementBooked, MessageRefused
from shared.contracts.rom import DisbursementReported
from shared.kernel.events import Event
from shared.kernel.ids import uuid7
from shared.store.tables import INBOX, PARKED
from shared.store.tx import begin
from tests.routes.loans.desk import Desk

OFFSETS = count(10_000_000)
EURO = 100


async def record(desk: Desk, rom: str, event: Event) -> Record:
    async with begin(desk.rows, "test") as tx:
        now = tx.now
    fact = envelope(
        id=uuid7(), type=event.type(), subject=event.subject, data=event.payload(), time=now, sequence=1,
        schema_path=event.schema_path(), source="urn:nld:oin:00000099000000001000:systeem:test",
        public_url="https://api.groeikracht.example",
    )  # fmt: skip
    key, value, headers = encode(fact)
    return Record(f"groeikracht.rom.{rom}.inbound", 0, next(OFFSETS), key, value, headers)


def paid(loan: str, euros: int) -> DisbursementReported:
    return DisbursementReported(loan_id=loan, amount_cents=euros * EURO, disbursed_on="2016-08-01")


async def see_through(inbox: Inbox, records: list[Record]) -> None:
    while records:
        records = records[await inbox.deliver_some(records) :]


async def test_two_roms_at_once_act_each_for_itself_and_a_refused_report_harms_no_other(desk: Desk) -> None:
    first, second = await desk.issued(), await desk.issued()
    loans = [first["loanId"], second["loanId"]]
    amounts = [1000, 2000, 999_999_999, 3000]  # the third is more than the loan
    own = [await record(desk, "bom", paid(loan, euros)) for euros in amounts for loan in loans]
    foreign = [await record(desk, "liof", paid(loan, 500)) for loan in loans for _ in range(3)]
    inbox = Inbox(desk.rows, SUBSCRIPTIONS)
    await asyncio.gather(see_through(inbox, own), see_through(inbox, foreign))
    for loan in loans:
        booked = await desk.told("groeikracht.rom.bom.outbound", DisbursementBooked, loanId=loan)
        assert [fact["amountCents"] for fact in booked] == [1000 * EURO, 2000 * EURO, 3000 * EURO]
        assert (await desk.loan(loan))["disbursedCents"] == 6000 * EURO
    answered = await desk.told("groeikracht.rom.liof.outbound", MessageRefused)
    mine = [fact for fact in answered if fact["position"] in {found.position for found in foreign}]
    assert [fact["reason"] for fact in mine] == ["resource.not-found"] * 6
    answered = await desk.told("groeikracht.rom.bom.outbound", MessageRefused)
    mine = [fact for fact in answered if fact["position"] in {found.position for found in own}]
    assert [fact["reason"] for fact in mine] == ["disbursement.within-principal"] * 2


async def test_a_flood_beyond_the_answers_is_counted_each_once_in_few_transactions(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, within_an_hour: None
) -> None:
    monkeypatch.setattr(refusals, "ANSWERED_AN_HOUR_MAX", 2)
    guarantee = await desk.issued()
    topic = "groeikracht.rom.ooost.inbound"
    flood = [Record(topic, 0, next(OFFSETS), b"", b"{no json %d" % n, []) for n in range(60)]
    right = await record(desk, "ooost", paid(guarantee["loanId"], 1))
    inbox = Inbox(desk.rows, SUBSCRIPTIONS)
    async with desk.rows() as session:
        before = await session.scalar(text("select txid_current()"))
    await see_through(inbox, [*flood, right])
    async with desk.rows() as session:
        after = await session.scalar(text("select txid_current()"))
        times = text("select sum(times) from refused_attempt where tenant = 'rom:OOOST'")
        counted = await session.scalar(times)
        rows = select(func.count()).select_from(INBOX).where(INBOX.c.source.startswith(topic))
        kept = await session.scalar(rows)
        parked = select(func.count()).select_from(PARKED).where(PARKED.c.topic == topic)
        assert await session.scalar(parked) == 0
    answered = await desk.told("groeikracht.rom.ooost.outbound", MessageRefused)
    assert len(answered) == kept == 2
    assert counted == 60 + 1 - 2  # the last names a loan that this ROM does not have
    assert (after or 0) - (before or 0) < 15
