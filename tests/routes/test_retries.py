"""What a retry gets, whose a key is, and that twins and floods of one client hold no other up."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import text

from shared.store.engine import Sessions
from shared.testing.callers import caller
from shared.testing.client import Api, code, patiently

REGION = caller("region:CR36", "agenda:read", "agenda:write", subject="author")
CLUSTER = {"regionCode": "CR36", "clusterCode": "BRAINPORT", "name": "Brainport Eindhoven"}
FIRST_ENDED = "idempotency.first-ended"


async def test_parallel_retries_have_one_effect(agenda: Api) -> None:
    name = {**CLUSTER, "clusterCode": "RETRIED"}

    def send() -> Awaitable[httpx.Response]:
        return agenda.post("/clusters", REGION, name, key="retried")

    answers = await asyncio.gather(*(patiently(send) for _ in range(200)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert sum(answer.headers.get("idempotency-replayed") == "true" for answer in answers) == 199
    found = await agenda.get("/clusters", REGION, sort="-id", limit=100)
    mine = [row for row in found.json()["items"] if row["clusterCode"] == "RETRIED"]
    assert len(mine) == 1


@asynccontextmanager
async def held(rows: Sessions, cluster: str) -> AsyncIterator[None]:
    """A cluster that somebody else is changing all this time: whoever changes it too must wait."""
    async with rows.begin() as session:
        await session.execute(text("select from cluster where id = :id for update"), {"id": cluster})
        yield


async def describe(agenda: Api, path: str, key: str, who: dict[str, str] = REGION) -> httpx.Response:
    body = {"name": "Another", "topsectors": []}
    return await agenda.post(path, who, body, key=key, etag="*", method="PUT")


async def seconds(agenda: Api, who: dict[str, str]) -> float:
    start = time.monotonic()
    assert (await agenda.get("/clusters", who, limit=1)).status_code == 200
    return time.monotonic() - start


async def test_twins_of_a_running_request_are_told_to_wait_and_keep_nobody(
    agenda: Api, rows: Sessions
) -> None:
    made = await agenda.post("/clusters", REGION, CLUSTER)
    path, key = f"/clusters/{made.json()['id']}", str(uuid4())
    async with held(rows, made.json()["id"]):
        first = asyncio.create_task(describe(agenda, path, key))
        await asyncio.sleep(0.5)
        start = time.monotonic()
        twins = await asyncio.gather(*(describe(agenda, path, key) for _ in range(30)))
        assert time.monotonic() - start < 5
        assert not first.done()
        assert {(twin.status_code, code(twin), twin.headers["retry-after"]) for twin in twins} == {
            (409, FIRST_ENDED, "1")
        }
        assert await seconds(agenda, caller("state", "agenda:read", client="another")) < 2
    carried_out = await first
    retried = await describe(agenda, path, key)
    assert (carried_out.status_code, retried.headers["etag"]) == (200, '"2"')
    assert retried.content == carried_out.content
    assert retried.headers["idempotency-replayed"] == "true"


async def test_one_client_never_has_all_connections(agenda: Api, rows: Sessions) -> None:
    """Whatever its requests wait for: here each has a key of its own, and all change one cluster."""
    made = await agenda.post("/clusters", REGION, CLUSTER)
    path = f"/clusters/{made.json()['id']}"
    async with held(rows, made.json()["id"]):
        flood = [asyncio.create_task(describe(agenda, path, str(uuid4()))) for _ in range(40)]
        await asyncio.sleep(0.5)
        assert await seconds(agenda, caller("state", "agenda:read", client="another")) < 2
        assert not any(request.done() for request in flood)
    ended = {answer.status_code for answer in await asyncio.gather(*flood)}
    assert ended == {200, 412}  # whoever lost against another change says so


async def test_a_key_belongs_to_its_caller(agenda: Api) -> None:
    other = caller("region:LD01", "agenda:write", "agenda:read", subject="other")
    first = await agenda.post("/clusters", REGION, CLUSTER, key="shared")
    second = await agenda.post(
        "/clusters", other, {**CLUSTER, "regionCode": "LD01", "clusterCode": "NORTH"}, key="shared"
    )
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json()["id"] != second.json()["id"]


PERSON = {"subject": "b/c", "client": "a"}


@pytest.mark.parametrize(
    "other",
    [
        {"tenant": "rom:BOM", **PERSON},
        {"tenant": "state", "subject": "c", "client": "a/b"},
        {"tenant": "state", "subject": "b/c", "client": "other"},
    ],
    ids=["another body", "the same text when joined", "another client"],
)
async def test_a_key_is_of_one_body_client_and_person(agenda: Api, other: dict[str, Any]) -> None:
    def of(tenant: str, **person: str) -> dict[str, str]:
        return caller(tenant, "agenda:contribute", **person)

    key, kvk_number = str(uuid4()), f"{uuid4().int % 10**8:08d}"
    body = {"name": "O", "role": "BUSINESS", "namedSince": "2020-01-01", "kvkNumber": kvk_number}
    first = await agenda.post("/organisations", of("state", **PERSON), body, key=key)
    second = await agenda.post("/organisations", of(**other), body, key=key)
    again = await agenda.post("/organisations", of("state", **PERSON), body, key=key)
    assert (first.status_code, again.json()) == (201, first.json())
    assert (second.status_code, code(second)) == (409, "organisation.known-once")  # judged, not replayed


async def test_a_key_of_before_the_columns_still_protects(agenda: Api, rows: Sessions) -> None:
    """Recorded by an earlier version, which left them empty; and one that still runs sees the new ones."""
    key, body = str(uuid4()), {**CLUSTER, "clusterCode": "KEPT"}
    made = await agenda.post("/clusters", REGION, body, key=key)
    async with rows.begin() as session:
        older = "update idempotency set tenant = '', client = '', person = '' where key = :key"
        await session.execute(text(older), {"key": f'"{key}"'})
    again = await agenda.post("/clusters", REGION, body, key=key)
    assert (again.headers.get("idempotency-replayed"), again.json()) == ("true", made.json())
    assert (await agenda.post("/clusters", REGION, CLUSTER, key=key)).status_code == 422

    new = str(uuid4())
    assert (await agenda.post("/clusters", REGION, body, key=new)).status_code == 201
    async with rows.begin() as session:
        claim = "insert into idempotency (actor, key, fingerprint, recorded_at) values (:a, :k, '', now())"
        as_older = text(f"{claim} on conflict do nothing returning key")
        claimed = await session.scalar(as_older, {"a": "tests/author", "k": f'"{new}"'})
    assert claimed is None
