"""Migrations of every service: one alembic environment, the shared mechanism tables, and the regimes."""

import asyncio
import json
import logging
import runpy
from collections.abc import Iterable
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any

from alembic import command, context
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from asyncpg import PostgresError
from sqlalchemy import Connection, MetaData, func, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.schema import CreateSchema

from shared.settings import Settings
from shared.store import access
from shared.store.engine import CONNECT_SECONDS, MIGRATING, connect
from shared.store.tables import MECHANISMS, REGIME

log = logging.getLogger(__name__)

ROOT = Path(__file__).resolve().parents[2]
WAIT_SECONDS = 2.0  # between two looks at a schema that is not migrated yet


def config(service: str) -> Config:
    """The alembic configuration of a service."""
    found = Config()
    found.set_main_option("script_location", str(ROOT / "services" / service / "migrations"))
    found.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    return found


def upgrade(service: str, settings: Settings) -> str:
    """Bring a service's schema to the newest revision, and publish its regimes; which revision that is.

    One at a time per service.

    It takes as long as its tables are large. A lock that whoever still runs does not let go within seconds
    ends it, whole, to be tried again: nobody may queue behind it meanwhile.
    """
    asyncio.run(_upgrade(service, settings))
    return str(ScriptDirectory.from_config(config(service)).get_current_head())


async def wait(service: str, settings: Settings) -> str:
    """Wait until the schema is at the newest revision that this version knows, or past it; at which it is.

    For what starts a process: an older version may find a revision that it never heard of, and goes on.
    """
    revisions = ScriptDirectory.from_config(config(service))
    head = revisions.get_current_head()
    older = {each.revision for each in revisions.walk_revisions()} - {head}
    while (found := await _revision(service, settings)) is None or found in older:
        log.info("the schema of %s is at revision %s; waiting for %s", service, found, head)
        await asyncio.sleep(WAIT_SECONDS)
    return found


async def _revision(service: str, settings: Settings) -> str | None:
    """The revision of a schema; None while there is none, or no database yet."""
    engine = connect(service, settings)
    try:
        async with asyncio.timeout(CONNECT_SECONDS), engine.connect() as connection:
            found: str | None = await connection.scalar(text("select version_num from alembic_version"))
    except (SQLAlchemyError, PostgresError, OSError) as failure:
        log.info("the schema of %s cannot be read: %s", service, type(failure).__name__)
        return None
    finally:
        await engine.dispose()
    return found


async def _upgrade(service: str, settings: Settings) -> None:
    engine = connect(service, settings, MIGRATING)
    try:
        async with engine.connect() as connection:
            await _migrate(connection, service, settings.database_application_role)
            await connection.commit()
    finally:
        await engine.dispose()  # gives the advisory lock up, also that of a migration that failed


async def _migrate(connection: AsyncConnection, service: str, role: str) -> None:
    """Structure, regimes, data and what the role of the processes may do with it, one service at a time."""
    await connection.execute(select(func.set_config("lock_timeout", "0", True)))  # for this one lock
    await connection.execute(select(func.pg_advisory_lock(func.hashtext(f"migrate-{service}"))))
    # a role that owns only its schema may not even say "create schema if not exists"
    if not await connection.scalar(select(func.to_regnamespace(service))):
        await connection.execute(CreateSchema(service))
    if role:
        await access.open_schema(connection, service, role)
    await connection.commit()
    await connection.run_sync(lambda sync: _run(service, sync))
    await connection.execute(select(func.follow_changes()))
    await publish_regimes(connection, service)
    await _fill(connection, service)
    if role:
        await access.grant_use(connection, service, role)


async def _fill(connection: AsyncConnection, service: str) -> None:
    """Let the service add the data it ships with: `fill(connection)` of its `migrations/data.py`, if any."""
    path = ROOT / "services" / service / "migrations" / "data.py"
    if path.exists():
        await runpy.run_path(str(path))["fill"](connection)


def _run(service: str, connection: Connection) -> None:
    found = config(service)
    found.attributes["connection"] = connection
    command.upgrade(found, "head")


def environment(metadata: MetaData) -> None:
    """What `migrations/env.py` of each service calls."""
    connection: Connection = context.config.attributes["connection"]
    context.configure(connection=connection, target_metadata=metadata, include_object=_is_ours)
    with context.begin_transaction():
        context.run_migrations()


def _is_ours(_: object, name: str | None, kind: str, reflected: bool, compare_to: object) -> bool:
    return not (kind == "table" and reflected and compare_to is None and name in MECHANISM_TABLES)


MECHANISM_TABLES = {*MECHANISMS.tables, "relay", "ledger_turnover", "alembic_version"}


def statements(name: str, package: str = "shared.store") -> Iterable[str]:
    """The statements of one of the mechanisms' SQL files, for a service's migration to execute."""
    script = resources.files(package).joinpath(name).read_text("utf-8")
    lines = [line for line in script.splitlines() if not line.startswith("--")]
    part: list[str] = []
    inside = False
    for line in lines:
        inside ^= line.count("$$") % 2 == 1
        part.append(line)
        if line.rstrip().endswith(";") and not inside:
            yield "\n".join(part)
            part = []


def add_writers(table: str, column: str, *actions: str) -> str:
    """The statement that adds to a column, of each row, everybody who took one of these acts on it.

    For a revision that begins to keep who wrote: the audit trail knows it of the rows that are there.
    """
    taken = ", ".join(f"'{action}'" for action in actions)
    return (
        f"update {table} set {column} = array(select unnest({column}) union select actor from audit "  # noqa: S608  # a revision names them
        f"where subject = {table}.id::text and action in ({taken}) order by 1)"
    )


def drift(service: str, connection: Connection, metadata: MetaData) -> list[Any]:
    """How the migrated schema differs from the models; empty when it does not."""
    from alembic.autogenerate import compare_metadata

    found = MigrationContext.configure(connection, opts={"include_object": _is_ours})
    return list(compare_metadata(found, metadata))


async def publish_regimes(connection: AsyncConnection, service: str) -> None:
    """Add the regime versions of `services/<service>/regimes/*.json` that the database does not have yet.

    A published version never changes, except that one without an end may get one, so that the next can follow
    it: any other difference between a file and what was published raises ValueError.
    """
    folder = ROOT / "services" / service / "regimes"
    for path in sorted(folder.glob("*.json")):
        for row in json.loads(path.read_text("utf-8")):
            dated = {
                name: row[name] and date.fromisoformat(row[name]) for name in ("valid_from", "valid_until")
            }
            wanted = {**row, **dated}
            await connection.execute(insert(REGIME).values(wanted).on_conflict_do_nothing())
            key = (REGIME.c.code == row["code"]) & (REGIME.c.version == row["version"])
            open_end = update(REGIME).where(key, REGIME.c.valid_until.is_(None))
            await connection.execute(open_end.values(valid_until=dated["valid_until"]))
            stored = (await connection.execute(select(REGIME).where(key))).one()
            if dict(stored._mapping) != wanted:
                raise ValueError(
                    f"{path.name}: regime {row['code']}@{row['version']} was published with other terms; "
                    "publish a new version instead"
                )
