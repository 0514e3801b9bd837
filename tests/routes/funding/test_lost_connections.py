"""PostgreSQL ends connections in the middle of commands, as in a failover: a retry has one effect."""

import asyncio
from typing import Any
from uuid import uuid4

from sqlalchemy import text

from shared.store import audit
from tests.routes.funding.conftest import APPLICANT, DURING, Office

MILLION = 1_000_000_00
CLIENTS, EACH = 12, 8
LOSSES, PAUSE_SECONDS = 10, 0.3  # all end in time to commit something between them
LOST = text("""
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and usename = current_user and pid <> pg_backend_pid()
      and state <> 'idle' and backend_type = 'client backend'
    order by random() limit 1
""")


async def test_commands_whose_connections_are_lost_have_one_effect_when_tried_again(office: Office) -> None:
    tranche = await office.tranche(await office.year(400 * MILLION), 60 * MILLION)
    project = await office.funded(40 * MILLION)
    told: list[int] = []

    async def receive(cents: int) -> dict[str, Any]:
        body, key = office.application_body(tranche, cents, projectId=project), str(uuid4())
        while True:
            answer = await office.api.post("/applications", APPLICANT, body, key=key, at=DURING)
            told.append(answer.status_code)
            if answer.status_code == 201:
                found: dict[str, Any] = answer.json()
                return found
            assert answer.status_code in (409, 503), answer.text
            assert int(answer.headers.get("retry-after", 0)) > 0, (answer.status_code, answer.text)
            await asyncio.sleep(0.1)

    async def client(number: int) -> list[dict[str, Any]]:
        return [await receive(1_000_00 + number * EACH + one) for one in range(EACH)]

    clients = [asyncio.create_task(client(number)) for number in range(CLIENTS)]
    for _ in range(LOSSES):
        async with office.sessions() as session:
            await session.execute(LOST)
        await asyncio.sleep(PAUSE_SECONDS)
    received = [application for found in await asyncio.gather(*clients) for application in found]

    assert told.count(503) >= 5, "connections were lost in the middle"
    assert len({application["id"] for application in received}) == CLIENTS * EACH
    async with office.sessions() as session:
        sums = text("select count(*), sum(requested_cents) from application where tranche_id = :tranche")
        stored = (await session.execute(sums, {"tranche": tranche["id"]})).one()
        assert tuple(stored) == (CLIENTS * EACH, sum(1_000_00 + n for n in range(CLIENTS * EACH)))
        told_once = text("""
            select count(*) from outbox
            where type like '%application-received%' and payload ->> 'trancheId' = :tranche
        """)
        assert await session.scalar(told_once, {"tranche": tranche["id"]}) == CLIENTS * EACH
        assert not (await audit.verify(session)).breaks
