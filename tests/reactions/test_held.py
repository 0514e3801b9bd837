"""Messages that read and change one row each: asked for at once and written at once, and like one by one."""

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event, select, text

from services.funding.cofunding.projects.models import Project
from shared.bus.effects import about
from shared.bus.inbox import Inbox, Subscription
from shared.bus.record import Record
from shared.contracts.agenda.agendas import AgendaAdopted
from shared.contracts.withdrawn import AgendaFactWithdrawn
from shared.kernel.ids import uuid7
from shared.settings import Settings
from shared.store.engine import connect, sessions
from shared.store.tables import PARKED
from shared.store.tx import Tx
from tests.reactions.test_together import record, withdrawal

TITLE = text("select title from project where id = :id")


class Desk:
    """A service that keeps one project for each agenda, and writes down in its title all that it hears."""

    def __init__(self, settings: Settings) -> None:
        self.engine = connect("funding", settings)
        self.sessions = sessions(self.engine)
        heard = {AgendaAdopted: [about(Project, "agenda_id")(self.keep)], AgendaFactWithdrawn: [self.note]}
        self.inbox = Inbox(self.sessions, (Subscription(r"test\.together", heard),))

    async def keep(self, told: AgendaAdopted, tx: Tx) -> None:
        known = await tx.known(Project, told.agenda_id, lock=True)
        if known is None:
            known = tx.add(_project(told.agenda_id))
        known.title += f", {told.title}" if known.title else told.title
        known.awarded_cents = -1 if "bad" in told.title else 0  # which a CHECK refuses

    async def note(self, told: AgendaFactWithdrawn, tx: Tx) -> None:
        """It declares nothing, and reads by another way."""
        title = await tx.session.scalar(TITLE, {"id": told.subject_id})
        (await tx.get(Project, told.subject_id, lock=True)).title = f"{title}, withdrawn"

    async def see_through(self, *records: Record) -> list[int]:
        """All of them, as a reader does; how many at a time."""
        steps: list[int] = []
        while rest := records[sum(steps) :]:
            steps.append(await self.inbox.deliver_some(rest))
        return steps

    async def titles(self, *records: Record) -> list[str | None]:
        async with self.sessions() as session:
            rows = [await session.get(Project, UUID(each.key.decode())) for each in records]
        return [row and row.title for row in rows]

    @contextmanager
    def statements(self) -> Iterator[list[str]]:
        asked: list[str] = []

        def note(_: Any, __: Any, statement: str, *___: Any) -> None:
            asked.append(statement)

        event.listen(self.engine.sync_engine, "before_cursor_execute", note)
        yield asked
        event.remove(self.engine.sync_engine, "before_cursor_execute", note)


def _project(id: UUID) -> Project:
    names = ("title", "category", "cluster_code", "regime")
    cents = ("total_cost", "region_required", "state_required", "private_knowledge_required")
    short = ("region_shortage", "private_knowledge_shortage")
    return Project(
        id=id,
        owner="region:CR36",
        region_code="CR36",
        participants=[],
        **dict.fromkeys(names, ""),
        **{f"{each}_cents": 0 for each in (*cents, *short)},
    )


@pytest.fixture
async def desk(settings: dict[str, Settings], monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Desk]:
    monkeypatch.setattr(
        "shared.bus.together.TOGETHER_SECONDS", 60.0
    )  # one transaction, however busy it is here
    found = Desk(settings["funding"])
    yield found
    await found.engine.dispose()


async def test_a_hundred_messages_take_as_many_statements_as_ten(desk: Desk) -> None:
    counted = []
    for number in (10, 100):  # what an engine asks once, it asked before
        await desk.see_through(record("warm"), record("warm"))
        records = [record(f"held {n}") for n in range(number)]
        with desk.statements() as asked:
            await desk.see_through(*records)
        assert await desk.titles(*records) == [f"held {n}" for n in range(number)]
        counted.append(len(asked))
    assert counted[1] <= counted[0] + 1 < 12, counted


async def test_each_finds_what_those_before_it_wrote(desk: Desk) -> None:
    one, other = uuid7(), uuid7()
    records = [record("first", one), record("apart", other), record("second", one), record("third", one)]
    assert await desk.see_through(*records) == [4]
    assert await desk.titles(records[0], records[1]) == ["first, second, third", "apart"]
    again = [record("fourth", one), record("more", other), record("fifth", one)]
    assert await desk.see_through(*again) == [3]
    assert await desk.titles(*again[:2]) == ["first, second, third, fourth, fifth", "apart, more"]


async def test_one_that_declares_nothing_finds_it_too_and_is_found(desk: Desk) -> None:
    one = uuid7()
    first = record("first", one)
    unheard = record("unheard", one)
    records = [first, record("second", one), withdrawal(unheard), record("third", one)]
    assert await desk.see_through(*records) == [4]
    assert await desk.titles(first) == ["first, second, withdrawn, third"]


@pytest.mark.parametrize("place", [0, 3, 8])
async def test_one_that_the_database_refuses_is_parked_and_harms_no_neighbour(desk: Desk, place: int) -> None:
    records = [record(f"good {n}") for n in range(8)]
    records.insert(place, record("bad"))
    await desk.see_through(*records)
    titles: list[str | None] = [f"good {n}" for n in range(8)]
    assert await desk.titles(*records) == [*titles[:place], None, *titles[place:]]
    async with desk.sessions() as session:
        parked = select(PARKED.c.offset).where(PARKED.c.key.in_({each.key for each in records}))
        assert list(await session.scalars(parked)) == [records[place].offset]
