"""Each partition at its own pace over real Kafka: any codec, a flood beside it, unreadable bytes."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from aiokafka import AIOKafkaConsumer
from aiokafka.errors import KafkaError
from confluent_kafka import Producer
from prometheus_client import REGISTRY
from sqlalchemy import select

from deploy.local.kafka import Kafka
from shared.bus import batches, own_topics, worker
from shared.bus import kafka as clients
from shared.bus.cloudevent import envelope, system_urn
from shared.bus.inbox import Refusal, Subscription
from shared.bus.worker import Worker
from shared.contracts.agenda.agendas import AgendaAdopted
from shared.contracts.examples import EXAMPLES
from shared.kernel.ids import uuid7
from shared.settings import Settings
from shared.store.engine import connect, sessions
from shared.store.tables import PARKED
from shared.store.tx import Tx

ADOPTED = next(example for example in EXAMPLES if isinstance(example, AgendaAdopted))
TOPIC = "groeikracht.rom.{}.inbound"
TYPE = {"content-type": "application/cloudevents+json; charset=UTF-8"}


class Counter:
    """A worker of the funding database that reads what two ROMs send, and how long each message takes it."""

    def __init__(self, settings: Settings, bootstrap: str) -> None:
        self.settings = settings.model_copy(update={"kafka_bootstrap": bootstrap})
        self.engine = connect("funding", self.settings)
        self.seen: dict[str, float] = {}
        self.refused: list[Refusal] = []
        self.seconds = 0.0

    async def note(self, event: AgendaAdopted, _: Tx) -> None:
        if event.title.startswith("slow"):
            await asyncio.sleep(self.seconds)
        self.seen[event.title] = time.monotonic()

    async def refuse(self, refusal: Refusal, _: Tx) -> None:
        self.refused.append(refusal)

    @asynccontextmanager
    async def running(self, answers: bool = False) -> AsyncIterator[Worker]:
        topics = Subscription(
            r"groeikracht\.rom\.(bom|liof)\.inbound",
            {AgendaAdopted: [self.note]},
            refuse=self.refuse if answers else None,
        )
        found = Worker("funding", self.settings, self.engine, (topics,), ())
        stop = asyncio.Event()
        task = asyncio.create_task(found.consume(stop))
        try:
            yield found
        finally:
            stop.set()
            await task

    async def saw(self, title: str) -> float:
        async with asyncio.timeout(60):
            while title not in self.seen:  # noqa: ASYNC110 - a reaction sets it
                await asyncio.sleep(0.02)
        return self.seen[title]


@pytest.fixture
async def counter(settings: dict[str, Settings], kafka: Kafka) -> AsyncIterator[Counter]:
    found = Counter(settings["funding"], kafka.bootstrap)
    yield found
    await found.engine.dispose()


def send(bootstrap: str, rom: str, *titles: str, codec: str = "none") -> None:
    producer = Producer(
        {"bootstrap.servers": bootstrap, "compression.type": codec, "linger.ms": 100, "log_level": 0}
    )
    for title in titles:
        event = {
            "specversion": "1.0",
            "id": str(uuid7()),
            "source": "urn:nld:kvknr:68750110:systeem:test",
            "type": AgendaAdopted.type(),
            "data": ADOPTED.model_copy(update={"title": title}).payload(),
            "padding": "a" * 500,  # librdkafka leaves alone what does not shrink
        }
        producer.produce(TOPIC.format(rom), json.dumps(event), str(uuid7()), headers=TYPE)
    assert producer.flush(20) == 0


@pytest.mark.parametrize("codec", ["gzip", "snappy", "lz4", "zstd"])
async def test_a_batch_of_any_standard_codec_is_read(counter: Counter, kafka: Kafka, codec: str) -> None:
    send(kafka.bootstrap, "liof", f"in {codec}", f"also in {codec}", codec=codec)
    async with counter.running():
        await counter.saw(f"in {codec}")
        await counter.saw(f"also in {codec}")


def lag(rom: str) -> float:
    found = REGISTRY.get_sample_value(
        "groeikracht_consumer_lag_messages", {"topic": TOPIC.format(rom), "partition": "0"}
    )
    return found or 0


async def test_a_flood_of_one_costs_another_less_than_a_second(counter: Counter, kafka: Kafka) -> None:
    counter.seconds = 0.05
    send(kafka.bootstrap, "bom", *(f"slow {n}" for n in range(300)))
    async with counter.running():
        await counter.saw("slow 20")
        sent = time.monotonic()
        send(kafka.bootstrap, "liof", "beside the flood")
        assert await counter.saw("beside the flood") - sent < 1
        assert lag("bom") > 100
        assert not lag("liof")
    assert lag("bom") == 0, "what this worker no longer reads is not shown as if it did"
    assert len(counter.seen) < 300


async def test_what_cannot_be_read_is_set_aside_and_nothing_else_waits(
    counter: Counter, kafka: Kafka, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(batches.UNPACK, 4)  # as for a codec that is invented tomorrow
    send(kafka.bootstrap, "bom", "before")
    send(kafka.bootstrap, "bom", "lost 1", "lost 2", "lost 3", codec="zstd")
    send(kafka.bootstrap, "bom", "behind")
    async with counter.running() as reading:
        send(kafka.bootstrap, "liof", "another's")
        await counter.saw("another's")
        await counter.saw("behind")
        assert reading.pulse.ready
    assert "before" in counter.seen
    rows = await aside(counter)
    assert [row.topic for row in rows] == [TOPIC.format("bom")]
    assert f"offsets {rows[0].offset} to {rows[0].offset + 2} cannot be read" in rows[0].error
    assert not any(title.startswith("lost") for title in counter.seen)


async def test_a_client_that_ends_as_if_cancelled_does_not_end_the_worker(
    counter: Counter, kafka: Kafka, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What aiokafka does when the brokers were away for half a minute and its fetches are under way still."""
    stopped: list[bool] = []
    stop = AIOKafkaConsumer.stop

    async def stop_as_if_cancelled(self: AIOKafkaConsumer) -> None:
        await stop(self)
        stopped.append(True)
        raise asyncio.CancelledError

    async def no_answer(_: AIOKafkaConsumer) -> int:
        monkeypatch.undo()
        monkeypatch.setattr(AIOKafkaConsumer, "stop", stop_as_if_cancelled)
        raise TimeoutError("the brokers do not answer")

    monkeypatch.setattr(worker, "_last_answer", no_answer)
    async with counter.running():
        send(kafka.bootstrap, "liof", "after they were away")
        await counter.saw("after they were away")
    assert stopped


async def test_a_client_that_cancels_a_part_of_itself_is_replaced(
    counter: Counter, kafka: Kafka, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What aiokafka tells whoever reads when its task of the group was cancelled."""
    broken: set[int] = set()
    getmany = AIOKafkaConsumer.getmany

    async def as_if_cancelled(self: AIOKafkaConsumer, *args: Any, **named: Any) -> Any:
        broken.update([] if broken else [id(self)])
        if id(self) in broken:
            raise asyncio.CancelledError
        return await getmany(self, *args, **named)

    monkeypatch.setattr(clients, "RENEW_SECONDS", 2.0)
    monkeypatch.setattr(AIOKafkaConsumer, "getmany", as_if_cancelled)
    async with counter.running():
        send(kafka.bootstrap, "liof", "read by another client")
        await counter.saw("read by another client")
    assert broken


async def test_a_worker_without_partitions_hears_what_is_wrong_with_its_group(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The client waits until somebody reads; who has nothing to read would never join the group again."""
    told: list[AIOKafkaConsumer] = []

    async def idle(self: AIOKafkaConsumer) -> set[str]:
        if not told:
            told.append(self)
            self._coordinator._pending_exception = KafkaError("no member of the group any more")
        return set()

    monkeypatch.setattr(AIOKafkaConsumer, "assignment", lambda _: set())
    monkeypatch.setattr(AIOKafkaConsumer, "topics", idle)
    renewed: list[bool] = []
    stop = AIOKafkaConsumer.stop

    async def stopped(self: AIOKafkaConsumer) -> None:
        renewed.append(self in told)
        monkeypatch.undo()
        await stop(self)

    monkeypatch.setattr(AIOKafkaConsumer, "stop", stopped)
    async with counter.running(), asyncio.timeout(30):
        while not renewed:  # noqa: ASYNC110 - the worker does it
            await asyncio.sleep(0.1)
    assert renewed == [True]


async def test_a_batch_too_large_to_be_read_is_answered_with_its_offsets(
    counter: Counter, kafka: Kafka
) -> None:
    generous = {"bootstrap.servers": kafka.bootstrap, "message.max.bytes": 9_000_000, "batch.size": 9_000_000}
    producer = Producer(generous | {"compression.type": "lz4", "linger.ms": 60_000, "log_level": 0})
    offsets: list[int] = []
    for _ in range(100):  # 6 MB of them in one batch of a few kilobytes
        producer.produce(
            TOPIC.format("liof"), b" " * 60_000, on_delivery=lambda _, sent: offsets.append(sent.offset())
        )
    assert producer.flush(20) == 0
    send(kafka.bootstrap, "liof", "behind the large one")
    already = len(await aside(counter))
    async with counter.running(answers=True):
        await counter.saw("behind the large one")
    assert [(told.rule.code, told.record.offset, told.facts) for told in counter.refused] == [
        ("message.readable", offsets[0], {"first_offset": offsets[0], "last_offset": offsets[-1]})
    ]
    unread = f"offsets {offsets[0]} to {offsets[-1]} cannot be read: damaged, or more"
    assert unread in str(counter.refused[0].detail)
    assert len(await aside(counter)) == already, "nothing waits for an operator"


async def aside(counter: Counter) -> list[Any]:
    async with sessions(counter.engine)() as session:
        return list((await session.execute(select(PARKED).filter_by(rule="message.readable"))).all())


def publish(bootstrap: str, service: str, *titles: str, codec: str = "none") -> None:
    """Facts in our name, on a topic where nobody else looks for them."""
    producer = Producer(
        {"bootstrap.servers": bootstrap, "compression.type": codec, "linger.ms": 100, "log_level": 0}
    )
    for title in titles:
        event = ADOPTED.model_copy(update={"title": title + " " * 500})
        fact = envelope(
            id=uuid7(), type=event.type(), subject=event.subject, data=event.payload(),
            schema_path=event.schema_path(), time=datetime.now(UTC), sequence=7,
            source=system_urn(Settings().organisation_oin, f"groeikracht-{service}"), public_url="https://x.nl",
        )  # fmt: skip
        producer.produce(f"groeikracht.{service}", json.dumps(fact), headers=TYPE)
    assert producer.flush(20) == 0


async def test_a_batch_of_our_own_that_cannot_be_read_is_told_and_left_behind(
    counter: Counter, kafka: Kafka, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(batches.UNPACK, 4)
    own = "rom.horizon.inbound"
    publish(kafka.bootstrap, own, "before")
    publish(kafka.bootstrap, own, "lost 1", "lost 2", codec="zstd")
    publish(kafka.bootstrap, own, "behind")
    producer = Producer({"bootstrap.servers": kafka.bootstrap, "log_level": 0})
    source = system_urn(Settings().organisation_oin, f"groeikracht-{own}")
    forged = {"specversion": "1.0", "id": "no uuid", "source": source, "type": "x", "data": {}}
    producer.produce(f"groeikracht.{own}", json.dumps(forged), headers=TYPE)
    producer.flush(20)
    told: list[str] = []
    async with asyncio.timeout(30):
        parts = [part async for part in own_topics.walk(counter.settings, own, tell=told.append)]
    assert [fact.data["title"].strip() for part in parts for fact in part] == ["before", "behind"]
    assert len(told) == 2
    assert told[0].startswith("cannot read groeikracht.rom.horizon.inbound/0 from 1 on: "), told
    assert told[1].startswith("cannot read groeikracht.rom.horizon.inbound/0/4: ")
