"""Loans is restored to a moment before its last work: nothing stays lost, invented or numbered twice."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from pydantic import SecretStr
from sqlalchemy import text

from deploy.local.kafka import Kafka
from deploy.local.postgres import Postgres, application_role
from services.funding.worker import SUBSCRIPTIONS as FUNDING
from services.loans.app import SERVICE
from services.loans.worker import SUBSCRIPTIONS as LOANS
from shared.bus import kafka as clients
from shared.bus import own_topics, recovery
from shared.bus.cloudevent import encode, envelope
from shared.bus.leadership import Lead, Moved
from shared.bus.worker import Worker
from shared.contracts.loans import LoanGuaranteed
from shared.contracts.rom import DisbursementReported
from shared.contracts.withdrawn import LoansFactWithdrawn
from shared.kernel.events import inbound_topic, outbound_topic
from shared.kernel.ids import uuid7
from shared.kernel.rules import Refused
from shared.reference.catalogue import roms
from shared.settings import Settings
from shared.store.engine import connect, sessions
from shared.store.migrations import upgrade
from shared.testing.client import serving
from tests.routes.loans.desk import OFFICER, SECOND, Desk, done, opened_year

MOMENT = "restored"
STATUS = "select status from guarantee where id = cast(:id as uuid)"
OUTSTANDING = "select outstanding_cents from loan where id = cast(:id as uuid)"
HELD = "select status from aid_entry where id = any(cast(:ids as uuid[])) order by status"
COMPARED = "select compared_at = current_files() from relay"
UNSENT = "select count(*) from outbox where published_at is null"
NOW = "2015-03-02T09:30:00Z"


@pytest.fixture
def broker(engines_folder: Path) -> Iterator[Kafka]:
    server = Kafka(engines_folder / "restore-kafka")
    server.start()
    server.prepare(roms())
    yield server
    server.stop()


@pytest.fixture
def suite(postgres: Postgres, broker: Kafka) -> dict[str, Settings]:
    """Loans and funding in databases of their own, so that one can be restored without the other."""
    found = {}
    for service in ("loans", "funding"):
        database = f"restore_{service}"
        url = postgres.create(database, [service])[service]
        role = application_role(service)
        upgrade(service, Settings(database_url=SecretStr(url), database_application_role=role))
        found[service] = Settings(
            environment="local",
            clock="settable",
            database_url=SecretStr(postgres.application(service, database)),
            kafka_bootstrap=broker.bootstrap,
        )
    return found


class Copy:
    """A database as it was at a moment, and put in its place again: what pg_dump and pg_restore do."""

    def __init__(self, postgres: Postgres, database: str) -> None:
        self._address = postgres.url("postgres")
        self._database = database

    async def keep(self) -> None:
        await self._clone(self._database, f"{self._database}_{MOMENT}")

    async def restore(self) -> None:
        await self._clone(f"{self._database}_{MOMENT}", self._database)

    async def _clone(self, source: str, target: str) -> None:
        connection = await asyncpg.connect(self._address)
        await connection.execute(f"drop database if exists {target} with (force)")
        await connection.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = $1", source
        )
        await connection.execute(f"create database {target} template {source}")
        await connection.execute(f"revoke all on database {target} from public")
        await connection.execute(f"grant connect on database {target} to loans, {application_role('loans')}")
        await connection.close()


@asynccontextmanager
async def working(suite: dict[str, Settings], *services: str) -> AsyncIterator[None]:
    """The workers of these services."""
    stop, tasks, engines = asyncio.Event(), [], []
    for service in services:
        engine = connect(service, suite[service])
        worker = Worker(service, suite[service], engine, FUNDING if service == "funding" else LOANS, ())
        engines.append(engine)
        tasks += [asyncio.create_task(worker.lead()), asyncio.create_task(worker.consume(stop))]
    try:
        yield
    finally:
        stop.set()
        await asyncio.gather(*tasks[1::2])
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for engine in engines:
            await engine.dispose()


async def rows(suite: dict[str, Settings], service: str, query: str, **named: object) -> list[Any]:
    engine = connect(service, suite[service])
    async with engine.connect() as connection:
        found = [tuple(row) for row in await connection.execute(text(query), named)]
    await engine.dispose()
    return found


async def until(
    suite: dict[str, Settings], service: str, query: str, wanted: object, **named: object
) -> None:
    found: list[Any] = []
    try:
        async with asyncio.timeout(40):
            while (found := await rows(suite, service, query, **named)) != wanted:  # noqa: ASYNC110 - what is awaited happens in a database
                await asyncio.sleep(0.2)
    except TimeoutError:
        raise AssertionError(f"{query}: {found}, not {wanted}") from None


@asynccontextmanager
async def at_the_desk(suite: dict[str, Settings]) -> AsyncIterator[Desk]:
    engine = connect("loans", suite["loans"])
    async with serving(SERVICE, suite["loans"]) as api:
        yield Desk(api, sessions(engine))
    await engine.dispose()


async def report(settings: Settings, loan_id: str, cents: int) -> None:
    """A ROM's report of a disbursement, on its own topic."""
    event = DisbursementReported(loan_id=UUID(loan_id), amount_cents=cents, disbursed_on="2015-03-16")
    fact = envelope(
        id=uuid7(), type=event.type(), subject=event.subject, data=event.payload(),
        schema_path=event.schema_path(), time=(await _now()), sequence=1,
        source="urn:nld:oin:00000099000000001000:systeem:rom-bom", public_url="https://bom.example",
    )  # fmt: skip
    key, value, headers = encode(fact)
    producer = clients.producer(settings)
    await producer.start()
    await producer.send_and_wait(inbound_topic("BOM"), value, key=key, headers=headers)
    await producer.stop()


async def _now() -> Any:
    return datetime.now(UTC)


async def guaranteed_with_aid(desk: Desk, suite: dict[str, Settings], kvk: str) -> Any:
    """An issued guarantee with aid in it, reserved by funding over Kafka."""
    firm = {"kvkNumber": kvk, "name": "Growing Firm B.V.", "municipalityCode": "GM0772"}
    guarantee = await desk.reserved(NOW, undertaking=firm)
    await until(suite, "loans", STATUS, [("RESERVED",)], id=guarantee["id"])
    await desk.contracted(guarantee["loanId"])
    return await done(desk.act(f"/guarantees/{guarantee['id']}/issues", SECOND))


async def test_a_restored_service_finds_its_place(
    postgres: Postgres, suite: dict[str, Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    backup = Copy(postgres, "restore_loans")
    async with at_the_desk(suite) as desk, working(suite, "loans", "funding"):
        line = {"romCode": "BOM", "year": 2015, "amountCents": 10**13}
        assert (await desk.api.post("/credit-lines", OFFICER, line)).status_code == 201
        await opened_year(desk.api, 2015, 10**12, 10**12)
        paid = await desk.issued()
        half = await desk.requested()
        await until(suite, "loans", UNSENT, [(0,)])
    await backup.keep()

    async with at_the_desk(suite) as desk, working(suite, "loans", "funding"):
        await report(suite["loans"], paid["loanId"], 70_000_00)
        unknown = await guaranteed_with_aid(desk, suite, "14012345")
        await done(desk.act(f"/guarantees/{half['id']}/reservations", OFFICER))
        both = [unknown["id"], half["id"]]
        await until(suite, "funding", HELD, [("GRANTED",), ("RESERVED",)], ids=both)
        await until(suite, "loans", OUTSTANDING, [(70_000_00,)], id=paid["loanId"])
        await until(suite, "loans", UNSENT, [(0,)])
    await backup.restore()

    async with at_the_desk(suite) as desk:  # before any worker looked
        early = await desk.api.post("/credit-lines", OFFICER, {**line, "year": 2016})
        assert (early.status_code, early.headers["retry-after"]) == (503, "30")
    async with at_the_desk(suite) as desk, working(suite, "loans"):  # whoever forgets it: it closes itself
        await until(suite, "loans", "select count(closed_because) from relay", [(1,)])
        refused = await desk.api.post("/credit-lines", OFFICER, {**line, "year": 2016})
        assert (refused.status_code, refused.headers["retry-after"]) == (503, "30")
        with pytest.raises(Refused, match=r"recovery\.workers-stopped"):
            await recovery.recover("loans", LOANS, LoansFactWithdrawn, suite["loans"], print)
    said: list[str] = []
    await recovery.recover("loans", LOANS, LoansFactWithdrawn, suite["loans"], said.append)
    assert any("loan-guaranteed" in line for line in said), said
    acts = await rows(suite, "loans", "select type, data from lost_fact where not comes_again")
    issued = [data for kind, data in acts if kind == LoanGuaranteed.type()]
    assert [each["kvkNumber"] for each in issued] == ["14012345"], "what a person did can be done again"

    async with at_the_desk(suite) as desk, working(suite, "loans", "funding"):
        await until(
            suite, "loans", OUTSTANDING, [(70_000_00,)], id=paid["loanId"]
        )  # the report was read again
        await until(suite, "funding", HELD, [("RELEASED",), ("RELEASED",)], ids=both)
        await done(desk.act(f"/guarantees/{half['id']}/reservations", OFFICER))  # a person does it again
        await until(suite, "funding", HELD, [("RELEASED",), ("RESERVED",)], ids=both)
        await until(suite, "loans", STATUS, [("RESERVED",)], id=half["id"])
        await until(suite, "loans", UNSENT, [(0,)])
        await until(suite, "loans", "select count(closed_because) from relay", [(0,)])
    again: list[str] = []  # it may be repeated
    await recovery.recover("loans", LOANS, LoansFactWithdrawn, suite["loans"], again.append)
    assert not any("withdrawn" in line for line in again), again
    await the_books_agree(suite)
    assert await rows(suite, "loans", COMPARED) == [(True,)]
    await backup.keep()  # moved, and nothing lost: it opens by itself
    await backup.restore()
    assert await rows(suite, "loans", COMPARED) == [(False,)]
    with monkeypatch.context() as patch:
        await moved_while_it_was_compared(postgres, suite, patch)
    assert await rows(suite, "loans", COMPARED) == [(False,)]
    async with working(suite, "loans"):
        await until(suite, "loans", COMPARED, [(True,)])


async def moved_while_it_was_compared(
    postgres: Postgres, suite: dict[str, Settings], patch: pytest.MonkeyPatch
) -> None:
    """Its tables are made anew behind the walk over its topics: nobody compared those."""
    administrator = await asyncpg.connect(postgres.url("restore_loans"))
    walk = own_topics.walk
    engine = connect("loans", suite["loans"])

    async def walked_and_moved(*told: Any) -> AsyncIterator[list[own_topics.Published]]:
        async for part in walk(*told):
            yield part
        await administrator.execute("vacuum full loans.relay")

    patch.setattr(own_topics, "walk", walked_and_moved)
    async with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        with pytest.raises(Moved):
            await recovery.compare_tail(Lead(connection), "loans", suite["loans"])
    await engine.dispose()
    await administrator.close()


async def the_books_agree(suite: dict[str, Settings]) -> None:
    """No aid without a guarantee, no number for two facts, and the ROM heard what was withdrawn."""
    aid = set(await rows(suite, "funding", "select id from aid_entry where status <> 'RELEASED'"))
    guarantees = set(await rows(suite, "loans", "select id from guarantee"))
    assert aid <= guarantees
    published = [fact async for part in own_topics.walk(suite["loans"], "loans") for fact in part]
    assert len({fact.number for fact in published}) == len({(fact.id, fact.topic) for fact in published})
    withdrawn = [fact for fact in published if fact.type == LoansFactWithdrawn.type()]
    assert any(fact.topic == outbound_topic("BOM") for fact in withdrawn)
    assert len({fact.id for fact in withdrawn}) == len(await rows(suite, "loans", "select id from lost_fact"))
    audited = await rows(suite, "loans", "select 1 from audit where action = 'service.recovered'")
    assert len(audited) == 2
