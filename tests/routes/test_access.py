"""What a service's processes may do in the database: use every table, and change the shape of none."""

import asyncio
from collections.abc import AsyncIterator

import asyncpg
import pytest
from asyncpg import InsufficientPrivilegeError
from pydantic import SecretStr

from deploy.local.postgres import SERVICES, Postgres, application_role
from shared.settings import Settings
from shared.store.access import BadRole
from shared.store.migrations import upgrade

KEPT = {
    "agenda": {"audit"},
    "funding": {"audit", "ledger_entry"},
    "loans": {"audit", "guarantee_year_entry", "ledger_entry", "loan_movement"},
}
READ = {"alembic_version", "audit_head", "regime"}
RIGHTS = """
select c.relname as name, array(
    select word
    from unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) as word
    where has_table_privilege(c.oid, word)) as rights
from pg_class c where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p')
"""
REFUSED = (
    "drop table audit",
    "alter table audit disable trigger audit_is_append_only",
    "alter table audit disable trigger all",
    "set session_replication_role = replica",
    "update audit set content = content",
    "delete from audit",
    "truncate audit",
    "delete from audit_head",
    "insert into audit_head values (16, 0, '')",
    "update regime set source = source",
    "update alembic_version set version_num = '0001'",
    "alter table relay add column note text",
    "drop index audit_subject",
    "create table mine (n int)",
    "create table public.mine (n int)",
    "create function seal() returns int language sql return 1",
    "create or replace function refuse_change() returns trigger language plpgsql as 'begin return null; end'",
    "drop function refuse_change() cascade",
    "create trigger mine before insert on audit for each row execute function refuse_change()",
    "create rule hidden as on insert to audit do instead nothing",
    "alter table audit owner to current_user",
    "create schema mine",
)


@pytest.fixture(params=SERVICES)
async def login(request: pytest.FixtureRequest, urls: dict[str, str]) -> AsyncIterator[asyncpg.Connection]:
    """A connection as the processes of a service have it."""
    service = request.param
    connection = await asyncpg.connect(urls[service], server_settings={"search_path": service})
    yield connection
    await connection.close()


@pytest.mark.parametrize("statement", REFUSED)
async def test_a_process_cannot(login: asyncpg.Connection, statement: str) -> None:
    transaction = login.transaction()
    await transaction.start()
    with pytest.raises(InsufficientPrivilegeError):
        await login.execute(statement)
    await transaction.rollback()


async def test_a_process_has_what_it_needs_of_every_table_and_no_more(login: asyncpg.Connection) -> None:
    service = await login.fetchval("select current_schema()")
    found = {row["name"]: row["rights"] for row in await login.fetch(RIGHTS)}
    assert {name for name, rights in found.items() if rights == ["SELECT", "INSERT"]} == KEPT[service]
    assert {name for name, rights in found.items() if rights == ["SELECT"]} == READ
    rest = [rights for name, rights in found.items() if name not in KEPT[service] | READ]
    assert len(rest) > 20
    assert all(rights == ["SELECT", "INSERT", "UPDATE", "DELETE"] for rights in rest)


async def test_a_process_sees_no_other_service(login: asyncpg.Connection) -> None:
    service = await login.fetchval("select current_schema()")
    for other in {*SERVICES} - {service}:
        with pytest.raises(InsufficientPrivilegeError):
            await login.fetch(f"select * from {other}.outbox")  # noqa: S608 - one of three names


async def test_what_a_migration_makes_is_of_use_before_the_next_one(
    postgres: Postgres, urls: dict[str, str], owners: dict[str, Settings]
) -> None:
    """And what it keeps for ever is bounded by the next one; what was given by hand besides is taken."""
    owner = await asyncpg.connect(
        owners["loans"].database_url.get_secret_value(), server_settings={"search_path": "loans"}
    )
    process = await asyncpg.connect(urls["loans"], server_settings={"search_path": "loans"})
    try:
        await owner.execute("create table later (number bigint generated always as identity, told text)")
        await process.execute("insert into later (told) values ('at once')")
        await owner.execute(
            "create trigger later_is_kept before update or delete or truncate on later "
            "for each statement execute function refuse_change()"
        )
        await owner.execute(f"grant truncate on later to {application_role('loans')}")
        await asyncio.to_thread(upgrade, "loans", owners["loans"])
        rights = {row["name"]: row["rights"] for row in await process.fetch(RIGHTS)}
        assert rights["later"] == ["SELECT", "INSERT"]
    finally:
        await owner.execute("drop table if exists later")
        await owner.close()
        await process.close()


@pytest.mark.parametrize(
    ("role", "told"),
    [
        ("nobody_known", "there is no role nobody_known"),
        ("loans", "may all that the owner of the schema loans may"),
        ("postgres", "may all that the owner of the schema loans may"),
    ],
)
async def test_a_role_that_would_bound_nothing_is_refused(
    owners: dict[str, Settings], role: str, told: str
) -> None:
    settings = owners["loans"].model_copy(update={"database_application_role": role})
    with pytest.raises(BadRole, match=told):
        await asyncio.to_thread(upgrade, "loans", settings)


async def test_a_schema_of_one_login_gets_a_second_one(postgres: Postgres) -> None:
    """As it is upgraded to: everything is there already when the role is named first."""
    owner = Settings(database_url=SecretStr(postgres.create("second_login", ["funding"])["funding"]))
    await asyncio.to_thread(upgrade, "funding", owner)
    address = postgres.application("funding", "second_login")
    process = await asyncpg.connect(address, server_settings={"search_path": "funding"})
    try:
        with pytest.raises(InsufficientPrivilegeError):
            await process.fetch("select * from funding.outbox")
        role = application_role("funding")
        await asyncio.to_thread(
            upgrade, "funding", owner.model_copy(update={"database_application_role": role})
        )
        assert await process.fetch("select * from outbox") == []
    finally:
        await process.close()
