"""Remarks on applications: for the own body, its partners, or whoever sees the application (B7, B10)."""

import pytest

from shared.testing.callers import caller
from tests.routes.funding.conftest import Office, made, refused

SCOPES = ("funding:read", "funding:contribute")
REGION, OTHER = caller("region:CR36", *SCOPES), caller("region:LD01", *SCOPES)
STATE, ROM = caller("state", *SCOPES), caller("rom:BOM", *SCOPES)
READERS = (REGION, STATE, ROM, OTHER)


@pytest.fixture(scope="module")
async def application(office: Office) -> str:
    """The id of an application that nobody but its region and the State sees."""
    tranche = await office.tranche(await office.year(100_000_000_000), 10_000_000_000)
    received = await office.received(tranche, 1_000, projectId=await office.funded(100_000_000))
    return str(received["id"])


def on(application: str, visibility: str) -> dict[str, str]:
    """A remark on an application."""
    subject = {"subjectKind": "APPLICATION", "subjectId": application}
    return {**subject, "text": "The output targets are thin.", "visibility": visibility}


@pytest.mark.parametrize(
    ("visibility", "author", "readers"),
    [
        ("INTERNAL", STATE, [False, True, False, False]),
        ("INTERNAL", REGION, [True, False, False, False]),
        ("PARTNERS", STATE, [True, True, False, False]),
        ("PUBLIC", REGION, [True, True, False, False]),  # no more than the application itself
    ],
)
async def test_who_sees_a_remark_on_an_application(
    office: Office, application: str, visibility: str, author: dict[str, str], readers: list[bool]
) -> None:
    placed = made(await office.api.post("/comments", author, on(application, visibility)), 201)
    alone = [await office.api.get(f"/comments/{placed['id']}", who) for who in READERS]
    assert [each.status_code == 200 for each in alone] == readers
    for who, seen in zip(READERS, readers, strict=True):
        rows = (await office.api.get("/comments", who, subjectId=application, limit=100)).json()["items"]
        assert (placed["id"] in [row["id"] for row in rows]) is seen


async def test_who_does_not_see_the_application_cannot_remark_on_it(office: Office, application: str) -> None:
    for who in (OTHER, ROM):
        refused(await office.api.post("/comments", who, on(application, "PUBLIC")), "resource.not-found")
    elsewhere = {**on(application, "PUBLIC"), "subjectKind": "AGENDA"}
    refused(await office.api.post("/comments", REGION, elsewhere), "subject.kind-known")


async def test_a_withdrawn_remark_leaves_the_fact_and_its_trail(office: Office, application: str) -> None:
    placed = made(await office.api.post("/comments", STATE, on(application, "PARTNERS")), 201)
    path = f"/comments/{placed['id']}"
    reason = {"reason": "Said in the letter"}
    others = await office.api.post(f"{path}/withdrawals", REGION, reason, etag=placed["etag"])
    refused(others, "tenancy.own-objects")
    gone = made(await office.api.post(f"{path}/withdrawals", STATE, reason, etag=placed["etag"]))
    assert (gone["status"], gone["text"], gone["withdrawalReason"]) == ("WITHDRAWN", None, reason["reason"])
    of = {"subjectKind": "COMMENT", "subjectId": placed["id"]}
    told = (await office.api.get("/histories", STATE, **of)).json()["items"]
    assert {"comment.placed", "comment.withdrawn"} <= {each["act"] for each in told}
    assert "output targets" not in str(told)
