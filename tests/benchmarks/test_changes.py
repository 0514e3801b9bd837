"""What it costs that lists can be followed: commands and rows with the trigger of `changed`, and without."""

import asyncio
import statistics
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg

from tests.benchmarks.test_command import commands

LINES, ROUNDS = 100_000, 3
INSERT = """
insert into observation
    (id, owner, version, code, edition, area_code, year, value, price_basis, status, source, measured_on,
     revision, latest)
select gen_random_uuid(), 'state', 1, 'BENCH', 1, 'GM' || n % 400, 1900 + n / 400, n, 'NOT_APPLICABLE',
       'FINAL', 'CBS', '2020-01-01', 1, true
  from generate_series(1, $1::int) n
"""


@asynccontextmanager
async def followed(url: str, table: str, state: str) -> AsyncIterator[asyncpg.Connection]:
    """A connection to the agenda's schema while the trigger of a table is enabled or disabled."""
    connection = await asyncpg.connect(url, server_settings={"search_path": "agenda"})
    await connection.execute(f"alter table {table} {state} trigger sets_changed")
    try:
        yield connection
    finally:
        await connection.execute(f"alter table {table} enable trigger sets_changed")
        await connection.close()


async def work(url: str, state: str) -> float:
    """Seconds of processor time of the database for so many lines, whatever else the machine does."""
    async with followed(url, "observation", state) as connection:
        stat = Path("/proc", str(await connection.fetchval("select pg_backend_pid()")), "stat")

        def used() -> int:
            return sum(int(part) for part in stat.read_text().rsplit(")", 1)[1].split()[11:13])

        before = used()
        async with connection.transaction():
            await connection.execute(INSERT, LINES)
        found = (used() - before) / 100
        await connection.execute("truncate observation cascade")
        return found


async def made(url: str, port: int, state: str) -> float:
    """Commands a second."""
    async with followed(url, "cluster", state):
        return await commands(port)


def test_what_following_costs(service: int, urls: dict[str, str]) -> None:
    async def run() -> None:
        url, lines, rates = urls["agenda"], [], []
        for _ in range(ROUNDS):
            lines.append(await work(url, "enable") / await work(url, "disable"))
            rates.append(await made(url, service, "disable") / await made(url, service, "enable"))
        print(
            f"with the trigger: {LINES} rows by SQL alone x {statistics.median(lines):.2f}, "
            f"commands x {statistics.median(rates):.2f} (goal 1.05)"
        )

    asyncio.run(run())
