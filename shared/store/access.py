"""What the processes of a service may do in its schema, when they log in as another role than its owner.

All that is done with rows, and nothing with tables: no structure, no trigger, no `truncate`. To what is kept
for ever they only add. So whoever takes over a process can neither rewrite the trail nor hide that it tried.
"""

from collections.abc import Iterable

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

MIGRATED = {"alembic_version", "regime"}  # written by `migrate` alone
HEADS = "audit_head"  # of each chain: moved on with every entry, never made or removed
BEGIN = (
    "grant usage on schema {schema} to {role}",
    # what a revision makes is of use in the moment in which its number is seen
    "alter default privileges in schema {schema} grant select, insert, update, delete on tables to {role}",
    "alter default privileges in schema {schema} grant usage, select, update on sequences to {role}",
)
STANDING = text("""
select pg_has_role(rolname, current_user, 'member') as is_owner
  from pg_roles where rolname = :role
""")
TABLES = text("""
select c.relname, exists (
        select from pg_trigger t where t.tgrelid = c.oid and t.tgfoid = to_regproc('refuse_change')
    ) as is_kept
  from pg_class c
 where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p')
 order by c.relname
""")


class BadRole(ValueError):
    """The role that should use a schema is not there, or may as much as the owner."""


async def open_schema(connection: AsyncConnection, schema: str, role: str) -> None:
    """Let a role use the schema and what this login makes in it; BadRole when that would bound nothing."""
    standing = (await connection.execute(STANDING, {"role": role})).one_or_none()
    if standing is None:
        raise BadRole(f"there is no role {role}, which should use the schema {schema}")
    if standing.is_owner:
        raise BadRole(f"the role {role} may all that the owner of the schema {schema} may")
    await _say(connection, BEGIN, schema, role)


async def grant_use(connection: AsyncConnection, schema: str, role: str) -> None:
    """Give the role what it needs of each table that is there, and take what it had besides."""
    tables = (await connection.execute(TABLES)).all()
    kept = {each.relname for each in tables if each.is_kept}
    changed = {each.relname for each in tables} - kept - MIGRATED - {HEADS}
    await _say(
        connection,
        (
            "revoke all on all tables in schema {schema} from {role}",
            "grant select on all tables in schema {schema} to {role}",
            "grant usage, select, update on all sequences in schema {schema} to {role}",
            f"grant insert on {_named(connection, kept)} to {{role}}",
            f"grant update (position, hash) on {HEADS} to {{role}}",
            f"grant insert, update, delete on {_named(connection, changed)} to {{role}}",
        ),
        schema,
        role,
    )


async def _say(connection: AsyncConnection, statements: Iterable[str], schema: str, role: str) -> None:
    quote = connection.dialect.identifier_preparer.quote
    for statement in statements:
        await connection.exec_driver_sql(statement.format(schema=quote(schema), role=quote(role)))


def _named(connection: AsyncConnection, tables: Iterable[str]) -> str:
    return ", ".join(map(connection.dialect.identifier_preparer.quote, sorted(tables)))
