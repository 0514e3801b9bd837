"""What a service published, as Kafka remembers it: the one witness outside its database."""

import logging
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaTimeoutError

from shared.bus import kafka
from shared.bus.batches import UnreadableBatch
from shared.bus.cloudevent import CloudEvent, system_urn
from shared.bus.record import kept, readable
from shared.settings import Settings

log = logging.getLogger(__name__)

ROM_OUTBOUND = r"groeikracht\.rom\.([a-z]+)\.outbound"
POLL_MS = 500
TAIL_RECORDS = 500

Tell = Callable[[str], None]


@dataclass
class Published:
    """A fact as it stands on one topic; `caused` means that it followed from a message, not from a person.

    `number` is its `sequence` there: on each topic that it was sent to it has one of its own.
    """

    id: UUID
    type: str
    subject: UUID
    recorded_at: datetime
    caused: bool
    topic: str
    number: int
    data: dict[str, Any]


async def walk(
    settings: Settings, service: str, last: int | None = None, tell: Tell = log.warning
) -> AsyncIterator[list[Published]]:
    """Every fact of this service on its topics, some at a time; or of each partition the last records.

    What cannot be read is told with where it stands, and left behind.
    """
    source = system_urn(settings.organisation_oin, f"groeikracht-{service}")
    partitions = await kafka.partitions(settings, rf"groeikracht\.{service}|{ROM_OUTBOUND}")
    async with AsyncExitStack() as stack:
        consumer = kafka.consumer(settings, None)
        stack.push_async_callback(kafka.stop, consumer)
        async with kafka.answering():
            await consumer.start()
            ends = await _from_where(consumer, partitions, last)
        for partition, end in ends.items():
            async for records in _up_to(consumer, partition, end, tell):
                if found := list(_ours(records, source, tell)):
                    yield found


async def _from_where(
    consumer: AIOKafkaConsumer, partitions: list[TopicPartition], last: int | None
) -> dict[TopicPartition, int]:
    if not partitions:
        return {}
    consumer.assign(partitions)
    begins = await consumer.beginning_offsets(partitions)
    ends: dict[TopicPartition, int] = await consumer.end_offsets(partitions)
    for partition, begin in begins.items():
        consumer.seek(partition, begin if last is None else max(begin, ends[partition] - last))
    return ends


async def _up_to(
    consumer: AIOKafkaConsumer, partition: TopicPartition, end: int, tell: Tell
) -> AsyncIterator[Sequence[Any]]:
    """A partition; before a batch that cannot be read record by record, so that none is lost with it."""
    at_once, answered_at = None, time.monotonic()
    while (start := await _position(consumer, partition)) < end:
        if time.monotonic() - answered_at > kafka.RENEW_SECONDS:
            raise KafkaTimeoutError(f"{partition} does not give its records from {start} on")
        try:
            async with kafka.answering():
                found = await consumer.getmany(partition, timeout_ms=POLL_MS, max_records=at_once)
        except UnreadableBatch as failure:
            if at_once is not None:
                tell(f"cannot read {partition.topic}/{partition.partition} from {start} on: {failure}")
            consumer.seek(partition, start if at_once is None else failure.end)
            at_once = 1 if at_once is None else None
            continue
        for records in found.values():
            yield records
            answered_at = time.monotonic()


async def _position(consumer: AIOKafkaConsumer, partition: TopicPartition) -> int:
    async with kafka.answering():
        position: int = await consumer.position(partition)
        return position


def _ours(records: Sequence[Any], source: str, tell: Tell) -> Iterator[Published]:
    for record in records:
        event = readable(kept(record))
        if event is None or event.source != source:
            continue
        try:
            yield _published(event, record.topic)
        except (TypeError, ValueError):  # somebody else wrote it, in our name
            tell(f"cannot read {kept(record).position}: no fact that this suite would send")


def _published(event: CloudEvent, topic: str) -> Published:
    if event.time is None:
        raise ValueError("a fact has a time")
    return Published(
        id=UUID(event.id),
        type=event.type,
        subject=UUID(str(event.subject)),
        recorded_at=event.time,
        caused=event.extension("causationid") is not None,
        topic=topic,
        number=int(str(event.extension("sequence"))),
        data=dict(event.data),
    )
