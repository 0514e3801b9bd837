"""What an event does here, and that it does it once: each effect is claimed in its own transaction."""

import hashlib
import json
import re
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple, TypeVar, get_args
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy import ARRAY, LargeBinary, Text, bindparam, text
from sqlalchemy.ext.asyncio import AsyncSession

from shared.bus.refusals import VALID_MESSAGE
from shared.contracts.withdrawn import FactWithdrawn
from shared.kernel import flaws
from shared.kernel.events import Event
from shared.kernel.flaws import NAME_MAX_CHARACTERS, listed, words
from shared.kernel.principal import Tenant
from shared.kernel.rules import Refused, Rule
from shared.kernel.sentences import Sentence
from shared.store.entity import Entity
from shared.store.tables import INSTANT
from shared.store.tx import Cause, Tx

PLACES_TOLD_MAX = 20
WITHDRAWN = "withdrawn"  # stands in the place of a reaction to a fact that does not hold

Reaction = Callable[[Any, Tx], Awaitable[None]]
Reactions = Mapping[type[Event], Sequence[Reaction]]
R = TypeVar("R", bound=Reaction)

_A_DAY_FIRST = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ROWS: dict[Reaction, tuple[type[Entity], str]] = {}

SAME_MESSAGE = Rule(
    "message.same-id-same-message",
    "A message that comes again under its id says the same.",
    source="CloudEvents 1.0, source and id",
    mend="Send another report under an id of its own.",
    refusal="Another message came under this id before",
)
ROWS = (
    bindparam("sources", type_=ARRAY(Text)),
    bindparam("ids", type_=ARRAY(Text)),
    bindparam("reactions", type_=ARRAY(Text)),
)
# in one order for everybody, so that no two wait for each other; what was claimed before has its digest
CLAIM = text("""
    with asked as (
        select * from unnest(:sources, :ids, :reactions, :digests) as a (source, event_id, reaction, digest)
    ), claimed as (
        insert into inbox (source, event_id, reaction, digest, received_at)
        select source, event_id, reaction, digest, :at from asked order by source, event_id, reaction
        on conflict do nothing returning source, event_id, reaction
    )
    select source, event_id, reaction, claimed is not null as first, before.digest,
           gone is not null as withdrawn
    from asked
        left join claimed using (source, event_id, reaction)
        left join inbox as before using (source, event_id, reaction)
        left join (select source, event_id from inbox where reaction = 'withdrawn') as gone
            using (source, event_id)
""").bindparams(*ROWS, bindparam("digests", type_=ARRAY(LargeBinary)), bindparam("at", type_=INSTANT))
GIVE_BACK = text("""
    delete from inbox where (source, event_id, reaction) in
        (select * from unnest(:sources, :ids, :reactions))
""").bindparams(*ROWS)


def about(entity: type[Entity], id: str) -> Callable[[R], R]:
    """Declare that a reaction reads and changes one row only, which the field `id` of its fact names.

    It begins with `tx.known` or `tx.get` of that row, locked. Those of many messages are then asked for in
    one statement, and written in one.
    """

    def declared(reaction: R) -> R:
        _ROWS[reaction] = (entity, id)
        return reaction

    return declared


class Claim(NamedTuple):
    """What the inbox knows an effect by."""

    source: str
    event_id: str
    reaction: str


@dataclass(frozen=True)
class Standing:
    """How a claim stands: made just now, or before by what had this digest; and whether its fact holds."""

    first: bool
    digest: bytes | None
    withdrawn: bool


@dataclass(frozen=True)
class Effect:
    """One reaction to one event, and for whom it acts."""

    claim: Claim
    digest: bytes
    fact: Event
    reaction: Reaction
    actor: str
    tenant: Tenant | None
    cause: Cause

    @property
    def row(self) -> tuple[type[Entity], UUID] | None:
        """The one row that is read and changed, when the reaction says so and acts for the suite itself."""
        if self.tenant is not None or self.reaction not in _ROWS:
            return None
        entity, field_of_id = _ROWS[self.reaction]
        return entity, getattr(self.fact, field_of_id)

    def is_due(self, standing: Standing) -> bool:
        """Whether it is to be made now; refused when its id stood for another message.

        Not when it was made before, nor when its fact was withdrawn before it came.
        """
        SAME_MESSAGE.require(standing.first or standing.digest == self.digest)
        return standing.first and not standing.withdrawn

    async def make(self, tx: Tx) -> None:
        """React; a withdrawal is remembered for the fact it names, whether that came or will come."""
        if isinstance(self.fact, FactWithdrawn):
            named = Claim(self.claim.source, str(self.fact.fact_id), WITHDRAWN)
            await claim(tx.session, {named: b""}, tx.recorded_at)
        await self.reaction(self.fact, tx)


async def claim(session: AsyncSession, digests: Mapping[Claim, bytes], at: datetime) -> dict[Claim, Standing]:
    """Claim all of these in one statement; how each stands."""
    if not digests:
        return {}
    named = {**_columns(digests), "digests": list(digests.values()), "at": at}
    rows = (await session.execute(CLAIM, named)).all()
    found = {Claim(*row[:3]): Standing(row.first, row.digest, row.withdrawn) for row in rows}
    # a twin that another worker committed while this waited for it is seen only by the next statement
    unseen = {one: digests[one] for one, told in found.items() if not told.first and told.digest is None}
    return found | (await claim(session, unseen, at) if unseen else {})


async def give_back(session: AsyncSession, claims: Iterable[Claim]) -> None:
    """Take back what this transaction claimed, and then made no use of."""
    if columns := _columns(list(claims)):
        await session.execute(GIVE_BACK, columns)


def _columns(claims: Iterable[Claim]) -> dict[str, Any]:
    return dict(zip(("sources", "ids", "reactions"), map(list, zip(*claims, strict=True)), strict=False))


def effects_of(record: Any, reactions: Reactions, tenant: Tenant | None, name: str | None) -> list[Effect]:
    """What the event in a record does, by these reactions; `name` is of all of them, else each has its own.

    Raises NotAnEvent, and Refused when its data do not follow the schema.
    """
    event = record.event
    said = json.dumps(event.data, sort_keys=True)
    digest = hashlib.sha256(f"[{json.dumps(event.type)}, {said}]".encode()).digest()
    source = f"{record.topic} {event.source}"
    actor = str(tenant) if tenant else f"event:{event.type}"
    cause = Cause(str(event.extension("traceparent") or "") or None, event.id)
    found = []
    for kind, all_of_it in reactions.items():
        if kind.type() == event.type:
            fact = _fact(kind, event.data, said)
            for reaction in all_of_it:
                mine = Claim(source, event.id, name or reaction.__name__)
                found.append(Effect(mine, digest, fact, reaction, actor, tenant, cause))
    return found


def _fact(kind: type[Event], data: Any, said: str) -> Event:
    places = _seconds(kind, data)
    try:
        fact = kind.model_validate_json(said, strict=True, by_alias=True, by_name=False)
    except ValidationError as invalid:
        places |= {_place(error["loc"]): words(error, kind) for error in invalid.errors()[:PLACES_TOLD_MAX]}
    if places:
        facts: dict[str, object] = {place: str(flaw) for place, flaw in places.items()}
        more = Sentence("In data, {flaws}.", "In data: {flaws}.").of(flaws=listed(list(places.items())))
        raise Refused(VALID_MESSAGE, facts, more)
    return fact


def _seconds(kind: type[Event], data: Any) -> dict[str, Sentence]:
    """Texts in the place of a day or an instant that Pydantic would read as seconds since 1970."""
    given = data if isinstance(data, Mapping) else {}
    return {
        place: wanted
        for place, wanted in _times(kind).items()
        if isinstance(said := given.get(place), str) and not _A_DAY_FIRST.match(said)
    }


@cache
def _times(kind: type[Event]) -> dict[str, Sentence]:
    """The fields that take a day or an instant, as they are called outside, with how that is written."""
    return {
        field.alias or name: sentence
        for name, field in kind.model_fields.items()
        for time, sentence in ((date, flaws.DATE), (datetime, flaws.INSTANT))
        if time in (field.annotation, *get_args(field.annotation))
    }


def _place(loc: tuple[int | str, ...]) -> str:
    return ".".join(str(part)[:NAME_MAX_CHARACTERS] for part in loc) or "data"
