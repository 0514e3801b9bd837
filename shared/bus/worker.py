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
RENEW_SECONDS = 30.0  # without an answer of the brokers: with a new client
START_SECONDS = 40.0  # for a new client to find the brokers and its share of the partitions
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
        readers: dict[TopicPartition, asyncio.Task[None]] = {}
        answered, heard_at = 0, time.monotonic()
        try:
            while not stopping.is_set():
                self.pulse.go_round(READING)
                for partition in consumer.assignment():
                    if partition not in readers or readers[partition].done():
                        readers[partition] = asyncio.create_task(self._reader(consumer, partition, stopping))
                last = await _last_answer(consumer)
                if last > answered:
                    answered, heard_at = last, time.monotonic()
                    self.pulse.beat(READING)
                if time.monotonic() - heard_at > RENEW_SECONDS:
                    raise TimeoutError("the brokers do not answer")
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(stopping.wait(), LOOK_SECONDS)
            await asyncio.gather(*readers.values())
        finally:
            for task in readers.values():
                task.cancel()
            await asyncio.gather(*readers.values(), return_exceptions=True)

    async def _reader(
        self, consumer: AIOKafkaConsumer, partition: TopicPartition, stopping: asyncio.Event
    ) -> None:
        reader = PartitionReader(consumer, partition, self._service, self._inbox, self.pulse, stopping)
        await reader.run()


async def _last_answer(consumer: AIOKafkaConsumer) -> int:
    """When the brokers last answered, in milliseconds; without a partition they are asked what there is."""
    ours = consumer.assignment()
    if not ours:
        async with asyncio.timeout(RENEW_SECONDS):
            await consumer.topics()
        return time.time_ns() // 1_000_000
    return max(consumer.last_poll_timestamp(partition) or 0 for partition in ours)


@asynccontextmanager
async def _consuming(
    settings: Settings, service: str, subscriptions: Sequence[Subscription]
) -> AsyncIterator[AIOKafkaConsumer]:
    consumer = kafka.consumer(settings, f"groeikracht-{service}")
    consumer.subscribe(pattern="|".join(f"^{subscription.pattern}$" for subscription in subscriptions))
    try:
        async with asyncio.timeout(START_SECONDS):
            await consumer.start()
        yield consumer
    finally:
        await kafka.stop(consumer)
