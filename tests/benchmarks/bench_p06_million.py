"""P6: a million facts."""

import time

from tests.benchmarks.bench import Bench, Figures, at_most
from tests.benchmarks.facts import REACTING, Facts, memory_of

WORKERS = ("agenda-work", "funding-work", "loans-work")


class Million(Bench):
    """Facts through outbox, Kafka and two inboxes at once, none lost and none doubled, in constant memory.
    50,000 of them unless GROEIKRACHT_BENCH_FACTS says how many, such as 1000000.
    """

    id = "P6"
    goals = (at_most("memory after beside half-way", 1.1),)
    rounds = 1
    quick = False

    async def prepare(self) -> None:
        self.facts = Facts(self.world)
        await self.facts.prepare()

    async def round(self) -> Figures:
        number, start = self.world.size(50_000, "GROEIKRACHT_BENCH_FACTS"), time.monotonic()
        figures, memory = {}, []
        for half in (number // 2, number - number // 2):
            await self.facts.write(half)
            figures["relayed /s"] = await self.facts.published(half)
            for service in REACTING:
                await self.facts.reacted(service)
            memory.append(memory_of(self.world, *WORKERS))
        took = time.monotonic() - start
        return {
            **figures,
            "facts": number,
            "published and reacted to in s": took,
            "seen through /s": number / took,
            "memory half-way MiB": memory[0],
            "memory after beside half-way": memory[1] / memory[0],
        }

    async def check(self) -> None:
        await self.facts.check()
