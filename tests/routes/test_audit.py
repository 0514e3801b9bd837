"""The audit trail: written with the fact, and broken visibly by whoever touches it."""

from collections.abc import AsyncIterator
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from shared.settings import Settings
from shared.store.audit import verify
from shared.store.engine import connect, sessions
from shared.store.tx import begin
from shared.testing.callers import caller
from shared.testing.client import Api

REGION = caller("region:CR36", "agenda:read", "agenda:write", subject="author")


@pytest.fixture
async def trail(owners: dict[str, Settings]) -> AsyncIterator[AsyncSession]:
    """A session in which the owner can forge the trail: the trigger is off; all is rolled back afterwards."""
    engine = connect("agenda", owners["agenda"])
    found = sessions(engine)
    subject = uuid4()
    for number in range(3):
        async with begin(found, "somebody") as tx:
            tx.audit("test.done", subject, {"number": number})
    async with found() as session:
        await session.execute(text("alter table audit disable trigger audit_is_append_only"))
        session.info["subject"] = str(subject)
        yield session
        await session.rollback()
    await engine.dispose()


async def forge(session: AsyncSession, statement: str) -> list[str]:
    filled = statement.replace(":subject", f"'{session.info['subject']}'")
    await session.execute(text(filled.replace(":", r"\:")))  # what looks like a parameter is JSON
    return [broken.finding for broken in (await verify(session)).breaks]


async def test_an_untouched_trail_holds(trail: AsyncSession) -> None:
    found = await verify(trail)
    assert found.breaks == []
    assert found.entries >= 3


async def test_a_changed_row_is_found(trail: AsyncSession) -> None:
    found = await forge(
        trail,
        """update audit set content = replace(content, '"number":1', '"number":9')
           where subject = :subject""",
    )
    assert found == ["the content was changed after it was written"]


async def test_a_removed_row_is_found(trail: AsyncSession) -> None:
    found = await forge(trail, "delete from audit where subject = :subject and content like '%\"number\":1%'")
    assert len(found) == 1
    assert found[0].endswith("was removed")


async def test_a_row_removed_at_the_end_is_found(trail: AsyncSession) -> None:
    found = await forge(trail, "delete from audit where subject = :subject and content like '%\"number\":2%'")
    assert len(found) == 1
    assert "rows at the end were removed" in found[0]


async def test_an_inserted_row_is_found(trail: AsyncSession) -> None:
    found = await forge(
        trail,
        """insert into audit (chain, position, content, previous_hash, hash)
           select chain, max(position) + 1, '{"action":"forged","subject":"s","actor":"a","recorded_at":"t"}',
                  sha256('x'), sha256('y')
           from audit where chain = (select min(chain) from audit where subject = :subject) group by chain""",
    )
    assert len(found) == 1
    assert "inserted" in found[0]


async def test_a_row_put_at_the_end_with_right_hashes_is_found(trail: AsyncSession) -> None:
    content = '{"action":"forged","actor":"a","recorded_at":"t","subject":"s"}'
    found = await forge(
        trail,
        f"""insert into audit (chain, position, content, previous_hash, hash)
            select chain, position + 1, '{content}', hash, sha256(hash || '{content}'::bytea)
            from audit where chain = (select min(chain) from audit where subject = :subject)
            order by position desc limit 1""",  # noqa: S608 - the test's own text
    )
    assert len(found) == 1
    assert "added" in found[0]


async def test_the_database_refuses_its_owner_too_to_change_the_trail(owners: dict[str, Settings]) -> None:
    engine = connect("agenda", owners["agenda"])
    for statement in ("update audit set content = content", "delete from audit", "truncate audit"):
        with pytest.raises(DBAPIError, match="append-only"):
            async with engine.begin() as connection:
                await connection.execute(text(statement))
    await engine.dispose()


async def test_a_fact_is_on_the_trail_with_who_and_when(agenda: Api) -> None:
    body = {"regionCode": "CR36", "clusterCode": "TRAIL", "name": "On the trail"}
    made = await agenda.post("/clusters", REGION, body)
    auditor = caller("platform", "platform:audit")
    found = (await agenda.get("/audit-entries", auditor, subject=made.json()["id"])).json()["items"]
    assert len(found) == 1
    assert '"action":"cluster.registered"' in found[0]["content"]
    assert '"actor":"author"' in found[0]["content"]
    assert '"tenant":"region:CR36"' in found[0]["content"]


async def test_the_refusal_of_a_marked_rule_is_kept(agenda: Api, settings: dict[str, Settings]) -> None:
    other = caller("region:LD01", "agenda:write", subject="trespasser")
    body = {"regionCode": "CR36", "clusterCode": "NOT_MINE", "name": "Not mine"}
    assert (await agenda.post("/clusters", other, body)).status_code == 403
    engine = connect("agenda", settings["agenda"])
    async with engine.connect() as connection:
        kept = (
            await connection.execute(
                text("select tenant, rule, subject, times from refused_attempt where actor = 'trespasser'")
            )
        ).all()
    await engine.dispose()
    assert kept == [("region:LD01", "tenancy.own-objects", "/agenda/v1/clusters", 1)]


async def test_a_missing_head_is_found(trail: AsyncSession) -> None:
    found = await forge(trail, "delete from audit_head where chain = 3")
    assert "heads of chains were removed or added" in found


@pytest.mark.usefixtures("within_an_hour")
async def test_a_refused_attempt_is_found_under_what_it_was_about(agenda: Api) -> None:
    """However its id was written: routes read capitals, and an id without hyphens, too."""
    made = await agenda.post(
        "/clusters", REGION, {"regionCode": "CR36", "clusterCode": "MINE", "name": "Mine"}
    )
    made_id = made.json()["id"]
    path = f"/clusters/{made_id}/designations"
    decision = {
        "decidedOn": "2015-01-01",
        "decidingBody": "Region itself",
        "reasons": "None.",
        "validFrom": "2015-01-01",
        "validUntil": "2016-01-01",
    }
    greedy = caller("region:CR36", "agenda:designate", subject="greedy")
    auditor = caller("platform", "platform:audit")
    for number, written in enumerate(
        (path, path.replace(made_id, made_id.upper()), path.replace(made_id, made_id.replace("-", "")))
    ):
        assert (await agenda.post(written, greedy, decision, etag='"1"')).status_code == 403
        found = (await agenda.get("/audit-entries", auditor, subject=made_id)).json()["refusedAttempts"]
        assert [(each["actor"], each["rule"], each["times"]) for each in found] == [
            ("greedy", "tenancy.own-objects", number + 1)
        ], written
