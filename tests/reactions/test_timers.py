"""Timers that sleep while they could find nothing new, and wake for a commit, a minute and a legal day."""

from collections.abc import AsyncIterator, Sequence
from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from typing import Any

import pytest
from sqlalchemy import text

from shared.bus.leadership import Lead
from shared.bus.timers import ByDay, ByMinute, Sight, Timer, Timers
from shared.settings import Settings
from shared.store.engine import Sessions, connect, sessions
from shared.store.tx import Cause, Tx

NOON = datetime(2026, 6, 1, 10, tzinfo=UTC)
MIDNIGHT = datetime(2026, 6, 1, 22, tzinfo=UTC)  # in Amsterdam


class House:
    """A leader's connection, what others do beside it, and timers that only count how often they look."""

    def __init__(self, found: Sessions, lead: Lead) -> None:
        self.sessions = found
        self.lead = lead
        self.looked: list[str] = []
        timers: Sequence[Timer] = (self.each_second, ByDay(self.by_day), ByMinute(self.by_minute))
        self.timers = Timers(found, timers)

    async def each_second(self, _: Tx) -> None:
        self.looked.append("second")

    async def by_day(self, _: Tx) -> None:
        self.looked.append("day")

    async def by_minute(self, _: Tx) -> None:
        self.looked.append("minute")

    async def turn(self, sight: Sight | None = None) -> list[str]:
        """Which of them looked."""
        self.looked.clear()
        await self.timers.turn(sight or await self.lead.look())
        return list(self.looked)

    async def all_asleep(self) -> bool:
        """Whether they sleep in the end; PostgreSQL itself may write something, now and then."""
        return any([await self.turn() == ["second"] for _ in range(5)])


@pytest.fixture
async def house(settings: dict[str, Settings]) -> AsyncIterator[House]:
    engine = connect("loans", settings["loans"])
    async with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        yield House(sessions(engine), Lead(connection))
    await engine.dispose()


async def test_a_commit_wakes_them_also_of_what_began_before_they_looked(house: House) -> None:
    assert await house.turn() == ["second", "day", "minute"]
    assert await house.all_asleep()
    async with house.sessions() as slow:
        await slow.execute(text("select pg_current_xact_id()"))
        assert await house.all_asleep(), "what is not committed can be seen by nobody"
        await slow.commit()
    assert await house.turn() == ["second", "day", "minute"]
    assert await house.all_asleep()
    async with house.sessions.begin() as quick:
        await quick.execute(text("select pg_current_xact_id()"))
    assert await house.turn() == ["second", "day", "minute"]


async def test_time_wakes_those_that_go_by_it(house: House) -> None:
    assert await house.turn(Sight("1:1:", NOON)) == ["second", "day", "minute"]
    now = (await house.lead.look()).at
    assert await house.turn(Sight("2:2:", now)) == ["second", "day", "minute"]
    assert "day" not in await house.turn(Sight("2:2:", now + timedelta(minutes=1)))
    assert "minute" in await house.turn(Sight("2:2:", now + timedelta(minutes=2)))
    assert "day" in await house.turn(Sight("2:2:", now + timedelta(days=1)))


def test_a_day_is_one_of_amsterdam() -> None:
    async def nothing(_: Tx) -> None:
        """What is done is not asked here."""

    timer = ByDay(nothing)
    before, after = (
        timer.seen(Sight("1:1:", MIDNIGHT + each)) for each in (-timedelta(seconds=1), timedelta())
    )
    assert timer.seen(Sight("1:1:", NOON)) == before != after


async def test_one_that_failed_looks_again(house: House) -> None:
    async def fail(_: Tx) -> None:
        house.looked.append("failed")
        raise RuntimeError("for now")

    house.timers = Timers(house.sessions, (ByDay(fail),))
    assert [await house.turn(Sight("1:1:", NOON)) for _ in range(2)] == [["failed"]] * 2


class ByTheDay(Tx):
    """A transaction of which only the days can be told: whoever asks PostgreSQL about the instant fails."""

    @property
    def today(self) -> date:
        return date(2026, 6, 1)

    recorded_on = today

    def audit(self, action: str, subject: object, facts: dict[str, Any]) -> None:
        """Where other tests left something to do, the trail tells when it was done and decides nothing."""


@pytest.mark.parametrize("service", ["agenda", "loans"])
async def test_what_goes_by_the_day_asks_no_other_time(service: str, settings: dict[str, Settings]) -> None:
    timers = [each for each in import_module(f"services.{service}.worker").TIMERS if isinstance(each, ByDay)]
    assert timers
    engine = connect(service, settings[service])
    for timer in timers:
        async with sessions(engine)(autoflush=False) as session:
            no_time: Any = object()
            tx = ByTheDay(session, "test", None, Cause(), no_time)
            await timer(tx)
    await engine.dispose()
