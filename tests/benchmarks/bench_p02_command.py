"""P2: a command."""

from itertools import repeat

from tests.benchmarks.bench import Bench, Figures, at_least, require
from tests.benchmarks.load import Answer, Request, ask, percentile, rate

CLIENTS = 16
PATH, BODY = "/agenda/v1/clusters", {"regionCode": "CR36", "clusterCode": "BENCH", "name": "A command"}
# what a command writes: its entity, its idempotency key with the answer, its audit row in a chain
SAME_ROWS = """
\\set n random(1, 9000000000000000000)
begin;
insert into idempotency (actor, key, tenant, client, person, fingerprint, recorded_at)
    values ('bench/bench', (:n)::text, 'region:CR36', 'bench', 'bench', sha256('x'), now());
insert into cluster (id, owner, version, region_code, cluster_code, name, status)
    values (gen_random_uuid(), 'region:CR36', 1, 'CR36', 'BENCH', 'By pgbench', 'CANDIDATE');
select seal('[]', jsonb_build_array(jsonb_build_object('action', 'bench', 'subject', :n, 'actor', 'bench',
            'recorded_at', 'now')::text), (:n % 16)::smallint, now(),
            'region:CR36', 'bench', 'bench', (:n)::text, 201::smallint, '{}',
            convert_to(repeat('x', 500), 'UTF8'));
commit;
"""


class Command(Bench):
    """A command with a real token, by 16 clients: straight to one worker of the service and through the
    gateway, beside pgbench writing the same rows (entity, key with answer, audit row) in the same database.
    """

    id = "P2"
    goals = (at_least("service beside pgbench", 0.12), at_least("gateway beside pgbench", 0.12))

    async def prepare(self) -> None:
        self.made = await self._rows()
        await self._commands("agenda")  # warm

    async def round(self) -> Figures:
        direct, through = await self._commands("agenda"), await self._commands("gateway")
        theirs = self.world.pgbench("agenda", SAME_ROWS, CLIENTS)
        return {
            "service beside pgbench": rate(direct) / theirs,
            "gateway beside pgbench": rate(through) / theirs,
            "through the service /s": rate(direct),
            "through the gateway /s": rate(through),
            "pgbench /s": theirs,
            "service p95 ms": percentile((found.seconds for found in direct), 95),
            "gateway p95 ms": percentile((found.seconds for found in through), 95),
        }

    async def check(self) -> None:
        require(self.made == await self._rows(), "each command is one row", self.made, await self._rows())
        async with self.world.rows("agenda") as rows:
            broken = await rows.fetchval(
                "select count(*) from idempotency where status is null or body is null and client <> 'bench'"
            )
        require(broken == 0, "each key has its answer", broken)
        told = self.world.suite.operate("agenda", "verify")
        require(told.returncode == 0, "the audit trail is whole", told.stdout, told.stderr)

    async def _commands(self, process: str) -> list[Answer]:
        told = Request("POST", PATH, self.world.bearer("region-brainport"), BODY)
        url = self.world.url(process)
        answers = await ask(url, repeat(told), CLIENTS, self.world.seconds)
        require({found.status for found in answers} == {201}, "taken", {found.status for found in answers})
        self.made += len(answers)
        return answers

    async def _rows(self) -> int:
        async with self.world.rows("agenda") as rows:
            found: int = await rows.fetchval("select count(*) from cluster where name = 'A command'")
            return found
