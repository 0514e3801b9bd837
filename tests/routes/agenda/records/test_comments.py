"""Comments on records: who sees them, and that their words never change (B7, B10)."""

from typing import Any

import pytest

from services.agenda.agendas.agendas.models import Agenda, Status
from services.agenda.initiatives.assessments.models import Assessment
from services.agenda.initiatives.initiatives.models import Initiative
from services.agenda.records.comments.models import Comment
from services.agenda.records.documents.models import Document
from shared.store.engine import Sessions
from shared.testing.callers import caller
from shared.testing.client import Api
from shared.testing.factories import stored

SCOPES = ("agenda:read", "agenda:contribute")
REGION = caller("region:CR36", *SCOPES)
OTHER = caller("region:LD01", *SCOPES)
STATE = caller("state", *SCOPES)
ROM = caller("rom:BOM", *SCOPES)
READERS: tuple[dict[str, str], ...] = (REGION, STATE, ROM, OTHER, {})


def on(agenda: Agenda, visibility: str) -> dict[str, str]:
    """A comment on an agenda."""
    subject = {"subjectKind": "AGENDA", "subjectId": str(agenda.id)}
    return {**subject, "text": "The spatial chapter is thin.", "visibility": visibility}


async def seen(agenda: Api, comment: Any) -> list[bool]:
    """Which readers find a comment, alone and in the list; it must be the same in both."""
    found = comment.json()
    subject = {"subjectKind": found["subjectKind"], "subjectId": found["subjectId"]}
    alone = [(await agenda.get(f"/comments/{found['id']}", who)).status_code == 200 for who in READERS]
    lists = [(await agenda.get("/comments", who, **subject)).json()["items"] for who in READERS]
    assert [found["id"] in [row["id"] for row in rows] for rows in lists] == alone
    return alone


@pytest.mark.parametrize(
    ("visibility", "author", "readers"),
    [
        ("INTERNAL", ROM, [False, False, True, False, False]),
        ("INTERNAL", REGION, [True, False, False, False, False]),
        ("PARTNERS", ROM, [True, True, True, False, False]),
        ("PARTNERS", STATE, [True, True, False, False, False]),
        ("PUBLIC", ROM, [True, True, True, True, True]),
    ],
)
async def test_who_sees_a_comment_on_what_everybody_sees(
    agenda: Api, rows: Sessions, visibility: str, author: dict[str, str], readers: list[bool]
) -> None:
    adopted = await stored(rows, Agenda, owner="region:CR36", status=Status.ADOPTED)
    placed = await agenda.post("/comments", author, on(adopted, visibility))
    assert placed.status_code == 201, placed.text
    assert await seen(agenda, placed) == readers


async def test_a_public_comment_shows_no_more_than_its_record(agenda: Api, rows: Sessions) -> None:
    draft = await stored(rows, Agenda, owner="region:CR36")
    placed = await agenda.post("/comments", STATE, on(draft, "PUBLIC"))
    assert await seen(agenda, placed) == [True, True, False, False, False]
    unseen = await agenda.post("/comments", OTHER, on(draft, "PUBLIC"))
    assert unseen.status_code == 404
    assert unseen.json()["type"].endswith("/resource.not-found")


async def test_what_is_said_about_a_file_is_closed_to_whoever_has_an_interest(
    agenda: Api, rows: Sessions
) -> None:
    """Comments and documents of the State itself, and the task that names the file (B38)."""
    initiative = await stored(rows, Initiative, owner="region:CR36", status="ASSESSMENT")
    file = await stored(rows, Assessment, owner="state", initiative_id=initiative.id, conflicted=["insider"])
    about = {"subject_kind": "ASSESSMENT", "subject_id": file.id, "visibility": "INTERNAL"}
    said = {
        "/comments": await stored(rows, Comment, owner="state", text="It distorts the market.", **about),
        "/documents": await stored(rows, Document, owner="state", **about),
    }
    for person, seen in (("colleague", True), ("insider", False)):
        who = caller("state", "agenda:read", "agenda:assess", subject=person)
        for path, one in said.items():
            alone = await agenda.get(f"{path}/{one.id}", who)
            listed = await agenda.get(path, who, subjectId=str(file.id))
            assert (alone.status_code == 200, len(listed.json()["items"]) == 1) == (seen, seen)
        tasks = (await agenda.get("/tasks", who, kind="ASSESSMENT", limit=100)).json()["items"]
        assert (str(file.id) in [task["id"] for task in tasks]) is seen


async def test_a_withdrawn_comment_leaves_the_fact_and_the_reason(agenda: Api, rows: Sessions) -> None:
    """Neither the list, the record nor its history shows the words again, to its own body either."""
    adopted = await stored(rows, Agenda, owner="region:CR36", status=Status.ADOPTED)
    placed = await agenda.post("/comments", ROM, on(adopted, "PUBLIC"))
    path, etag = f"/comments/{placed.json()['id']}", placed.headers["etag"]
    reason = {"reason": "Said in the consultation"}
    others = await agenda.post(f"{path}/withdrawals", REGION, reason, etag=etag)
    assert others.status_code == 403
    gone = await agenda.post(f"{path}/withdrawals", ROM, reason, etag=etag)
    assert (gone.json()["status"], gone.json()["text"]) == ("WITHDRAWN", None)
    about = {"subjectKind": "COMMENT", "subjectId": placed.json()["id"]}
    for answer in (
        await agenda.get(path, {}),
        await agenda.get("/comments", {}, subjectId=str(adopted.id)),
        await agenda.get("/histories", ROM, **about),
    ):
        assert "Said in the consultation" in answer.text
        assert "spatial chapter" not in answer.text
    again = await agenda.post(f"{path}/withdrawals", ROM, reason, etag=gone.headers["etag"])
    assert again.json()["type"].endswith("/comment.life-cycle")


async def test_the_words_of_a_comment_have_no_route_that_changes_them(agenda: Api, rows: Sessions) -> None:
    adopted = await stored(rows, Agenda, owner="region:CR36", status=Status.ADOPTED)
    placed = await agenda.post("/comments", REGION, on(adopted, "PUBLIC"))
    path = f"/comments/{placed.json()['id']}"
    for method in ("PUT", "PATCH", "DELETE"):
        answer = await agenda.post(path, REGION, {"text": "Other"}, etag='"1"', method=method)
        assert answer.status_code == 405
