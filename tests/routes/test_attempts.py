"""Refused attempts: counted, bounded whatever is tried, and on the trail when their hour is over."""

import time
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select, text

from shared.store import attempts
from shared.store.audit import verify
from shared.store.engine import Sessions
from shared.store.tables import REFUSED_ATTEMPT
from shared.store.tx import begin
from shared.testing.callers import caller
from shared.testing.client import Api

ATTEMPTS = 300
AUDITOR = caller("platform", "platform:audit")
CLUSTER = {"regionCode": "CR36", "clusterCode": "SOUGHT", "name": "Sought after"}
DESIGNATION = {
    "decidedOn": "2015-01-01",
    "decidingBody": "Region itself",
    "reasons": "None.",
    "validFrom": "2015-01-01",
    "validUntil": "2016-01-01",
}
pytestmark = pytest.mark.usefixtures("within_an_hour")


async def one(rows: Sessions, statement: str) -> Any:
    async with rows() as session:
        return await session.scalar(text(statement))


async def counted(rows: Sessions, actor: str) -> list[tuple[Any, ...]]:
    async with rows() as session:
        kept = REFUSED_ATTEMPT.c
        found = await session.execute(select(kept.rule, kept.subject, kept.times).where(kept.actor == actor))
        return [tuple(row) for row in found]


async def seal(rows: Sessions) -> None:
    async with begin(rows, "timer") as tx:
        await attempts.seal_refused_attempts(tx)


async def test_three_hundred_attempts_are_one_row_and_then_one_entry_of_the_trail(
    agenda: Api, rows: Sessions
) -> None:
    region = caller("region:CR36", "agenda:write", "agenda:designate", subject="persistent")
    cluster = (await agenda.post("/clusters", region, CLUSTER)).json()["id"]
    before = await one(rows, "select count(*) from audit")
    for _ in range(ATTEMPTS):
        answer = await agenda.post(f"/clusters/{cluster}/designations", region, DESIGNATION, etag="*")
        assert answer.status_code == 403
    assert await one(rows, "select count(*) from audit") == before
    assert await counted(rows, "persistent") == [("tenancy.own-objects", cluster, ATTEMPTS)]

    await seal(rows)  # the hour is not over
    assert await one(rows, "select count(*) from audit") == before
    async with rows.begin() as session:
        await session.execute(
            text("update refused_attempt set hour = hour - interval '2 hours' where actor = 'persistent'")
        )
    for _ in range(3):
        await seal(rows)
    assert await one(rows, 'select count(*) from audit where content like \'%"actor":"persistent"%\'') == 2
    listed = await agenda.get("/audit-entries", AUDITOR, subject=cluster)
    (tried,) = listed.json()["refusedAttempts"]
    assert (tried["times"], tried["tenant"], tried["actor"]) == (ATTEMPTS, "region:CR36", "persistent")
    (entry,) = (await agenda.get("/audit-entries", AUDITOR, subject=tried["sealedAs"])).json()["items"]
    assert f'"times":{ATTEMPTS}' in entry["content"]
    assert '"action":"refused:tenancy.own-objects"' in entry["content"]
    async with rows() as session:
        assert (await verify(session)).breaks == []


async def test_ever_other_ids_do_not_make_it_grow(agenda: Api, rows: Sessions) -> None:
    """A business time is refused before anything is looked up, so that any id may be made up."""
    fickle = caller("region:LD03", "agenda:write", subject="fickle")
    times = attempts.SUBJECTS_NAMED_MAX + 10
    for _ in range(times):
        path = f"/clusters/{uuid4()}"
        answer = await agenda.post(
            path, fickle, {"name": "x"}, etag="*", at="2015-01-01T00:00:00Z", method="PUT"
        )
        assert answer.json()["type"].endswith("clock.settable")
    found = await counted(rows, "fickle")
    assert {rule for rule, _, _ in found} == {"clock.settable"}
    assert len(found) == attempts.SUBJECTS_NAMED_MAX + 1
    assert [number for _, subject, number in found if not subject] == [10]


async def test_ever_other_people_of_a_body_do_not_make_it_grow(
    rows: Sessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    bound = attempts.COUNT.bindparams(rows_max=20)
    monkeypatch.setattr(attempts, "COUNT", bound)
    for number in range(30):
        for rule in ("first", "second"):
            await attempts.count(rows, "region:CR99", f"person {number}", rule, f"thing {number}", {})
    ours = "from refused_attempt where tenant = 'region:CR99'"
    assert await one(rows, f"select count(*) {ours}") == 20 + 2
    assert await one(rows, f"select count(*) {ours} and actor = ''") == 2
    assert await one(rows, f"select sum(times) {ours}") == 60


async def test_an_attempt_that_cannot_be_counted_gets_its_answer(agenda: Api, rows: Sessions) -> None:
    hasty = caller("region:LD03", "agenda:write", subject="hasty")
    assert (await agenda.post("/clusters", hasty, CLUSTER)).status_code == 403
    async with rows.begin() as held:
        await held.execute(text("select from refused_attempt where actor = 'hasty' for update"))
        started = time.monotonic()
        answer = await agenda.post("/clusters", hasty, CLUSTER)
        assert (answer.status_code, time.monotonic() - started < 5) == (403, True)
    assert [times for _, _, times in await counted(rows, "hasty")] == [1]
