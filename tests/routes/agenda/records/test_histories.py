"""The history of any record, for the body that owns it and the State (B10)."""

from typing import Any
from uuid import uuid4

import httpx
import pytest

from shared.testing.callers import caller
from shared.testing.client import Api
from tests.routes.agenda.scoring import REGION, new_code, registered, scored

BOARD = caller("region:CR36", "agenda:read", "agenda:adopt", "clock:set", subject="board")
STATE = caller("state", "agenda:read", "agenda:designate", subject="officer")
OTHER = caller("region:LD01", "agenda:read", "agenda:write", "agenda:designate", subject="other")
CLUSTER = {"regionCode": "CR36", "name": "Photonics"}
DECISION = {
    "decidedOn": "2014-01-01",
    "decidingBody": "The minister",
    "reasons": "Leading",
    "validFrom": "2014-01-01",
    "validUntil": "2099-12-31",
}


async def leading(agenda: Api) -> dict[str, str]:
    """A cluster of the region, scored by it and designated by the State."""
    made = await registered(agenda, new_code())
    path = f"/clusters/{made.json()['id']}"
    assessed = await scored(agenda, made)
    done = await agenda.post(f"{path}/designations", STATE, DECISION, etag=assessed.headers["etag"])
    assert done.status_code == 200, done.text
    tried = await agenda.post(path, OTHER, {"name": "Mine"}, etag=done.headers["etag"], method="PUT")
    assert tried.status_code == 403
    return {"subjectKind": "CLUSTER", "subjectId": made.json()["id"]}


async def acts(agenda: Api, who: dict[str, str], subject: dict[str, str]) -> list[dict[str, Any]]:
    answer = await agenda.get("/histories", who, **subject)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


DESIGNATED = "nl.groeikracht.agenda.cluster-designated"


async def test_the_owner_reads_who_of_its_own_did_what_and_when(agenda: Api) -> None:
    found = await acts(agenda, REGION, await leading(agenda))
    assert [(act["act"], act["body"], act["actor"]) for act in found] == [
        ("cluster.registered", "region:CR36", "author"),
        ("cluster.scored", "region:CR36", "author"),
        (DESIGNATED, "state", None),
    ]
    assert found[1]["businessAt"] == "2014-12-01T09:00:00Z"
    assert found[1]["recordedAt"] > "2026"
    assert [each["points"] for each in found[1]["facts"]["evidence"]] == [80, 80, 80]
    assert found[2]["facts"]["decidingBody"] == "The minister"


async def test_the_state_reads_refused_attempts_too_and_no_names_of_others(agenda: Api) -> None:
    found = await acts(agenda, STATE, await leading(agenda))
    assert [(act["act"], act["body"], act["actor"]) for act in found] == [
        ("cluster.registered", "region:CR36", None),
        ("cluster.scored", "region:CR36", None),
        (DESIGNATED, "state", "officer"),
        ("refused:tenancy.own-objects", "region:LD01", None),
    ]
    assert [(act["times"], act["lastRecordedAt"] is None) for act in found] == [(1, True)] * 3 + [(1, False)]


@pytest.mark.usefixtures("within_an_hour")
async def test_attempts_of_an_hour_are_one_act_with_their_number(agenda: Api) -> None:
    subject = await leading(agenda)
    for name in ("Mine", "Mine too"):
        path = f"/clusters/{subject['subjectId']}"
        assert (await agenda.post(path, OTHER, {"name": name}, etag="*", method="PUT")).status_code == 403
    tried = [act for act in await acts(agenda, STATE, subject) if act["act"].startswith("refused:")]
    assert [(act["times"], act["facts"]["path"]) for act in tried] == [(3, "/agenda/v1/clusters/{id}")]
    assert tried[0]["recordedAt"] < tried[0]["lastRecordedAt"]


async def test_nobody_else_reads_a_history(agenda: Api) -> None:
    subject = await leading(agenda)
    refused = await agenda.get("/histories", OTHER, **subject)
    assert (refused.status_code, refused.json()["type"].rsplit("/")[-1]) == (403, "history.own-record")
    assert (await agenda.get("/histories", {}, **subject)).status_code == 401
    draft = await agenda.post("/clusters", REGION, {**CLUSTER, "clusterCode": "HIDDEN"})
    hidden = {"subjectKind": "CLUSTER", "subjectId": draft.json()["id"]}
    assert (await agenda.get("/histories", OTHER, **hidden)).status_code == 404


async def test_a_kind_that_is_not_kept_is_refused_with_those_that_are(agenda: Api) -> None:
    answer = await agenda.get("/histories", STATE, subjectKind="LOAN", subjectId=str(uuid4()))
    assert (answer.status_code, answer.json()["type"].rsplit("/")[-1]) == (409, "subject.kind-known")
    assert {"AGENDA", "CLUSTER", "PROJECT", "DOCUMENT"} <= set(answer.json()["facts"]["known"])


async def test_pages_join_up_and_a_cursor_belongs_to_its_record(agenda: Api) -> None:
    subject = await leading(agenda)
    whole, paged = await acts(agenda, STATE, subject), []
    address: str | None = f"/histories?limit=1&subjectKind=CLUSTER&subjectId={subject['subjectId']}"
    last = ""
    while address:
        answer = (await agenda.http.get(address, headers=STATE)).json()
        paged += answer["items"]
        last = address
        following = answer["_links"]["next"]
        address = following["href"].split("/v1")[1] if following else None
    assert paged == whole
    other = (await leading(agenda))["subjectId"]
    stolen = await agenda.http.get(last.replace(subject["subjectId"], other), headers=STATE)
    assert stolen.status_code == 400


async def test_a_history_is_read_the_last_act_first(agenda: Api) -> None:
    """On every page, and a cursor of one order is none of the other."""
    who = caller("region:CR36", "agenda:read", "agenda:write", subject="newest")
    body = {"regionCode": "CR36", "clusterCode": "NEWEST", "name": "First"}
    made = await agenda.post("/clusters", who, body)
    path, etag = f"/clusters/{made.json()['id']}", made.headers["etag"]
    for name in ("Second", "Third"):
        etag = (await agenda.post(path, who, {"name": name}, etag=etag, method="PUT")).headers["etag"]
    asked = {"subjectKind": "CLUSTER", "subjectId": made.json()["id"]}
    first = (await agenda.get("/histories", who, **asked)).json()["items"]
    assert len(first) == 3
    following: dict[str, str] = {}
    last: list[object] = []
    for _ in first:
        answer = (
            await agenda.get("/histories", who, **asked, sort="-recordedAt", limit=1, **following)
        ).json()
        last += answer["items"]
        if answer["_links"]["next"]:
            following = {"cursor": httpx.URL(answer["_links"]["next"]["href"]).params["cursor"]}
    assert last == first[::-1]
    assert (await agenda.get("/histories", who, **asked, limit=1, **following)).status_code == 400
