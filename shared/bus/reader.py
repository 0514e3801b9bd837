"""One partition, seen through at its own pace: what goes wrong in it ends nothing of another."""

import asyncio
import contextlib
import logging
from collections.abc import Sequence
from typing import Any

from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition
from aiokafka.errors import (
    CommitFailedError,
    CorruptRecordException,
    IllegalStateError,
    KafkaError,
    RecordTooLargeError,
    UnsupportedCodecError,
)

from shared.bus import kafka
from shared.bus.gauges import LAG
from shared.bus.inbox import Inbox
from shared.bus.leader import RESTART_SECONDS, described
from shared.bus.pulse import Pulse
from shared.bus.record import kept
from shared.bus.relay import REPLAY_HEADER
from shared.settings import Settings

log = logging.getLogger(__name__)

READING = "reading"
POLL_MS = 500
PROBE_MS = 5_000
COMMIT_SECONDS = 10
READ_TRIES = 3
UNREADABLE = (UnsupportedCodecError, CorruptRecordException, RecordTooLargeError)


class PartitionReader:
    """Reads one partition for as long as it is ours, and delivers its records in their order."""

    def __init__(
        self,
        consumer: AIOKafkaConsumer,
        partition: TopicPartition,
        service: str,
        settings: Settings,
        inbox: Inbox,
        pulse: Pulse,
        stopping: asyncio.Event,
    ) -> None:
        self._consumer = consumer
        self._partition = partition
        self._service = service
        self._settings = settings
        self._inbox = inbox
        self._pulse = pulse
        self._stopping = stopping
        self._failed_at: int | None = None
        self._tries = 0

    async def run(self) -> None:
        """Read until told to stop or until another worker has the partition; nothing else ends it."""
        while self._is_ours():
            try:
                await self._turn()
            except (IllegalStateError, CommitFailedError):  # lost meanwhile: read again where it went
                await asyncio.sleep(RESTART_SECONDS)
            except Exception as failure:
                log.warning("reading %s again soon: %s", self._partition, described(failure))
                await asyncio.sleep(RESTART_SECONDS)
        with contextlib.suppress(KeyError):  # nothing of it was shown yet
            LAG.remove(*self._partition)

    def _is_ours(self) -> bool:
        return not self._stopping.is_set() and self._partition in self._consumer.assignment()

    async def _turn(self) -> None:
        async with asyncio.timeout(COMMIT_SECONDS):
            start = await self._consumer.position(self._partition)
        at_once = None if self._failed_at is None else 1
        try:
            found = await self._consumer.getmany(self._partition, timeout_ms=POLL_MS, max_records=at_once)
        except Exception as failure:
            if not _is_unreadable(failure):
                raise
            self._consumer.seek(self._partition, start)  # what was read before it was lost with it
            await self._stumble(start, failure)
            return
        if not found:
            self._failed_at = None
            self._show_lag(start)
        for records in found.values():
            await self._see_through(records)

    async def _see_through(self, records: Sequence[ConsumerRecord[Any, Any]]) -> None:
        done = records[0].offset
        try:
            for record in records:
                if not self._is_ours():
                    break
                if _is_ours(record, self._service):
                    await self._inbox.deliver(kept(record))
                done = record.offset + 1
                self._show_lag(done)
        except Exception:
            self._consumer.seek(self._partition, done)
            raise
        await self._commit(done)

    def _show_lag(self, done: int) -> None:
        last = self._consumer.highwater(self._partition) if self._is_ours() else None
        if last is not None:
            LAG.labels(*self._partition).set(max(0, last - done))

    async def _commit(self, offset: int) -> None:
        async with asyncio.timeout(COMMIT_SECONDS):
            await self._consumer.commit({self._partition: offset})
        self._pulse.beat(READING)

    async def _stumble(self, start: int, failure: Exception) -> None:
        """Try what cannot be read some times, record by record; then set it aside and go on behind it."""
        self._tries = self._tries + 1 if self._failed_at == start else 1
        self._failed_at = start
        log.warning("cannot read %s at %d: %s", self._partition, start, described(failure))
        if self._tries < READ_TRIES:
            await asyncio.sleep(RESTART_SECONDS)
            return
        end = await _readable_from(self._settings, self._partition, start)
        if end > start:
            topic, partition = self._partition
            await self._inbox.set_aside(topic, partition, start, end, described(failure))
            self._consumer.seek(self._partition, end)
            await self._commit(end)
        self._failed_at = None


def _is_unreadable(failure: Exception) -> bool:
    """Whether what was fetched is at fault (its codec, its bytes), not the way to the brokers."""
    return isinstance(failure, UNREADABLE) or not isinstance(failure, (KafkaError, OSError))


async def _readable_from(settings: Settings, partition: TopicPartition, start: int) -> int:
    """The first offset from `start` on that can be read, or the end; asked by a client of its own."""
    probe = kafka.consumer(settings, None)
    probe.assign([partition])
    await probe.start()
    try:
        end: int = (await probe.end_offsets([partition]))[partition]
        for offset in range(start, end):
            probe.seek(partition, offset)
            try:
                await probe.getmany(partition, timeout_ms=PROBE_MS, max_records=1)
            except Exception as failure:
                if not _is_unreadable(failure):
                    raise
            else:
                return offset
        return end
    finally:
        await probe.stop()


def _is_ours(record: Any, service: str) -> bool:
    """A replay is read only by the consumer that asked for it; a ROM's message is never one of ours."""
    wanted = dict(record.headers).get(REPLAY_HEADER)
    return wanted in (None, service.encode()) or record.topic.endswith(".inbound")
