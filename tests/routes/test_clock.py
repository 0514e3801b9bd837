"""Time is the database's: a machine whose clock is off writes no other, and neither starts nor is ready."""

import json
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from prometheus_client import REGISTRY
from sqlalchemy import Engine, event, text

from services.agenda.app import SERVICE
from services.loans.app import SERVICE as LOANS
from shared.bus import worker
from shared.settings import Settings
from shared.store import clock
from shared.store.engine import connect, sessions
from shared.store.tx import begin
from shared.testing.callers import caller
from shared.testing.client import serving

DAYS = 8
CLUSTER = {"regionCode": "CR36", "clusterCode": "TIMELY", "name": "Timely"}
SHIFTED = """create function agenda.{name}() returns timestamptz stable language sql
             as 'select pg_catalog.{name}() - interval ''{days} days'''"""


@pytest.fixture
async def behind(owners: dict[str, Settings]) -> AsyncIterator[datetime]:
    """The database's time is eight days behind this machine's: its functions are hidden by ours."""

    def ours_first(connection: Any, _: object) -> None:
        connection.cursor().execute("set search_path = agenda, pg_catalog")
        connection.commit()

    engine = connect("agenda", owners["agenda"])
    names = ("now", "clock_timestamp")
    async with engine.begin() as connection:
        for name in names:
            await connection.execute(text(SHIFTED.format(name=name, days=DAYS)))
    event.listen(Engine, "connect", ours_first)
    yield datetime.now(UTC) - timedelta(days=DAYS)
    event.remove(Engine, "connect", ours_first)
    async with engine.begin() as connection:
        for name in names:
            await connection.execute(text(f"drop function agenda.{name}()"))
    await engine.dispose()


async def test_a_request_writes_the_time_of_the_database(
    settings: dict[str, Settings], behind: datetime
) -> None:
    patient = settings["agenda"].model_copy(update={"clock_off_max_seconds": 1e6})
    async with serving(SERVICE, patient) as agenda:
        region = caller("region:CR36", "agenda:read", "agenda:write", subject="punctual")
        made = await agenda.post("/clusters", region, CLUSTER)
        subject = {"subjectKind": "CLUSTER", "subjectId": made.json()["id"]}
        (act,) = (await agenda.get("/histories", region, **subject)).json()["items"]
    for name in ("recordedAt", "businessAt"):
        assert abs(datetime.fromisoformat(act[name]) - behind) < timedelta(minutes=5), act
    offset = REGISTRY.get_sample_value("groeikracht_clock_offset_seconds")
    assert offset == pytest.approx(DAYS * 86_400, abs=300)


async def test_nothing_ends_by_the_clock_of_a_machine_that_runs_ahead(
    settings: dict[str, Settings], behind: datetime
) -> None:
    """What timers and reservations judge by, and the legal date."""
    engine = connect("agenda", settings["agenda"])
    async with begin(sessions(engine), "timer") as tx:
        for seen in (tx.now, tx.recorded_at):
            assert abs(seen - behind) < timedelta(minutes=5)
        assert tx.today < datetime.now(UTC).date() - timedelta(days=DAYS - 2)
    await engine.dispose()


async def test_neither_service_nor_worker_starts_on_a_machine_whose_clock_is_off(
    settings: dict[str, Settings], behind: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(RuntimeError, match="clock of this machine is 6912"):
        async with serving(SERVICE, settings["agenda"]):
            pass
    url = settings["agenda"].database_url.get_secret_value()
    monkeypatch.setenv("GROEIKRACHT_DATABASE_URL", url)
    with pytest.raises(RuntimeError, match="clock of this machine is 6912"):
        await worker.run("agenda", ())


async def test_a_clock_that_goes_off_is_told_by_readiness(
    settings: dict[str, Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with serving(LOANS, settings["loans"]) as loans:
        assert (await loans.http.get("http://test/readyz")).status_code == 200
        off = SimpleNamespace(
            time=lambda: time.time() - 90, monotonic=lambda: time.monotonic() + 2 * clock.KNOWN_FOR_SECONDS
        )
        monkeypatch.setattr(clock, "time", off)
        monkeypatch.setattr("shared.web.app.READY_CACHE_SECONDS", -1.0)
        answer = await loans.http.get("http://test/readyz")
    assert answer.status_code == 503
    assert "clock of this machine is -90" in answer.json()["detail"], json.dumps(answer.json())


class Told:
    """A database that says what time it is, and takes its time to say so."""

    def __init__(self, machine: SimpleNamespace) -> None:
        self.machine = machine
        self.ahead = 0.0
        self.takes = 0.0

    async def connection(self) -> None:
        pass

    async def execute(self, _: object) -> "Told":
        self.machine.passed += self.takes / 2
        self.said = datetime.fromtimestamp(self.machine.passed + self.ahead, UTC)
        self.machine.passed += self.takes / 2
        return self

    def scalar_one(self) -> datetime:
        return self.said


async def test_a_slow_answer_moves_no_time_and_a_database_that_was_set_does(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    machine = SimpleNamespace(passed=1e9)
    both = SimpleNamespace(time=lambda: machine.passed, monotonic=lambda: machine.passed)
    monkeypatch.setattr(clock, "time", both)
    told, found = Told(machine), clock.Clock()

    async def offset(passes: float) -> float:
        machine.passed += passes
        now = await found.now(told)  # type: ignore[arg-type]
        return float(round(now.timestamp() - machine.passed, 3))

    assert await offset(0) == 0
    told.takes = 3.0
    assert [await offset(11), await offset(11), found.offset] == [0, 0, 0]
    told.takes, told.ahead = 0.0, 3600.0
    assert await offset(1) == 0  # known for ten seconds
    assert await offset(11) == 3600
