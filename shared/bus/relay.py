"""From the outbox to Kafka: one relay per service, in order, marking what the brokers acknowledged."""

import asyncio
import contextlib
import logging
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from aiokafka import AIOKafkaProducer
from sqlalchemy import ARRAY, BigInteger, ColumnElement, Row, all_, any_, func, literal, select, text, update

from shared.bus import kafka
from shared.bus.cloudevent import NotAnEvent, encode, envelope, system_urn, written
from shared.bus.leadership import Lead
from shared.kernel.events import outbound_topic
from shared.kernel.trace import next_hop
from shared.settings import Settings
from shared.store.tables import OUTBOX, REPLAY

log = logging.getLogger(__name__)

RELAY_BATCH_MAX = 500
SLOW_POLL_SECONDS = 1.0
REPLAY_HEADER = "replay-for"
Encoded = tuple[bytes, bytes, list[tuple[str, bytes]]]  # key, value and headers of a record
OPEN = text("not exists (select from relay where closed_because is not null)")  # see mechanisms_2.sql


class Relay:
    """Sends what is unsent, sleeps until a commit wakes it, and serves replays."""

    def __init__(self, lead: Lead, producer: AIOKafkaProducer, service: str, settings: Settings) -> None:
        self._lead = lead
        self._producer = producer
        self._service = service
        self._source = system_urn(settings.organisation_oin, f"groeikracht-{service}")
        self._public_url = settings.public_url
        self._woken = asyncio.Event()
        self._unsendable: set[int] = set()  # positions; they stay unsent, for an operator to see
        self._allowed: set[tuple[str, str]] = set()  # kinds of fact that passed the gate

    async def run(self) -> None:
        """Relay for ever; raises when the database or the lock is lost."""
        await self._lead.listen(f"outbox_{self._service}", self._woken.set)
        while True:
            while await self._send_batch():
                pass
            await self._lead.execute(text("update relay set sleeping = true"))
            await self._sleep()
            await self._lead.execute(text("update relay set sleeping = false"))

    async def _sleep(self) -> None:
        """Until something was sent again: woken by a commit, or by seeing that something was written."""
        seen, _ = await self._lead.look()
        while not await self._send_batch():  # first what was committed before the sign went up
            visible = seen
            while visible == seen and not self._woken.is_set():
                with contextlib.suppress(TimeoutError):  # the slow poll finds what missed the sign
                    await asyncio.wait_for(self._woken.wait(), SLOW_POLL_SECONDS)
                visible, _ = await self._lead.look()
            seen = visible

    async def _send_batch(self) -> int:
        self._woken.clear()
        return await self.send_unsent() + await self.send_replays()

    async def send_unsent(self) -> int:
        """Send the oldest unsent facts and mark them; a crash in between only sends them again."""
        aside = _array(self._unsendable)
        rows = (
            await self._lead.execute(
                select(OUTBOX)
                .where(OUTBOX.c.published_at.is_(None), OUTBOX.c.position != all_(aside), OPEN)
                .order_by(OUTBOX.c.position)
                .limit(RELAY_BATCH_MAX)
            )
        ).all()
        sent = await self._send(rows)
        if sent:
            await self._lead.execute(
                update(OUTBOX).where(OUTBOX.c.position == any_(_array(sent))).values(published_at=func.now())
            )
        return len(rows)

    async def send_replays(self) -> int:
        """Send one batch of the oldest unfinished replay, marked for the one consumer that asked."""
        replay = (
            await self._lead.execute(
                select(REPLAY)
                .where(REPLAY.c.finished_at.is_(None), OPEN)
                .order_by(REPLAY.c.requested_at)
                .limit(1)
            )
        ).one_or_none()
        if replay is None:
            return 0
        rows = (
            await self._lead.execute(
                select(OUTBOX)
                .where(OUTBOX.c.position.between(replay.next_position, replay.last_position))
                .where(OUTBOX.c.published_at.is_not(None), _read_by(replay.consumer))
                .order_by(OUTBOX.c.position)
                .limit(RELAY_BATCH_MAX)
            )
        ).all()
        await self._send(rows, [(REPLAY_HEADER, replay.consumer.encode())])
        progress: dict[str, Any] = {"finished_at": func.now()}
        if rows:
            progress = {"next_position": rows[-1].position + 1}
        await self._lead.execute(update(REPLAY).where(REPLAY.c.id == replay.id).values(progress))
        return len(rows) or 1

    async def _send(self, rows: Sequence[Row[Any]], more: Sequence[tuple[str, bytes]] = ()) -> list[int]:
        """Send these rows at once and wait for the acks; the positions of what was sent."""
        acknowledged, sent = [], []
        async with kafka.answering():
            for row, (key, value, headers) in self._sendable(rows):
                record = self._producer.send(row.topic, value, key=key, headers=[*headers, *more])
                acknowledged.append(await record)
                sent.append(row.position)
            await asyncio.gather(*acknowledged)
        return sent

    def _sendable(self, rows: Sequence[Row[Any]]) -> Iterator[tuple[Row[Any], Encoded]]:
        for row in rows:
            try:
                yield row, self._encoded(row)
            except NotAnEvent as fault:  # the others go on
                log.error("outbox row %d cannot be sent: %s", row.position, fault.reason)
                self._unsendable.add(row.position)

    def _encoded(self, row: Row[Any]) -> Encoded:
        """The record of a fact; what differs within its kind is sound by its column, or came by the gate."""
        event = envelope(
            id=row.id,
            type=row.type,
            subject=row.aggregateid,
            data=row.payload,
            schema_path=row.dataschema,
            time=row.recorded_at,
            sequence=row.position,
            source=self._source,
            public_url=self._public_url,
            traceparent=row.traceparent,
            causationid=row.causationid,
        )
        kind = (row.type, row.dataschema)
        if kind in self._allowed:
            return written(event, next_hop(row.traceparent))
        encoded = encode(event, next_hop(row.traceparent))
        self._allowed.add(kind)
        return encoded


def _array(positions: Collection[int]) -> ColumnElement[Any]:
    """As one value, so that the statement is the same however many there are."""
    return literal(list(positions), ARRAY(BigInteger))


def _read_by(consumer: str) -> ColumnElement[bool]:
    """Facts on the topics of this consumer: a ROM's own outbound topic, or those of the services."""
    rom_code = consumer.removeprefix("rom-")
    if rom_code != consumer:
        return OUTBOX.c.topic == outbound_topic(rom_code)
    return ~OUTBOX.c.topic.startswith("groeikracht.rom.")
