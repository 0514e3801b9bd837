"""The review of a designation is opened once, half a year before it ends (A3; decision 0015)."""

from datetime import date, timedelta

from sqlalchemy import select

from services.agenda.clusters.clusters.models import Cluster, Status
from services.agenda.clusters.decisions.reactions import review_designations
from shared.kernel.calendar import legal_date
from shared.store.engine import Sessions
from shared.store.tables import OUTBOX
from shared.store.tx import begin
from shared.testing.factories import stored

WEEKS = 26


async def leading(rows: Sessions, until: date, recorded_on: date) -> Cluster:
    return await stored(
        rows,
        Cluster,
        owner="region:CR36",
        status=Status.LEADING,
        valid_from=date(2015, 1, 1),
        valid_until=until,
        recorded_on=recorded_on,
    )


async def told(rows: Sessions, *ids: object) -> list[object]:
    async with begin(rows, "test") as tx:
        found = await tx.session.execute(
            select(OUTBOX.c.aggregateid).where(
                OUTBOX.c.type == "nl.groeikracht.agenda.cluster-review-due", OUTBOX.c.aggregateid.in_(ids)
            )
        )
        return list(found.scalars())


async def test_a_review_is_opened_once_when_the_end_comes_near(rows: Sessions) -> None:
    async with begin(rows, "test") as tx:
        now = legal_date(tx.now)
    near, far = [await leading(rows, now + timedelta(weeks=WEEKS, days=more), now) for more in (0, 1)]
    over = await leading(rows, now - timedelta(days=1), now - timedelta(days=9))
    history = await leading(rows, date(2018, 12, 31), now)
    for _ in range(2):
        async with begin(rows, "timer") as tx:
            await review_designations(tx)
    ids = [one.id for one in (near, far, over, history)]
    assert set(await told(rows, *ids)) == {near.id, over.id}
    assert len(await told(rows, *ids)) == 2
    async with begin(rows, "test") as tx:
        found = [await tx.get(Cluster, each) for each in ids]
    assert [each.status for each in found] == ["UNDER_REVIEW", "LEADING", "UNDER_REVIEW", "LEADING"]
    assert (found[0].review_opened_on, found[0].review_opened_by) == (now, None)
