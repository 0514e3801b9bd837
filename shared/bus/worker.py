"""The worker of one service: it consumes its topics, and leads when nobody else does."""

import asyncio
import contextlib
import hashlib
import logging
import signal
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition
from aiokafka.errors import CommitFailedError, IllegalStateError
from sqlalchemy.ext.asyncio import AsyncEngine

from shared.bus import health, kafka
from shared.bus.inbox import Inbox, Subscription
from shared.bus.leader import RESTART_SECONDS, Leader, Timer, described
from shared.bus.record import Record
from shared.bus.relay import REPLAY_HEADER
from shared.settings import Settings
from shared.store.engine import connect, sessions

log = logging.getLogger(__name__)

POLL_MS = 500
KEY_MAX_BYTES = 255
FINISH_SECONDS = 10  # for the message in hand, when told to stop


async def run(service: str, subscriptions: Sequence[Subscription], timers: Sequence[Timer] = ()) -> None:
    """Work until SIGTERM or SIGINT, then finish the message in hand and leave."""
    settings = Settings()
    engine = connect(service, settings)
    worker = Worker(service, settings, engine, subscriptions, timers)
    stopping = asyncio.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(sign, stopping.set)
    consuming = asyncio.create_task(worker.consume(stopping))
    leading = asyncio.create_task(worker.lead())
    async with health.served(settings, lambda: not consuming.done(), lambda: worker.consuming):
        await stopping.wait()
        await asyncio.wait({consuming}, timeout=FINISH_SECONDS)
        for task in (consuming, leading):
            task.cancel()
        await asyncio.gather(consuming, leading, return_exceptions=True)
    await engine.dispose()


class Worker:
    """What one worker process does; `consuming` tells whether it reads its topics."""

    def __init__(
        self,
        service: str,
        settings: Settings,
        engine: AsyncEngine,
        subscriptions: Sequence[Subscription],
        timers: Sequence[Timer],
    ) -> None:
        self.consuming = False
        self._service = service
        self._settings = settings
        self._subscriptions = subscriptions
        found = sessions(engine)
        self._inbox = Inbox(found, subscriptions)
        self._leader = Leader(service, settings, engine, found, self._inbox, timers)

    async def lead(self) -> None:
        """Be this service's leader whenever nobody else is."""
        await self._leader.lead()

    async def consume(self, stopping: asyncio.Event) -> None:
        """Read the subscribed topics until told to stop; connect again after any failure."""
        if not self._subscriptions:
            self.consuming = True
            await stopping.wait()
        while not stopping.is_set():
            try:
                async with _consuming(self._settings, self._service, self._subscriptions) as consumer:
                    self.consuming = True
                    while not stopping.is_set():
                        batches = await consumer.getmany(timeout_ms=POLL_MS)
                        async with asyncio.TaskGroup() as group:
                            for partition, records in batches.items():
                                group.create_task(self._see_through(consumer, partition, records))
            except Exception as failure:  # nothing may end this loop: what was not committed is read again
                log.warning("consuming again soon: %s", described(failure))
                await asyncio.sleep(RESTART_SECONDS)
            finally:
                self.consuming = False

    async def _see_through(
        self, consumer: AIOKafkaConsumer, partition: TopicPartition, records: list[ConsumerRecord[Any, Any]]
    ) -> None:
        for record in records:
            if partition not in consumer.assignment():
                return  # another worker has it now, and reads from what was committed
            if _is_ours(record, self._service):
                await self._inbox.deliver(_kept(record))
        with contextlib.suppress(IllegalStateError, CommitFailedError):  # lost meanwhile: read again there
            await consumer.commit({partition: records[-1].offset + 1})


def _is_ours(record: Any, service: str) -> bool:
    """A replay is read only by the consumer that asked for it; a ROM's message is never one of ours."""
    wanted = dict(record.headers).get(REPLAY_HEADER)
    return wanted in (None, service.encode()) or record.topic.endswith(".inbound")


def _kept(record: Any) -> Record:
    key = record.key or b""
    if len(key) > KEY_MAX_BYTES:  # known by its digest: it would not fit in an index
        key = hashlib.sha256(key).hexdigest().encode()
    return Record(record.topic, record.partition, record.offset, key, record.value, record.headers)


@asynccontextmanager
async def _consuming(
    settings: Settings, service: str, subscriptions: Sequence[Subscription]
) -> AsyncIterator[AIOKafkaConsumer]:
    consumer = kafka.consumer(settings, f"groeikracht-{service}")
    consumer.subscribe(pattern="|".join(f"^{subscription.pattern}$" for subscription in subscriptions))
    try:
        await consumer.start()
        yield consumer
    finally:
        with contextlib.suppress(Exception):
            await asyncio.wait_for(consumer.stop(), 10)
