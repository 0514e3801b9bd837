"""Each condition of the Ladder that is about to be due is announced once (A21)."""

from datetime import timedelta

from sqlalchemy import select

from services.agenda.spatial.ladder_assessments.models import (
    LadderAssessment,
    LadderCondition,
    Outcome,
    Status,
)
from services.agenda.spatial.ladder_assessments.reactions import announce_conditions
from shared.kernel.calendar import legal_date
from shared.store.engine import Sessions
from shared.store.tables import OUTBOX
from shared.store.tx import begin
from shared.testing.factories import stored


async def test_a_condition_is_announced_once_and_only_while_it_matters(rows: Sessions) -> None:
    async with begin(rows, "test") as tx:
        today = legal_date(tx.now)
    concluded = {"status": Status.CONCLUDED, "outcome": Outcome.YES_PROVIDED, "open_conditions": 1}
    owner = "region:CR36"
    ready = await stored(rows, LadderAssessment, owner=owner, **concluded)
    draft = await stored(rows, LadderAssessment, owner=owner, open_conditions=1)
    made = {
        name: await stored(
            rows, LadderCondition, owner=owner, assessment_id=of.id, due_on=today + timedelta(days)
        )
        for name, of, days in (
            ("soon", ready, 10),
            ("later", ready, 31),
            ("past", ready, -1),
            ("draft", draft, 10),
        )
    }
    for _ in range(2):
        async with begin(rows, "timer") as tx:
            await announce_conditions(tx)
    async with begin(rows, "test") as tx:
        told = await tx.session.execute(
            select(OUTBOX.c.aggregateid).where(
                OUTBOX.c.type == "nl.groeikracht.agenda.ladder-condition-due",
                OUTBOX.c.aggregateid.in_([condition.id for condition in made.values()]),
            )
        )
    assert told.scalars().all() == [made["soon"].id]
