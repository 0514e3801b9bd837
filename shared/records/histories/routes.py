"""The history of any record over HTTP."""

import json
from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import Query, Request
from pydantic import Field

from shared.kernel.principal import Principal
from shared.kernel.rules import NOT_FOUND
from shared.records.histories import queries, rules
from shared.records.subjects.rules import KIND_KNOWN, entity_of
from shared.store.entity import Entity
from shared.store.records import Records
from shared.web.auth import allow
from shared.web.paging import Listing, Page, RowsQuery, page_of
from shared.web.problems import problems
from shared.web.router import Router, Transaction
from shared.web.schema import Code, Composed, Uuid, Wire


class HistoryQuery(RowsQuery):
    subject_kind: Code
    subject_id: Uuid
    sort: Annotated[
        Literal["recordedAt", "-recordedAt"] | None,
        Field(description="By the time of recording; the last first: `-recordedAt`."),
    ] = None


class ActOut(Wire):
    """One act on a record; `actor` is told to its own body only, `facts` where they may be known.

    Refused attempts are counted: one entry for those of an actor against a rule in an hour, recorded at the
    first, with the facts of the first; `times` says how many there were, `lastRecordedAt` when the last was.
    """

    recorded_at: datetime
    business_at: datetime
    act: str
    body: str
    actor: str | None
    facts: Composed[Any] | None
    times: int
    last_recorded_at: datetime | None


def router(records: Records[Entity]) -> Router:
    """The route that tells the history of a record of one service."""
    found = Router("histories")

    @found.get("", response_model=Page[ActOut], responses=problems(NOT_FOUND, KIND_KNOWN, rules.OWN_RECORD))
    async def list_histories(
        request: Request,
        query: Annotated[HistoryQuery, Query()],
        tx: Transaction,
        reader: Principal = allow(f"{records.service}:read"),
    ) -> Listing[rules.Act]:
        """What was done with a record and by which body (B10), in the order of recording."""
        record = await tx.get(entity_of(records, query.subject_kind), query.subject_id)
        rules.require_reader(record, reader.tenant)
        acts = queries.acts(record.id, reader.tenant)
        held = await page_of(request, tx, acts, queries.ORDER, query)
        return Listing(
            [rules.shown(json.loads(row.content), reader.tenant) for row in held.items], held.links
        )

    return found
