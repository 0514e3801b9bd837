"""A service's revisions walked one by one, with rows of the time before those that change what is there."""

import asyncio
import itertools
import json
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg
from alembic import command
from alembic.script import ScriptDirectory
from pydantic import SecretStr
from sqlalchemy import Connection, event
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.settings import Settings
from shared.store.engine import connect
from shared.store.migrations import config, upgrade

FILLED = {  # what a column that has to hold something holds when a case does not care
    "text": "x",
    "character varying": "X",
    "integer": 1,
    "smallint": 0,
    "numeric": 0,
    "boolean": False,
    "date": "2020-01-01",
    "timestamp with time zone": "2020-01-01T12:00:00Z",
    "jsonb": [],
    "bytea": "",
    "ARRAY": [],
}
COLUMNS = r"""
select relname::text as table_name, attname::text as column_name,
       regexp_replace(atttypid::regtype::text, '.*\[\]', 'ARRAY') as data_type,
       attnotnull and not atthasdef and attidentity = '' as wanted
  from pg_attribute join pg_class on pg_class.oid = attrelid
 where relnamespace = current_schema()::regnamespace and relkind = 'r' and attnum > 0 and not attisdropped
"""
WRITES = re.compile(r"\s*(?:insert into|update|delete from)\s+(\w+)", re.IGNORECASE)
NARROWS = re.compile(
    r"\s*(?:alter table\s+(\w+)\s.*(?:\bconstraint\b|\bprimary key\b|set not null|set expression|generated"
    r"|\btype\b)|create unique index\s.*?\son\s+(\w+))",
    re.IGNORECASE | re.DOTALL,
)
MADE = re.compile(r"\s*create table\s+(\w+)", re.IGNORECASE)
Row = tuple[str, dict[str, Any]]


@dataclass(frozen=True)
class Case:
    """Rows as they were just before a revision, and what each of them has to mean at the newest one."""

    rows: Sequence[Row] = ()
    means: dict[str, list[Any]] = field(default_factory=dict)


@dataclass
class Step:
    """What one revision did to tables that were there before it."""

    touched: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)
    wanted: set[str] = field(default_factory=set)


def of(table: str, column: str, *ids: str) -> str:
    """The query that shows a column of some rows, as text, in the order of their ids."""
    named = ", ".join(f"'{each}'" for each in ids)
    return f"select {column}::text from {table} where id in ({named}) order by id"  # noqa: S608  # of a case


def audited(subject: str, action: str, actor: str, at: str = "2020-01-01T12:00:00+00:00") -> Row:
    """An entry of the audit trail, of which only its content matters here."""
    content = {"subject": subject, "action": action, "actor": actor, "recorded_at": at}
    return "audit", {"content": json.dumps(content)}


# claimed by the version before, which knows no other columns; its answers hold, and it goes on beside ours
KEYS = Case(
    rows=[
        (
            "idempotency",
            {"actor": "a/b/c", "key": "1", "fingerprint": "\\x01", "status": 201, "body": "\\x02"},
        ),
        ("idempotency", {"actor": "a/b", "key": "1", "fingerprint": "\\x01"}),
    ],
    means={
        "insert into idempotency (actor, key, fingerprint, recorded_at) values ('a/b/c', '1', '', now()),"
        " ('a/b/c', '2', '', now()) on conflict do nothing returning actor || key": ["a/b/c2"],
        "select actor, status, body, concat(tenant, client) from idempotency where key = '1' order by 1": [
            ("a/b", None, None, ""),
            ("a/b/c", 201, b"\x02", ""),
        ],
    },
)
# a database that stayed where it was is open for writing after the upgrade, as it was before
COMPARED = Case(means={"select closed_because, compared_at = current_files() from relay": [(None, True)]})


def known(why: str) -> Case:
    """The case of a revision that corrects what earlier cases show already."""
    return Case(means={f"select '{why}'": [why]})


class Database:
    """A service's schema in a database of its own."""

    def __init__(self, service: str, url: str) -> None:
        self.service, self.settings = service, Settings(database_url=SecretStr(url))
        self._numbers = itertools.count(1)

    @asynccontextmanager
    async def plain(self) -> AsyncIterator[asyncpg.Connection]:
        """A connection that knows nothing of our models."""
        url = self.settings.database_url.get_secret_value()
        connection = await asyncpg.connect(url, server_settings={"search_path": self.service})
        try:
            yield connection
        finally:
            await connection.close()

    async def put(self, rows: Sequence[Row]) -> None:
        """Enter rows; a column that wants a value and is not named gets one of its kind."""
        if not rows:
            return
        async with self.plain() as connection:
            columns = await connection.fetch(COLUMNS)
            for table, given in rows:
                kinds = {c["column_name"]: c["data_type"] for c in columns if c["table_name"] == table}
                wanted = [c["column_name"] for c in columns if c["table_name"] == table and c["wanted"]]
                new = {"uuid": str(uuid4()), "bigint": next(self._numbers) if table == "audit" else 0}
                row = {**{name: {**FILLED, **new}[kinds[name]] for name in wanted}, **given}
                names = ", ".join(f'"{name}"' for name in row)
                whole = f"json_populate_record(null::{table}, $1)"
                add = f"insert into {table} ({names}) select {names} from {whole}"  # noqa: S608  # of a case
                await connection.execute(add, json.dumps(row))

    async def ask(self, query: str) -> list[Any]:
        """The rows of a query; of one column, its values."""
        async with self.plain() as connection:
            return [row[0] if len(row) == 1 else tuple(row) for row in await connection.fetch(query)]

    async def columns(self) -> dict[tuple[str, str], bool]:
        """Every column, and whether whoever adds a row has to name it."""
        async with self.plain() as connection:
            return {(row[0], row[1]): row["wanted"] for row in await connection.fetch(COLUMNS)}

    async def go_to(self, connection: AsyncConnection, revision: str) -> list[str]:
        """Take the revisions up to one; the statements that they gave."""
        given: list[str] = []

        def run(sync: Connection) -> None:
            found = config(self.service)
            found.attributes["connection"] = sync
            event.listen(sync, "before_cursor_execute", lambda _, __, text, *___: given.append(text))
            command.upgrade(found, revision)

        await connection.run_sync(run)
        await connection.commit()
        return given


def revisions(service: str) -> dict[str, str]:
    """A service's revisions, oldest first, by their names without the number, which may still change."""
    script = ScriptDirectory.from_config(config(service))
    return {Path(each.path).stem[5:]: each.revision for each in reversed(list(script.walk_revisions()))}


def step(given: list[str], before: dict[tuple[str, str], bool], after: dict[tuple[str, str], bool]) -> Step:
    """What the statements of a revision did to tables that were there before it."""
    tables = {table for table, _ in before}
    done = Step(gone={".".join(name) for name in before.keys() - after.keys()})
    done.wanted = {
        ".".join(name) for name in after.keys() - before.keys() if name[0] in tables and after[name]
    }
    for statement in given:
        for found in (WRITES.match(statement), NARROWS.match(statement)):
            done.touched |= {name for name in (found.groups() if found else ()) if name in tables}
    done.touched -= {"alembic_version"}
    return done


async def walk(database: Database, cases: dict[str, Case]) -> dict[str, Step]:
    """Take every revision, with the rows of its case entered just before; then all that an upgrade does."""
    steps: dict[str, Step] = {}
    engine, before = connect(database.service, database.settings), await database.columns()
    async with engine.connect() as connection:
        for name, revision in revisions(database.service).items():
            await database.put(cases[name].rows if name in cases else ())
            given = await database.go_to(connection, revision)
            after = await database.columns()
            steps[name], before = step(given, before, after), after
    await engine.dispose()
    await asyncio.to_thread(upgrade, database.service, database.settings)
    return steps
