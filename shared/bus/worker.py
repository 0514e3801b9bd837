"""The worker of one service: relay, redrives and timers under one leader, and consumers in every worker."""

import asyncio
import contextlib
import logging
import signal
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, ConsumerRecord, TopicPartition
from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncEngine

from shared.bus import health, kafka
from shared.bus.inbox import Inbox, Subscription
from shared.bus.record import Record
from shared.bus.relay import REPLAY_HEADER, Relay, leadership
from shared.kernel.rules import Refused
from shared.settings import Settings
from shared.store.engine import Sessions, connect, sessions
from shared.store.tables import IDEMPOTENCY
from shared.store.tx import Tx, begin

log = logging.getLogger(__name__)

RESTART_SECONDS = 1.0
TIMER_SECONDS = 1.0
REDRIVE_SECONDS = 0.5
POLL_MS = 500
BEAT_MAX_SECONDS = 120
KEYS_KEPT_DAYS = 7

Timer = Callable[[Tx], Awaitable[None]]


async def run(service: str, subscriptions: Sequence[Subscription], timers: Sequence[Timer] = ()) -> None:
    """Work until SIGTERM or SIGINT, then finish the message in hand and leave."""
    settings = Settings()
    engine = connect(service, settings)
    worker = Worker(service, settings, engine, subscriptions, timers)
    stopping = asyncio.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(sign, stopping.set)
    async with health.served(settings, worker.alive, worker.ready):
        tasks = [asyncio.create_task(worker.lead()), asyncio.create_task(worker.consume(stopping))]
        await stopping.wait()
        await tasks[1]
        tasks[0].cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    await engine.dispose()


class Worker:
    """What one worker process does."""

    def __init__(
        self,
        service: str,
        settings: Settings,
        engine: AsyncEngine,
        subscriptions: Sequence[Subscription],
        timers: Sequence[Timer],
    ) -> None:
        self._service = service
        self._settings = settings
        self._engine = engine
        self._sessions: Sessions = sessions(engine)
        self._subscriptions = subscriptions
        self._timers = timers
        self._inbox = Inbox(self._sessions, subscriptions)
        self._beat = time.monotonic()
        self._consuming = False

    def alive(self) -> bool:
        """Whether the consumer loop made progress lately; a long back-off counts as progress."""
        return not self._subscriptions or time.monotonic() - self._beat < BEAT_MAX_SECONDS

    def ready(self) -> bool:
        """Whether the worker reads its topics."""
        return self._consuming

    async def lead(self) -> None:
        """Be the leader whenever nobody else is; start again after any failure."""
        while True:
            try:
                async with (
                    _producing(self._settings) as producer,
                    leadership(self._engine, self._service) as held,
                ):
                    relay = Relay(held, producer, self._service, self._settings)
                    async with asyncio.TaskGroup() as group:
                        group.create_task(relay.run())
                        group.create_task(self._redrive())
                        group.create_task(self._tick())
            except Exception as failure:
                log.warning("leading again soon: %s", _cause(failure))
                await asyncio.sleep(RESTART_SECONDS)

    async def _redrive(self) -> None:
        while True:
            if not await self._inbox.redrive():
                await asyncio.sleep(REDRIVE_SECONDS)

    async def _tick(self) -> None:
        while True:
            for timer in (*self._timers, forget_old_keys):
                try:
                    async with begin(self._sessions, f"timer:{timer.__name__}") as tx:
                        await timer(tx)
                except Refused as refused:
                    log.error("timer %s refused: %s", timer.__name__, refused)
            await asyncio.sleep(TIMER_SECONDS)

    async def consume(self, stopping: asyncio.Event) -> None:
        """Read the subscribed topics until told to stop; connect again after any failure."""
        if not self._subscriptions:
            self._consuming = True
            await stopping.wait()
        while not stopping.is_set():
            try:
                async with _consuming(self._settings, self._service, self._subscriptions) as consumer:
                    self._consuming = True
                    while not stopping.is_set():
                        self._beat = time.monotonic()
                        batches = await consumer.getmany(timeout_ms=POLL_MS)
                        await asyncio.gather(*(self._see_through(consumer, *b) for b in batches.items()))
            except Exception as failure:  # nothing may end this loop: what was not committed is read again
                log.warning("consuming again soon: %s", _cause(failure))
                await asyncio.sleep(RESTART_SECONDS)
            finally:
                self._consuming = False

    async def _see_through(
        self, consumer: AIOKafkaConsumer, partition: TopicPartition, records: list[ConsumerRecord[Any, Any]]
    ) -> None:
        for record in records:
            self._beat = time.monotonic()
            if _is_ours(record, self._service):
                await self._inbox.deliver(_kept(record))
        await consumer.commit({partition: records[-1].offset + 1})


def _is_ours(record: Any, service: str) -> bool:
    """A replay is read only by the consumer that asked for it."""
    wanted = dict(record.headers).get(REPLAY_HEADER)
    return wanted is None or wanted == service.encode()


def _kept(record: Any) -> Record:
    return Record(
        record.topic, record.partition, record.offset, record.key or b"", record.value, record.headers
    )


@asynccontextmanager
async def _producing(settings: Settings) -> AsyncIterator[AIOKafkaProducer]:
    producer = kafka.producer(settings)
    try:
        await producer.start()
        yield producer
    finally:
        with contextlib.suppress(Exception):
            await asyncio.wait_for(producer.stop(), 5)


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


async def forget_old_keys(tx: Tx) -> None:
    """Idempotency keys are kept for as long as the API promises."""
    cutoff = tx.recorded_at - timedelta(days=KEYS_KEPT_DAYS)
    await tx.session.execute(delete(IDEMPOTENCY).where(IDEMPOTENCY.c.recorded_at < cutoff))


def _cause(failure: BaseException) -> str:
    while isinstance(failure, BaseExceptionGroup):
        failure = failure.exceptions[0]
    return f"{type(failure).__name__}: {failure}"[:300]
