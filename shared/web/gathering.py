"""Commands about one thing are gathered: what arrives while one transaction commits is decided in the next.

A row that everybody waits for, such as the ceiling of a tranche, is then locked once and written to disk
once for all who waited. They are decided one by one, in order of arrival, and each stays what it was: a
session and a savepoint of its own, so that a refused one harms no neighbour; its own facts, audit entries and
answer. Nobody is answered before the commit. Which commands meet is a matter of speed alone: the database
decides, as it does between processes.
"""

import asyncio
import logging
import time
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from fastapi import Depends, Request
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession

from shared.kernel.names import camel
from shared.kernel.principal import Tenant
from shared.kernel.sentences import Sentence
from shared.kernel.trace import sound
from shared.store.engine import CLOCK, clock_of
from shared.store.failures import is_passing
from shared.store.seals import seal
from shared.store.tx import Cause, Regimes, Tx, begin
from shared.web.problems import HELD, Unserved

log = logging.getLogger(__name__)

MOST, SECONDS = 32, 1.0  # of one gathering: then it commits, and others at the same rows have their turn
WAIT_SECONDS = 10.0  # for a turn
TURN_SECONDS = 20.0  # of one command, longer than it may wait for a lock: it holds up whoever comes after it
UNDONE = Sentence(
    "The transaction that this request was carried out in came to nothing. Nothing was changed. Retry with "
    "the same Idempotency-Key.",
    "De transactie waarin dit verzoek werd uitgevoerd, is niet doorgegaan. Er is niets gewijzigd. Probeer "
    "het opnieuw met dezelfde Idempotency-Key.",
)
# what else would be checked at the commit, where one command's fault would be everybody's
CHECK = text("do $$ begin set constraints all immediate; set constraints all deferred; end $$")
SOUND = text("select")


@dataclass(frozen=True)
class _Turn:
    """What the commands of one gathering have in turn: its connection, and the regimes asked for so far."""

    connection: AsyncConnection
    regimes: Regimes = field(default_factory=dict)


class _Command:
    """One command: when it arrived, its turn on a connection, how that ended, and what came of the commit."""

    def __init__(self) -> None:
        loop = asyncio.get_running_loop()
        self.arrived = time.monotonic()
        self.turn: asyncio.Future[_Turn] = loop.create_future()
        self.carried_out: asyncio.Future[Tx | None] = loop.create_future()
        self.committed: asyncio.Future[None] = loop.create_future()

    async def begun(self) -> _Turn:
        try:
            async with asyncio.timeout(WAIT_SECONDS):
                return await self.turn
        except TimeoutError:
            raise Unserved(409, HELD, {"Retry-After": "1"}) from None

    def end(self, tx: Tx | None) -> None:
        if not self.carried_out.done():
            self.carried_out.set_result(tx)

    async def take(self, turn: _Turn) -> Tx | None:
        """Give it its turn and wait until that is over; None of one that was refused."""
        if not self.turn.done():
            self.turn.set_result(turn)
        return await self.carried_out

    def tell(self, failure: Exception | None) -> None:
        """What came of the commit, or of the turn that it waits for."""
        for told in (self.turn, self.committed):
            if failure is not None and not told.done():
                told.set_exception(failure)
                told.exception()  # whoever left does not hear it
        if not self.committed.done():
            self.committed.set_result(None)


class Gatherings:
    """The lines of one process, each for one thing, and how many of them have a connection at once."""

    def __init__(self, engine: AsyncEngine, connections: int) -> None:
        self._engine = engine
        self._at_once = asyncio.Semaphore(max(1, connections // 3))
        self._lines: dict[str, deque[_Command]] = {}
        self._running: set[asyncio.Task[None]] = set()

    @asynccontextmanager
    async def begin(self, thing: str, actor: str, tenant: Tenant | None, cause: Cause) -> AsyncIterator[Tx]:
        """A transaction at the time of its arrival, in one commit with others about the same thing."""
        command = self._join(thing)
        try:
            turn = await command.begun()
            async with self._session(turn.connection) as session, asyncio.timeout(TURN_SECONDS):
                now = await clock_of(self._engine).now(session, command.arrived)
                tx = Tx(session, actor, tenant, cause, now, turn.regimes)
                yield tx
                await tx.flush()
                await session.execute(CHECK)
            command.end(tx)
        finally:
            command.end(None)
        await command.committed

    def _join(self, thing: str) -> _Command:
        command = _Command()
        line = self._lines.get(thing)
        if line is not None:
            line.append(command)
            return command
        self._lines[thing] = deque([command])
        serving = asyncio.create_task(self._serve(thing))
        self._running.add(serving)
        serving.add_done_callback(self._running.discard)
        return command

    async def _serve(self, thing: str) -> None:
        """Decide what stands in a line, until nobody does."""
        line = self._lines[thing]
        while line:
            async with self._at_once:
                await self._decide(line)
        del self._lines[thing]

    async def _decide(self, line: deque[_Command]) -> None:
        together: list[_Command] = []
        try:
            async with self._engine.begin() as connection:
                await self._carry_out(line, connection, together)
        except Exception as failure:
            log.warning("%d gathered commands came to nothing: %s", len(together), type(failure).__name__)
            told = failure if is_passing(failure) else Unserved(503, UNDONE, {"Retry-After": "1"})
            for command in together or [line.popleft() for _ in range(min(MOST, len(line)))]:
                command.tell(told)
        else:
            for command in together:
                command.tell(None)

    async def _carry_out(
        self, line: deque[_Command], connection: AsyncConnection, together: list[_Command]
    ) -> None:
        """Each in its turn; what they share is written last, as by every transaction, in one statement."""
        done: list[Tx] = []
        turn = _Turn(connection)
        end = time.monotonic() + SECONDS
        while line and len(together) < MOST and time.monotonic() < end:
            command = line.popleft()
            together.append(command)
            tx = await command.take(turn)
            if tx is None:
                await connection.execute(SOUND)  # an aborted transaction would "commit" without a word
            else:
                done.append(tx)
        await seal(connection, [tx.shared for tx in done])
        await connection.execute(SOUND)

    @asynccontextmanager
    async def _session(self, connection: AsyncConnection) -> AsyncIterator[AsyncSession]:
        """A command's own: nothing that it loaded, or said it was, is its neighbour's."""
        async with (
            AsyncSession(
                connection,
                join_transaction_mode="create_savepoint",
                expire_on_commit=False,
                info={CLOCK: clock_of(self._engine)},
            ) as session,
            session.begin(),
        ):
            yield session


@asynccontextmanager
async def transaction(request: Request) -> AsyncIterator[Tx]:
    """The transaction of a request: one of its own, or where its route says so with others in one commit."""
    principal, state = request.state.principal, request.app.state
    cause = Cause(traceparent=sound(request.headers.get("traceparent")))
    who = (principal.subject, principal.tenant, cause)
    thing: str | None = getattr(request.state, "gathered", None)
    if thing is None:
        async with state.shares.one(principal.client_id), begin(state.sessions, *who) as tx:
            yield tx
    else:
        async with state.shares.waiting(principal.client_id), state.gatherings.begin(thing, *who) as tx:
            yield tx


def gathered_of(column: Any) -> Any:
    """Gather the commands of a route about the row `{id}` by what a column of it says, that never changes."""

    async def by_row(request: Request, id: UUID) -> None:
        state = request.app.state
        async with state.shares.one(request.state.principal.client_id), state.sessions() as session:
            found = await session.scalar(select(column).where(column.class_.id == id))
        await _gather(request, found)

    return Depends(by_row)


def gathered_by(field: str) -> Any:
    """Gather the commands of a route by what a field of their body says."""

    async def by_field(request: Request) -> None:
        body = await request.json() if await request.body() else None
        await _gather(request, body.get(camel(field)) if isinstance(body, dict) else None)

    return Depends(by_field)


async def _gather(request: Request, found: object) -> None:
    await request.body()  # all of it is here before others wait for this one
    if found is not None:
        request.state.gathered = f"{request.scope['route'].path_format} {found}"
