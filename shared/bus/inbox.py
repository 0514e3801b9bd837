"""From Kafka to a reaction: each effect once, bounded tries, then parked with the followers of its key."""

import asyncio
import hashlib
import json
import logging
import re
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any, TypeVar

from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from shared.bus.cloudevent import CloudEvent, NotAnEvent, decode
from shared.bus.parking import Parking, record_of
from shared.bus.pulse import Pulse
from shared.bus.record import Record, Unreadable, readable
from shared.bus.refusals import ANSWERED, VALID_MESSAGE, Refusal, Unanswered, refusal_of, within_bound
from shared.contracts.withdrawn import FactWithdrawn
from shared.kernel.events import Event
from shared.kernel.flaws import NAME_MAX_CHARACTERS, listed, words
from shared.kernel.principal import Tenant
from shared.kernel.rules import Refused, Rule
from shared.kernel.sentences import Sentence
from shared.store import attempts
from shared.store.engine import Sessions
from shared.store.failures import is_lasting, is_passing, is_stalled
from shared.store.tables import INBOX
from shared.store.tx import Cause, Tx, begin

log = logging.getLogger(__name__)

BACKOFF_SECONDS = (0.1, 0.5, 1.0, 2.0)  # before the second to the last try
AWAY_SECONDS = 1.0
UNANSWERED_SECONDS = 10.0  # after a topic had its answers of the hour, until its place is looked at again
PLACES_TOLD_MAX = 20
WITHDRAWN = "withdrawn"  # stands in the place of a reaction to a fact that does not hold
STALLED_SECONDS = 600  # that statements take too long is the database's trouble; for longer, the message's

T = TypeVar("T")
Reaction = Callable[[Any, Tx], Awaitable[None]]
Reactions = Mapping[type[Event], Sequence[Reaction]]

READABLE_MESSAGE = Rule(
    "message.readable",
    "A message is in Kafka in a form that can be read: uncompressed, gzip, snappy, lz4 or zstd, in a batch "
    "of at most 4 MiB before it is compressed.",
    source="standards.md 2",
    mend="Send what stood there again as it was, in smaller batches; or mend what keeps it from being read "
    "and set the consumer's offset back to it.",
    refusal="The message cannot be read from Kafka",
)
UNREAD = Sentence(
    "Namely, offsets {first_offset} to {last_offset} cannot be read: {why}.",
    "Namelijk: de offsets {first_offset} tot en met {last_offset} zijn niet te lezen: {why}.",
)
KNOWN_TYPE = Rule(
    "message.known-type",
    "A message that expects an answer is of a type that its receiver knows.",
    source="standards.md 2",
    mend="Correct the type to one of those named in the answer.",
    refusal="Nothing here takes messages of this type",
    status=400,
)


SAME_MESSAGE = Rule(
    "message.same-id-same-message",
    "A message that comes again under its id says the same.",
    source="CloudEvents 1.0, source and id",
    mend="Send another report under an id of its own.",
    refusal="Another message came under this id before",
)


def _the_suite(_: str) -> Tenant | None:
    return None


@dataclass(frozen=True)
class Subscription:
    """A set of topics and what is done with their messages.

    `pattern` is a regular expression of topic names. With `refuse`, a refused message is answered to its
    sender instead of parked; `tenant` says for whom the messages of a topic act (None is the suite itself).
    """

    pattern: str
    reactions: Reactions
    refuse: Callable[[Refusal, Tx], Awaitable[None]] | None = None
    tenant: Callable[[str], Tenant | None] = _the_suite

    @cached_property
    def types(self) -> frozenset[str]:
        """The types of event that something is done with."""
        return frozenset(kind.type() for kind in self.reactions)


class Inbox:
    """Delivers records to the reactions of one service."""

    def __init__(
        self, sessions: Sessions, subscriptions: Sequence[Subscription], pulse: Pulse | None = None
    ) -> None:
        self._pulse = pulse or Pulse()
        self._sessions = sessions
        self._subscriptions = subscriptions
        self._parking = Parking(sessions)
        self._unanswered_until: dict[str, float] = {}  # by topic

    async def deliver(self, record: Record) -> None:
        """See a record through: reacted to, answered as refused, or parked. Then its offset may move."""
        try:
            await self._see_through(record)
        finally:
            self._pulse.rest(record.position)

    async def _see_through(self, record: Record) -> None:
        if not self._concerns_us(record):
            return
        known, held_up = await self._patiently(record, partial(self._parking.known_or_held_up, record))
        if known:
            return
        if held_up:
            park = partial(
                self._parking.park, record, "an earlier message of this key is parked", behind=True
            )
            await self._patiently(record, park)
            return
        for tries, pause in enumerate((*BACKOFF_SECONDS, None), start=1):
            try:
                await self._patiently(record, partial(self.attempt, record))
                return
            except (Refused, NotAnEvent) as why:
                refusal = refusal_of(record, why)
                parked = partial(
                    self._parking.park, record, str(refusal.detail), rule=refusal.rule, tries=tries
                )
                break
            except Exception as failure:
                log.exception("try %d failed: %s", tries, record.position)
                parked = partial(self._parking.park, record, _described(failure), tries=tries)
                if pause is None or is_lasting(failure):
                    break
                await asyncio.sleep(pause)
        await self._patiently(record, parked)
        log.error("parked %s", record.position)

    async def attempt(self, record: Record) -> None:
        """React once, or answer the sender when a rule refuses and the subscription answers."""
        subscription = self._subscription(record.topic)
        try:
            await self._react(record, subscription)
        except (Refused, NotAnEvent) as why:
            if subscription.refuse is None:
                raise
            await self._answer(refusal_of(record, why), subscription, subscription.refuse)

    async def redrive(self) -> int:
        """Try what an operator released and what waited behind it; how many messages that were."""
        rows = await self._parking.released()
        for row in rows:
            error, rule = None, None
            try:
                await self.attempt(record_of(row))
            except Refused as refused:
                error, rule = _described(refused), refused.rule
            except Exception as failure:
                if is_passing(failure):
                    raise
                error = _described(failure)
            await self._parking.settle(row, error, rule)
        return len(rows)

    async def _patiently(self, record: Record, work: Callable[[], Awaitable[T]]) -> T:
        """Do the work, waiting for the database: that it is away or stalled costs a message no try."""
        stalled_since = time.monotonic()
        while True:
            self._pulse.beat(record.position)
            try:
                return await work()
            except Exception as failure:
                stalled = is_stalled(failure) and time.monotonic() - stalled_since < STALLED_SECONDS
                if not (stalled or is_passing(failure)):
                    raise
                log.warning("the database is away (%s); waiting", type(failure).__name__)
                await asyncio.sleep(AWAY_SECONDS)

    def _concerns_us(self, record: Record) -> bool:
        """Whether anything is done with it here; whoever may be refused here is always heard."""
        subscription = self._subscription(record.topic)
        if subscription.refuse is not None:
            return True
        event = readable(record)
        return event is None or event.type in subscription.types

    def _subscription(self, topic: str) -> Subscription:
        return next(found for found in self._subscriptions if re.fullmatch(found.pattern, topic))

    async def _react(self, record: Record, subscription: Subscription) -> None:
        if isinstance(record, Unreadable):
            places: dict[str, object] = {"first_offset": record.offset, "last_offset": record.last}
            raise Refused(READABLE_MESSAGE, places, UNREAD.of(**places, why=record.why))
        event = decode(record.value, record.headers)
        tenant = subscription.tenant(record.topic)
        actor = str(tenant) if tenant else f"event:{event.type}"
        cause = Cause(str(event.extension("traceparent") or "") or None, event.id)
        if subscription.refuse is not None:  # others may publish what does not concern us
            KNOWN_TYPE.require(event.type in subscription.types, types=sorted(subscription.types))
        for kind, reactions in subscription.reactions.items():
            if kind.type() == event.type:
                fact = _fact(kind, event)
                for reaction in reactions:
                    # a ROM's id names one report, whatever kind it is; ours may have several reactions
                    name = "report" if subscription.refuse else reaction.__name__
                    async with begin(self._sessions, actor, tenant, cause) as tx:
                        if await _is_first(tx, record.topic, event, name) and await _holds(
                            tx, record.topic, event, fact
                        ):
                            await reaction(fact, tx)

    async def _answer(
        self,
        refusal: Refusal,
        subscription: Subscription,
        refuse: Callable[[Refusal, Tx], Awaitable[None]],
    ) -> None:
        record, tenant = refusal.record, subscription.tenant(refusal.record.topic)
        sender, claim = str(tenant), f"{record.position} {record.digest.hex()}"
        if self._unanswered_until.get(record.topic, 0) < time.monotonic():
            try:
                async with begin(self._sessions, sender, tenant, Cause(None, refusal.event_id)) as tx:
                    if await _claimed(tx, record.topic, claim, ANSWERED, record.digest):
                        await refuse(await within_bound(refusal, tx), tx)
                return
            except Unanswered:  # and its claim is rolled back: a flood leaves no rows
                self._unanswered_until[record.topic] = time.monotonic() + UNANSWERED_SECONDS
        facts = {"position": record.position}
        await attempts.count(self._sessions, sender, sender, refusal.rule.code, "", facts)


async def _is_first(tx: Tx, topic: str, event: CloudEvent, reaction: str) -> bool:
    """Whether this reaction sees this event for the first time; refused when its id stood for another one."""
    source = f"{topic} {event.source}"
    said = json.dumps([event.type, event.data], sort_keys=True).encode()
    digest = hashlib.sha256(said).digest()
    if await _claimed(tx, source, event.id, reaction, digest):
        return True
    same = {"source": source, "event_id": event.id, "reaction": reaction}
    seen = await tx.session.scalar(select(INBOX.c.digest).filter_by(**same))
    SAME_MESSAGE.require(seen == digest)
    return False


async def _holds(tx: Tx, topic: str, event: CloudEvent, fact: Event) -> bool:
    """Whether a fact was not withdrawn before it came; a withdrawal is remembered for the fact it names."""
    source = f"{topic} {event.source}"
    if isinstance(fact, FactWithdrawn):
        await _claimed(tx, source, str(fact.fact_id), WITHDRAWN, b"")
        return True
    before = {"source": source, "event_id": event.id, "reaction": WITHDRAWN}
    return (await tx.session.execute(select(INBOX.c.reaction).filter_by(**before))).first() is None


async def _claimed(tx: Tx, source: str, event_id: str, reaction: str, digest: bytes) -> bool:
    """Claim an effect; False when it was claimed before."""
    mine = {"source": source, "event_id": event_id, "reaction": reaction}
    claimed = await tx.session.scalar(
        insert(INBOX)
        .values(**mine, digest=digest, received_at=tx.recorded_at)
        .on_conflict_do_nothing()
        .returning(INBOX.c.reaction)
    )
    return claimed is not None


def _fact(kind: type[Event], event: CloudEvent) -> Event:
    try:
        return kind.model_validate_json(json.dumps(event.data), strict=True, by_alias=True, by_name=False)
    except ValidationError as invalid:
        places = {_place(error["loc"]): words(error, kind) for error in invalid.errors()[:PLACES_TOLD_MAX]}
        facts: dict[str, object] = {place: str(said) for place, said in places.items()}
        more = Sentence("In data, {flaws}.", "In data: {flaws}.").of(flaws=listed(list(places.items())))
        raise Refused(VALID_MESSAGE, facts, more) from None


def _place(loc: tuple[int | str, ...]) -> str:
    return ".".join(str(part)[:NAME_MAX_CHARACTERS] for part in loc) or "data"


def _described(failure: Exception) -> str:
    return f"{type(failure).__name__}: {failure}"
