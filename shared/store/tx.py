"""One transaction: state, audit rows, outbox rows and the idempotency answer, committed together."""

import json
from collections.abc import AsyncIterator, Collection, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, TypeVar, overload
from uuid import UUID

from sqlalchemy import ARRAY, Select, Uuid, any_, bindparam, func, literal, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.attributes import flag_modified
from sqlalchemy.orm.exc import StaleDataError

from shared.kernel.events import Event
from shared.kernel.ids import uuid7
from shared.kernel.moment import Moment
from shared.kernel.principal import Tenant
from shared.kernel.regimes import IN_FORCE, Regime
from shared.kernel.rules import NO_INTEREST, NOT_FOUND, OWN_OBJECTS, STALE, Rule
from shared.kernel.takers import By
from shared.store.engine import CLOCK, Sessions
from shared.store.entity import Entity
from shared.store.periods import holds_on
from shared.store.seals import Answer, Shared, seal
from shared.store.tables import REGIME
from shared.store.tenancy import locking, require_taker, row_of, visible
from shared.store.voices import SPEAKER

EVENT_DATA_MAX_BYTES = 60 * 1024

E = TypeVar("E", bound=Entity)
T = TypeVar("T")

Regimes = dict[tuple[str, date], Regime]
Versions = frozenset[int] | Literal["*"]

EVENT_FITS = Rule(
    "event.fits",
    "A published fact fits in 64 KiB with its envelope, so that every intermediary forwards it.",
    source="standards.md 2.1",
    mend="Shorten the texts of the resource.",
    refusal="The change is too large to be told to others",
)
REGIME_ON = select(REGIME).where(
    REGIME.c.code == bindparam("code"),
    holds_on(REGIME.c.valid_from, REGIME.c.valid_until, bindparam("on")),
)


@dataclass(frozen=True)
class Cause:
    """What a transaction comes from: a trace, and the event that a reaction answers."""

    traceparent: str | None = None
    causation: str | None = None


class Tx:
    """What routes and reactions work with; nothing in it is visible to others before the commit."""

    def __init__(
        self,
        session: AsyncSession,
        actor: str,
        tenant: Tenant | None,
        cause: Cause,
        now: datetime,
        regimes: Regimes | None = None,
    ) -> None:
        self.session = session
        session.info[SPEAKER] = tenant
        self.actor = actor
        self.tenant = tenant
        self.cause = cause
        self.now = self.recorded_at = now
        self.answer: Answer | None = None
        self.shown: Entity | None = None
        self._loaded: dict[tuple[type[Entity], UUID], Any] = {}  # by its id
        self._held: dict[tuple[type[Entity], UUID], Any] = {}  # see `hold`; None where there is no row
        self._regimes: Regimes = {} if regimes is None else regimes  # asked for in this transaction
        self._changing: list[tuple[Entity, int]] = []
        self._events: list[dict[str, Any]] = []
        self._audits: list[dict[str, Any]] = []

    @property
    def moment(self) -> Moment:
        """When this takes place: what a rule is told that asks for more than a day or a time."""
        return Moment(self.now, self.recorded_at)

    @property
    def today(self) -> date:
        """The legal date of this transaction (Europe/Amsterdam)."""
        return self.moment.today

    @property
    def fact(self) -> UUID:
        """The id of the fact, of a service of ours, that is reacted to."""
        return UUID(str(self.cause.causation))

    @property
    def recorded_on(self) -> date:
        """The legal date on which this is really recorded, whatever business time it is judged by."""
        return self.moment.recorded_on

    @overload
    async def get(self, entity: type[E], id: UUID, *, lock: bool = False) -> E: ...

    @overload
    async def get(
        self, entity: type[E], id: UUID, *, by: By, if_match: Versions | None = None, lock: bool = False
    ) -> E: ...

    async def get(
        self,
        entity: type[E],
        id: UUID,
        *,
        by: By | None = None,
        if_match: Versions | None = None,
        lock: bool = False,
    ) -> E:
        """Load one row that the caller's body may see.

        `by` says that a step is taken on the row, and whose step that is. `if_match` says that it changes
        the row: the version must be current, and the next one follows, even when only rows beside it
        change. `lock` holds the row until commit. Refuses with 404, 403 or 412.
        """
        found = NOT_FOUND.present(await self.known(entity, id, lock=lock), resource=entity.__name__.lower())
        closed_to = entity.tenancy.closed_to
        NO_INTEREST.require(closed_to is None or self.actor not in getattr(found, closed_to))
        if by is not None:
            require_taker(found, by, self.tenant)
        if if_match is not None:
            STALE.require(if_match == "*" or found.version in if_match, version=found.version)
            self._changing.append((found, found.version))
        return found

    async def known(self, entity: type[E], id: UUID | None, *, lock: bool = False) -> E | None:
        """The row of an id, if there is one that the caller's body may see; without an id there is none."""
        if id is None:
            return None
        if lock and self.tenant is None and (entity, id) in self._held:
            return self._told(entity, id)
        query = row_of(entity, self.tenant, self.actor, lock)
        found = (await self.session.scalars(query, {"id": id})).one_or_none()
        if found is not None:
            self._loaded[entity, id] = found
        return found

    async def hold(self, entity: type[E], ids: Collection[UUID]) -> None:
        """Lock the rows of some ids at once for the suite itself, which then asks for them one by one."""
        at_once = entity.id == any_(literal(list(ids), ARRAY(Uuid)))
        rows = await self.all(select(entity).where(at_once).order_by(entity.id), lock=True)
        self._held |= {(entity, none): None for none in ids} | {(entity, row.id): row for row in rows}

    def let_go(self) -> None:
        """Forget every row that was loaded: whoever asks for one reads it anew."""
        self.session.expunge_all()
        self._held.clear()

    def _told(self, entity: type[E], id: UUID) -> E | None:
        """A row that is held; that there is none is told once, for whoever hears it may add one."""
        found: E | None = self._held[entity, id]
        if found is None:
            del self._held[entity, id]
        return found

    async def those(self, entity: type[E], ids: Iterable[UUID]) -> list[E]:
        """The rows of some ids that the caller's body may see; what was loaded by id is not asked again."""
        wanted = set(ids)
        loaded = [self._loaded[entity, each] for each in wanted if (entity, each) in self._loaded]
        rest = wanted - {row.id for row in loaded}
        return loaded + (await self.all(select(entity).where(entity.id.in_(list(rest)))) if rest else [])

    async def find(self, query: Select[E], *, lock: bool = False) -> E | None:
        """The one row of `query` that the caller's body may see, or None."""
        return (await self.session.scalars(self._visible(query, lock))).one_or_none()

    async def all(self, query: Select[E], *, lock: bool = False) -> list[E]:
        """Every row of `query` that the caller's body may see."""
        return list(await self.session.scalars(self._visible(query, lock)))

    def _visible(self, query: Select[E], lock: bool) -> Select[E]:
        entity = query.column_descriptions[0]["entity"]
        query = query.where(visible(entity, self.tenant, self.actor))
        return locking(query) if lock else query

    def add(self, entity: E) -> E:
        """A new row; the caller's body must be the one that will own it."""
        own = self.tenant is None or entity.owner == str(self.tenant)
        OWN_OBJECTS.require(own, resource=type(entity).__name__.lower())
        self.session.add(entity)
        return entity

    def emit(self, *events: Event) -> None:
        """Publish facts and put them on the audit trail, in this transaction."""
        for event in events:
            self._emit(event)

    def _emit(self, event: Event) -> None:
        data = event.payload()
        EVENT_FITS.require(len(json.dumps(data).encode()) <= EVENT_DATA_MAX_BYTES, type=event.type())
        row = {
            "id": str(uuid7()),
            "aggregatetype": event.aggregate.removesuffix("_id"),
            "aggregateid": str(event.subject),
            "type": event.type(),
            "payload": data,
            "dataschema": event.schema_path(),
            "traceparent": self.cause.traceparent,
            "causationid": self.cause.causation,
        }
        self._events += [{**row, "topic": topic} for topic in event.topics()]
        self.audit(event.type(), event.subject, data)

    def audit(self, action: str, subject: object, facts: dict[str, Any]) -> None:
        """Put an act on the audit trail that nobody outside needs to hear of."""
        self._audits.append(
            {
                "action": action,
                "subject": str(subject),
                "actor": self.actor,
                "tenant": str(self.tenant) if self.tenant else "suite",
                "recorded_at": self.recorded_at.isoformat(timespec="microseconds"),
                "business_at": self.now.isoformat(timespec="microseconds"),
                "traceparent": self.cause.traceparent,
                "causation": self.cause.causation,
                "facts": facts,
            }
        )

    def part(self, actor: str, tenant: Tenant | None, cause: Cause, now: datetime) -> "Tx":
        """One of several acts in this transaction, with a cause of its own; sealed with the others."""
        found = Tx(self.session, actor, tenant, cause, now, self._regimes)
        found._events, found._audits = self._events, self._audits
        found._held, found._changing = self._held, self._changing
        return found

    async def alone_with(self, what: str) -> None:
        """Wait until nobody else is at the same thing, and be the only one until commit."""
        await self.session.execute(select(func.pg_advisory_xact_lock(func.hashtext(what))))

    async def regime(self, code: str, on: date) -> Regime:
        """The version of a regime in force on a legal date; a missing or expired one is refused."""
        if (code, on) not in self._regimes:
            row = (await self.session.execute(REGIME_ON, {"code": code, "on": on})).one_or_none()
            self._regimes[code, on] = Regime(**IN_FORCE.present(row, regime=code, date=on)._mapping)
        return self._regimes[code, on]

    async def versions(self, code: str) -> list[Regime]:
        """Every version of a regime, in the order in which they came into force."""
        rows = await self.session.execute(select(REGIME).filter_by(code=code).order_by(REGIME.c.valid_from))
        return [Regime(**row._mapping) for row in rows]

    async def nearest_regimes(self, code: str, dates: Iterable[date]) -> dict[date, Regime]:
        """For each date the version in force, else the last one known before it, in one query.

        For acts that took place and must be recorded whether a version covers them or not: ask `covers`. A
        date before all versions gets the first; a code without any version is refused.
        """
        versions = await self.versions(code)
        IN_FORCE.require(bool(versions), regime=code)
        return {on: next((v for v in reversed(versions) if v.valid_from <= on), versions[0]) for on in dates}

    async def seal(self) -> None:
        """Write what every transaction shares, as the last thing before the commit."""
        await self.flush()
        await seal(self.session, [self.shared])

    @property
    def shared(self) -> Shared:
        """What every transaction writes beside its rows, of this one."""
        return Shared(self.recorded_at, self._events, self._audits, self.answer)

    async def flush(self) -> None:
        """Send pending changes; a row that somebody else changed meanwhile is refused as stale."""
        for entity, version in self._changing:
            if entity.version == version:
                flag_modified(entity, "owner")
        try:
            await self.session.flush()
        except StaleDataError:
            STALE.require(False)


@asynccontextmanager
async def begin(
    sessions: Sessions, actor: str, tenant: Tenant | None = None, cause: Cause | None = None
) -> AsyncIterator[Tx]:
    """A transaction at the database's time; it commits when the block ends, and rolls back when it raises."""
    async with sessions.begin() as session:
        tx = Tx(session, actor, tenant, cause or Cause(), await session.info[CLOCK].now(session))
        yield tx
        await tx.seal()
