"""The tables that every command and every message passes, when they are full."""

import json
import time
from collections.abc import Iterator, Mapping
from statistics import median
from typing import Any

import asyncpg

from shared.contracts.agenda.projects import EXAMPLES
from tests.benchmarks.bench import Bench, Figures, at_most, require

TABLES = ("outbox", "inbox", "idempotency", "audit")
TIMES, BATCH = 300, 4_000
FILL = {
    "outbox": """
        insert into outbox (id, topic, aggregatetype, aggregateid, type, payload, dataschema, recorded_at,
                            published_at)
        select gen_random_uuid(), 'groeikracht.bench', 'project', gen_random_uuid(), $2, $3::jsonb, $4,
               now(), now() from generate_series(1, $1::int)""",
    "inbox": """
        insert into inbox (source, event_id, reaction, digest, received_at)
        select 'bench', gen_random_uuid(), 'bench', sha256(n::text::bytea), now()
          from generate_series(1, $1::int) n""",
    "idempotency": """
        insert into idempotency (key, actor, tenant, client, person, fingerprint, recorded_at, status,
                                 headers, body)
        select gen_random_uuid(), 'bench/bench', 'state', 'bench', 'bench', sha256('x'), now(), 201, '{}',
               convert_to(repeat('x', 500), 'UTF8') from generate_series(1, $1::int)""",
}
AUDITS = """
select seal('[]', (select jsonb_agg(jsonb_build_object('action', 'bench', 'subject', gen_random_uuid(),
            'actor', 'bench', 'recorded_at', now())::text) from generate_series(1, $1::int)), $2::smallint,
            now(), null, null, null, null, null, null, null)
"""
HOT = {
    "relay: what is unsent": "select * from outbox where published_at is null order by position limit 500",
    "inbox: a message is claimed": """
        insert into inbox (source, event_id, reaction, digest, received_at)
        values ('bench', gen_random_uuid(), 'bench', sha256('x'), now()) on conflict do nothing""",
    "a key is claimed": """
        insert into idempotency (key, actor, tenant, client, person, fingerprint, recorded_at)
        values (gen_random_uuid(), 'a/b', 'state', 'a', 'b', sha256('x'), now()) on conflict do nothing""",
    "a key is looked up": """
        select * from idempotency where tenant = 'state' and client = 'a' and person = 'b'
           and key = 'none of these' and actor = 'a/b'""",
    "a transaction is sealed": """
        select seal('[]', jsonb_build_array(jsonb_build_object('action', 'bench', 'subject', 'none of these',
            'actor', 'bench', 'recorded_at', 'now')::text), 3::smallint, now(),
            null, null, null, null, null, null, null)""",
    "audit: the acts on one thing": """
        select * from audit where subject = 'none of these' order by recorded_at""",
}


class FullTables(Bench):
    """The statements that every command and message needs, on tables of 200,000 rows more than before
    (GROEIKRACHT_BENCH_ROWS says how many, such as 10000000), beside the same before. None reads all rows.
    """

    id = "TABLES"
    goals = (at_most("all together: after beside before", 1.3),)
    rounds = 1
    quick = False

    async def prepare(self) -> None:
        self.rows = self.world.size(200_000, "GROEIKRACHT_BENCH_ROWS")
        self.whole: list[str] = []

    async def round(self) -> Figures:
        async with self.world.rows("agenda") as rows:
            before = {name: await self._took(rows, query) for name, query in HOT.items()}
            start = time.monotonic()
            await self._fill(rows)
            filled = time.monotonic() - start
            after = {name: await self._took(rows, query) for name, query in HOT.items()}
            self.whole = [name for name, query in HOT.items() if await reads_all(rows, query)]
        ratios = {f"{name}: after beside before": after[name] / before[name] for name in HOT}
        return {
            "all together: after beside before": sum(after.values()) / sum(before.values()),
            **ratios,
            **{f"{name}: ms": took for name, took in after.items()},
            "rows more in each table": self.rows,
            "filled in s": filled,
        }

    async def check(self) -> None:
        require(not self.whole, "no statement reads a whole table", *self.whole)

    async def _fill(self, rows: asyncpg.Connection) -> None:
        fact = (EXAMPLES[0].type(), json.dumps(EXAMPLES[0].payload()), EXAMPLES[0].schema_path())
        for table, query in FILL.items():
            await rows.execute(query, self.rows, *(fact if table == "outbox" else ()))
        for number in range(-(-self.rows // BATCH)):
            await rows.execute(AUDITS, BATCH, number % 16)
        for table in TABLES:
            await rows.execute(f"vacuum analyze {table}")

    @staticmethod
    async def _took(rows: asyncpg.Connection, query: str) -> float:
        """The median of many times, in milliseconds; nothing of it stays."""
        prepared, found = await rows.prepare(query), []
        for _ in range(TIMES):
            undone = rows.transaction()
            await undone.start()
            start = time.perf_counter()
            await prepared.fetch()
            found.append((time.perf_counter() - start) * 1000)
            await undone.rollback()
        return median(found)


async def reads_all(rows: asyncpg.Connection, query: str) -> bool:
    """Whether the plan of a statement has a step that reads one of these tables from end to end."""
    return any(
        step["Node Type"] == "Seq Scan" and step["Relation Name"] in TABLES
        for step in _steps(json.loads(await rows.fetchval(f"explain (format json) {query}"))[0]["Plan"])
    )


def _steps(plan: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield plan
    for below in plan.get("Plans", ()):
        yield from _steps(below)
