"""The mechanism of what is gathered, without HTTP."""

import asyncio
import time
import uuid

from pydantic import SecretStr
from sqlalchemy import text

from shared.settings import Settings
from shared.store.engine import connect
from shared.store.tx import Cause
from shared.web.gathering import Gatherings
from tests.benchmarks import funds
from tests.benchmarks.bench import Bench, Figures, at_least, require

CLIENTS = 64
TAKE = "update tranche set version = version + 1 where id = {} and version < 2147483647"


class Gathering(Bench):
    """64 commands at a time take from one row, gathered, each in a savepoint with a session of its own and
    nothing of HTTP; beside pgbench, whose 32 clients run the same conditional statement on the same row.
    """

    id = "GATHERING"
    goals = (at_least("gathered beside one statement", 3),)

    async def prepare(self) -> None:
        await funds.publish_scheme(self.world)
        self.tranche = uuid.UUID(await funds.open_tranche(self.world, 10**9))
        self.commands, self.taken = self.world.size(2_000), 0

    async def round(self) -> Figures:
        ours = await self._gathered()
        theirs = self.world.pgbench("funding", TAKE.format(f"'{self.tranche}'") + ";", 32)
        return {"gathered beside one statement": ours / theirs, "gathered /s": ours, "pgbench /s": theirs}

    async def _gathered(self) -> float:
        engine = connect("funding", Settings(database_url=SecretStr(self.world.database("funding"))))
        gatherings, waiting = Gatherings(engine, 12), iter(range(self.commands))
        before, take = await self._version(), text(TAKE.format(":id"))

        async def client() -> None:
            for _ in waiting:
                async with gatherings.begin("bench", "bench", None, Cause()) as tx:
                    await tx.session.execute(take, {"id": self.tranche})

        start = time.perf_counter()
        await asyncio.gather(*(client() for _ in range(CLIENTS)))
        spent = time.perf_counter() - start
        await engine.dispose()
        self.taken = await self._version() - before
        return self.commands / spent

    async def check(self) -> None:
        require(self.taken == self.commands, "each took once", self.taken, self.commands)

    async def _version(self) -> int:
        async with self.world.rows("funding") as rows:
            return int(await rows.fetchval("select version from tranche where id = $1", self.tranche))
