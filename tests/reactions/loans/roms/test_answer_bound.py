"""Of the refused messages on a ROM's topic a bounded number an hour is answered (decision 0011)."""

import asyncio
from dataclasses import replace
from itertools import count
from unittest.mock import AsyncMock

import pytest
from sqlalchemy import func, select, text

from services.loans.roms.back_office.reactions import refuse_message
from services.loans.roms.refused_messages.models import RefusedMessage
from services.loans.worker import SUBSCRIPTIONS
from shared.bus import inbox, refusals
from shared.bus.inbox import Inbox
from shared.bus.record import Record
from shared.bus.refusals import Refusal, within_bound
from shared.contracts.loans import MessageRefused
from shared.store.tables import AUDIT, INBOX, OUTBOX, PARKED
from shared.store.tx import Tx
from tests.routes.loans.desk import Desk

BOUND = 3
ALL_OF_THEM = ["message.valid", "message.valid", "message.answered-one-by-one"]
OFFSETS = count()


@pytest.fixture(autouse=True)
def a_low_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refusals, "ANSWERED_AN_HOUR_MAX", BOUND)
    monkeypatch.setattr(inbox, "AWAY_SECONDS", 0.0)


def rubbish(rom: str, times: int) -> list[Record]:
    offsets = [next(OFFSETS) for _ in range(times)]
    return [Record(f"groeikracht.rom.{rom}.inbound", 0, n, b"", b"{no json %d" % n, []) for n in offsets]


async def deliver(worker: Inbox, records: list[Record]) -> None:
    for record in records:
        await worker.deliver(record)


async def answers(desk: Desk, rom: str) -> list[tuple[str, str]]:
    """What was answered to a ROM: to which message, and why."""
    told = await desk.told(f"groeikracht.rom.{rom}.outbound", MessageRefused)
    return [(fact["position"], fact["reason"]) for fact in told]


async def grown(desk: Desk) -> list[int | None]:
    tables = (OUTBOX, AUDIT, INBOX, PARKED, RefusedMessage)
    async with desk.rows() as session:
        return [await session.scalar(select(func.count()).select_from(table)) for table in tables]


async def an_hour_passes(desk: Desk, rom: str) -> None:
    later = text("update inbox set received_at = received_at - interval '1 hour' where source = :topic")
    async with desk.rows.begin() as session:
        await session.execute(later, {"topic": f"groeikracht.rom.{rom}.inbound"})


async def test_a_flood_of_refused_messages_is_counted_and_grows_nothing(desk: Desk) -> None:
    await deliver(desk.inbox, rubbish("impuls", BOUND))
    before = await grown(desk)
    await deliver(desk.inbox, rubbish("impuls", 13))
    await deliver(Inbox(desk.rows, SUBSCRIPTIONS), rubbish("impuls", 14))  # a worker that was started anew
    assert await grown(desk) == before
    assert [reason for _, reason in await answers(desk, "impuls")] == ALL_OF_THEM
    async with desk.rows() as session:
        times = text("select sum(times) from refused_attempt where tenant = 'rom:IMPULS'")
        assert await session.scalar(times) == 27


async def test_a_topic_that_had_its_answers_is_not_looked_at_for_each_message(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = AsyncMock(wraps=within_bound)
    monkeypatch.setattr(inbox, "within_bound", looked)
    await deliver(desk.inbox, rubbish("groningen", BOUND + 20))
    assert looked.await_count == BOUND + 1
    monkeypatch.setattr(inbox, "UNANSWERED_SECONDS", -1)
    await deliver(Inbox(desk.rows, SUBSCRIPTIONS), rubbish("groningen", 2))
    assert looked.await_count == BOUND + 3


async def test_workers_at_once_keep_to_one_bound(desk: Desk) -> None:
    workers = [Inbox(desk.rows, SUBSCRIPTIONS) for _ in range(4)]
    await asyncio.gather(*(deliver(worker, rubbish("brabant", 3)) for worker in workers))
    assert [reason for _, reason in await answers(desk, "brabant")] == ALL_OF_THEM


async def test_what_was_answered_before_takes_no_place_when_it_is_read_again(desk: Desk) -> None:
    known, lost = rubbish("noord", BOUND), rubbish("noord", BOUND)
    await deliver(desk.inbox, known)
    told = await answers(desk, "noord")
    await an_hour_passes(desk, "noord")
    await deliver(Inbox(desk.rows, SUBSCRIPTIONS), [*known, *known, *lost])
    positions = [record.position for record in lost]
    assert await answers(desk, "noord") == [*told, *zip(positions, ALL_OF_THEM, strict=True)]


async def test_an_answer_that_is_not_committed_takes_no_place(desk: Desk) -> None:
    tries = count()

    async def away_for_a_while(refusal: Refusal, tx: Tx) -> None:
        await refuse_message(refusal, tx)
        if next(tries) < 2 * BOUND:
            raise OSError("the connection is lost")

    answering = [replace(found, refuse=away_for_a_while) for found in SUBSCRIPTIONS if found.refuse]
    records = rubbish("zeeland", BOUND)
    await deliver(desk.inbox, records[:-1])
    await deliver(Inbox(desk.rows, answering), records[-1:])
    positions = [record.position for record in records]
    assert await answers(desk, "zeeland") == list(zip(positions, ALL_OF_THEM, strict=True))
