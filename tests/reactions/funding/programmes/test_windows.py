"""A tranche opens and closes by the clock (AWB-2; domain.md 3.5)."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from services.funding.programmes.tranches.models import Status, Tranche
from services.funding.programmes.tranches.reactions import step_tranches
from services.funding.programmes.years.models import ProgrammeYear
from shared.contracts.funding.programmes import TrancheClosed, TrancheOpened
from shared.store.tx import begin
from shared.testing.factories import stored
from tests.reactions.register import Register

OPENS, CLOSES = datetime(2031, 4, 1, 7, tzinfo=UTC), datetime(2031, 5, 31, 22, tzinfo=UTC)

PARTS = {"total_cents": 10**9, "state_cents": 10**9, "region_cents": 0, "private_knowledge_cents": 0}


async def published(register: Register, recorded: date, **values: Any) -> Tranche:
    year = await stored(register.sessions, ProgrammeYear, owner="state", **PARTS)
    window = {"opens_at": OPENS, "closes_at": CLOSES, "opens_on": OPENS.date(), **values}
    return await stored(
        register.sessions,
        Tranche,
        owner="state",
        programme_year_id=year.id,
        status=Status.PUBLISHED,
        published_on_record=recorded,
        ceiling_cents=10**6,
        awarded_cents=0,
        **window,
    )


async def status_at(register: Register, tranche: Tranche, at: datetime) -> Status:
    async with begin(register.sessions, "timer") as tx:
        tx.now = tx.recorded_at = at
        await step_tranches(tx)
    async with begin(register.sessions, "test") as tx:
        return (await tx.get(Tranche, tranche.id)).status


async def test_nobody_presses_open_or_close(register: Register) -> None:
    tranche = await published(register, date(2031, 3, 1))
    second = timedelta(seconds=1)
    found = [
        await status_at(register, tranche, at)
        for at in (OPENS - second, OPENS, CLOSES - second, CLOSES, CLOSES)
    ]
    assert found == [Status.PUBLISHED, Status.OPEN, Status.OPEN, Status.CLOSED, Status.CLOSED]
    opened, closed = await register.told(tranche.id)
    assert isinstance(opened, TrancheOpened)
    assert isinstance(closed, TrancheClosed)
    assert (opened.opened_at, closed.closed_at) == (OPENS, CLOSES)


async def test_a_window_of_long_ago_has_a_day_to_be_played_and_is_closed_then(register: Register) -> None:
    entered = CLOSES + timedelta(days=900)
    tranche = await published(register, entered.date())
    assert await status_at(register, tranche, entered) == Status.PUBLISHED
    assert await status_at(register, tranche, entered + timedelta(days=1)) == Status.PUBLISHED
    assert await status_at(register, tranche, entered + timedelta(days=2)) == Status.CLOSED
