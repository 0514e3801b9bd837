"""Tasks over HTTP: what is due for whoever asks."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Query, Request
from pydantic import Field
from sqlalchemy import Row

from shared.kernel.principal import Principal
from shared.records.tasks import queries
from shared.store.entity import Entity
from shared.store.records import Records
from shared.web.auth import allow
from shared.web.paging import Listing, Page, RowsQuery, page_of
from shared.web.router import Router, Transaction
from shared.web.schema import Code, Date, Wire


class TaskQuery(RowsQuery):
    kind: Code | None = None
    due_before: Date | None = None
    sort: Annotated[
        Literal["dueOn", "-dueOn"] | None,
        Field(description="By the day they are due; the last first: `-dueOn`."),
    ] = None


class TaskOut(Wire):
    """Something to do (taak): the step a record waits for, by which day, of whom and in which scope."""

    kind: str
    id: UUID
    title: str
    step: str
    due_on: date
    body: str
    scope: str


def router(records: Records[Entity]) -> Router:
    """The route that lists what waits for somebody in one service."""
    found = Router("tasks")

    @found.get("", response_model=Page[TaskOut])
    async def list_tasks(
        request: Request,
        query: Annotated[TaskQuery, Query()],
        tx: Transaction,
        reader: Principal = allow(f"{records.service}:read"),
    ) -> Listing[Row[Any]]:
        """What waits for the caller's body and is in the scopes of the token (B1, B10).

        The first due comes first.
        """
        tasks = queries.due(records, reader, query.kind, query.due_before)
        return await page_of(request, tx, tasks, queries.ORDER, query)

    return found
