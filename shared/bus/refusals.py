"""Messages that a rule refused, told to whoever sent them: each, up to a bound in an hour; then counted.

Every answer is a fact that is kept for ever, so a sender that floods would grow the database without end.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass

from shared.bus.cloudevent import NotAnEvent
from shared.bus.record import Record, readable
from shared.kernel.rules import Refused, Rule
from shared.kernel.sentences import Sentence
from shared.store import attempts
from shared.store.engine import Sessions

ANSWERED_AN_HOUR_MAX = 1_000  # of one topic, by one worker
HOUR_SECONDS = 3_600.0

VALID_MESSAGE = Rule(
    "message.valid",
    "A message is a CloudEvent whose data follows the published schema of its type.",
    source="standards.md 2",
    mend="Compare the message with its JSON Schema and send it again under a new id.",
    refusal="The message is not a CloudEvent with data of the published schema",
    status=400,
)
ANSWERED = Rule(
    "message.answered-one-by-one",
    f"Of the refused messages on a topic {ANSWERED_AN_HOUR_MAX} an hour are answered; more are only counted.",
    source="decision 0011",
    mend="Stop and mend what is sent; what has no answer from here on was refused too if it was not booked.",
    refusal="Too many messages were refused within the hour",
    status=429,
)
THIS_ONE = Sentence("This one: {detail}", "Dit bericht: {detail}")
NAMELY = Sentence("Namely: {reason}.", "Namelijk: {reason}.")


@dataclass(frozen=True)
class Refusal:
    """A message that a rule refused, told to the party that sent it."""

    record: Record
    event_id: str | None
    rule: Rule
    detail: Sentence
    facts: Mapping[str, object]


class Answers:
    """How many refused messages of each topic were answered in its present hour."""

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions
        self._hours: dict[str, tuple[float, int]] = {}

    async def within_bound(self, refusal: Refusal, sender: str) -> Refusal | None:
        """What to answer; the last answer of an hour says that it is, and beyond it there is none."""
        topic = refusal.record.topic
        began, times = self._hours.get(topic, (time.monotonic(), 0))
        if time.monotonic() - began >= HOUR_SECONDS:
            began, times = time.monotonic(), 0
        self._hours[topic] = (began, times + 1)
        if times + 1 < ANSWERED_AN_HOUR_MAX:
            return refusal
        if times + 1 == ANSWERED_AN_HOUR_MAX:
            told = ANSWERED.told(THIS_ONE.of(detail=refusal.detail))
            return Refusal(refusal.record, refusal.event_id, ANSWERED, told, refusal.facts)
        facts = {"position": refusal.record.position}
        await attempts.count(self._sessions, sender, sender, refusal.rule.code, "", facts)
        return None


def refusal_of(record: Record, why: Refused | NotAnEvent) -> Refusal:
    """Why a message is refused, as its sender is told."""
    event = readable(record)
    event_id = event.id if event else None
    if isinstance(why, Refused):
        return Refusal(record, event_id, why.rule, why.detail, why.facts)
    return Refusal(record, event_id, VALID_MESSAGE, VALID_MESSAGE.told(NAMELY.of(reason=why.reason)), {})
