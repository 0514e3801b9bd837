"""What a platform operator does over HTTP: parked messages, replays, the audit trail."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query
from pydantic import Field
from sqlalchemy import Row, select

from shared.kernel.principal import Principal
from shared.kernel.rules import NOT_FOUND
from shared.store import parked
from shared.store.tables import AUDIT, REFUSED_ATTEMPT
from shared.web.auth import allow
from shared.web.problems import problems
from shared.web.router import Router, Transaction, idempotent
from shared.web.schema import Composed, Filter, Instant, Line, Wire, Write

AUDIT_SHOWN_MAX = 500


class ParkedStatus(StrEnum):
    PARKED = "PARKED"
    REDRIVE = "REDRIVE"
    REDRIVEN = "REDRIVEN"
    DISCARDED = "DISCARDED"


class ParkedQuery(Filter):
    status: ParkedStatus = ParkedStatus.PARKED


class ParkedOut(Wire):
    """A message that could not be reacted to; `behind` means that it only waits for an earlier one."""

    id: UUID
    topic: str
    partition: int
    offset: int
    source: str | None
    event_id: str | None
    type: str | None
    rule: str | None
    error: str
    tries: int
    behind: bool
    parked_at: datetime
    status: ParkedStatus
    decided_by: str | None
    decided_at: datetime | None
    reason: str | None


class ParkedList(Wire):
    items: list[ParkedOut]


class Reason(Write):
    reason: Line


class ReplayIn(Write):
    """From a time or from a sequence; without either, everything."""

    consumer: Line
    since: Instant | None = None
    from_sequence: Annotated[int, Field(ge=1, le=2**53)] | None = None


class ReplayOut(Wire):
    id: UUID
    consumer: str
    next_position: int
    last_position: int
    requested_by: str
    requested_at: datetime
    finished_at: datetime | None


class AuditQuery(Filter):
    subject: UUID


class AuditOut(Wire):
    chain: int
    position: int
    content: str


class RefusedAttemptsOut(Wire):
    """The attempts of an actor at the resource that a rule refused in an hour, with the `facts` of the first.

    `sealedAs` is the subject of the entry that the trail got of all that the actor tried against the rule,
    when the hour was over.
    """

    tenant: str
    actor: str
    rule: str
    hour: datetime
    times: int
    first_at: datetime
    last_at: datetime
    facts: Composed[Any]
    sealed_as: UUID | None


class AuditList(Wire):
    items: list[AuditOut]
    refused_attempts: list[RefusedAttemptsOut]


parked_messages = Router(
    "parked-messages", "Messages that could not be reacted to, to be tried again or given up."
)
replays = Router("replays", "Published facts that are sent again to one consumer.")
audit_entries = Router("audit-entries", "The audit trail of one resource.")
routers = (parked_messages, replays, audit_entries)


@parked_messages.get("", response_model=ParkedList)
async def list_parked_messages(
    query: Annotated[ParkedQuery, Query()], tx: Transaction, _: Principal = allow("platform:operate")
) -> dict[str, Any]:
    """The oldest messages that could not be reacted to."""
    return {"items": await parked.list_parked(tx, query.status)}


@parked_messages.get("/{id}", response_model=ParkedOut, responses=problems(NOT_FOUND))
async def get_parked_message(id: UUID, tx: Transaction, _: Principal = allow("platform:operate")) -> Row[Any]:
    """One parked message with its error."""
    return await parked.inspect(tx, id)


@parked_messages.post(
    "/{id}/redrives",
    response_model=ParkedOut,
    status_code=202,
    dependencies=[idempotent],
    responses=problems(NOT_FOUND, parked.STILL_PARKED),
)
async def redrive_parked_message(
    id: UUID, body: Reason, tx: Transaction, _: Principal = allow("platform:operate")
) -> Row[Any]:
    """Have the worker try a parked message again, and then those that waited behind it."""
    return await parked.decide(tx, id, "REDRIVE", body.reason)


@parked_messages.post(
    "/{id}/discards",
    response_model=ParkedOut,
    dependencies=[idempotent],
    responses=problems(NOT_FOUND, parked.STILL_PARKED),
)
async def discard_parked_message(
    id: UUID, body: Reason, tx: Transaction, _: Principal = allow("platform:operate")
) -> Row[Any]:
    """Give a parked message up; those behind it go on."""
    return await parked.decide(tx, id, "DISCARDED", body.reason)


@replays.post(
    "",
    response_model=ReplayOut,
    status_code=202,
    dependencies=[idempotent],
    responses=problems(parked.KNOWN_CONSUMER),
)
async def request_replay(
    body: ReplayIn, tx: Transaction, _: Principal = allow("platform:operate")
) -> Row[Any]:
    """Send this service's published facts again to one consumer; what it saw before has no new effect."""
    return await parked.request_replay(tx, body.consumer, body.since, body.from_sequence)


@audit_entries.get("", response_model=AuditList)
async def list_audit_entries(
    query: Annotated[AuditQuery, Query()], tx: Transaction, _: Principal = allow("platform:audit")
) -> dict[str, Any]:
    """The last entries of the audit trail of one resource, and the refused attempts at it, newest first."""
    rows = select(AUDIT).where(AUDIT.c.subject == str(query.subject)).order_by(AUDIT.c.recorded_at.desc())
    entries = await tx.session.execute(rows.limit(AUDIT_SHOWN_MAX))
    attempts = select(REFUSED_ATTEMPT).where(REFUSED_ATTEMPT.c.subject == str(query.subject))
    attempts = attempts.order_by(REFUSED_ATTEMPT.c.number.desc()).limit(AUDIT_SHOWN_MAX)
    tried = await tx.session.execute(attempts)
    return {"items": entries.all(), "refused_attempts": tried.all()}
