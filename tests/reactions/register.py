"""A service as its inbox, for tests of what it does with events: sent as Kafka would, without Kafka."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from itertools import count
from uuid import UUID

from sqlalchemy import select

from shared.bus.cloudevent import encode, envelope
from shared.bus.inbox import Inbox, Subscription
from shared.bus.record import Record
from shared.contracts.publish import EVENTS
from shared.contracts.withdrawn import OF_SERVICE
from shared.kernel.events import Event
from shared.kernel.ids import uuid7
from shared.settings import Settings
from shared.store.engine import Sessions, connect, sessions
from shared.store.tables import OUTBOX, PARKED

OFFSETS = count()
KINDS = {event.type(): event for event in EVENTS}


class Register:
    """The service as its inbox: events go in, facts come out."""

    def __init__(self, found: Sessions, subscriptions: Sequence[Subscription]) -> None:
        self.sessions = found
        self._inbox = Inbox(found, subscriptions)

    async def send(self, *events: Event) -> UUID:
        """Deliver each event as a record of its own, under a new event id; the last id."""
        facts = [uuid7() for _ in events]
        for fact, event in zip(facts, events, strict=True):
            await self._inbox.deliver(self.record(event, fact))
        return facts[-1]

    async def withdraw(self, fact: UUID, event: Event) -> None:
        """Tell, twice and under the same id, that a fact does not hold any more."""
        await self.send_twice(
            OF_SERVICE[event.service](
                subject_id=event.subject,
                fact_id=fact,
                fact_type=event.type(),
                rom_code=None,
                withdrawn_at=datetime.now(UTC),
            )
        )

    async def deliver(self, record: Record) -> None:
        """Deliver one record."""
        await self._inbox.deliver(record)

    async def send_twice(self, event: Event) -> None:
        """Deliver one record and deliver it again, as after a crash before the offset was committed."""
        record = self.record(event)
        await self._inbox.deliver(record)
        await self._inbox.deliver(record)

    def record(self, event: Event, id: UUID | None = None) -> Record:
        """The event as the relay would have sent it."""
        offset = next(OFFSETS)
        sent = envelope(
            id=id or uuid7(),
            type=event.type(),
            subject=event.subject,
            data=event.payload(),
            schema_path=event.schema_path(),
            time=datetime.now(UTC),
            sequence=offset,
            source=f"urn:nld:oin:00000099000000001000:systeem:groeikracht-{event.service}",
            public_url="https://api.groeikracht.example",
        )
        key, value, headers = encode(sent)
        return Record(event.topics()[0], 0, offset, key, value, headers)

    async def told(self, subject: object) -> list[Event]:
        """What the service published about an aggregate, in order."""
        rows = select(OUTBOX).where(OUTBOX.c.aggregateid == subject).order_by(OUTBOX.c.position)
        async with self.sessions() as session:
            return [KINDS[row.type].model_validate(row.payload) for row in await session.execute(rows)]

    async def parked(self, subject: object) -> list[str | None]:
        """The rules that parked messages about an aggregate."""
        rows = select(PARKED.c.rule).where(PARKED.c.key == str(subject).encode()).order_by(PARKED.c.number)
        async with self.sessions() as session:
            return list(await session.scalars(rows))


@asynccontextmanager
async def registered(
    service: str, settings: Settings, subscriptions: Sequence[Subscription]
) -> AsyncIterator[Register]:
    """The register of a service, on its own database."""
    engine = connect(service, settings)
    yield Register(sessions(engine), subscriptions)
    await engine.dispose()
