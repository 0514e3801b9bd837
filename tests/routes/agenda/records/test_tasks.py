"""What is due for me: over every kind of record, by body and by scope (B1, B10)."""

from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Date, inspect
from sqlalchemy.types import Enum

from services.agenda.entity import RECORDS as AGENDA
from services.agenda.records.documents.models import Document
from services.agenda.records.documents.reactions import lapse_announcements
from services.funding.entity import RECORDS as FUNDING
from services.loans.entity import RECORDS as LOANS
from shared.records.subjects.models import Visibility
from shared.store.engine import Sessions
from shared.store.tx import begin
from shared.testing.callers import caller
from shared.testing.client import Api
from shared.testing.factories import stored
from tests.routes.agenda.slices.records.documents import with_content
from tests.routes.test_roles import HOLDERS

SCOPES = ("agenda:read", "agenda:contribute")


async def awaited(rows: Sessions, owner: str, due_on: date, **values: Any) -> Document:
    """An announced document whose bytes are due."""
    given = {**await with_content(rows, owner), "upload_due_on": due_on, **values}
    return await stored(rows, Document, owner=owner, **given)


async def tasks(agenda: Api, who: dict[str, str], **query: Any) -> list[dict[str, Any]]:
    """The tasks on all pages."""
    found: list[dict[str, Any]] = []
    answer = (await agenda.get("/tasks", who, **query)).json()
    while True:
        found += answer["items"]
        following = answer["_links"]["next"]
        if following is None:
            return found
        address = following["href"].split("/v1")[1]
        answer = (await agenda.http.get(address, headers=who)).json()


async def test_what_is_due_first_comes_first_on_every_page(agenda: Api, rows: Sessions) -> None:
    body = f"rom:T{uuid4().hex[:6]}"
    days = [date(2027, 3, 1), date(2027, 1, 1), date(2027, 1, 1), date(2027, 2, 1), date(2027, 1, 31)]
    made = [await awaited(rows, body, day) for day in days]
    found = await tasks(agenda, caller(body, *SCOPES), limit=2)
    assert [(task["dueOn"], task["id"]) for task in found] == sorted(
        (str(each.upload_due_on), str(each.id)) for each in made
    )
    assert all(one["dueOn"] <= other["dueOn"] for one, other in pairwise(found))
    first = found[0]
    assert (first["kind"], first["step"], first["body"], first["scope"]) == (
        *("DOCUMENT", "receive", body),
        "agenda:contribute",
    )
    assert first["title"].startswith("title ")


async def test_filters_leave_out_what_was_not_asked(agenda: Api, rows: Sessions) -> None:
    body = f"rom:T{uuid4().hex[:6]}"
    for day in (1, 2, 3):
        await awaited(rows, body, date(2027, 1, day))
    who = caller(body, *SCOPES)
    assert len(await tasks(agenda, who, dueBefore="2027-01-03")) == 2
    assert len(await tasks(agenda, who, kind="DOCUMENT")) == 3
    assert await tasks(agenda, who, kind="AGENDA") == []


async def test_a_task_is_for_its_body_its_scope_and_its_state_only(agenda: Api, rows: Sessions) -> None:
    body = f"rom:T{uuid4().hex[:6]}"
    seen = {"visibility": Visibility.PARTNERS}  # by the State, whose task it is not
    await awaited(rows, body, date(2027, 1, 1), **seen)
    await awaited(rows, body, date(2027, 1, 1), status="WITHDRAWN")
    assert len(await tasks(agenda, caller(body, *SCOPES))) == 1
    assert await tasks(agenda, caller(body, "agenda:read")) == []
    for other in ("state", "rom:TOTHER", "region:CR36", "public", "platform"):
        ids = [task["body"] for task in await tasks(agenda, caller(other, *SCOPES))]
        assert body not in ids
    assert (await agenda.get("/tasks", {})).status_code == 401


async def test_documents_that_are_never_sent_are_given_up_by_the_real_clock(
    agenda: Api, rows: Sessions
) -> None:
    late = await awaited(rows, "rom:LATE", date(2020, 1, 1))
    for _ in range(2):
        async with begin(rows, "timer") as tx:
            await lapse_announcements(tx)
    who = caller("rom:LATE", *SCOPES)
    shown = (await agenda.get(f"/documents/{late.id}", who)).json()
    assert (shown["status"], shown["version"]) == ("WITHDRAWN", 2)
    subject = {"subjectKind": "DOCUMENT", "subjectId": str(late.id)}
    acts = (await agenda.get("/histories", who, **subject)).json()["items"]
    assert [(act["act"], act["body"]) for act in acts] == [("document.lapsed", "suite")]


@pytest.mark.usefixtures("funding", "loans")  # they know every record of theirs
async def test_every_duty_is_one_that_can_be_asked_for() -> None:
    """Columns that are there, a scope that is held, states and events that the record knows."""
    found = [each for records in (AGENDA, FUNDING, LOANS) for each in records.kinds().items()]
    assert {"AGENDA", "TRANCHE", "GUARANTEE"} <= {code for code, entity in found if entity.duties}
    for code, entity in found:
        columns = inspect(entity).columns
        for duty in entity.duties:
            named = {duty.due, duty.title, "status", *([duty.body] if duty.body else [])}
            assert named <= set(columns.keys()), (code, duty)
            assert isinstance(columns[duty.due].type, Date), (code, duty)
            assert duty.scope in HOLDERS, (code, duty)
            status = columns["status"].type
            assert isinstance(status, Enum)
            states: type[StrEnum] = status.enum_class  # type: ignore[assignment]  # ours are StrEnums
            assert duty.states, (code, duty)
            assert duty.states <= {state.value for state in states}, (code, duty)
