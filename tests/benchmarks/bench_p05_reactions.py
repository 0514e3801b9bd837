"""P5: reactions to facts."""

from tests.benchmarks.bench import Bench, Figures, at_least
from tests.benchmarks.facts import REACTING, SAME_ROWS, Facts

PARTITIONS = 6
GOAL = 2_000


class Reactions(Bench):
    """Approvals of projects that wait in Kafka, each reacted to once by one worker of funding and then by one
    of loans, beside pgbench writing the same rows over as many connections as the topic has partitions; and
    how many the relay sent a second before, with nobody reading.
    """

    id = "P5"
    goals = (at_least("funding reactions /s", GOAL), at_least("loans reactions /s", GOAL))

    async def prepare(self) -> None:
        self.facts = Facts(self.world)
        await self.facts.prepare()
        await self.facts.write(100)  # warm
        for service in REACTING:
            await self.facts.reacted(service)

    async def round(self) -> Figures:
        number = self.world.size(4_000)
        with self.world.standing_still("loans-work"):
            with self.world.standing_still("funding-work"):
                await self.facts.write(number)
                sent = await self.facts.published(number)
            funding = await self.facts.reacted("funding")
        loans = await self.facts.reacted("loans")
        theirs = self.world.pgbench("funding", SAME_ROWS, PARTITIONS)
        return {
            "funding reactions /s": funding,
            "loans reactions /s": loans,
            "relayed /s": sent,
            "pgbench /s": theirs,
            "funding beside pgbench": funding / theirs,
        }

    async def check(self) -> None:
        await self.facts.check()
