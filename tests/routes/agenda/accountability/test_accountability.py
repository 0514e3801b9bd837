"""Accountability over HTTP: commitments (B1, B20), issues (B52), evaluations (B4, B53) and reports (B5)."""

from typing import Any

import pytest

from services.agenda.projects.projects.models import Project, Reach
from shared.store.engine import Sessions
from shared.testing.callers import caller
from shared.testing.client import Api
from shared.testing.factories import stored
from tests.routes.agenda.agendas.test_agendas import DRAFT
from tests.routes.agenda.slices.accountability.commitments import COMMITMENT
from tests.routes.agenda.slices.accountability.evaluations import EVALUATION
from tests.routes.agenda.slices.projects.projects import parents

SCOPES = ("agenda:read", "agenda:govern", "agenda:contribute", "clock:set")
STATE = caller("state", *SCOPES, subject="officer")
SECOND = caller("state", *SCOPES, subject="second")
REGION = caller(
    "region:CR36", "agenda:read", "agenda:write", "agenda:contribute", "clock:set", subject="author"
)
BOARD = caller("region:CR36", "agenda:read", "agenda:contribute", "clock:set", subject="board")
OTHER = caller("region:LD01", "agenda:read", subject="other")
AT = "2014-10-20T09:00:00Z"


async def step(agenda: Api, made: Any, noun: str, who: dict[str, str], body: Any = None, at: str = AT) -> Any:
    collection = made.request.url.path.split("/v1/")[1].split("/")[0]
    path = f"/{collection}/{made.json()['id']}/{noun}"
    answer = await agenda.post(path, who, body, etag=made.headers["etag"], at=at)
    assert answer.status_code == 200, answer.text
    return answer


async def test_a_commitment_keeps_its_number_as_printed_and_is_found_by_words(agenda: Api) -> None:
    printed = {**COMMITMENT, "kamerstuk": "27 406, nr. 214"}
    made = await agenda.post("/commitments", STATE, printed, at=AT)
    assert made.status_code == 201, made.text
    assert (made.json()["kamerstuk"], made.json()["status"]) == ("27 406, nr. 214", "OPEN")
    fulfilment = {"document": "32637-160", "fulfilledOn": "2014-12-18"}
    done = await step(agenda, made, "fulfilments", STATE, fulfilment, "2014-12-19T09:00:00Z")
    assert (done.json()["status"], done.json()["daysOpen"]) == ("FULFILLED", 59)
    asked = {"ministry": "EZ", "status": "FULFILLED", "kamerstuk": "27406-214", "sort": "-dueOn"}
    listed = (await agenda.http.get("/commitments", params=asked)).json()["items"]
    assert made.json()["id"] in {row["id"] for row in listed}
    other = await agenda.http.get("/commitments", params={**asked, "kamerstuk": "27406-215"})
    assert other.json()["items"] == []


async def test_what_was_promised_for_2014_goes_through_its_states_by_hand(agenda: Api) -> None:
    """B20: "zo mogelijk nog dit jaar", entered now with the clock of 2014."""
    made = await agenda.post("/commitments", STATE, COMMITMENT, at=AT)
    path = f"/commitments/{made.json()['id']}/reminders"
    early = await agenda.post(
        path, STATE, {"event": "come_due"}, etag=made.headers["etag"], at="2014-11-04T09:00:00Z"
    )
    assert early.json()["type"].endswith("/problems/commitment.day-reached")
    assert early.json()["facts"] == {"dueOn": "2014-12-31"}
    soon = await step(agenda, made, "reminders", STATE, {"event": "come_due"}, "2014-12-01T09:00:00Z")
    late = await step(agenda, soon, "reminders", STATE, {"event": "pass_due"}, "2014-12-31T23:00:00Z")
    assert (soon.json()["status"], late.json()["status"], late.json()["soft"]) == (
        "DUE_SOON",
        "OVERDUE",
        True,
    )


async def test_one_that_was_due_long_ago_is_overdue_when_it_is_entered(agenda: Api) -> None:
    made = await agenda.post("/commitments", STATE, COMMITMENT)
    assert made.json()["status"] == "OVERDUE"


async def test_an_issue_is_put_by_a_region_and_answered_by_the_state_alone(agenda: Api) -> None:
    issue = {
        "kind": "LEGAL_BOTTLENECK",
        "title": "Permits for test sites",
        "description": "They take too long.",
        "law": "BWBR0024779",
        "regionCodes": ["CR36"],
        "commitments": ["32 637, nr. 151"],
        "reportedOn": "2014-10-19",
    }
    made = await agenda.post("/bottlenecks", REGION, issue, at=AT)
    assert made.status_code == 201, made.text
    own = await agenda.post(
        f"/bottlenecks/{made.json()['id']}/ownerships",
        caller("region:CR36", "agenda:govern"),
        {"ministry": "EZ"},
        etag=made.headers["etag"],
    )
    assert own.status_code == 403
    taken = await step(agenda, made, "ownerships", STATE, {"ministry": "IENM"})
    answered = await step(
        agenda, taken, "answers", STATE, {"answer": "resolve", "outcome": "The law changed."}
    )
    assert answered.json()["status"] == "RESOLVED"
    found = (await agenda.http.get("/bottlenecks?regionCode=CR36&ministry=IENM")).json()["items"]
    assert made.json()["id"] in {row["id"] for row in found}


async def test_an_evaluation_goes_round_to_the_next(agenda: Api) -> None:
    """B49: planned, delivered, answered and followed up; the next is due five years later (Awb 4:24)."""
    made = await agenda.post("/evaluations", STATE, EVALUATION, at=AT)
    assert made.status_code == 201, made.text
    assert (made.json()["dueOn"], made.json()["regime"]) == ("2015-01-01", "evaluation-terms@1998-1")
    found = await step(agenda, made, "commissions", STATE, {"evaluator": "Ecorys"})
    found = await step(agenda, found, "starts", STATE)
    delivery = {
        "document": "Annex",
        "deliveredOn": "2014-09-01",
        "conclusion": "POSITIVE",
        "summary": "Both shifts helped clusters.",
        "recommendations": ["Work across regions", "Take bottlenecks away"],
        "appreciationDueOn": "2014-12-01",
    }
    found = await step(agenda, found, "deliveries", STATE, delivery)
    answers = [
        {"recommendation": n, "judgement": "AGREE", "action": "Do it", "ministry": "EZ"} for n in (2, 1)
    ]
    found = await step(agenda, found, "appreciations", STATE, {"document": "Brief", "answers": answers})
    action = {"action": "A register of issues", "responsible": "EZ", "dueOn": "2015-06-01"}
    found = await step(agenda, found, "follow-ups", STATE, {"actions": [action]})
    found = await step(agenda, found, "completions", STATE, {"action": 1}, "2015-05-01T09:00:00Z")
    found = await step(agenda, found, "closures", STATE, None, "2015-05-01T09:00:00Z")
    following = (await agenda.http.get(f"/evaluations/{found.json()['nextId']}")).json()
    assert (following["dueOn"], following["status"]) == ("2019-09-01", "SCHEDULED")
    assert following["previousId"] == made.json()["id"]


async def test_a_report_is_assembled_from_stored_data_and_its_versions_stay(agenda: Api) -> None:
    of = await agenda.post("/agendas", REGION, DRAFT)
    partner = {"name": "TU", "kvkNumber": "68750110", "helix": "KNOWLEDGE", "joinedOn": "2014-10-01"}
    path = f"/agendas/{of.json()['id']}"
    await agenda.post(f"{path}/partners", REGION, partner, etag=of.headers["etag"])
    joined = (await agenda.get(f"{path}/partners", REGION)).json()["items"][0]
    leaving = {"partnerId": joined["id"], "leftOn": "2014-12-31"}
    left = await agenda.post(f"{path}/departures", REGION, leaving, etag="*")
    assert left.status_code == 200, left.text
    plan = {
        "subjectKind": "AGENDA",
        "subjectCode": "CR36",
        "agendaId": of.json()["id"],
        "title": "Brainport in 2014",
        "year": 2014,
        "dueOn": "2015-05-01",
    }
    foreign = await agenda.post("/reports", STATE, plan)
    assert foreign.json()["type"].endswith("/problems/report.known-subject")
    made = await agenda.post("/reports", REGION, plan)
    assert made.status_code == 201, made.text
    twin = await agenda.post("/reports", REGION, plan)
    assert twin.json()["type"].endswith("/problems/report.one-a-year")

    found = await step(agenda, made, "collections", REGION)
    figures = {figure["name"]: figure["value"] for figure in found.json()["figures"]}
    assert (figures["partners"], figures["total cost"]) == (1, 0)
    assert (figures["goals"], figures["actions"]) == (len(DRAFT["goals"]), len(DRAFT["actions"]))
    sections = {"sections": [{"heading": "Progress", "text": "It went well."}]}
    found = await step(agenda, found, "drafts", REGION, sections)
    after = "2015-02-01T09:00:00Z"
    half = await agenda.post(
        f"/reports/{made.json()['id']}/adoptions",
        BOARD,
        {"decidingBody": "Board"},
        etag=found.headers["etag"],
        at=after,
    )
    assert half.json()["type"].endswith("/problems/report.whole-year")
    found = await step(agenda, found, "collections", REGION, at=after)
    assert {f["name"]: f["value"] for f in found.json()["figures"]}["partners"] == 0  # it left on 31 December
    found = await step(agenda, found, "drafts", REGION, sections, after)
    found = await step(agenda, found, "adoptions", BOARD, {"decidingBody": "Board"}, after)
    assert (await agenda.http.get(f"/reports/{made.json()['id']}")).status_code == 404
    found = await step(agenda, found, "publications", BOARD, None, "2015-02-02T09:00:00Z")
    assert (await agenda.http.get(f"/reports/{made.json()['id']}")).json()["edition"] == 1
    found = await step(agenda, found, "revisions", REGION, {"reason": "A figure was wrong."})
    versions = (await agenda.http.get(f"/report-versions?reportId={made.json()['id']}")).json()["items"]
    assert [(version["edition"], version["publishedOn"]) for version in versions] == [(1, "2015-02-02")]


async def test_a_consultation_is_read_by_all_once_it_is_concluded(agenda: Api) -> None:
    """B19: State and regions on instruments for innovation, after the motion of 27 406, nr. 214."""
    body = {
        "kind": "ADMINISTRATIVE",
        "title": "Instruments for innovation in SMEs",
        "heldOn": "2014-09-15",
        "parties": ["Ministerie van EZ", "IPO"],
        "points": ["Regional plans of action"],
        "commitments": ["27406-214"],
        "regionCode": "CR36",
    }
    made = await agenda.post("/consultations", STATE, body)
    path = f"/consultations/{made.json()['id']}"
    assert (await agenda.http.get(path)).status_code == 404
    assert (await agenda.http.get(path, headers=OTHER)).status_code == 404
    assert (await agenda.http.get(path, headers=REGION)).json()["invited"] == "region:CR36"
    action = {"action": "Draw up plans", "responsible": "Provinces", "dueOn": "2015-01-31"}
    concluded = {"conclusions": "One plan a region.", "actions": [action]}
    proposed = await step(agenda, made, "conclusions", STATE, concluded)
    assert proposed.json()["status"] == "PROPOSED"
    assert (await agenda.http.get(path)).status_code == 404
    for alone in (STATE, SECOND):
        own = await agenda.post(f"{path}/acceptances", alone, None, etag=proposed.headers["etag"])
        assert own.json()["type"].endswith("/consultation.accepted-by-the-other-side")
    found = await step(agenda, proposed, "acceptances", REGION)
    assert (await agenda.http.get(path)).json()["actions"] == [{**action, "completedOn": None}]
    await step(agenda, found, "completions", STATE, {"action": 1}, "2015-01-30T09:00:00Z")
    assert (await agenda.http.get(path)).json()["actions"] == [{**action, "completedOn": "2015-01-30"}]


async def test_a_report_is_compared_with_what_was_published_of_the_year_before(agenda: Api) -> None:
    """B5: comparison with earlier years; figures that nobody adopted are no earlier year."""
    of = await agenda.post("/agendas", REGION, DRAFT)
    plan = {
        "subjectKind": "AGENDA",
        "subjectCode": "CR36",
        "agendaId": of.json()["id"],
        "title": "Innovation",
        "dueOn": "2015-05-01",
    }
    after = "2015-02-01T09:00:00Z"
    first = await agenda.post("/reports", REGION, {**plan, "year": 2012})
    second = await agenda.post("/reports", REGION, {**plan, "year": 2013})
    first = await step(agenda, first, "collections", REGION, at=after)
    second = await step(agenda, second, "collections", REGION, at=after)
    assert {figure["change"] for figure in second.json()["figures"]} == {None}
    sections = {"sections": [{"heading": "Progress", "text": "It went well."}]}
    first = await step(agenda, first, "drafts", REGION, sections, after)
    first = await step(agenda, first, "adoptions", BOARD, {"decidingBody": "Minister"}, after)
    first = await step(agenda, first, "publications", BOARD, None, after)
    await step(agenda, first, "revisions", REGION, {"reason": "A figure was wrong."}, after)
    second = await step(agenda, second, "collections", REGION, at=after)
    changes = {figure["name"]: figure["change"] for figure in second.json()["figures"]}
    assert changes["total cost"] == 0
    assert changes["partners"] == 0


@pytest.mark.parametrize("kind", ["PROGRAMME", "ROM"])
async def test_a_report_on_a_programme_or_a_rom_has_no_figures_of_all_projects(
    agenda: Api, rows: Sessions, kind: str
) -> None:
    """B5: the figures are those of the subject; the money of programmes and ROMs is kept elsewhere."""
    of = await parents(rows, "region:CR36")
    money = {"total_cost_cents": 1_000_00, "awarded_cents": 250_00}
    await stored(rows, Project, owner="region:CR36", **{**of, **money}, reach=Reach.PUBLIC, status="AWARDED")
    plan = {
        "subjectKind": kind,
        "subjectCode": "BOM",
        "title": "All",
        "year": 2012,
        "dueOn": "2014-05-01",
    }
    made = await agenda.post("/reports", STATE, plan)
    assert figures(await step(agenda, made, "collections", STATE)) == {}


def figures(report: Any) -> dict[str, int]:
    return {figure["name"]: figure["value"] for figure in report.json()["figures"]}
