"""Agendas in full over HTTP: views answered, several bodies, versions that stay, the page (A8, A9, B10)."""

from typing import Any

from services.agenda.agendas.agendas.models import Agenda, Status
from services.agenda.clusters.clusters.models import Cluster
from services.agenda.projects.projects.models import Project
from services.agenda.projects.projects.models import Status as ProjectStatus
from shared.store.engine import Sessions
from shared.testing.callers import caller
from shared.testing.client import Api
from shared.testing.factories import stored
from tests.routes.agenda.agendas.test_agendas import DRAFT, partner

SCOPES = ("agenda:read", "agenda:write", "agenda:adopt", "agenda:contribute", "clock:set")
REGION = caller("region:LD01", *SCOPES, subject="author")
BOARD = caller("region:LD01", *SCOPES, subject="board")
OTHER = caller("region:CR36", "agenda:read", "agenda:contribute", "clock:set", subject="other")
BODIES = ["Provinciale Staten van Groningen", "Provinciale Staten van Drenthe"]


def content(**changes: Any) -> dict[str, Any]:
    held = {name: value for name, value in DRAFT.items() if name != "regionCode"}
    return {**held, "title": "Noord", "requiredBodies": BODIES, **changes}


async def step(agenda: Api, path: str, noun: str, who: Any, body: Any, made: Any, at: str) -> Any:
    answer = await agenda.post(f"{path}/{noun}", who, body, etag=made.headers["etag"], at=at)
    assert answer.status_code == 200, answer.text
    return answer


async def consulted(agenda: Api, first: int) -> tuple[str, Any]:
    """An agenda in consultation for years from `first`, so that tests do not meet each other."""
    years = {"startsOn": f"{first}-01-01", "endsOn": f"{first + 3}-12-31"}
    made = await agenda.post("/agendas", REGION, {**content(**years), "regionCode": "LD01"})
    assert made.status_code == 201, made.text
    path = f"/agendas/{made.json()['id']}"
    for helix in ("GOVERNMENT", "BUSINESS", "KNOWLEDGE"):
        made = await step(
            agenda, path, "partners", REGION, partner(helix), made, f"{first - 1}-09-01T09:00:00Z"
        )
    at = f"{first - 1}-10-01T09:00:00Z"
    return path, await step(
        agenda, path, "consultations", REGION, {"closesOn": f"{first - 1}-11-30"}, made, at
    )


async def adopted(agenda: Api, first: int) -> tuple[str, Any]:
    path, made = await consulted(agenda, first)
    made = await step(agenda, path, "proposals", REGION, None, made, f"{first - 1}-12-01T09:00:00Z")
    for body in BODIES:
        decision = {"decidingBody": body, "reference": "2014-77"}
        made = await step(agenda, path, "adoptions", BOARD, decision, made, f"{first - 1}-12-15T09:00:00Z")
    return path, made


async def test_a_consultation_lasts_at_least_six_weeks(agenda: Api) -> None:
    """Awb 3:16: six weeks from 1 October 2014 end on 12 November."""
    made = await agenda.post("/agendas", REGION, {**content(), "regionCode": "LD01"})
    path = f"/agendas/{made.json()['id']}/consultations"
    short = await agenda.post(
        path, REGION, {"closesOn": "2014-11-11"}, etag=made.headers["etag"], at="2014-10-01T09:00:00Z"
    )
    assert short.json()["facts"] == {"earliest": "2014-11-12"}
    right = {"closesOn": "2014-11-12"}
    opened = await agenda.post(path, REGION, right, etag=made.headers["etag"], at="2014-10-01T09:00:00Z")
    assert opened.status_code == 200


async def test_every_view_is_answered_before_the_agenda_is_proposed(agenda: Api) -> None:
    path, made = await consulted(agenda, 2030)
    assert (await agenda.http.get(path)).json()["status"] == "CONSULTATION"
    view = {"agendaId": made.json()["id"], "party": "FNV", "text": "Think of those without work."}
    late = await agenda.post("/responses", OTHER, view, at="2029-12-01T09:00:00Z")
    assert late.json()["type"].endswith("/problems/response.in-time")
    received = await agenda.post("/responses", OTHER, view, at="2029-11-30T09:00:00Z")
    assert received.status_code == 201, received.text
    seen = await agenda.get(path, REGION)
    early = await agenda.post(
        f"{path}/proposals", REGION, etag=seen.headers["etag"], at="2029-12-02T09:00:00Z"
    )
    assert early.json()["facts"] == {"open": 1}
    answer = {"followed": True, "answer": "An action for them was added."}
    of = f"/responses/{received.json()['id']}/answers"
    assert (await agenda.post(of, OTHER, answer, etag='"1"')).status_code == 403
    assert (await agenda.post(of, REGION, answer, etag='"1"')).status_code == 200
    seen = await agenda.get(path, REGION)
    await step(agenda, path, "proposals", REGION, None, seen, "2029-12-02T09:00:00Z")


async def test_an_agenda_is_adopted_with_the_last_of_its_bodies(agenda: Api) -> None:
    path, made = await consulted(agenda, 2040)
    made = await step(agenda, path, "proposals", REGION, None, made, "2039-12-01T09:00:00Z")
    at = "2039-12-15T09:00:00Z"
    stranger = await agenda.post(
        f"{path}/adoptions", BOARD, {"decidingBody": "Somebody"}, etag=made.headers["etag"], at=at
    )
    assert stranger.json()["facts"] == {"waiting": BODIES}
    made = await step(agenda, path, "adoptions", BOARD, {"decidingBody": BODIES[1]}, made, at)
    assert (made.json()["status"], made.json()["edition"]) == ("PROPOSED", 0)
    again = await agenda.post(
        f"{path}/adoptions", BOARD, {"decidingBody": BODIES[1]}, etag=made.headers["etag"], at=at
    )
    assert again.json()["facts"] == {"waiting": BODIES[:1]}
    made = await step(agenda, path, "adoptions", BOARD, {"decidingBody": BODIES[0]}, made, at)
    assert (made.json()["status"], made.json()["edition"]) == ("ADOPTED", 1)
    assert [decision["body"] for decision in made.json()["decisions"]] == [BODIES[1], BODIES[0]]


async def test_version_1_stays_readable_when_version_2_is_adopted(agenda: Api) -> None:
    path, made = await adopted(agenda, 2050)
    goal = {**DRAFT["goals"][0], "target": 35_000}
    body = content(startsOn="2050-01-01", endsOn="2053-12-31", goals=[goal], title="Noord, bijgesteld")
    amendment = {**body, "agendaId": made.json()["id"], "reason": "A higher target"}
    drafted = await agenda.post("/amendments", REGION, amendment)
    assert drafted.status_code == 201, drafted.text
    twin = await agenda.post("/amendments", REGION, amendment)
    assert twin.json()["facts"] == {"amendments": [drafted.json()["id"]]}
    of, at = f"/amendments/{drafted.json()['id']}", "2051-03-01T09:00:00Z"
    assert (await agenda.http.get(of)).status_code == 404
    proposed = await step(agenda, of, "proposals", REGION, None, drafted, at)
    self_made = {"decidingBody": BODIES[0]}
    for noun, decision in (("adoptions", self_made), ("rejections", {"reason": "On second thoughts"})):
        own = await agenda.post(f"{of}/{noun}", REGION, decision, etag=proposed.headers["etag"], at=at)
        assert own.json()["type"].endswith("/problems/amendment.four-eyes"), own.text
    half = await step(agenda, of, "adoptions", BOARD, {"decidingBody": BODIES[0]}, proposed, at)
    assert (await agenda.http.get(path)).json()["edition"] == 1
    await step(agenda, of, "adoptions", BOARD, {"decidingBody": BODIES[1]}, half, at)
    now = (await agenda.http.get(path)).json()
    assert (now["status"], now["edition"], now["title"]) == ("ADOPTED", 2, "Noord, bijgesteld")
    versions = (await agenda.http.get(f"{path}/versions")).json()["items"]
    assert [(v["edition"], v["title"]) for v in versions] == [(1, "Noord"), (2, "Noord, bijgesteld")]
    difference = (await agenda.http.get(f"{path}/differences?first=1&second=2")).json()
    assert {(step["op"], step["path"]) for step in difference["patch"]} == {
        ("replace", "/title"),
        ("replace", "/goals/0/target"),
        ("replace", "/goals/0/gap"),
        ("replace", "/goals/0/growthPercent"),
    }
    assert "-goals 1, target: 34000" in difference["text"]
    assert "+goals 1, target: 35000" in difference["text"]


async def test_the_page_holds_no_markup_of_ours_nor_theirs(agenda: Api) -> None:
    hostile = '<script>alert("x")</script> & "quotes"'
    path, _ = await adopted(agenda, 2060)
    plain = await agenda.http.get(f"{path}/versions/1/page", headers={"Accept": "text/html"})
    assert plain.status_code == 200
    assert plain.headers["content-type"] == "text/html; charset=utf-8"
    assert "style-src 'sha256-" in plain.headers["content-security-policy"]
    assert "<script" not in plain.text
    dutch = await agenda.http.get(f"{path}/versions/1/page", headers={"Accept-Language": "nl"})
    assert '<section id="goals"><h2>Doelen</h2>' in dutch.text
    assert '<li><a href="#partners">Partners</a></li>' in dutch.text
    assert "<td>Bedrijfsleven</td><td>A BUSINESS partner</td><td>17172346</td>" in dutch.text
    assert "<td>34.000 (2018)</td><td>4.000</td><td>2,5349 %</td>" in dutch.text
    assert "<td>34,000 (2018)</td><td>4,000</td><td>2.5349 %</td>" in plain.text
    assert '<section id="goals"><h2>Goals</h2>' in plain.text
    body = content(startsOn="2060-01-01", endsOn="2063-12-31", title=hostile, requiredBodies=[])
    amendment = {**body, "agendaId": path.rpartition("/")[2], "reason": "x"}
    drafted = await agenda.post("/amendments", REGION, amendment)
    of, at = f"/amendments/{drafted.json()['id']}", "2061-03-01T09:00:00Z"
    proposed = await step(agenda, of, "proposals", REGION, None, drafted, at)
    await step(agenda, of, "adoptions", BOARD, {"decidingBody": hostile}, proposed, at)
    shown = (await agenda.http.get(f"{path}/versions/2/page")).text
    assert "<script" not in shown
    assert shown.count("&lt;script&gt;") >= 3  # title, heading and deciding body
    refused = await agenda.http.get(f"{path}/versions/2/page", headers={"Accept": "application/json"})
    assert refused.status_code == 406


async def test_an_organisation_stands_behind_an_agenda_once_at_a_time(agenda: Api) -> None:
    """A9: not twice at once, not before it has joined; and again after it has left."""
    made = await agenda.post("/agendas", REGION, {**content(), "regionCode": "LD01"})
    path, at = f"/agendas/{made.json()['id']}", "2014-11-01T09:00:00Z"
    future = await agenda.post(
        f"{path}/partners", REGION, partner("BUSINESS"), etag=made.headers["etag"], at="2014-10-31T09:00:00Z"
    )
    assert future.json()["facts"] == {"known": False}
    made = await step(agenda, path, "partners", REGION, partner("BUSINESS"), made, at)
    again = {**partner("BUSINESS"), "helix": "KNOWLEDGE"}
    twice = await agenda.post(f"{path}/partners", REGION, again, etag=made.headers["etag"], at=at)
    assert twice.json()["type"].endswith("/problems/partner.once")
    assert twice.json()["facts"] == {"known": True}
    one = (await agenda.get(f"{path}/partners", REGION)).json()["items"][0]["id"]
    leaving = {"partnerId": one, "leftOn": "2014-11-01"}
    made = await step(agenda, path, "departures", REGION, leaving, made, at)
    back = await step(agenda, path, "partners", REGION, again, made, at)
    assert back.json()["helix"] == ["KNOWLEDGE"]


async def test_a_rejected_agenda_says_why_and_not_by_its_proposer(agenda: Api) -> None:
    """B10, domain.md 3.1."""
    path, made = await consulted(agenda, 2104)
    at = "2103-12-01T09:00:00Z"
    made = await step(agenda, path, "proposals", REGION, None, made, at)
    reason = {"reason": "The budget is not covered"}
    own = await agenda.post(f"{path}/rejections", REGION, reason, etag=made.headers["etag"], at=at)
    assert own.json()["type"].endswith("/problems/agenda.four-eyes")
    made = await step(agenda, path, "rejections", BOARD, reason, made, at)
    assert (made.json()["status"], made.json()["returnReason"]) == ("DRAFT", "The budget is not covered")


async def test_a_partner_that_left_is_counted_until_its_last_day(agenda: Api) -> None:
    path, made = await adopted(agenda, 2070)
    partners = (await agenda.get(f"{path}/partners", REGION)).json()["items"]
    gone = next(one for one in partners if one["helix"] == "BUSINESS")
    leaving = {"partnerId": gone["id"], "leftOn": "2071-06-30"}
    early = await agenda.post(
        f"{path}/departures", REGION, leaving, etag=made.headers["etag"], at="2071-06-29T09:00:00Z"
    )
    assert early.json()["type"].endswith("/problems/partner.life-cycle")
    left = await step(agenda, path, "departures", REGION, leaving, made, "2071-06-30T09:00:00Z")
    assert left.json()["helix"] == ["GOVERNMENT", "KNOWLEDGE"]
    for day, businesses in (("2071-06-30", 1), ("2071-07-01", 0)):
        counted = (await agenda.http.get(f"{path}/partner-counts?referenceDate={day}")).json()["partners"]
        assert counted == {"GOVERNMENT": 1, "BUSINESS": businesses, "KNOWLEDGE": 1}


async def test_an_agenda_ends_closed_and_evaluated_or_withdrawn(agenda: Api) -> None:
    path, made = await adopted(agenda, 2080)
    early = await agenda.post(
        f"{path}/closures",
        REGION,
        {"closedOn": "2083-12-31"},
        etag=made.headers["etag"],
        at="2083-12-31T09:00:00Z",
    )
    assert early.json()["type"].endswith("/problems/agenda.over")
    at = "2084-01-02T09:00:00Z"
    closed = await step(agenda, path, "closures", REGION, {"closedOn": "2083-12-31"}, made, at)
    done = await step(agenda, path, "evaluations", REGION, {"document": "Eindevaluatie"}, closed, at)
    assert (done.json()["status"], done.json()["evaluation"]) == ("EVALUATED", "Eindevaluatie")
    other, made = await adopted(agenda, 2090)
    gone = await step(agenda, other, "withdrawals", BOARD, {"reason": "A new plan"}, made, at)
    assert (gone.json()["status"], gone.json()["endReason"]) == ("WITHDRAWN", "A new plan")


async def test_what_changed_after_the_proposal_is_looked_at_again_at_adoption(agenda: Api) -> None:
    path, made = await consulted(agenda, 2094)
    at = "2093-12-01T09:00:00Z"
    made = await step(agenda, path, "proposals", REGION, None, made, at)
    partners = (await agenda.get(f"{path}/partners", REGION)).json()["items"]
    business = next(one["id"] for one in partners if one["helix"] == "BUSINESS")
    leaving = {"partnerId": business, "leftOn": "2093-12-01"}
    left = await step(agenda, path, "departures", REGION, leaving, made, at)
    alone = await agenda.post(
        f"{path}/adoptions", BOARD, {"decidingBody": BODIES[0]}, etag=left.headers["etag"], at=at
    )
    assert alone.json()["type"].endswith("/problems/agenda.whole-helix")
    assert alone.json()["facts"] == {"missing": ["BUSINESS"]}


async def test_an_agenda_that_was_withdrawn_is_not_amended(agenda: Api) -> None:
    path, made = await adopted(agenda, 2098)
    at = "2098-03-01T09:00:00Z"
    body = content(startsOn="2098-01-01", endsOn="2101-12-31", requiredBodies=[BODIES[0], BODIES[0]])
    amendment = {**body, "agendaId": made.json()["id"], "reason": "x"}
    drafted = await agenda.post("/amendments", REGION, amendment)
    of = f"/amendments/{drafted.json()['id']}"
    bare = await agenda.post(of, REGION, {**body, "goals": []}, etag=drafted.headers["etag"], method="PUT")
    aimless = await agenda.post(f"{of}/proposals", REGION, None, etag=bare.headers["etag"], at=at)
    assert aimless.json()["type"].endswith("/problems/agenda.goals-measurable")
    whole = await agenda.post(of, REGION, body, etag=bare.headers["etag"], method="PUT")
    proposed = await step(agenda, of, "proposals", REGION, None, whole, at)
    await step(agenda, path, "withdrawals", BOARD, {"reason": "A new plan"}, made, at)
    late = await agenda.post(
        f"{of}/adoptions", BOARD, {"decidingBody": BODIES[0]}, etag=proposed.headers["etag"], at=at
    )
    assert late.json()["type"].endswith("/problems/agenda.life-cycle")
    assert (await agenda.get(path, REGION)).json()["edition"] == 1


async def test_a_body_that_is_named_twice_decides_once(agenda: Api) -> None:
    years = {"startsOn": "2103-01-01", "endsOn": "2104-12-31", "requiredBodies": [BODIES[0], BODIES[0]]}
    made = await agenda.post("/agendas", REGION, {**content(**years), "regionCode": "LD01"})
    assert made.json()["requiredBodies"] == [BODIES[0]]


async def test_an_agenda_is_not_withdrawn_while_an_awarded_project_is_under_it(
    agenda: Api, rows: Sessions
) -> None:
    owner = "region:LD01"
    held = await stored(rows, Agenda, owner=owner, status=Status.ADOPTED)
    cluster = await stored(rows, Cluster, owner=owner)
    of = {"agenda_id": held.id, "cluster_id": cluster.id, "category": "INNOVATION", "total_cost_cents": 1}
    await stored(rows, Project, owner=owner, status=ProjectStatus.AWARDED, **of)
    shown = await agenda.get(f"/agendas/{held.id}", REGION)
    kept = await agenda.post(
        f"/agendas/{held.id}/withdrawals", BOARD, {"reason": "A new plan"}, etag=shown.headers["etag"]
    )
    assert kept.json()["type"].endswith("/problems/agenda.no-running-awards")
    assert kept.json()["facts"] == {"projects": 1}
