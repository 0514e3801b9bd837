"""One partition, seen through at its own pace: what goes wrong in it ends nothing of another."""

import asyncio
import contextlib
import logging
import time
from collections.abc import Sequence
from typing import Any

from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition
from aiokafka.errors import CommitFailedError, IllegalStateError

from shared.bus import kafka
from shared.bus.batches import UnreadableBatch
from shared.bus.gauges import LAG
from shared.bus.inbox import Inbox
from shared.bus.leader import RESTART_SECONDS
from shared.bus.pulse import Pulse
from shared.bus.record import Unreadable, kept
from shared.bus.relay import REPLAY_HEADER
from shared.store.failures import cause

log = logging.getLogger(__name__)

READING = "reading"
POLL_MS = 500
COMMIT_SECONDS = 10
READ_TRIES = 3


class PartitionReader:
    """Reads one partition for as long as it is ours, and delivers its records in their order."""

    def __init__(
        self,
        consumer: AIOKafkaConsumer,
        partition: TopicPartition,
        service: str,
        inbox: Inbox,
        pulse: Pulse,
        stopping: asyncio.Event,
    ) -> None:
        self._consumer = consumer
        self._partition = partition
        self._service = service
        self._inbox = inbox
        self._pulse = pulse
        self._stopping = stopping
        self._failed_at: int | None = None
        self._tries = 0
        self._well_at = time.monotonic()
        self._delivering = False
        self.task = asyncio.create_task(self._run())

    @property
    def is_stuck(self) -> bool:
        """Whether the client has failed us for so long that another would do better."""
        if self._delivering or self.task.done():
            return False
        return time.monotonic() - self._well_at > kafka.RENEW_SECONDS

    async def _run(self) -> None:
        """Read until told to stop or until another worker has the partition; nothing else ends it."""
        while self._is_ours():
            try:
                await self._turn()
                self._well_at = time.monotonic()
            except (IllegalStateError, CommitFailedError):  # lost meanwhile: read again where it went
                await asyncio.sleep(RESTART_SECONDS)
            except Exception as failure:
                log.warning("reading %s again soon: %s", self._partition, cause(failure))
                await asyncio.sleep(RESTART_SECONDS)
        with contextlib.suppress(KeyError):  # nothing of it was shown yet
            LAG.remove(*self._partition)

    def _is_ours(self) -> bool:
        return not self._stopping.is_set() and self._partition in self._consumer.assignment()

    async def _turn(self) -> None:
        async with kafka.answering(COMMIT_SECONDS):
            start = await self._consumer.position(self._partition)
        at_once = None if self._failed_at is None else 1
        try:
            async with kafka.answering():
                found = await self._consumer.getmany(self._partition, timeout_ms=POLL_MS, max_records=at_once)
        except UnreadableBatch as failure:
            self._consumer.seek(self._partition, start)  # what was read before it was lost with it
            await self._stumble(start, failure)
            return
        if not found:
            self._failed_at = None
            self._show_lag(start)
        for records in found.values():
            await self._see_through(records)

    async def _see_through(self, records: Sequence[ConsumerRecord[Any, Any]]) -> None:
        ours = [kept(record) for record in records if _is_ours(record, self._service)]
        at, done, self._delivering = 0, records[0].offset, True
        try:
            while at < len(ours) and self._is_ours():
                at += await self._inbox.deliver_some(ours[at:])
                done = ours[at - 1].offset + 1
                self._show_lag(done)
        except Exception:
            self._consumer.seek(self._partition, done)
            raise
        finally:
            self._well_at, self._delivering = time.monotonic(), False
        await self._commit(records[-1].offset + 1 if at == len(ours) else done)

    def _show_lag(self, done: int) -> None:
        last = self._consumer.highwater(self._partition) if self._is_ours() else None
        if last is not None:
            LAG.labels(*self._partition).set(max(0, last - done))

    async def _commit(self, offset: int) -> None:
        async with kafka.answering(COMMIT_SECONDS):
            await self._consumer.commit({self._partition: offset})
        self._pulse.beat(READING)

    async def _stumble(self, start: int, failure: UnreadableBatch) -> None:
        """Try what cannot be read some times, record by record; then set it aside and go on behind it."""
        self._tries = self._tries + 1 if self._failed_at == start else 1
        self._failed_at = start
        log.warning("cannot read %s at %d: %s", self._partition, start, cause(failure))
        if self._tries < READ_TRIES:
            await asyncio.sleep(RESTART_SECONDS)
            return
        topic, partition = self._partition
        key = f"{topic}/{partition}/{start}".encode()  # no other message waits behind it
        where = (topic, partition, start, key, failure.head, ())
        await self._inbox.deliver(Unreadable(*where, last=failure.end - 1, why=failure.reason))
        self._consumer.seek(self._partition, failure.end)
        await self._commit(failure.end)
        self._failed_at = None


def _is_ours(record: Any, service: str) -> bool:
    """A replay is read only by the consumer that asked for it; a ROM's message is never one of ours."""
    wanted = dict(record.headers).get(REPLAY_HEADER)
    return wanted in (None, service.encode()) or record.topic.endswith(".inbound")
