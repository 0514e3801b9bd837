"""What every transaction writes beside its rows: facts, audit entries and the answer, in one statement."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import LargeBinary, SmallInteger, Text, bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from shared.store.keys import Key
from shared.store.tables import INSTANT

AUDIT_CHAINS = 16
SEAL = text(
    "select seal(:events, :audits, :chain, :recorded, "
    ":tenant, :client, :person, :key, :status, :headers, :body)"
).bindparams(
    bindparam("events", type_=JSONB),
    bindparam("audits", type_=JSONB),
    bindparam("chain", type_=SmallInteger),
    bindparam("recorded", type_=INSTANT),
    *(bindparam(name, type_=Text) for name in ("tenant", "client", "person", "key")),
    bindparam("status", type_=SmallInteger),
    bindparam("headers", type_=JSONB),
    bindparam("body", type_=LargeBinary),
)


@dataclass
class Answer:
    """The answer kept with an idempotency key, to be replayed."""

    key: Key
    status: int | None = None
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


NO_ANSWER = Answer(Key("", "", "", ""))


@dataclass(frozen=True)
class Shared:
    """What one transaction has of it, in the order in which it came up."""

    recorded_at: datetime
    events: list[dict[str, Any]]
    audits: list[dict[str, Any]]
    answer: Answer | None


async def seal(connection: AsyncSession | AsyncConnection, together: Sequence[Shared]) -> None:
    """Write this as the last thing before the commit; `together` commit as one.

    All audit entries go into one chain, locked until the commit: of two, each might wait for the other.
    """
    written = [each for each in together if each.events or each.audits or each.answer]
    chain = audit_chain([entry for each in written for entry in each.audits])
    if written:
        await connection.execute(SEAL, [_parameters(each, chain) for each in written])


def _parameters(shared: Shared, chain: int) -> dict[str, Any]:
    answer = shared.answer or NO_ANSWER
    return {
        "events": shared.events,
        "audits": [canonical(entry) for entry in shared.audits],
        "chain": chain,
        "recorded": shared.recorded_at,
        "tenant": answer.key.tenant,
        "client": answer.key.client,
        "person": answer.key.person,
        "key": answer.key.text or None,
        "status": answer.status,
        "headers": answer.headers,
        "body": answer.body,
    }


def canonical(entry: dict[str, Any]) -> str:
    """The one text of an audit entry that its hash is taken of."""
    return json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def audit_chain(entries: list[dict[str, Any]]) -> int:
    """The chain of a transaction: its first subject's, so that busy subjects do not wait for each other."""
    return sum(entries[0]["subject"].encode()) % AUDIT_CHAINS if entries else 0
