"""P4: from a command to whoever hears of it."""

import asyncio
import threading
import time
import uuid
from itertools import repeat

from confluent_kafka import Consumer, TopicPartition

from tests.benchmarks import bench_p02_command, funds
from tests.benchmarks.bench import Bench, Figures, at_least, at_most, require
from tests.benchmarks.load import Answer, Request, ask, percentile, rate

CLIENTS, APART_SECONDS = 16, 0.05
TOPIC = "groeikracht.funding"


class Listener(threading.Thread):
    """A consumer outside the suite, that notes when it heard of what."""

    def __init__(self, bootstrap: str) -> None:
        super().__init__(daemon=True)
        group = f"bench-{uuid.uuid4()}"
        self._consumer = Consumer({"bootstrap.servers": bootstrap, "group.id": group})
        self.ready, self.heard, self.ended = threading.Event(), dict[str, list[float]](), threading.Event()

    def run(self) -> None:
        """Listen until told to end."""
        self._consumer.subscribe([TOPIC], on_assign=self._begin)
        while not self.ended.is_set():
            message = self._consumer.poll(0.2)
            if message is not None and message.error() is None:
                self.heard.setdefault((message.key() or b"").decode(), []).append(time.monotonic())
        self._consumer.close()

    def _begin(self, consumer: Consumer, partitions: list[TopicPartition]) -> None:
        """From where each partition ends now; left to itself it looks later, and misses the first."""
        for partition in partitions:
            partition.offset = consumer.get_watermark_offsets(partition, timeout=30)[1]
        consumer.assign(partitions)
        self.ready.set()


class WholeWay(Bench):
    """From the answer of an application to a consumer outside the suite: one at a time, and under load; and
    what is applied for by 16 clients until the agenda has reacted to all of it, beside P2's commands.
    """

    id = "P4"
    goals = (
        at_most("heard idle p95 ms", 50),
        at_most("heard under load p95 ms", 1000),
        at_least("whole way beside P2", 0.5),
    )

    async def prepare(self) -> None:
        await funds.publish_scheme(self.world)
        self.tranches = [await funds.open_tranche(self.world, 10**12) for _ in range(CLIENTS)]
        self.applied, self.seen_before = 0, await self._noted()
        await self._settled()

    async def round(self) -> Figures:
        listener = Listener(self.world.suite.state.kafka_bootstrap)
        listener.start()
        require(await asyncio.to_thread(listener.ready.wait, 60), "the consumer listens")
        one_by_one = []
        for _ in range(self.world.size(100)):
            one_by_one += await self._apply(1, 0)
            await asyncio.sleep(APART_SECONDS)
        loaded = await self._apply(CLIENTS, self.world.seconds)
        await self._settled()
        ended = time.monotonic()
        await self._all_heard(listener, [*one_by_one, *loaded])
        idle, load = waited(listener, one_by_one), waited(listener, loaded)
        whole = len(loaded) / (ended - min(found.asked for found in loaded))
        return {
            "heard idle p50 ms": percentile(idle, 50),
            "heard idle p95 ms": percentile(idle, 95),
            "heard under load p50 ms": percentile(load, 50),
            "heard under load p95 ms": percentile(load, 95),
            "whole way beside P2": whole / rate(await self._commands()),
            "applied and reacted to /s": whole,
            "applications /s": rate(loaded),
        }

    async def check(self) -> None:
        noted = await self._noted() - self.seen_before
        require(noted == self.applied, "the agenda heard of each application once", noted, self.applied)

    async def _all_heard(self, listener: Listener, answers: list[Answer]) -> None:
        """Wait until the consumer heard of everything, and then require that it was told once."""
        ids = {found.json["id"] for found in answers}

        async def all_there() -> bool:
            return ids <= listener.heard.keys()

        try:
            await self.world.until("the consumer hears of everything", all_there)
        finally:
            listener.ended.set()
        twice = [one for one in ids if len(listener.heard[one]) > 1]
        require(not twice, "nothing is told twice", *twice[:1])

    async def _apply(self, clients: int, seconds: float) -> list[Answer]:
        told = self.world.bearer("region-noord")
        requests = (
            Request("POST", "/funding/v1/applications", told, funds.plan(tranche, "region-noord", 1))
            for number in repeat(None)
            for tranche in self.tranches
        )
        answers = await ask(self.world.url("funding"), requests, clients, seconds)
        require({found.status for found in answers} == {201}, "received", {found.status for found in answers})
        self.applied += len(answers)
        return answers

    async def _commands(self) -> list[Answer]:
        """Those of P2, in the same round."""
        told = self.world.bearer("region-brainport")
        request = Request("POST", bench_p02_command.PATH, told, bench_p02_command.BODY)
        return await ask(self.world.url("agenda"), repeat(request), CLIENTS, self.world.seconds)

    async def _settled(self) -> None:
        async def all_noted() -> bool:
            return await self._noted() - self.seen_before >= self.applied

        await self.world.until("the agenda reacts to every application", all_noted)

    async def _noted(self) -> int:
        async with self.world.rows("agenda") as rows:
            found: int = await rows.fetchval("select count(*) from inbox where reaction = 'note_application'")
            return found


def waited(listener: Listener, answers: list[Answer]) -> list[float]:
    """Seconds from each answer until the consumer had the fact."""
    return [max(0.0, listener.heard[found.json["id"]][0] - found.answered) for found in answers]
