"""Some messages of one partition in one transaction, for as long as nothing is in the way of one of them.

Seen through alone, a message holds only its own rows. Here those of the first are held until the last, so a
transaction takes nothing more in after a third of a second, and waits a quarter of one for a lock: it gives
way long before PostgreSQL looks for a deadlock and ends somebody else's request.
"""

import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from shared.bus.effects import Claim, Effect, Standing, claim, give_back
from shared.bus.parking import Parking
from shared.bus.record import Record
from shared.contracts.withdrawn import FactWithdrawn
from shared.kernel.rules import Rule
from shared.store import attempts
from shared.store.engine import CLOCK, Sessions
from shared.store.entity import Entity
from shared.store.tx import Cause, Tx

TOGETHER_SECONDS = 0.3
IMPATIENT = text("set local lock_timeout = '250ms'")


@dataclass(frozen=True)
class Step:
    """A message and what is done with it: its effects, or that it is counted as refused by a rule."""

    record: Record
    sender: str = ""
    effects: Sequence[Effect] = ()
    refused: Rule | None = None

    @property
    def is_idle(self) -> bool:
        """Whether nothing is done with it."""
        return not (self.effects or self.refused)


@dataclass
class Together:
    """One transaction for the first of these steps; `done` is to how many it got, also when it failed."""

    sessions: Sessions
    parking: Parking
    steps: Sequence[Step]
    done: int = 0
    _standings: dict[Claim, Standing] = field(default_factory=dict)

    async def run(self) -> None:
        """Take as many of the first as there is time for; raises when one is in the way, or the moment is."""
        self.done, until = 0, time.monotonic() + TOGETHER_SECONDS
        async with self.sessions.begin() as session:
            await session.execute(IMPATIENT)
            found = await self.parking.among(session, [step.record for step in self.steps])
            steps = list(_ready(self.steps, *found))
            whole = Tx(session, "inbox", None, Cause(), await session.info[CLOCK].now(session))
            digests = {one.claim: one.digest for step in reversed(steps) for one in step.effects}
            self._standings = await claim(session, digests, whole.now)
            await self._hold(steps, whole)
            while self.done < len(steps) and (not self.done or time.monotonic() < until):
                for effect in steps[self.done].effects:
                    await self._make(effect, whole)
                self.done += 1
            await give_back(session, self._unused(steps))
            await _count(session, steps[: self.done])
            await whole.seal()

    async def _make(self, effect: Effect, whole: Tx) -> None:
        """Make an effect if it is due; like one alone it reads every row anew, but for one that is held."""
        standing = self._standings[effect.claim]
        is_due = effect.is_due(standing)
        self._standings[effect.claim] = replace(standing, first=False, digest=effect.digest)  # for a twin
        if not is_due:
            return
        whole.recorded_at = await whole.session.info[CLOCK].now(whole.session)
        tx = whole.part(effect.actor, effect.tenant, effect.cause, whole.recorded_at)
        by_itself = effect.row is None
        if by_itself:
            await tx.flush()  # what those before wrote
        await effect.make(tx)
        if by_itself:
            await tx.flush()
            tx.let_go()
        if isinstance(effect.fact, FactWithdrawn):
            named = (effect.claim.source, str(effect.fact.fact_id))
            for other, standing in self._standings.items():
                if other[:2] == named:
                    self._standings[other] = replace(standing, withdrawn=True)

    async def _hold(self, steps: Sequence[Step], whole: Tx) -> None:
        """Ask at once for the rows that are read and changed one at a time."""
        wanted: dict[type[Entity], set[UUID]] = defaultdict(set)
        for effect in (effect for step in steps for effect in step.effects):
            if effect.row is not None and self._standings[effect.claim].first:
                wanted[effect.row[0]].add(effect.row[1])
        for entity, ids in wanted.items():
            await whole.hold(entity, ids)

    def _unused(self, steps: Sequence[Step]) -> list[Claim]:
        used = {effect.claim for step in steps[: self.done] for effect in step.effects}
        claims = {effect.claim for step in steps[self.done :] for effect in step.effects}
        return [one for one in claims - used if self._standings[one].first]


def _ready(steps: Sequence[Step], parked: set[tuple[int, bytes]], held_up: set[bytes]) -> Iterator[Step]:
    """The steps before the first that must wait behind a parked one; of one parked itself, nothing more."""
    for step in steps:
        if parked and (step.record.offset, step.record.digest) in parked:
            yield Step(step.record)
        elif step.record.key in held_up and not step.is_idle:
            return
        else:
            yield step


async def _count(session: AsyncSession, steps: Sequence[Step]) -> None:
    """Count the refused ones, each rule once."""
    refused = [(step.refused.code, step) for step in steps if step.refused]
    first = dict(reversed(refused))
    for rule, times in Counter(code for code, _ in refused).items():
        sender, facts = first[rule].sender, {"position": first[rule].record.position}
        await attempts.add(session, sender, sender, rule, "", facts, times)
