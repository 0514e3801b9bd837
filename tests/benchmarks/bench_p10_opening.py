"""P10: an opening at 09:00."""

import uuid
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from tests.benchmarks import funds
from tests.benchmarks.bench import Bench, Figures, at_least, require
from tests.benchmarks.load import Answer, Request, ask, percentile, rate

CLIENTS = 64
MINUTE = 10_000 / 60
RECEIVED = """
select count(*), coalesce(sum(requested_cents), 0),
       (select sum(requested_cents) from portfolio where tranche_id = $1),
       (select sum(requested_plans) from portfolio where tranche_id = $1),
       (select count(*) from outbox
         where type like '%application-received' and payload ->> 'trancheId' = $1::text)
  from application where tranche_id = $1
"""


class Opening(Bench):
    """Applications by 64 clients in three parts of the country, through the gateway, to the one tranche that
    opened: how many a second beside the 10,000 of one minute, received in the order in which they came.
    GROEIKRACHT_BENCH_APPLICATIONS=10000 sends that many in each round.
    """

    id = "P10"
    goals = (at_least("applications /s", MINUTE),)

    async def prepare(self) -> None:
        await funds.publish_scheme(self.world)
        self.number = self.world.size(600, "GROEIKRACHT_BENCH_APPLICATIONS")
        self.tranche = await funds.open_tranche(self.world, 10**12)
        self.sent: dict[str, int] = {}
        self.answers: list[Answer] = []

    async def round(self) -> Figures:
        answers = await ask(self.world.suite.url, self._applications(), CLIENTS)
        wrong = [found.body for found in answers if found.status != 201]
        require(not wrong, "every application is received", *wrong[:1])
        self.answers += answers
        return {
            "applications /s": rate(answers),
            "p50 ms": percentile((found.seconds for found in answers), 50),
            "p95 ms": percentile((found.seconds for found in answers), 95),
        }

    async def check(self) -> None:
        await funds.counted(self.world)
        async with self.world.rows("funding") as rows:
            number, cents, summed, plans, told = await rows.fetchrow(RECEIVED, uuid.UUID(self.tranche))
        asked = [found.json["requestedCents"] for found in self.answers]
        seen = (number, cents, summed, plans, told)
        require(seen == (len(asked), sum(asked), sum(asked), len(asked), len(asked)), "received once", seen)
        overtaken = in_order([(a.asked, a.answered, received(a.json)) for a in self.answers])
        require(overtaken == 0, "who was answered before another asked was received before him", overtaken)

    def _applications(self) -> Iterator[Request]:
        applicants = [(who, self.world.bearer(who)) for who in funds.REGIONS]
        for n in range(self.number):
            who, told = applicants[n % len(applicants)]
            yield Request(
                "POST", "/funding/v1/applications", told, funds.plan(self.tranche, who, 1 + n % 9973)
            )


def received(application: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(application["receivedAt"])


def in_order(seen: list[tuple[float, float, datetime]]) -> int:
    """How many were received before somebody whose answer was there before they were even sent."""
    by_answer = iter(sorted(seen, key=lambda one: one[1]))
    one, latest, overtaken = next(by_answer, None), None, 0
    for asked, _, at in sorted(seen):
        while one is not None and one[1] < asked:
            latest, one = max(one[2], latest or one[2]), next(by_answer, None)
        overtaken += latest is not None and at < latest
    return overtaken
