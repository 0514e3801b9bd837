"""Facts by the thousand: approvals of projects, written to the agenda's outbox as its routes write them."""

import json
from datetime import timedelta
from itertools import pairwise

import psutil

from services.funding.cofunding.projects.models import Project
from shared.contracts.agenda.projects import EXAMPLES
from tests.benchmarks.bench import require, written
from tests.benchmarks.world import World

APPROVAL = EXAMPLES[0]
REACTING = ("funding", "loans")
PAUSE = timedelta(seconds=1.5)
WRITE = """
insert into outbox (id, topic, aggregatetype, aggregateid, type, payload, dataschema, recorded_at)
select gen_random_uuid(), 'groeikracht.agenda', 'project', project, $2, $3::jsonb || jsonb_build_object(
       'projectId', project, 'totalCostCents', 100000000 + n), $4, clock_timestamp()
  from (select gen_random_uuid() as project, n from generate_series(1, $1::int) n) as new
"""
# what a reaction commits: that the fact was seen, and the project that it tells of
SAME_ROWS = """
begin;
insert into inbox (source, event_id, reaction, digest, received_at)
    values ('bench', gen_random_uuid(), 'bench', sha256('x'), now());
insert into project ({columns})
select {columns} from (
    select (jsonb_populate_record(p, jsonb_build_object('id', gen_random_uuid(), 'title', 'By pgbench'))).*
      from project p where id = (select id from project order by id limit 1)
) as new;
commit;
""".format(columns=written(Project))  # noqa: S608 - names of our own columns


class Facts:
    """Approvals that one bench wrote, and what became of them."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.written = 0
        self._seen_before: dict[str, int] = {}

    async def prepare(self) -> None:
        """Count what is there already."""
        self._seen_before = {service: await self._seen(service) for service in REACTING}

    async def write(self, number: int) -> None:
        """Write so many at once."""
        told = json.dumps(APPROVAL.payload())
        async with self.world.rows("agenda") as rows:
            await rows.execute(WRITE, number, APPROVAL.type(), told, APPROVAL.schema_path())
            self._written_at = await rows.fetchval("select clock_timestamp()")
            await rows.execute("select pg_notify('outbox_agenda', '')")
        self.written += number

    async def published(self, number: int) -> float:
        """Wait until all are sent; how many a second that were of the last number that was written."""

        async def none_left() -> bool:
            async with self.world.rows("agenda") as rows:
                return not await rows.fetchval(
                    "select exists (select from outbox where published_at is null)"
                )

        await self.world.until("every fact is published", none_left, number)
        async with self.world.rows("agenda") as rows:
            took = await rows.fetchval("select max(published_at) - $1 from outbox", self._written_at)
        return number / float(took.total_seconds())

    async def reacted(self, service: str) -> float:
        """Wait until a service has reacted to all; how many a second its worker took."""
        wanted = self._seen_before[service] + self.written

        async def all_there() -> bool:
            return await self._seen(service) >= wanted

        await self.world.until(f"{service} reacts to every fact", all_there, self.written)
        return await self._pace(service)

    async def check(self) -> None:
        """Each fact was reacted to once by each service, and the projects are worth what was written."""
        for service in REACTING:
            async with self.world.rows(service) as rows:
                parked = await rows.fetchval("select count(*) from parked")
                projects = await rows.fetchval(
                    "select count(*) from project where title = $1", APPROVAL.payload()["title"]
                )
            seen = await self._seen(service)
            require(parked == 0, f"{service} parked nothing", parked)
            require(seen == projects, f"{service} has one project for each fact", seen, projects)
            wanted = self._seen_before[service] + self.written
            require(seen == wanted, f"{service} saw each fact once", seen, wanted)
        async with self.world.rows("funding") as rows:
            uneven = await rows.fetchval(
                "select count(*) from project where total_cost_cents <> region_required_cents"
                " + state_required_cents + private_knowledge_required_cents"
            )
        require(uneven == 0, "the parts of each project are its cost", uneven)

    async def _seen(self, service: str) -> int:
        async with self.world.rows(service) as rows:
            query = "select count(*) from inbox where reaction = 'remember_project'"
            found: int = await rows.fetchval(query)
            return found

    async def _pace(self, service: str) -> float:
        """How many a second, over the last stretch without a pause: what was before it is another load."""
        query = (
            "select received_at, count(*) from inbox where reaction = 'remember_project' group by 1 "
            "order by 1 desc limit $1"
        )
        async with self.world.rows(service) as rows:
            moments = [(row[0], row[1]) for row in await rows.fetch(query, self.written)]
        stretch = 1 + next(
            (n for n, (late, early) in enumerate(pairwise(moments)) if late[0] - early[0] > PAUSE),
            len(moments) - 1,
        )
        number = sum(count for _, count in moments[: stretch - 1])  # the first took nobody knows how long
        seconds = (moments[0][0] - moments[stretch - 1][0]).total_seconds()
        return number / seconds if seconds else 0.0


def memory_of(world: World, *names: str) -> int:
    """The memory that these processes have in use, in MiB."""
    return (
        sum(psutil.Process(world.suite.state.processes[name].pid).memory_info().rss for name in names) >> 20
    )
