"""From Kafka to a reaction: each effect once, bounded tries, then parked with the followers of its key."""

import asyncio
import logging
import re
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TypeVar

from shared.bus.cloudevent import NotAnEvent
from shared.bus.effects import Claim, Effect, Reactions, claim, effects_of
from shared.bus.parking import ERROR_MAX_CHARACTERS, Parking, record_of
from shared.bus.pulse import Pulse
from shared.bus.record import Record, Unreadable, readable
from shared.bus.refusals import ANSWERED, Refusal, Unanswered, refusal_of, within_bound
from shared.bus.together import Step, Together
from shared.kernel.principal import Tenant
from shared.kernel.rules import Refused, Rule
from shared.kernel.sentences import Sentence
from shared.store import attempts
from shared.store.engine import Sessions
from shared.store.failures import cause, is_lasting, is_passing, is_stalled
from shared.store.tx import Cause, Tx, begin

log = logging.getLogger(__name__)

BACKOFF_SECONDS = (0.1, 0.5, 1.0, 2.0)  # before the second to the last try
AWAY_SECONDS = 1.0
UNANSWERED_SECONDS = 10.0  # after a topic had its answers of the hour, until its place is looked at again
STALLED_SECONDS = 600  # that statements take too long is the database's trouble; for longer, the message's
TOGETHER_MAX = 500  # messages that share a transaction

T = TypeVar("T")

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
        self._at_once: dict[tuple[str, int], int] = {}  # by partition; all unless one was in the way

    async def deliver_some(self, records: Sequence[Record]) -> int:
        """See some of the first of these through, all of one partition; how many those were.

        Together, in one transaction, up to the first that something is in the way of. That one is seen
        through alone, and so are those behind it until one goes well: many of its kind cost little.
        """
        here = (records[0].topic, records[0].partition)
        try:
            if len(records) > 1 and (done := await self._together(here, records[:TOGETHER_MAX])):
                return done
            went_well = await self.deliver(records[0])
            self._at_once[here] = max(self._at_once.get(here, TOGETHER_MAX), 2) if went_well else 1
            return 1
        finally:
            self._pulse.rest(records[0].position)

    async def deliver(self, record: Record) -> bool:
        """See a record through: reacted to, answered as refused, or parked. Then its offset may move.

        Whether it went well: not when it was refused, or parked.
        """
        try:
            return await self._see_through(record)
        finally:
            self._pulse.rest(record.position)

    async def _see_through(self, record: Record) -> bool:
        if not self._concerns_us(record):
            return True
        known, held_up = await self._patiently(record, partial(self._parking.known_or_held_up, record))
        if known:
            return True
        if held_up:
            park = partial(
                self._parking.park, record, "an earlier message of this key is parked", behind=True
            )
            await self._patiently(record, park)
            return False
        for tries, pause in enumerate((*BACKOFF_SECONDS, None), start=1):
            try:
                return await self._patiently(record, partial(self.attempt, record))
            except (Refused, NotAnEvent) as why:
                refusal = refusal_of(record, why)
                parked = partial(
                    self._parking.park, record, str(refusal.detail), rule=refusal.rule, tries=tries
                )
                break
            except Exception as failure:
                log.exception("try %d failed: %s", tries, record.position)
                parked = partial(
                    self._parking.park, record, cause(failure, ERROR_MAX_CHARACTERS), tries=tries
                )
                if pause is None or is_lasting(failure):
                    break
                await asyncio.sleep(pause)
        await self._patiently(record, parked)
        log.error("parked %s", record.position)
        return False

    async def attempt(self, record: Record) -> bool:
        """React once; false when a rule refused, and the subscription answered the sender."""
        subscription = self._subscription(record.topic)
        try:
            await self._react(record, subscription)
            return True
        except (Refused, NotAnEvent) as why:
            if subscription.refuse is None:
                raise
            await self._answer(refusal_of(record, why), subscription, subscription.refuse)
            return False

    async def _together(self, here: tuple[str, int], records: Sequence[Record]) -> int:
        """How many of the first were seen through in one transaction; none when it must be done alone."""
        at_once = self._at_once.get(here, TOGETHER_MAX)
        steps = list(self._steps(records, at_once if at_once > 1 else 0))
        if all(step.is_idle for step in steps):
            return len(steps)
        self._pulse.beat(records[0].position)
        tried = Together(self._sessions, self._parking, steps)
        try:
            await tried.run()
        except Exception as failure:
            self._at_once[here] = 1
            log.info("%s and %d more one by one: %s", records[0].position, len(steps), type(failure).__name__)
            return await self._those_before(tried)
        if at_once > 1:  # some more than went well in the time there is
            more = min(2 + tried.done * 5 // 4, TOGETHER_MAX)
            self._at_once[here] = more if tried.done < len(steps) else max(more, at_once)
        return tried.done

    async def _those_before(self, tried: Together) -> int:
        """See those through that came before the one in the way, if there were; how many."""
        before = Together(self._sessions, self._parking, tried.steps[: tried.done])
        try:
            if before.steps:
                await before.run()
            return before.done
        except Exception:  # told when it is seen through alone
            return 0

    def _steps(self, records: Sequence[Record], at_most: int) -> Iterator[Step]:
        """What is done with these, up to the first to be seen through alone; `at_most` so many effects."""
        subscription = self._subscription(records[0].topic)
        for record in records:
            if not self._concerns_us(record):
                yield Step(record)
                continue
            try:
                step = Step(record, effects=self._effects(record, subscription))
                at_most -= 1
            except (Refused, NotAnEvent) as why:
                if subscription.refuse is None or self._has_answers(record.topic):
                    return
                sender = str(subscription.tenant(record.topic))
                step = Step(record, sender, refused=refusal_of(record, why).rule)
            if at_most < 0:
                return
            yield step

    async def redrive(self) -> int:
        """Try what an operator released and what waited behind it; how many messages that were."""
        rows = await self._parking.released()
        for row in rows:
            error, rule = None, None
            try:
                await self.attempt(record_of(row))
            except Refused as refused:
                error, rule = cause(refused, ERROR_MAX_CHARACTERS), refused.rule
            except Exception as failure:
                if is_passing(failure):
                    raise
                error = cause(failure, ERROR_MAX_CHARACTERS)
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
        for effect in self._effects(record, subscription):
            async with begin(self._sessions, effect.actor, effect.tenant, effect.cause) as tx:
                standings = await claim(tx.session, {effect.claim: effect.digest}, tx.recorded_at)
                if effect.is_due(standings[effect.claim]):
                    await effect.make(tx)

    def _effects(self, record: Record, subscription: Subscription) -> list[Effect]:
        """What a message is to do here; refused when it is no message that is taken."""
        if isinstance(record, Unreadable):
            places: dict[str, object] = {"first_offset": record.offset, "last_offset": record.last}
            raise Refused(READABLE_MESSAGE, places, UNREAD.of(**places, why=record.why))
        if subscription.refuse is not None:  # others may publish what does not concern us
            KNOWN_TYPE.require(record.event.type in subscription.types, types=sorted(subscription.types))
        # a ROM's id names one report, whatever kind it is; ours may have several reactions
        name = "report" if subscription.refuse else None
        return effects_of(record, subscription.reactions, subscription.tenant(record.topic), name)

    async def _answer(
        self,
        refusal: Refusal,
        subscription: Subscription,
        refuse: Callable[[Refusal, Tx], Awaitable[None]],
    ) -> None:
        record, tenant = refusal.record, subscription.tenant(refusal.record.topic)
        sender = str(tenant)
        answer = Claim(record.topic, f"{record.position} {record.digest.hex()}", ANSWERED)
        if self._has_answers(record.topic):
            try:
                async with begin(self._sessions, sender, tenant, Cause(None, refusal.event_id)) as tx:
                    standings = await claim(tx.session, {answer: record.digest}, tx.recorded_at)
                    if standings[answer].first:
                        await refuse(await within_bound(refusal, tx), tx)
                return
            except Unanswered:  # and its claim is rolled back: a flood leaves no rows
                self._unanswered_until[record.topic] = time.monotonic() + UNANSWERED_SECONDS
        facts = {"position": record.position}
        await attempts.count(self._sessions, sender, sender, refusal.rule.code, "", facts)

    def _has_answers(self, topic: str) -> bool:
        """Whether one of the answers of this hour may be left for a topic."""
        return self._unanswered_until.get(topic, 0) < time.monotonic()
