"""Commitments and evaluations are announced once, by the day (B1, B20, B49; AWB-8)."""

from datetime import date, timedelta

from sqlalchemy import select

from services.agenda.accountability.commitments.models import Commitment
from services.agenda.accountability.commitments.reactions import step_commitments
from services.agenda.accountability.evaluations.models import Evaluation
from services.agenda.accountability.evaluations.reactions import announce_evaluations
from shared.kernel.calendar import legal_date
from shared.store.engine import Sessions
from shared.store.tables import OUTBOX
from shared.store.tx import begin
from shared.testing.factories import stored


async def today(rows: Sessions) -> date:
    async with begin(rows, "test") as tx:
        return legal_date(tx.now)


async def told(rows: Sessions, fact: str, *ids: object) -> list[object]:
    async with begin(rows, "test") as tx:
        found = await tx.session.execute(
            select(OUTBOX.c.aggregateid)
            .where(OUTBOX.c.type == f"nl.groeikracht.agenda.{fact}", OUTBOX.c.aggregateid.in_(ids))
            .order_by(OUTBOX.c.position)
        )
        return list(found.scalars())


async def test_a_commitment_is_due_soon_once_and_overdue_once(rows: Sessions) -> None:
    now = await today(rows)
    made = [
        await stored(
            rows, Commitment, owner="state", recorded_on=now - timedelta(9), due_on=now + timedelta(days)
        )
        for days in (56, 57)
    ]
    for _ in range(2):
        async with begin(rows, "timer") as tx:
            await step_commitments(tx)
    assert await told(rows, "commitment-due", *(one.id for one in made)) == [made[0].id]
    async with begin(rows, "test") as tx:
        (await tx.get(Commitment, made[0].id)).due_on = now - timedelta(1)
    for _ in range(2):
        async with begin(rows, "timer") as tx:
            await step_commitments(tx)
    assert await told(rows, "commitment-due", made[0].id) == [made[0].id] * 2
    async with begin(rows, "test") as tx:
        assert (await tx.get(Commitment, made[0].id)).status == "OVERDUE"


async def test_time_leaves_alone_what_was_entered_after_its_day(rows: Sessions) -> None:
    """B20: a promise for 31 December 2014 that is entered now for that time stays as it was then."""
    late = await stored(
        rows, Commitment, owner="state", recorded_on=await today(rows), due_on=date(2014, 12, 31)
    )
    async with begin(rows, "timer") as tx:
        await step_commitments(tx)
    assert await told(rows, "commitment-due", late.id) == []
    async with begin(rows, "test") as tx:
        assert (await tx.get(Commitment, late.id)).status == "OPEN"


async def test_an_evaluation_is_announced_once_a_year_ahead(rows: Sessions) -> None:
    now = await today(rows)
    made = {
        days: await stored(
            rows, Evaluation, owner="state", object_kind="POLICY", due_on=now + timedelta(days)
        )
        for days in (-1, 364, 367)
    }
    for _ in range(2):
        async with begin(rows, "timer") as tx:
            await announce_evaluations(tx)
    assert await told(rows, "evaluation-due", *(one.id for one in made.values())) == [made[364].id]
