"""From a commit to another service's effect over real Kafka: once, in order, parked, redriven, replayed."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, text

from deploy.local.kafka import Kafka
from shared.bus import kafka as clients
from shared.bus.inbox import Subscription
from shared.bus.relay import RELAY_BATCH_MAX
from shared.bus.timers import Timer
from shared.bus.worker import Worker
from shared.contracts.agenda.agendas import AgendaAdopted
from shared.kernel.ids import uuid7
from shared.kernel.principal import Tenant
from shared.kernel.rules import Rule
from shared.settings import Settings
from shared.store import parked
from shared.store.engine import connect, sessions
from shared.store.tables import INBOX, OUTBOX, PARKED
from shared.store.tx import Tx, begin

OPERATOR = Tenant.parse("platform")
LIKED = Rule("test.liked", "The test likes the title.", refusal="The test does not like the title")


def adopted(title: str, agenda_id: UUID | None = None) -> AgendaAdopted:
    return AgendaAdopted(
        agenda_id=agenda_id or uuid7(),
        region_code="CR36",
        title=title,
        starts_on="2015-01-01",
        ends_on="2018-12-31",
        deciding_body="Board",
        adopted_at=datetime(2014, 12, 15, tzinfo=UTC),
    )


class Scene:
    """The agenda service publishes; the funding database receives, by reactions that the test sets."""

    def __init__(self, settings: dict[str, Settings], bootstrap: str) -> None:
        wired = {
            name: found.model_copy(update={"kafka_bootstrap": bootstrap}) for name, found in settings.items()
        }
        self.settings = wired
        self.engines = {name: connect(name, wired[name]) for name in ("agenda", "funding")}
        self.publisher = sessions(self.engines["agenda"])
        self.receiver = sessions(self.engines["funding"])
        self.seen: list[str] = []
        self.fails: Callable[[AgendaAdopted], None] = lambda event: None

    async def publish(self, *events: AgendaAdopted) -> None:
        for event in events:
            async with begin(self.publisher, "test") as tx:
                tx.emit(event)

    async def note(self, event: AgendaAdopted, tx: Tx) -> None:
        self.fails(event)
        self.seen.append(event.title)

    @asynccontextmanager
    async def running(self, timers: Sequence[Timer] = ()) -> AsyncIterator[None]:
        topics = Subscription(r"groeikracht\.agenda", {AgendaAdopted: [self.note]})
        sender = Worker("agenda", self.settings["agenda"], self.engines["agenda"], (), timers)
        receiver = Worker("funding", self.settings["funding"], self.engines["funding"], (topics,), ())
        stop = asyncio.Event()
        tasks = [
            asyncio.create_task(work) for work in (sender.lead(), receiver.lead(), receiver.consume(stop))
        ]
        try:
            yield
        finally:
            stop.set()
            await tasks[2]
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def saw(self, *titles: str) -> None:
        await until(lambda: _true(all(title in self.seen for title in titles)))


async def _true(value: bool) -> bool:
    return value


async def until(holds: Callable[[], Awaitable[bool]], seconds: float = 60) -> None:
    async with asyncio.timeout(seconds):
        while not await holds():  # noqa: ASYNC110 - what is awaited happens in a database
            await asyncio.sleep(0.05)


@pytest.fixture
async def scene(settings: dict[str, Settings], kafka: Kafka) -> AsyncIterator[Scene]:
    found = Scene(settings, kafka.bootstrap)
    yield found
    for engine in found.engines.values():
        await engine.dispose()


async def test_every_fact_arrives_once_and_in_the_order_of_its_aggregate(scene: Scene) -> None:
    agendas = [uuid7() for _ in range(5)]
    facts = [adopted(f"once {i} {n}", agendas[i]) for n in range(20) for i in range(5)]
    async with scene.running():
        await scene.publish(*facts)
        await scene.saw(*(fact.title for fact in facts))
    mine = [title for title in scene.seen if title.startswith("once ")]
    assert len(mine) == len(set(mine)) == 100
    for i in range(5):
        assert [t for t in mine if t.startswith(f"once {i} ")] == [f"once {i} {n}" for n in range(20)]


async def test_a_record_delivered_again_has_no_second_effect(scene: Scene) -> None:
    fact = adopted("sent twice")
    async with scene.running():
        await scene.publish(fact)
        await scene.saw("sent twice")
        async with scene.publisher.begin() as session:  # as after a crash between the ack and the mark
            await session.execute(
                text("update outbox set published_at = null where aggregateid = :id"), {"id": fact.agenda_id}
            )
        await scene.publish(adopted("behind it", fact.agenda_id))
        await scene.saw("behind it")
    assert scene.seen.count("sent twice") == 1


async def test_a_refused_message_parks_its_followers_and_nobody_else(scene: Scene) -> None:
    blocked, free = uuid7(), uuid7()
    scene.fails = lambda event: LIKED.require("bad" not in event.title)
    async with scene.running():
        await scene.publish(adopted("bad one", blocked), adopted("waits", blocked), adopted("goes on", free))
        await scene.saw("goes on")

        async def both_parked() -> bool:
            return len(await parked_of(scene, blocked)) == 2

        await until(both_parked)
        first, second = await parked_of(scene, blocked)
        assert (first.rule, first.behind, second.behind) == ("test.liked", False, True)
        assert not {"bad one", "waits"} & set(scene.seen)

        scene.fails = lambda event: None
        async with begin(scene.receiver, "operator", OPERATOR) as tx:
            await parked.decide(tx, first.id, "REDRIVE", "the rule was wrong")
        await scene.saw("bad one", "waits")
    assert scene.seen.index("bad one") < scene.seen.index("waits")


async def test_an_unexpected_failure_is_tried_again_and_parked_in_the_end(scene: Scene) -> None:
    agenda = uuid7()
    tries = []

    def fail(event: AgendaAdopted) -> None:
        if event.agenda_id == agenda:
            tries.append(1)
            raise RuntimeError("broken for now")

    scene.fails = fail
    async with scene.running():
        await scene.publish(adopted("never", agenda))

        async def is_parked() -> bool:
            return len(await parked_of(scene, agenda)) == 1

        await until(is_parked)
        (row,) = await parked_of(scene, agenda)
        assert (len(tries), row.tries, row.error) == (5, 5, "RuntimeError: broken for now")
        async with begin(scene.receiver, "operator", OPERATOR) as tx:
            await parked.decide(tx, row.id, "DISCARDED", "not needed")
        scene.fails = lambda event: None
        await scene.publish(adopted("after the discarded one", agenda))
        await scene.saw("after the discarded one")
    assert "never" not in scene.seen


async def test_a_message_that_is_no_event_parks_and_the_next_goes_on(scene: Scene) -> None:
    producer = clients.producer(scene.settings["agenda"])
    await producer.start()
    async with scene.running():
        await producer.send_and_wait("groeikracht.agenda", b"{not json", key=b"rubbish")
        await scene.publish(adopted("after the rubbish"))
        await scene.saw("after the rubbish")

        async def is_parked() -> bool:
            async with scene.receiver() as session:
                found = await session.execute(select(PARKED).where(PARKED.c.key == b"rubbish"))
                return [row.rule for row in found] == ["message.valid"]

        await until(is_parked)
    await producer.stop()


async def test_a_replay_reaches_a_consumer_that_lost_its_data_and_nobody_twice(scene: Scene) -> None:
    facts = [adopted(f"replayed {n}") for n in range(10)]
    async with scene.running():
        await scene.publish(*facts)
        await scene.saw(*(fact.title for fact in facts))
        lost = [str(row.id) for row in await outbox_of(scene, facts[5:])]
        async with scene.receiver.begin() as session:
            await session.execute(INBOX.delete().where(INBOX.c.event_id.in_(lost)))
        first = min(row.position for row in await outbox_of(scene, facts))
        async with begin(scene.publisher, "operator", OPERATOR) as tx:
            await parked.request_replay(tx, "funding", None, first)

        async def again() -> bool:
            return all(scene.seen.count(fact.title) == 2 for fact in facts[5:])

        await until(again)
        await scene.publish(adopted("after the replay"))
        await scene.saw("after the replay")
    assert all(scene.seen.count(fact.title) == 1 for fact in facts[:5])


async def test_rows_that_cannot_be_sent_do_not_hold_up_the_others(scene: Scene) -> None:
    """More of them than one batch takes."""
    async with scene.publisher.begin() as session:
        await session.execute(
            text(
                "insert into outbox"
                " (id, topic, aggregatetype, aggregateid, type, payload, dataschema, recorded_at)"
                " select gen_random_uuid(), 'groeikracht.agenda', 'x', gen_random_uuid(),"
                " 'no type', '{}', 'x', now() - interval '1 day' from generate_series(0, :batch)"
            ),
            {"batch": RELAY_BATCH_MAX},
        )
    async with scene.running():
        await scene.publish(adopted("behind the broken rows"))
        await scene.saw("behind the broken rows")
    async with scene.publisher.begin() as session:
        await session.execute(text("delete from outbox where type = 'no type'"))


async def test_a_replay_from_now_sends_nothing_of_the_past(scene: Scene) -> None:
    await scene.publish(adopted("long ago"))
    async with begin(scene.publisher, "operator", OPERATOR) as tx:
        row = await parked.request_replay(tx, "funding", datetime.now(UTC), None)
    assert row.next_position > row.last_position


async def test_a_timer_that_fails_does_not_hold_up_the_relay(scene: Scene) -> None:
    async def broken(_: Tx) -> None:
        raise RuntimeError("a timer with a fault")

    async with scene.running(timers=(broken,)):
        await scene.publish(adopted("beside a broken timer"))
        await scene.saw("beside a broken timer")


async def parked_of(scene: Scene, agenda: UUID) -> list[Any]:
    query = select(PARKED).where(PARKED.c.key == str(agenda).encode()).order_by(PARKED.c.number)
    async with scene.receiver() as session:
        return list((await session.execute(query)).all())


async def outbox_of(scene: Scene, facts: list[AgendaAdopted]) -> list[Any]:
    query = select(OUTBOX).where(OUTBOX.c.aggregateid.in_([fact.agenda_id for fact in facts]))
    async with scene.publisher() as session:
        return list((await session.execute(query)).all())
