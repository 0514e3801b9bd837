"""What a service published, as Kafka remembers it: the one witness outside its database."""

from collections.abc import Iterable, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from aiokafka import AIOKafkaConsumer, TopicPartition

from shared.bus import kafka
from shared.bus.cloudevent import CloudEvent, system_urn
from shared.bus.record import kept, readable
from shared.settings import Settings

ROM_OUTBOUND = r"groeikracht\.rom\.([a-z]+)\.outbound"
POLL_MS = 500
TAIL_RECORDS = 500


@dataclass
class Published:
    """A fact as it stands in Kafka; `caused` means that it followed from a message, not from a person.

    `numbers` has its `sequence` by topic: on each topic that it was sent to it has one of its own.
    """

    id: UUID
    type: str
    subject: UUID
    recorded_at: datetime
    caused: bool
    numbers: dict[str, int]


async def read(settings: Settings, service: str, last: int | None = None) -> dict[UUID, Published]:
    """Every fact of this service on its topics, or the last of each partition."""
    found: dict[UUID, Published] = {}
    source = system_urn(settings.organisation_oin, f"groeikracht-{service}")
    partitions = await kafka.partitions(settings, rf"groeikracht\.{service}|{ROM_OUTBOUND}")
    async with AsyncExitStack() as stack:
        consumer = kafka.consumer(settings, None)
        stack.push_async_callback(consumer.stop)
        await consumer.start()
        ends = await _from_where(consumer, partitions, last)
        while any([await consumer.position(partition) < end for partition, end in ends.items()]):
            for records in (await consumer.getmany(timeout_ms=POLL_MS)).values():
                for fact in _ours(records, source):
                    found.setdefault(fact.id, fact).numbers.update(fact.numbers)
    return found


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


def _ours(records: Iterable[Any], source: str) -> Iterator[Published]:
    for record in records:
        event = readable(kept(record))
        if event is not None and event.source == source:
            yield _published(event, record.topic)


def _published(event: CloudEvent, topic: str) -> Published:
    assert event.time is not None  # noqa: S101 - the gate out sees to it
    return Published(
        id=UUID(event.id),
        type=event.type,
        subject=UUID(str(event.subject)),
        recorded_at=event.time,
        caused=event.extension("causationid") is not None,
        numbers={topic: int(str(event.extension("sequence")))},
    )
