"""What is there when a service is upgraded means afterwards what it meant before."""

import asyncio
import importlib

import pytest
from pydantic import SecretStr
from sqlalchemy.exc import IntegrityError

from deploy.local.postgres import SERVICES, Postgres
from deploy.local.processes import free_port
from shared.settings import Settings
from shared.store import engine, migrations
from shared.store.engine import connect
from shared.store.migrations import upgrade
from tests.routes.migrations.walking import Case, Database, Step, walk

CASES: dict[str, dict[str, Case]] = {
    service: importlib.import_module(f"tests.routes.migrations.of_{service}").CASES for service in SERVICES
}
MEANT = [
    (service, revision, query)
    for service, cases in CASES.items()
    for revision, case in cases.items()
    for query in case.means
]
Walked = tuple[Database, dict[str, Step]]


@pytest.fixture(scope="module")
async def walked(postgres: Postgres) -> dict[str, Walked]:
    """Each service's schema, taken through all revisions with the rows of every case."""
    urls = postgres.create("walked")
    found = {service: Database(service, url) for service, url in urls.items()}
    return {service: (each, await walk(each, CASES[service])) for service, each in found.items()}


@pytest.mark.parametrize(("service", "revision", "query"), MEANT)
async def test_old_rows_mean_what_they_meant(
    walked: dict[str, Walked], service: str, revision: str, query: str
) -> None:
    database, _ = walked[service]
    assert await database.ask(query) == CASES[service][revision].means[query]


@pytest.mark.parametrize("service", SERVICES)
def test_every_revision_that_changes_what_is_there_has_a_case(
    walked: dict[str, Walked], service: str
) -> None:
    _, steps = walked[service]
    assert {name for name, step in steps.items() if step.touched} <= CASES[service].keys()
    assert CASES[service].keys() <= steps.keys()


@pytest.mark.parametrize("service", SERVICES)
def test_the_version_before_goes_on_beside_every_revision(walked: dict[str, Walked], service: str) -> None:
    """What it writes names no new column, and what it reads is still there."""
    _, steps = walked[service]
    assert {name: step for name, step in steps.items() if step.gone or step.wanted} == {}


async def test_an_upgrade_takes_its_time_and_waits_for_another(
    walked: dict[str, Walked], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A table of millions of rows takes longer than a request may; and two instances may start at once."""
    monkeypatch.setattr(engine, "WORKING", engine.Patience(statement=0.1, command=0.2, idle=0))
    monkeypatch.setattr(engine, "LOCK_TIMEOUT", "100ms")
    database, _ = walked["loans"]
    async with database.plain() as other:
        await other.execute("select pg_advisory_lock(hashtext('migrate-loans'))")
        second = asyncio.create_task(asyncio.to_thread(upgrade, "loans", database.settings))
        await asyncio.sleep(1)
        assert not second.done()
    await second


async def test_a_process_waits_for_its_revision_and_goes_on_at_one_it_never_heard_of(
    walked: dict[str, Walked], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A new version starts after its migration; an older one that is put back starts as well."""
    monkeypatch.setattr(migrations, "WAIT_SECONDS", 0.05)
    database, _ = walked["loans"]
    async with database.plain() as other:
        await other.execute("set search_path = loans")
        newest = await other.fetchval("select version_num from alembic_version")
        assert await migrations.wait("loans", database.settings) == newest
        await other.execute("update alembic_version set version_num = '0001'")
        waiting = asyncio.create_task(migrations.wait("loans", database.settings))
        await asyncio.sleep(1)
        assert not waiting.done()
        await other.execute("update alembic_version set version_num = '9999'")
        assert await waiting == "9999"
        await other.execute("update alembic_version set version_num = $1", newest)


async def test_a_process_waits_for_a_database_that_is_not_there_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrations, "WAIT_SECONDS", 0.05)
    nowhere = Settings(database_url=SecretStr(f"postgresql://nobody:none@127.0.0.1:{free_port()}/nothing"))
    waiting = asyncio.create_task(migrations.wait("loans", nowhere))
    await asyncio.sleep(0.5)
    assert not waiting.done()
    waiting.cancel()


async def test_an_upgrade_that_rows_refuse_leaves_all_as_it_was(postgres: Postgres) -> None:
    """An organisation stood behind one agenda twice, which a later unique index refuses."""
    database = Database("agenda", postgres.create("refusing")["agenda"])
    found = connect("agenda", database.settings)
    async with found.connect() as connection:
        await database.go_to(connection, "0003")
        agenda = "00000000-0000-4000-8000-000000000001"
        partner = {"agenda_id": agenda, "kvk_number": "17278704", "helix": "GOVERNMENT"}
        await database.put([("agenda", {"id": agenda}), ("partner", partner), ("partner", partner)])
        with pytest.raises(IntegrityError, match="uq_partner_active"):
            await database.go_to(connection, "head")
    await found.dispose()
    assert await database.ask("select version_num, count(*) from alembic_version, partner group by 1") == [
        ("0003", 2)
    ]
    assert await database.ask("select to_regclass('agenda_version')") == [None]
