"""What names a region, a ROM or a ministry is recorded by it or the State, and answers say by whom (B7)."""

from typing import Any

import pytest

from shared.testing.callers import caller
from shared.testing.client import Api

SCOPES = (
    "agenda:read",
    "agenda:write",
    "agenda:contribute",
    "agenda:catalogue",
    "agenda:measure",
    "clock:set",
)
BOARD = {
    "tasks": [],
    "kind": "TASKFORCE",
    "name": "Taskforce",
    "assignment": "Keep the jobs",
    "installedOn": "2014-01-01",
    "stateMember": False,
}
REPORT = {"title": "Report", "year": 2011, "dueOn": "2016-12-31"}
ISSUE = {
    "kind": "SUPRA_REGIONAL",
    "title": "Over borders",
    "description": "Work",
    "commitments": [],
    "reportedOn": "2014-11-01",
}
CITY = {"name": "City", "validFrom": "2024-01-01"}
TALK = {
    "kind": "ADMINISTRATIVE",
    "title": "State and region",
    "heldOn": "2014-11-01",
    "parties": ["Ministerie van EZ", "Provincie"],
    "points": [],
    "commitments": [],
}
REFUSED = [
    ("rom:LIOF", "/boards", {**BOARD, "regionCode": "CR37"}),
    ("region:LD01", "/boards", {**BOARD, "regionCode": "CR36"}),
    ("region:CR36", "/boards", {**BOARD, "regionCode": "LD04"}),  # what it lies in
    ("region:CR36", "/boards", {**BOARD, "regionCode": "CR36", "stateMember": True}),
    ("region:LD01", "/reports", {**REPORT, "subjectKind": "PROGRAMME", "subjectCode": "BEDRIJVENBELEID"}),
    ("region:LD01", "/reports", {**REPORT, "subjectKind": "ROM", "subjectCode": "NOM"}),
    ("rom:LIOF", "/reports", {**REPORT, "subjectKind": "ROM", "subjectCode": "BOM"}),
    ("region:LD01", "/bottlenecks", {**ISSUE, "regionCodes": ["CR36", "CR37"]}),
    ("rom:LIOF", "/bottlenecks", {**ISSUE, "regionCodes": ["CR36"]}),
    ("region:LD01", "/regions", {**CITY, "code": "SR71", "municipalities": ["GM0014", "GM0772"]}),
    ("rom:LIOF", "/consultations", TALK),
    ("region:LD01", "/consultations", {**TALK, "regionCode": "CR36"}),
]
ALLOWED = [
    ("region:LD01", "/boards", {**BOARD, "regionCode": "CR03"}),  # what lies in it
    ("state", "/boards", {**BOARD, "regionCode": "CR36", "stateMember": True}),
    ("rom:LIOF", "/reports", {**REPORT, "subjectKind": "ROM", "subjectCode": "LIOF"}),
    ("rom:LIOF", "/bottlenecks", {**ISSUE, "regionCodes": ["CR39", "CR36"]}),  # it works in one of them
    ("region:CR36", "/bottlenecks", {**ISSUE, "regionCodes": ["CR36", "CR35"]}),
    ("region:LD01", "/bottlenecks", {**ISSUE, "regionCodes": []}),
    ("region:LD01", "/regions", {**CITY, "code": "SR72", "municipalities": ["GM0014"]}),
    ("region:LD01", "/consultations", TALK),
]


@pytest.mark.parametrize(("body", "path", "content"), REFUSED)
async def test_no_body_speaks_for_another(body: str, path: str, content: Any, agenda: Api) -> None:
    answer = await agenda.post(path, caller(body, *SCOPES), content)
    assert answer.status_code == 403, answer.text
    assert answer.json()["type"].rpartition("/")[2] in ("tenancy.own-word", "consultation.sides")


@pytest.mark.parametrize(("body", "path", "content"), ALLOWED)
async def test_a_body_speaks_for_itself_and_is_named(body: str, path: str, content: Any, agenda: Api) -> None:
    answer = await agenda.post(path, caller(body, *SCOPES), content)
    assert answer.status_code == 201, answer.text
    assert answer.json()["owner"] == body


async def test_a_region_aims_for_itself_only(agenda: Api) -> None:
    state = caller("state", *SCOPES)
    indicator = {
        "code": "AIMED",
        "edition": 1,
        "name": "Doel",
        "nameEn": "Aim",
        "unit": "%",
        "definition": "x",
        "source": "CBS",
        "rollUp": "SUM",
        "decimals": 0,
        "validFrom": "2009-01-01",
    }
    assert (await agenda.post("/indicators", state, indicator)).status_code == 201
    target = {"code": "AIMED", "baseline": "1", "baselineYear": 2013, "target": "2", "targetYear": 2020}
    for area, status in (("CR36", 403), ("NL", 403), ("LD01", 201), ("GM0014", 201)):
        aimed = {**target, "areaCode": area, "source": "Agenda"}
        answer = await agenda.post("/targets", caller("region:LD01", *SCOPES), aimed)
        assert answer.status_code == status, (area, answer.text)
