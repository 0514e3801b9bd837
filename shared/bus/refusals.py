"""Messages that a rule refused, told to whoever sent them: each, up to a bound in an hour; then counted.

Every answer is a fact that is kept for ever, so a sender that floods would grow the database without end.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import text

from shared.bus.cloudevent import NotAnEvent
from shared.bus.record import Record, readable
from shared.kernel.rules import Refused, Rule
from shared.kernel.sentences import Sentence
from shared.store.tx import Tx

ANSWERED_AN_HOUR_MAX = 1_000  # of one topic
ANSWERED = "refuse"  # stands in the inbox in the place of a reaction, and in the index by which it is counted
HOUR = timedelta(hours=1)
ANSWERED_LATELY = text("""
    select count(*) from (
        select from inbox
        where source = :topic and reaction = 'refuse' and received_at > :since
        limit :enough
    ) as lately
""")

VALID_MESSAGE = Rule(
    "message.valid",
    "A message is a CloudEvent whose data follows the published schema of its type.",
    source="standards.md 2",
    mend="Compare the message with its JSON Schema and send it again under a new id.",
    refusal="The message is not a CloudEvent with data of the published schema",
    status=400,
)
ONE_BY_ONE = Rule(
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


class Unanswered(Exception):
    """As many messages of the topic were answered within the hour as are answered."""


async def within_bound(refusal: Refusal, tx: Tx) -> Refusal:
    """What to answer, in the transaction that claimed the answer: the last of an hour says that it is.

    Counted are the claims that the inbox keeps, this one too: what was answered before, or was rolled back,
    takes no place, and all workers keep to one bound.
    """
    topic = refusal.record.topic
    await tx.alone_with(f"answers on {topic}")
    bounds = {"topic": topic, "since": tx.recorded_at - HOUR, "enough": ANSWERED_AN_HOUR_MAX + 1}
    times = (await tx.session.execute(ANSWERED_LATELY, bounds)).scalar_one()
    if times > ANSWERED_AN_HOUR_MAX:
        raise Unanswered
    if times < ANSWERED_AN_HOUR_MAX:
        return refusal
    told = ONE_BY_ONE.told(THIS_ONE.of(detail=refusal.detail))
    return Refusal(refusal.record, refusal.event_id, ONE_BY_ONE, told, refusal.facts)


def refusal_of(record: Record, why: Refused | NotAnEvent) -> Refusal:
    """Why a message is refused, as its sender is told."""
    event = readable(record)
    event_id = event.id if event else None
    if isinstance(why, Refused):
        return Refusal(record, event_id, why.rule, why.detail, why.facts)
    return Refusal(record, event_id, VALID_MESSAGE, VALID_MESSAGE.told(NAMELY.of(reason=why.reason)), {})
