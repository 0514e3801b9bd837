"""The worker of one service: it consumes its topics, and leads when nobody else does."""

import asyncio
import contextlib
import logging
import signal
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from aiokafka import AIOKafkaConsumer, TopicPartition
from sqlalchemy.ext.asyncio import AsyncEngine

from shared.bus import gauges, health, kafka
from shared.bus.inbox import Inbox, Subscription
from shared.bus.leader import RESTART_SECONDS, Leader
from shared.bus.pulse import Pulse
from shared.bus.reader import READING, PartitionReader
from shared.bus.timers import Timer
from shared.settings import Settings
from shared.store.engine import clock_of, connect, require_right_clock, sessions
from shared.store.failures import cause

log = logging.getLogger(__name__)

LOOK_SECONDS = 0.2
START_SECONDS = 40.0  # for a new client to find the brokers and its share of the partitions
NOWHERE = TopicPartition("nowhere", 0)
FINISH_SECONDS = 10  # for the message in hand, when told to stop


async def run(service: str, subscriptions: Sequence[Subscription], timers: Sequence[Timer] = ()) -> None:
    """Work until SIGTERM or SIGINT, then finish the message in hand and leave."""
    settings = Settings()
    engine = connect(service, settings)
    await require_right_clock(engine, settings)
    worker = Worker(service, settings, engine, subscriptions, timers)
    stopping = asyncio.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(sign, stopping.set)
    consuming = asyncio.create_task(worker.consume(stopping))
    leading = asyncio.create_task(worker.lead())
    watching = asyncio.create_task(gauges.watch(sessions(engine)))
    async with health.served(settings, worker.pulse, clock_of(engine)):
        await stopping.wait()
        await asyncio.wait({consuming}, timeout=FINISH_SECONDS)
        for task in (consuming, leading, watching):
            task.cancel()
        await asyncio.gather(consuming, leading, watching, return_exceptions=True)
    await engine.dispose()


class Worker:
    """What one worker process does; its pulse tells whether it gets on."""

    def __init__(
        self,
        service: str,
        settings: Settings,
        engine: AsyncEngine,
        subscriptions: Sequence[Subscription],
        timers: Sequence[Timer],
    ) -> None:
        self.pulse = Pulse(*([READING] if subscriptions else []))
        self._service = service
        self._settings = settings
        self._subscriptions = subscriptions
        found = sessions(engine)
        self._inbox = Inbox(found, subscriptions, self.pulse)
        self._leader = Leader(service, settings, found, self._inbox, timers, self.pulse)

    async def lead(self) -> None:
        """Be this service's leader whenever nobody else is."""
        await self._leader.lead()

    async def consume(self, stopping: asyncio.Event) -> None:
        """Read the subscribed topics until told to stop; connect again after any failure."""
        if not self._subscriptions:
            await stopping.wait()
        while not stopping.is_set():
            self.pulse.go_round(READING)
            try:
                async with _consuming(self._settings, self._service, self._subscriptions) as consumer:
                    await self._read_all(consumer, stopping)
            except Exception as failure:  # nothing may end this loop: what was not committed is read again
                log.warning("consuming again soon: %s", cause(failure))
                await asyncio.sleep(RESTART_SECONDS)

    async def _read_all(self, consumer: AIOKafkaConsumer, stopping: asyncio.Event) -> None:
        """A task for every partition we have, so that none waits for another."""
        readers: dict[TopicPartition, PartitionReader] = {}
        answered, heard_at = 0, time.monotonic()
        try:
            while not stopping.is_set():
                self.pulse.go_round(READING)
                for partition in consumer.assignment():
                    if partition not in readers or readers[partition].task.done():
                        readers[partition] = self._reader(consumer, partition, stopping)
                last = await _last_answer(consumer)
                if last > answered:
                    answered, heard_at = last, time.monotonic()
                    self.pulse.beat(READING)
                if time.monotonic() - heard_at > kafka.RENEW_SECONDS:
                    raise TimeoutError("the brokers do not answer")
                if stuck := [partition for partition, reader in readers.items() if reader.is_stuck]:
                    raise TimeoutError(f"the brokers do not answer for {stuck}")
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(stopping.wait(), LOOK_SECONDS)
            await asyncio.gather(*(reader.task for reader in readers.values()))
        finally:
            for reader in readers.values():
                reader.task.cancel()
            await asyncio.gather(*(reader.task for reader in readers.values()), return_exceptions=True)

    def _reader(
        self, consumer: AIOKafkaConsumer, partition: TopicPartition, stopping: asyncio.Event
    ) -> PartitionReader:
        return PartitionReader(consumer, partition, self._service, self._inbox, self.pulse, stopping)


async def _last_answer(consumer: AIOKafkaConsumer) -> int:
    """When the brokers last answered, in milliseconds; without a partition they are asked what there is."""
    ours = consumer.assignment()
    if not ours:
        async with kafka.answering():
            await consumer.topics()
        await _let_fail(consumer)
        return time.time_ns() // 1_000_000
    return max(consumer.last_poll_timestamp(partition) or 0 for partition in ours)


async def _let_fail(consumer: AIOKafkaConsumer) -> None:
    """Hear what is wrong with the group: the client keeps it, and waits, until somebody reads.

    Nobody does who has no partition; so one is read of that cannot be ours.
    """
    with contextlib.suppress(TimeoutError):  # the partitions are being shared out
        async with kafka.answering(LOOK_SECONDS):
            await consumer.getmany(NOWHERE)


@asynccontextmanager
async def _consuming(
    settings: Settings, service: str, subscriptions: Sequence[Subscription]
) -> AsyncIterator[AIOKafkaConsumer]:
    consumer = kafka.consumer(settings, f"groeikracht-{service}")
    consumer.subscribe(pattern="|".join(f"^{subscription.pattern}$" for subscription in subscriptions))
    try:
        async with kafka.answering(START_SECONDS):
            await consumer.start()
        yield consumer
    finally:
        await kafka.stop(consumer)
