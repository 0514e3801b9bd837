"""What ends with its last day, without anybody saying so (A8, A9, B22; domain.md 3.1)."""

from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from typing import Any

import pytest

from services.agenda.agendas.agendas.models import Agenda
from services.agenda.agendas.agendas.reactions import expire_agendas
from services.agenda.partners.ambassadors.models import Ambassador
from services.agenda.partners.ambassadors.reactions import end_ambassadors
from services.agenda.partners.organisations.models import Mandate, Organisation
from services.agenda.partners.organisations.reactions import end_mandates
from shared.store.engine import Sessions
from shared.store.tx import Tx, begin
from shared.testing.factories import stored

LAST = date(2019, 12, 31)
FIRST = date(2019, 1, 1)
IN_TIME = date(2018, 6, 1)


async def agenda(rows: Sessions, recorded: date) -> Any:
    return await stored(
        rows,
        Agenda,
        owner="region:CR01",
        region_code="CR01",
        starts_on=FIRST,
        ends_on=LAST,
        status="ADOPTED",
        adopted_on_record=recorded,
    )


async def mandate(rows: Sessions, recorded: date) -> Any:
    of = await stored(rows, Organisation, owner="region:CR01")
    values = {"starts_on": FIRST, "ends_on": LAST, "recorded_on": recorded}
    return await stored(rows, Mandate, owner="region:CR01", organisation_id=of.id, **values)


async def ambassador(rows: Sessions, recorded: date) -> Any:
    values = {"starts_on": FIRST, "ends_on": LAST, "recorded_on": recorded}
    return await stored(rows, Ambassador, owner="state", landsdeel_code=f"T{recorded}", **values)


KINDS = [
    (agenda, expire_agendas, "ADOPTED", "CLOSED"),
    (mandate, end_mandates, "GIVEN", "ENDED"),
    (ambassador, end_ambassadors, "ASSIGNED", "ENDED"),
]
Maker, Timer = Callable[[Sessions, date], Awaitable[Any]], Callable[[Tx], Awaitable[None]]


async def status_on(rows: Sessions, made: Any, timer: Timer, day: date) -> str:
    async with begin(rows, "timer") as tx:
        noon = tx.now.replace(year=day.year, month=day.month, day=day.day, hour=12)
        tx.now = tx.recorded_at = noon
        await timer(tx)
    async with begin(rows, "test") as tx:
        return str((await tx.get(type(made), made.id)).status)


@pytest.mark.parametrize(("make", "timer", "standing", "over"), KINDS)
async def test_it_ends_the_day_after_its_last(
    rows: Sessions, make: Maker, timer: Timer, standing: str, over: str
) -> None:
    made = await make(rows, IN_TIME)
    assert await status_on(rows, made, timer, LAST) == standing
    assert await status_on(rows, made, timer, LAST + timedelta(days=1)) == over


@pytest.mark.parametrize(("make", "timer", "standing", "over"), KINDS)
async def test_what_was_entered_after_its_last_day_has_a_day_to_be_played(
    rows: Sessions, make: Maker, timer: Timer, standing: str, over: str
) -> None:
    entered = LAST + timedelta(days=800)
    made = await make(rows, entered)
    assert await status_on(rows, made, timer, entered + timedelta(days=1)) == standing
    assert await status_on(rows, made, timer, entered + timedelta(days=2)) == over
