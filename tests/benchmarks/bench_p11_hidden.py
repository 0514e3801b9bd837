"""P11: lists of which a reader may see little."""

from tests.benchmarks.bench import Bench, Figures, at_most, require
from tests.benchmarks.load import Request, ask, percentile

ASKED = {
    "clusters": "/agenda/v1/clusters?limit=20",
    "words": "/agenda/v1/search-results?limit=20&words=verborgen",
}
HIDE = """
insert into cluster (id, owner, version, region_code, cluster_code, name, status)
select gen_random_uuid(), 'region:CR36', 1, 'CR36', 'HIDDEN', 'Verborgen ' || n, 'CANDIDATE'
  from generate_series(1, $1::int) n
"""


class Hidden(Bench):
    """A page for a public reader, behind 100,000 rows that he may not see (GROEIKRACHT_BENCH_HIDDEN says how
    many), beside the same page without them.
    """

    id = "P11"
    goals = tuple(at_most(f"{name}: behind beside without", 1.3) for name in ASKED)

    async def prepare(self) -> None:
        self.hidden = self.world.size(100_000, "GROEIKRACHT_BENCH_HIDDEN")
        self.times = self.world.size(60)
        await self._uncover()

    async def round(self) -> Figures:
        without = {name: await self._waited(path) for name, path in ASKED.items()}
        async with self.world.rows("agenda") as rows:
            await rows.execute(HIDE, self.hidden)
            await rows.execute("vacuum analyze cluster")
        behind = {name: await self._waited(path) for name, path in ASKED.items()}
        await self._uncover()
        ratios = {f"{name}: behind beside without": behind[name] / without[name] for name in ASKED}
        return (
            ratios
            | {f"{name}: without ms": took for name, took in without.items()}
            | {f"{name}: behind ms": took for name, took in behind.items()}
        )

    async def check(self) -> None:
        async with self.world.rows("agenda") as rows:
            left = await rows.fetchval("select count(*) from cluster where cluster_code = 'HIDDEN'")
        require(left == 0, "nothing is left behind", left)

    async def _waited(self, path: str) -> float:
        """The median of what the reader waits, in milliseconds; he sees nothing that is hidden."""
        asked = Request("GET", path, self.world.bearer("reader"))
        answers = await ask(self.world.url("agenda"), [asked] * (self.times + 5), 1)
        for found in answers:
            require(found.status == 200 and b"Verborgen" not in found.body, "hidden", found.body[:200])
        return percentile((found.seconds for found in answers[5:]), 50)

    async def _uncover(self) -> None:
        async with self.world.rows("agenda") as rows:
            await rows.execute("delete from cluster where cluster_code = 'HIDDEN'")
            await rows.execute("vacuum analyze cluster")
