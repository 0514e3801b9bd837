"""What it costs that lists can be followed."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import repeat
from pathlib import Path

import asyncpg

from tests.benchmarks import bench_p02_command
from tests.benchmarks.bench import Bench, Figures, at_most, require
from tests.benchmarks.load import Request, ask, rate

INSERT = """
insert into observation
    (id, owner, version, code, edition, area_code, year, value, price_basis, status, source, measured_on,
     revision, latest)
select gen_random_uuid(), 'state', 1, 'BENCH', 1, 'GM' || n % 400, 1900 + n / 400, n, 'NOT_APPLICABLE',
       'FINAL', 'CBS', '2020-01-01', 1, true
  from generate_series(1, $1::int) n
"""


class Followed(Bench):
    """Commands while the trigger that keeps `changed` is disabled, beside the same with it; and the
    processor's time of the database for 100,000 rows with it, beside the same without.
    """

    id = "FOLLOWED"
    goals = (at_most("commands without beside with", 1.05),)
    quick = False

    async def prepare(self) -> None:
        self.lines = self.world.size(100_000)
        async with self.world.rows("agenda") as rows:
            require(not await rows.fetchval("select count(*) from observation"), "no observations yet")

    async def round(self) -> Figures:
        worked = {state: await self._work(state) for state in ("enable", "disable")}
        made = {state: await self._commands(state) for state in ("disable", "enable")}
        return {
            "commands without beside with": made["disable"] / made["enable"],
            "rows with beside without": worked["enable"] / worked["disable"],
            "commands with /s": made["enable"],
        }

    async def check(self) -> None:
        async with self.world.rows("agenda") as rows:
            off = await rows.fetchval(
                "select count(*) from pg_trigger where tgname = 'sets_changed' and tgenabled = 'D'"
            )
        require(off == 0, "every trigger is on again", off)

    async def _work(self, state: str) -> float:
        """Seconds of processor time of the database, whatever else the machine does."""
        async with self._with_trigger("observation", state) as rows:
            stat = Path("/proc", str(await rows.fetchval("select pg_backend_pid()")), "stat")

            def used() -> int:
                return sum(int(part) for part in stat.read_text().rsplit(")", 1)[1].split()[11:13])

            before = used()
            async with rows.transaction():
                await rows.execute(INSERT, self.lines)
            found = max(used() - before, 1) / 100
            await rows.execute("truncate observation cascade")
            return found

    async def _commands(self, state: str) -> float:
        who, body = self.world.bearer("region-brainport"), bench_p02_command.BODY
        told = Request("POST", bench_p02_command.PATH, who, body)
        async with self._with_trigger("cluster", state):
            url = self.world.url("agenda")
            answers = await ask(url, repeat(told), bench_p02_command.CLIENTS, self.world.seconds)
        require({found.status for found in answers} == {201}, "taken")
        return rate(answers)

    @asynccontextmanager
    async def _with_trigger(self, table: str, state: str) -> AsyncIterator[asyncpg.Connection]:
        async with self.world.rows("agenda") as rows:
            await rows.execute(f"alter table {table} {state} trigger sets_changed")
            try:
                yield rows
            finally:
                await rows.execute(f"alter table {table} enable trigger sets_changed")
