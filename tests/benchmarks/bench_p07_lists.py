"""P7: long lists."""

import asyncio
from itertools import repeat
from urllib.parse import urlsplit

from tests.benchmarks import bench_p02_command
from tests.benchmarks.bench import Bench, Figures, at_most, require
from tests.benchmarks.load import Request, ask, percentile

READER, PAGES = "region-brainport", 10
FIRST = "/agenda/v1/organisations?limit=100&sort=name"
FILL = """
insert into organisation
    (id, owner, version, name, role, kvk_number, named_since, former_names, status)
select gen_random_uuid(), 'region:CR36', 1, 'Organisation ' || lpad(n::text, 7, '0'), 'BUSINESS',
       lpad((10000000 + n)::text, 8, '0'), '2000-01-01', '[]', 'ACTIVE'
  from generate_series(1, $1::int) n
"""


class Lists(Bench):
    """A list of 100,000 by keyset (GROEIKRACHT_BENCH_LISTED says how many), through the gateway: its last
    page beside its first, and a thousand rows of it while two clients write.
    """

    id = "P7"
    goals = (at_most("last page beside first", 1.3), at_most("1,000 rows p95 ms", 300))

    async def prepare(self) -> None:
        self.listed = self.world.size(100_000, "GROEIKRACHT_BENCH_LISTED")
        async with self.world.rows("agenda") as rows:
            await rows.execute("delete from organisation where name like 'Organisation %'")
            await rows.execute(FILL, self.listed)
            await rows.execute("analyze organisation")
            self.every = await rows.fetchval("select count(*) from organisation")
        self.names, self.near_end = await self._walk()
        self.times = self.world.size(40)

    async def round(self) -> Figures:
        first, last = [], []
        for _ in range(self.times):
            first.append((await self._page(FIRST))[0])
            last.append((await self._page(self.near_end))[0])
        ended = asyncio.Event()
        writing = asyncio.create_task(self._write(ended))
        thousand = [await self._thousand() for _ in range(max(3, self.times // 4))]
        ended.set()
        await writing
        return {
            "last page beside first": percentile(last, 50) / percentile(first, 50),
            "first page p50 ms": percentile(first, 50),
            "last page p50 ms": percentile(last, 50),
            "1,000 rows p50 ms": percentile(thousand, 50),
            "1,000 rows p95 ms": percentile(thousand, 95),
        }

    async def check(self) -> None:
        require(len(set(self.names)) == len(self.names) == self.every, "each row once", len(self.names))
        require(self.names == sorted(self.names), "in order")

    async def _walk(self) -> tuple[list[str], str]:
        """The names on all pages, and where the last one begins."""
        names, page, following = list[str](), FIRST, FIRST
        while following:
            page = following
            _, some, following = await self._page(page)
            names += some
        return names, page

    async def _page(self, path: str) -> tuple[float, list[str], str]:
        asked = Request("GET", path, self.world.bearer(READER))
        (found,) = await ask(self.world.suite.url, [asked], 1)
        require(found.status == 200, "a page", found.body)
        link = found.json["_links"]["next"]
        following = urlsplit(link["href"]) if link else None
        names = [row["name"] for row in found.json["items"]]
        return found.seconds, names, f"{following.path}?{following.query}" if following else ""

    async def _thousand(self) -> float:
        seconds, path = 0.0, FIRST
        for _ in range(PAGES):
            took, names, path = await self._page(path)
            seconds += took
            require(len(names) == 100, "a full page", len(names))
        return seconds

    async def _write(self, ended: asyncio.Event) -> None:
        told = Request("POST", bench_p02_command.PATH, self.world.bearer(READER), bench_p02_command.BODY)
        while not ended.is_set():
            answers = await ask(self.world.suite.url, repeat(told, 20), 2)
            require({found.status for found in answers} == {201}, "written")
