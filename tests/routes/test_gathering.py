"""What is gathered shares a commit and nothing else: no word, row or fault of one is its neighbour's."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncEngine

from services.agenda.clusters.clusters.models import Cluster
from services.agenda.clusters.scores.models import ClusterScore, Status
from shared.kernel.ids import uuid7
from shared.kernel.principal import Tenant
from shared.kernel.rules import Refused
from shared.settings import Settings
from shared.store.engine import Sessions, connect
from shared.store.failures import sqlstate
from shared.store.keys import Key
from shared.store.seals import Answer
from shared.store.tx import Cause, Tx
from shared.web.gathering import WAIT_SECONDS, Gatherings
from shared.web.problems import Unserved

Work = Callable[[Tx], Awaitable[Any]]
SOUTH, NORTH = "CR36", "LD01"


@pytest.fixture
async def engine(settings: dict[str, Settings]) -> AsyncIterator[AsyncEngine]:
    found = connect("agenda", settings["agenda"])
    yield found
    await found.dispose()


def cluster(region: str, code: str, **changes: Any) -> Cluster:
    values = {"owner": f"region:{region}", "region_code": region, "cluster_code": code, "name": code}
    return Cluster(**{**values, **changes})


async def gathered(gatherings: Gatherings, *works: tuple[str, Work]) -> list[Any]:
    """What came of these works of regions, that arrive in this order while another one is carried out."""
    go_on = asyncio.Event()

    async def first(tx: Tx) -> str:
        await go_on.wait()
        return "first"

    async def one(region: str, work: Work) -> Any:
        tenant = Tenant.parse(f"region:{region}")
        async with gatherings.begin(
            "place", f"person of {region}", tenant, Cause(f"trace of {region}")
        ) as tx:
            return await work(tx)

    tasks = [asyncio.create_task(one(region, work)) for region, work in ((SOUTH, first), *works)]
    await asyncio.sleep(0.2)  # the first has its turn, the others stand in line
    go_on.set()
    begun, *found = await asyncio.gather(*tasks, return_exceptions=True)
    assert begun == "first"
    return found


def adds(code: str, region: str = SOUTH, **changes: Any) -> Work:
    async def add(tx: Tx) -> tuple[Any, Any]:
        found = tx.add(cluster(region, code, **changes))
        tx.audit("tested", found.id, {"code": code})
        return found.id, tx.now

    return add


async def test_neighbours_of_two_bodies_share_a_commit_and_nothing_else(
    engine: AsyncEngine, rows: Sessions
) -> None:
    kept: list[Cluster] = []

    async def changes_what_is_refused(tx: Tx) -> None:
        kept.append(await _known(tx, "G-SOUTH"))
        kept[0].name = "changed by somebody who was refused"
        await tx.flush()
        tx.add(cluster(NORTH, "G-OTHERS"))

    async def reads_what_is_not_its_own(tx: Tx) -> Cluster:
        return await tx.get(Cluster, (await _anyone(tx, "G-SOUTH")).id)

    async def reads(tx: Tx) -> str:
        found = await _known(tx, "G-SOUTH")
        assert found is not kept[0]
        return found.name

    south, others, foreign, north, name = await gathered(
        Gatherings(engine, 12),
        (SOUTH, adds("G-SOUTH")),
        (SOUTH, changes_what_is_refused),
        (NORTH, reads_what_is_not_its_own),
        (NORTH, adds("G-NORTH", NORTH)),
        (SOUTH, reads),
    )
    assert isinstance(others, Refused)
    assert others.rule.code == "tenancy.own-objects"
    assert isinstance(foreign, Refused)
    assert foreign.rule.status == 404
    assert name == "G-SOUTH"
    assert south[1] < north[1]  # each at the time of its own arrival
    async with rows() as session:
        named = text("select name from cluster where cluster_code like 'G-%' order by 1")
        assert list(await session.scalars(named)) == ["G-NORTH", "G-SOUTH"]
        changed = text("select count(distinct changed) from cluster where cluster_code like 'G-%'")
        assert await session.scalar(changed) == 1, "one transaction"
        trail = text(
            "select actor, content::jsonb ->> 'tenant', content::jsonb ->> 'traceparent' from audit "
            "where content::jsonb -> 'facts' ->> 'code' like 'G-%' order by position"
        )
        assert [tuple(row) for row in await session.execute(trail)] == [
            (f"person of {code}", f"region:{code}", f"trace of {code}") for code in (SOUTH, NORTH)
        ]


async def _anyone(tx: Tx, code: str) -> Any:
    return (await tx.session.execute(select(Cluster.id).filter_by(cluster_code=code))).one()


async def _known(tx: Tx, code: str) -> Cluster:
    found = await tx.find(select(Cluster).filter_by(cluster_code=code))
    assert found is not None
    return found


async def test_what_the_commit_would_refuse_is_refused_to_the_one_alone(
    engine: AsyncEngine, rows: Sessions
) -> None:
    async def refers_to_nothing(tx: Tx) -> None:
        points = dict.fromkeys(("talent", "innovation", "quality_of_life", "weighted_score"), Decimal(1))
        score = {
            "year": 2015,
            "edition": 1,
            "evidence": [],
            "scored_on": date(2015, 3, 2),
            "scored_by": "somebody",
        }
        of = {
            "owner": "region:CR36",
            "region_code": "CR36",
            "cluster_id": uuid7(),
            "cluster_code": "H",
            "name": "H",
        }
        tx.add(ClusterScore(**of, **score, **points, regime="", status=Status.RECORDED))

    first, failed, last = await gathered(
        Gatherings(engine, 12),
        (SOUTH, adds("H-1")),
        (SOUTH, refers_to_nothing),
        (SOUTH, adds("H-2")),
    )
    assert sqlstate(failed) == "23503"
    async with rows() as session:
        made = text("select cluster_code from cluster where id in (:a, :b) order by 1")
        assert list(await session.scalars(made, {"a": first[0], "b": last[0]})) == ["H-1", "H-2"]


async def test_a_lost_connection_is_told_to_all_and_nothing_of_it_stays(
    engine: AsyncEngine, rows: Sessions
) -> None:
    gatherings = Gatherings(engine, 12)

    async def loses(tx: Tx) -> None:
        found = await tx.session.scalar(text("select pg_backend_pid()"))
        async with rows() as session:
            await session.execute(text("select pg_terminate_backend(:pid)"), {"pid": found})
        await tx.session.execute(text("select 1"))

    go_on = asyncio.Event()

    async def one(work: Work) -> Any:
        async with gatherings.begin("lost", "person", Tenant.parse("region:CR36"), Cause()) as tx:
            await go_on.wait()
            return await work(tx)

    tasks = [asyncio.create_task(one(work)) for work in (adds("L-1"), loses, adds("L-2"))]
    await asyncio.sleep(0.2)
    go_on.set()
    first, loser, after = await asyncio.gather(*tasks, return_exceptions=True)
    assert isinstance(first, Exception)
    assert isinstance(loser, Exception)
    assert not isinstance(after, BaseException), "who came after has a new connection"
    async with rows() as session:
        found = text("select cluster_code from cluster where cluster_code like 'L-%'")
        assert list(await session.scalars(found)) == ["L-2"]


async def test_who_leaves_takes_nobody_along_and_keeps_what_was_carried_out(
    engine: AsyncEngine, rows: Sessions
) -> None:
    gatherings = Gatherings(engine, 12)
    go_on, over = asyncio.Event(), asyncio.Event()

    async def one(code: str, *, waits: bool = False) -> None:
        async with gatherings.begin("left", "person", Tenant.parse("region:CR36"), Cause()) as tx:
            key = Key("region:CR36", "client", "person", code)
            assert await key.claim(tx.session, b"")
            tx.answer = Answer(key, 201, {}, code.encode())
            tx.add(cluster(SOUTH, code))
            await tx.flush()
            if waits:
                over.set()
                await go_on.wait()

    done = asyncio.create_task(one("K-DONE"))
    at_it = asyncio.create_task(one("K-AT-IT", waits=True))
    waiting = asyncio.create_task(one("K-WAITING"))
    last = asyncio.create_task(one("K-LAST"))
    await over.wait()
    for left in (done, at_it, waiting):
        left.cancel()
    await asyncio.wait_for(last, WAIT_SECONDS)
    async with rows() as session:
        made = text("select cluster_code from cluster where cluster_code like 'K-%' order by 1")
        assert list(await session.scalars(made)) == ["K-DONE", "K-LAST"]
        answers = text("select convert_from(body, 'UTF8') from idempotency where key like 'K-%' order by 1")
        assert list(await session.scalars(answers)) == ["K-DONE", "K-LAST"]


async def test_nobody_waits_for_ever_for_a_turn(engine: AsyncEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shared.web.gathering.WAIT_SECONDS", 0.3)
    gatherings = Gatherings(engine, 12)
    go_on = asyncio.Event()

    async def one(*, waits: bool = False) -> None:
        async with gatherings.begin("slow", "person", None, Cause()):
            if waits:
                await go_on.wait()

    slow = asyncio.create_task(one(waits=True))
    with pytest.raises(Unserved) as told:
        await asyncio.gather(one(), one())
    assert (told.value.status_code, dict(told.value.headers or {})) == (409, {"Retry-After": "1"})
    go_on.set()
    await slow
    await one()


async def test_a_command_that_never_ends_is_ended(
    engine: AsyncEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.web.gathering.TURN_SECONDS", 0.2)
    gatherings = Gatherings(engine, 12)

    async def one(*, stuck: bool = False) -> str:
        async with gatherings.begin("stuck", "person", None, Cause()):
            if stuck:
                await asyncio.Event().wait()
        return "done"

    stuck, after = await asyncio.gather(one(stuck=True), one(), return_exceptions=True)
    assert isinstance(stuck, TimeoutError)
    assert after == "done"
