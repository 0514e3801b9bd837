"""P3: everybody decides on one tranche."""

import asyncio
from collections.abc import Iterator, Sequence

from tests.benchmarks import funds
from tests.benchmarks.bench import Bench, Figures, at_least, require
from tests.benchmarks.load import Answer, Request, ask, percentile, rate

CLIENTS = 64
ROOM, ASKED = 40, 64  # of the tranche that runs out


class OneTranche(Bench):
    """64 clients award applications on one tranche, beside the same awards spread over 64 tranches that have
    nothing in common; each to the cent, and a tranche with room for 40 of 64 awards gives exactly 40.
    """

    id = "P3"
    goals = (at_least("one tranche beside 64", 0.9),)

    async def prepare(self) -> None:
        await funds.publish_scheme(self.world)
        self.awards = self.world.size(256)
        self.spread = self.world.size(64)
        ceiling = 4 * self.awards * funds.LEAST_CENTS * 2
        self.tranches = [await funds.open_tranche(self.world, ceiling) for _ in range(self.spread + 1)]
        self.original = await funds.ready_to_decide(self.world, self.tranches[0])
        self.awarded = dict.fromkeys(self.tranches, 0)

    async def round(self) -> Figures:
        one = await self._decide(self.tranches[:1])
        many = await self._decide(self.tranches[1:])
        return {
            "one tranche beside 64": rate(one) / rate(many),
            "awards on one tranche /s": rate(one),
            "awards on 64 tranches /s": rate(many),
            "one tranche p95 ms": percentile((found.seconds for found in one), 95),
            "64 tranches p95 ms": percentile((found.seconds for found in many), 95),
        }

    async def check(self) -> None:
        seen = await funds.awarded_cents(self.world, self.tranches)
        wanted = [(cents,) * 5 for cents in self.awarded.values()]
        require(seen == wanted, "every award is in every sum", seen, wanted)
        await self._run_out()

    async def _run_out(self) -> None:
        """A ceiling that runs out to the last cent, reached by all at once."""
        cents = [funds.LEAST_CENTS + n % 9973 for n in range(1, ASKED + 1)]
        tranche = await funds.open_tranche(self.world, max(cents) * ROOM)
        alike = await funds.copies(self.world, self.original, tranche, ASKED)
        async with self.world.rows("funding") as rows:
            one = "update application set requested_cents = $2, maximum_cents = $2 where tranche_id = $1"
            await rows.execute(one, tranche, max(cents))
        for application in alike:
            application["requested_cents"] = max(cents)
        answers = await ask(self.world.url("funding"), self._awards(alike), ASKED)
        given = [found.status for found in answers]
        require((given.count(200), given.count(409)) == (ROOM, ASKED - ROOM), "room for 40", *given)
        ((*sums,),) = await funds.awarded_cents(self.world, [tranche])
        require(set(sums) == {max(cents) * ROOM}, "the ceiling to the cent", sums)

    async def _decide(self, tranches: Sequence[str]) -> list[Answer]:
        """All at once, the tranches in turn."""
        each = self.awards // len(tranches)
        waiting = [await funds.copies(self.world, self.original, tranche, each) for tranche in tranches]
        for tranche, some in zip(tranches, waiting, strict=True):
            self.awarded[tranche] += sum(application["requested_cents"] for application in some)
        in_turn = [application for some in zip(*waiting, strict=True) for application in some]
        await asyncio.sleep(1)  # what copying left to do is done
        answers = await ask(self.world.url("funding"), self._awards(in_turn), CLIENTS)
        wrong = [found.body for found in answers if found.status != 200]
        require(not wrong, "every award is given", *wrong[:1])
        return answers

    def _awards(self, applications: list[funds.Json]) -> Iterator[Request]:
        who = self.world.bearer("state-officer")
        for application in applications:
            told = who | {"If-Match": f'"{application["version"]}"'}
            path = f"/funding/v1/applications/{application['id']}/awards"
            yield Request("POST", path, told, funds.award(application))
