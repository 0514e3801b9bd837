"""What one process of a service at a time does: relay, redrives and timers, none held up by another."""

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError
from sqlalchemy import delete, func, select, tuple_

from shared.bus import kafka
from shared.bus.inbox import Inbox
from shared.bus.leadership import LEADING, Lead, leadership
from shared.bus.pulse import Pulse
from shared.bus.recovery import compare_tail
from shared.bus.relay import Relay
from shared.bus.timers import ByMinute, Timer, Timers
from shared.settings import Settings
from shared.store.attempts import seal_refused_attempts
from shared.store.engine import Sessions
from shared.store.failures import cause
from shared.store.tables import IDEMPOTENCY
from shared.store.tx import Tx

log = logging.getLogger(__name__)

RESTART_SECONDS = 1.0
TIMER_SECONDS = 1.0
REDRIVE_SECONDS = 0.5
LEAVE_SECONDS = 5.0  # for what Kafka's client still holds
KEYS_KEPT_DAYS = 7
KEYS_FORGOTTEN_AT_ONCE = 1_000


class Leader:
    """The leading part of a worker; every worker tries to lead, one does."""

    def __init__(
        self,
        service: str,
        settings: Settings,
        sessions: Sessions,
        inbox: Inbox,
        timers: Sequence[Timer],
        pulse: Pulse,
    ) -> None:
        self._pulse = pulse
        self._service = service
        self._settings = settings
        self._sessions = sessions
        self._inbox = inbox
        self._timers: tuple[Timer, ...] = (
            *timers,
            ByMinute(forget_old_keys),
            ByMinute(seal_refused_attempts),
        )

    async def lead(self) -> None:
        """Be the leader whenever nobody else is; stand for it again when the lock is lost."""
        self._pulse.expect(LEADING)
        while True:
            try:
                async with (
                    leadership(self._service, self._settings, self._pulse) as held,
                    asyncio.TaskGroup() as group,
                ):
                    group.create_task(held.keep(self._pulse))
                    group.create_task(self._relay(held))
                    group.create_task(self._redrive(held))
                    group.create_task(self._tick(held))
            except Exception as failure:
                self._pulse.expect(LEADING)
                log.warning("leading again soon: %s", cause(failure))
                await asyncio.sleep(RESTART_SECONDS)

    async def _relay(self, held: Lead) -> None:
        """Relay on the connection that holds the lock: waits for Kafka, ends with the lock."""
        while True:
            try:
                await compare_tail(held, self._service, self._settings)
                async with _producing(self._settings) as producer:
                    await Relay(held, producer, self._service, self._settings).run()
            except (KafkaError, TimeoutError) as failure:
                log.warning("Kafka is away (%s); relaying again soon", cause(failure))
                await asyncio.sleep(RESTART_SECONDS)

    async def _redrive(self, held: Lead) -> None:
        looked = None
        while True:
            visible, _ = await held.look()
            found = 0
            if visible != looked:  # else nobody released anything
                try:
                    found, looked = await self._inbox.redrive(), visible
                except Exception:
                    log.exception("redriving failed; going on")
            if not found:
                await asyncio.sleep(REDRIVE_SECONDS)

    async def _tick(self, held: Lead) -> None:
        timers = Timers(self._sessions, self._timers)
        while True:
            await timers.turn(await held.look())
            await asyncio.sleep(TIMER_SECONDS)


@asynccontextmanager
async def _producing(settings: Settings) -> AsyncIterator[AIOKafkaProducer]:
    producer = kafka.producer(settings)
    try:
        async with kafka.answering():
            await producer.start()
        yield producer
    finally:
        await kafka.stop(producer, LEAVE_SECONDS)


async def forget_old_keys(tx: Tx) -> None:
    """Idempotency keys are kept for as long as the API promises."""
    cutoff = func.now() - timedelta(days=KEYS_KEPT_DAYS)  # of the database: this machine's clock may be off
    row = list(IDEMPOTENCY.primary_key.columns)
    old = select(*row).where(IDEMPOTENCY.c.recorded_at < cutoff).limit(KEYS_FORGOTTEN_AT_ONCE)
    await tx.session.execute(delete(IDEMPOTENCY).where(tuple_(*row).in_(old)))
