"""Whoever follows a list by its positions misses nothing that was committed, however late (case D14)."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select, text

from services.agenda.clusters.clusters.models import Cluster
from services.agenda.partners.organisations.models import Organisation, Role
from services.agenda.records.comments.models import Comment
from shared.settings import Settings
from shared.store.engine import Sessions, connect, sessions
from shared.store.tx import begin
from shared.testing.callers import caller
from shared.testing.client import Api
from shared.testing.factories import stored
from tests.routes.documents import openapi_documents
from tests.routes.matrix import Kept
from tests.routes.objects import KEPT, one_of
from tests.routes.test_tenancy import CALLERS, DOCUMENTS, SCOPES

REGION = "region:CR36"
ROLES = [role.value for role in Role]
NOT_FOLLOWED = {
    *("/tasks", "/histories", "/search-results"),  # rows that are no entities
    "/score-sheets",  # shown by the state of their application
}
BOOKED = {"/ledger-entries", "/ledger-accounts"}  # written by movements alone, followed in their own tests
FOLLOWED = {
    kept.entity: kept
    for kept in KEPT
    if f"/{kept.path}" in DOCUMENTS[kept.service]["paths"].keys() - NOT_FOLLOWED - BOOKED
}
INSERT = (
    "insert into organisation (id, owner, version, name, role, named_since, former_names, status) values "
    "(gen_random_uuid(), 'region:CR36', 1, 'Laat', 'BUSINESS', '2010-01-01', '[]', 'ACTIVE') returning id"
)


@pytest.fixture
async def stores(settings: dict[str, Settings]) -> AsyncIterator[dict[str, Sessions]]:
    """The database of each service."""
    engines = {service: connect(service, found) for service, found in settings.items()}
    yield {service: sessions(engine) for service, engine in engines.items()}
    for engine in engines.values():
        await engine.dispose()


def address(link: dict[str, str]) -> str:
    return link["href"].split("/v1", 1)[1]


async def walked(api: Api, path: str, body: str) -> tuple[list[dict[str, Any]], str]:
    """Every row from this address on, and where the walk is followed from, which no page changes."""
    rows, later, following = [], set(), path
    while following:
        answer = await api.http.get(following, headers=CALLERS[body])
        assert answer.status_code == 200, answer.text
        found = answer.json()
        rows += found["items"]
        later.add(address(found["_links"]["changes"]))
        following = address(found["_links"]["next"]) if found["_links"]["next"] else ""
    [changes] = later
    return rows, changes


def ids(rows: list[dict[str, Any]]) -> list[str]:
    return [row["id"] for row in rows]


def test_every_list_of_entities_can_be_followed() -> None:
    for service, document in openapi_documents().items():
        for path, operations in document["paths"].items():
            if "get" not in operations or "/v1" in path:
                continue
            names = {each.get("name") for each in operations["get"].get("parameters", ())}
            if "cursor" in names and path not in NOT_FOLLOWED:
                assert {"changedSince", "sort"} <= names, (service, path)
            assert path not in NOT_FOLLOWED or "changedSince" not in names


@pytest.mark.parametrize("service", ["agenda", "funding", "loans"])
async def test_every_table_of_entities_keeps_where_its_rows_stand(
    service: str, stores: dict[str, Sessions]
) -> None:
    unkept = text(
        "select c.relname from pg_class c where c.relnamespace = current_schema()::regnamespace "
        "and c.relkind = 'r' "
        "and exists (select from pg_attribute where attrelid = c.oid and attname = 'owner') "
        "and exists (select from pg_attribute where attrelid = c.oid and attname = 'version') "
        "and not exists (select from pg_trigger where tgrelid = c.oid and tgname = 'sets_changed')"
    )
    async with stores[service]() as session:
        assert (await session.scalars(unkept)).all() == []


@pytest.mark.parametrize("kept", FOLLOWED.values(), ids=lambda kept: f"{kept.service}-{kept.path}")
async def test_what_is_made_and_changed_is_told_and_then_nothing(
    kept: Kept, stores: dict[str, Sessions], agenda: Api, funding: Api, loans: Api
) -> None:
    api, owner = {"agenda": agenda, "funding": funding, "loans": loans}[kept.service], kept.owners[0]
    store = stores[kept.service]
    before = await one_of(kept, store, owner)
    first = (await api.http.get(f"/{kept.path}?limit=1", headers=CALLERS[owner])).json()
    later = address(first["_links"]["changes"])
    made = await one_of(kept, store, owner)
    told, later = await walked(api, later, owner)
    assert str(made.id) in ids(told)
    assert str(before.id) not in ids(told)
    async with begin(store, "test") as tx:
        (await tx.get(kept.entity, before.id)).version += 1
    told, later = await walked(api, later, owner)
    assert ids(told) == [str(before.id)]
    told, same = await walked(api, later, owner)
    assert (told, same) == ([], later)


async def test_a_transaction_that_commits_late_is_told(rows: Sessions, agenda: Api) -> None:
    """What follows ids sees the second row, goes on after it, and never sees the first."""
    _, later = await walked(agenda, "/organisations?limit=100", REGION)
    async with rows.begin() as session:
        late = await session.scalar(text(INSERT))
        soon = await stored(rows, Organisation, owner=REGION)
        told, later = await walked(agenda, later, REGION)
        assert ids(told) == [str(soon.id)]
        told, later = await walked(agenda, later, REGION)
        assert ids(told) == [str(soon.id)]  # again: nobody can tell yet what is still to come
    told, later = await walked(agenda, later, REGION)
    assert sorted(ids(told)) == sorted([str(late), str(soon.id)])
    assert (await walked(agenda, later, REGION))[0] == []


async def test_what_changes_behind_a_walk_is_told_after_it(rows: Sessions, agenda: Api) -> None:
    _, later = await walked(agenda, "/organisations?limit=100", REGION)
    made = [await stored(rows, Organisation, owner=REGION) for _ in range(3)]
    answer = (
        await agenda.http.get(f"{later}&limit=1".replace("limit=100&", ""), headers=CALLERS[REGION])
    ).json()
    assert ids(answer["items"]) == [str(made[0].id)]
    async with begin(rows, "test") as tx:
        (await tx.get(Organisation, made[0].id)).version += 1
    rest, later = await walked(agenda, address(answer["_links"]["next"]), REGION)
    assert ids(rest) == [str(made[1].id), str(made[2].id), str(made[0].id)]
    assert str(made[0].id) in ids((await walked(agenda, later, REGION))[0])


async def test_what_is_about_a_record_is_told_when_the_record_is_published(
    rows: Sessions, agenda: Api
) -> None:
    cluster = await stored(rows, Cluster, owner="region:LD01", region_code="LD01")
    said = {"subject_kind": "CLUSTER", "subject_id": cluster.id, "visibility": "PUBLIC"}
    comment = await stored(rows, Comment, owner="region:LD01", **said)
    seen, later = await walked(agenda, "/comments?limit=100", REGION)
    assert str(comment.id) not in ids(seen)
    async with begin(rows, "test") as tx:
        (await tx.get(Cluster, cluster.id)).status = "LEADING"
    assert str(comment.id) in ids((await walked(agenda, later, REGION))[0])


async def refused(agenda: Api, path: str, **query: str) -> str:
    answer = await agenda.get(path, CALLERS[REGION], **query)
    assert answer.status_code == 400, answer.text
    [error] = answer.json()["errors"]
    assert error["location"].endswith("changedSince")
    return str(error["detail"])


def position(path: str) -> str:
    return httpx.URL(path).params["changedSince"]


async def test_a_position_is_of_one_list_filter_and_caller(agenda: Api) -> None:
    _, later = await walked(agenda, f"/organisations?role={ROLES[0]}", REGION)
    mine = position(later)
    assert "date" in await refused(agenda, "/organisations", role=ROLES[0], changedSince="2016-01-01")
    for path, query in (("/organisations", {}), ("/clusters", {}), ("/organisations", {"role": ROLES[1]})):
        assert "begin again" in await refused(agenda, path, **query, changedSince=mine)
    other = caller(REGION, *SCOPES, subject="another")
    answer = await agenda.get("/organisations", other, role=ROLES[0], changedSince=mine)
    assert answer.status_code == 400
    assert "extra_forbidden" in (await agenda.get("/tasks", CALLERS[REGION], changedSince=mine)).text


async def test_a_filter_on_other_records_is_not_followed(agenda: Api) -> None:
    project = "018f0000-0000-7000-8000-000000000000"
    _, later = await walked(agenda, f"/cluster-assets?projectId={project}", REGION)
    asked = {"projectId": project, "changedSince": position(later)}
    assert "other records" in await refused(agenda, "/cluster-assets", **asked)


async def test_after_a_restore_a_follower_begins_again(
    rows: Sessions, owners: dict[str, Settings], agenda: Api
) -> None:
    """Into a cluster whose transactions are numbered lower than those that the dump was made of."""
    made = await stored(rows, Organisation, owner=REGION)
    _, later = await walked(agenda, "/organisations", REGION)
    async with rows.begin() as session:
        await session.execute(select(func.follow_place()))
    assert (await walked(agenda, later, REGION))[0] == []
    owner = connect("agenda", owners["agenda"])
    async with sessions(owner).begin() as session:
        await session.execute(text("alter table organisation disable trigger sets_changed"))
        await session.execute(
            text("update organisation set changed = 9000000000 where id = :id"), {"id": made.id}
        )
        await session.execute(text("alter table organisation enable trigger sets_changed"))
        await session.execute(text("update epoch set place = 'another cluster'"))
        await session.execute(select(func.follow_place()))
    await owner.dispose()
    assert "restored" in await refused(agenda, "/organisations", changedSince=position(later))
    _, later = await walked(agenda, "/organisations", REGION)
    assert (await walked(agenda, later, REGION))[0] == []
    after = await stored(rows, Organisation, owner=REGION)
    assert ids((await walked(agenda, later, REGION))[0]) == [str(after.id)]


async def test_the_index_finds_what_changed(rows: Sessions, agenda: Api) -> None:
    asked = (
        "explain select * from organisation where changed >= 900 and (owner = 'a' or status in ('ACTIVE')) "
        "order by changed, id limit 21"
    )
    async with rows() as session:
        for way in ("seqscan", "bitmapscan", "sort"):  # a table of a few rows is read as it lies
            await session.execute(text(f"set local enable_{way} = off"))
        plan = "\n".join((await session.scalars(text(asked))).all())
    assert "ix_organisation_changed_id" in plan
    assert "Sort" not in plan


async def test_a_number_that_was_found_ends_with_its_savepoint_its_transaction_and_its_epoch(
    rows: Sessions,
) -> None:
    """It is kept for the rows of one transaction, and for nothing that comes after."""
    changed = text(
        "select changed, pg_current_xact_id()::text::bigint + shift from organisation, epoch "
        "where organisation.id = :id"
    )

    async def numbers(session: Any) -> tuple[int, int]:
        made = await session.scalar(text(INSERT))
        return tuple((await session.execute(changed, {"id": made})).one())

    async with rows.begin() as session:
        lost = await session.begin_nested()
        first, expected = await numbers(session)
        assert first == expected
        await lost.rollback()
        assert await numbers(session) == (first, expected)
        assert (await numbers(session))[0] == first
        await session.execute(select(func.begin_epoch()))
        later, expected = await numbers(session)
        assert later == expected > first
    async with rows.begin() as session:
        following, expected = await numbers(session)
        assert following == expected > later
