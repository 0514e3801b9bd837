"""An operator gives up many parked messages in one act: those of one rule, in one time."""

from datetime import UTC, datetime

from sqlalchemy import delete, select, text

from shared.settings import Settings
from shared.store import parked
from shared.store.engine import connect, sessions
from shared.store.tables import AUDIT, PARKED
from shared.store.tx import begin


async def test_parked_messages_are_discarded_by_rule_and_time(settings: dict[str, Settings]) -> None:
    engine = connect("loans", settings["loans"])
    row = (
        'insert into parked (topic, partition, "offset", key, digest, headers, rule, error, tries, '
        "behind, parked_at)"
        " values ('t', 0, {0}, 'k{0}', 'd', '[]', '{1}', 'e', 1, false, '{2}')"
    )
    async with engine.begin() as connection:
        for number, (rule, day) in enumerate(
            [("a.b", "2026-01-01"), ("a.b", "2026-01-02"), ("a.b", "2026-01-03"), ("c.d", "2026-01-02")]
        ):
            await connection.execute(text(row.format(number, rule, day)))
    async with begin(sessions(engine), "operator") as tx:
        gone = await parked.discard_all(
            tx, "a.b", datetime(2026, 1, 3, tzinfo=UTC), "gone", datetime(2026, 1, 2, tzinfo=UTC)
        )
    assert len(gone) == 1
    async with begin(sessions(engine), "reader") as tx:
        left = select(PARKED.c.id).where(PARKED.c.topic == "t", PARKED.c.status == "PARKED")
        assert len(list(await tx.session.scalars(left))) == 3
        acts = select(AUDIT.c.content).where(AUDIT.c.subject == str(gone[0]))
        assert "parked.discarded" in (await tx.session.scalars(acts)).one()
        await tx.session.execute(delete(PARKED).where(PARKED.c.topic == "t"))
    await engine.dispose()
