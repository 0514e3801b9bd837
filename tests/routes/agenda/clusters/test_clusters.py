"""Clusters from candidate to leading and on: scores, ranking, review, confirmation, withdrawal (A3, A11)."""

import asyncio
from datetime import date
from typing import Any

from services.agenda.agendas.agendas.models import Agenda
from services.agenda.agendas.agendas.models import Status as AgendaStatus
from shared.store.engine import Sessions
from shared.testing.callers import caller
from shared.testing.client import Api
from shared.testing.factories import stored
from tests.routes.agenda.scoring import REGION, STATISTICIAN, evidence, new_code, observed, registered, scored

OFFICER = caller("state", "agenda:read", "agenda:designate", "agenda:approve", "clock:set", subject="officer")
SECOND = caller("state", "agenda:read", "agenda:designate", "agenda:approve", "clock:set", subject="second")
THIRD = caller("state", "agenda:read", "agenda:designate", "clock:set", subject="third")
OTHER = caller("region:LD01", "agenda:read", "agenda:write")
NOBODY: dict[str, str] = {}
DECISION = {
    "decidedOn": "2015-01-19",
    "decidingBody": "Minister van Economische Zaken",
    "reasons": "Hotspot of high-tech systems.",
    "validFrom": "2015-01-01",
    "validUntil": "2018-12-31",
}
CONFIRMATION = {**DECISION, "decidedOn": "2018-11-05", "validFrom": "2019-01-01", "validUntil": "2022-12-31"}
WITHDRAWAL = {
    "decidedOn": "2018-11-05",
    "decidingBody": "Minister van Economische Zaken en Klimaat",
    "reasons": "It fell behind.",
    "hearingOn": "2018-10-01",
    "hearingReport": "Report of the hearing of 1 October 2018",
}


def refusal(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json().get("type", "").rsplit("/")[-1]


async def step(
    agenda: Api, before: Any, name: str, body: Any, who: dict[str, str] = OFFICER, at: str | None = None
) -> Any:
    """The next step on a cluster, on the version that the last answer gave."""
    path = f"/clusters/{before.json()['id']}/{name}"
    return await agenda.post(path, who, body, etag=before.headers["etag"], at=at)


async def leading(agenda: Api, **decision: Any) -> Any:
    """A cluster that was scored and designated."""
    assessed = await scored(agenda, await registered(agenda, new_code()))
    answer = await step(agenda, assessed, "designations", {**DECISION, **decision}, at="2015-01-20T09:00:00Z")
    assert answer.status_code == 200, answer.text
    return answer


async def under_review(agenda: Api) -> Any:
    """A designation whose review was opened by the third officer."""
    before = await leading(agenda)
    answer = await step(agenda, before, "reviews", {"reason": "It ends."}, THIRD, at="2018-09-03T09:00:00Z")
    assert (answer.status_code, answer.json()["status"]) == (200, "UNDER_REVIEW"), answer.text
    return answer


async def test_a_score_is_weighed_from_stored_evidence_and_its_weights(agenda: Api) -> None:
    """A3: 33.34 % of (3×90 + 1×70)/4 = 85, and 33.33 % of 93 and of 74: 28.339 + 30.9969 + 24.6642."""
    code = new_code()
    made = await registered(agenda, code)
    given = await evidence(agenda, f"C-{code}", 2013, (90, 93, 74))
    given[0]["weight"] = 3
    given.append(
        {**given[0], "observationId": await observed(agenda, "CR36", 2012), "points": 70, "weight": 1}
    )
    answer = await step(agenda, made, "scores", {"year": 2014, "evidence": given}, REGION)
    assert answer.status_code == 200, answer.text
    found = answer.json()
    assert (found["talent"], found["innovation"], found["qualityOfLife"]) == ("85.00", "93.00", "74.00")
    assert (found["weightedScore"], found["scoreYear"], found["regime"]) == (
        "84.00",
        2014,
        "cluster-score@2014-1",
    )
    (kept,) = (await agenda.get(f"/clusters/{found['id']}/scores", REGION)).json()["items"]
    assert [(each["areaCode"], each["points"], each["weight"]) for each in kept["evidence"]] == [
        (f"C-{code}", 90, 3),
        (f"C-{code}", 93, 1),
        (f"C-{code}", 74, 1),
        ("CR36", 70, 1),
    ]
    assert kept["evidence"][0]["value"] == "7.5"


async def test_a_score_stays_as_it_was_when_its_evidence_is_revised(agenda: Api) -> None:
    code = new_code()
    made = await scored(agenda, await registered(agenda, code))
    path = f"/clusters/{made.json()['id']}/scores"
    (before,) = (await agenda.get(path, REGION)).json()["items"]
    first = before["evidence"][0]
    await observed(agenda, first["areaCode"], first["year"], "9.25", indicator=first["code"])
    assert (await agenda.get(path, REGION)).json()["items"] == [before]
    again = {"year": 2014, "evidence": await evidence(agenda, f"C-{code}", 2014, (10, 20, 30))}
    old = {"dimension": "TALENT", "observationId": first["observationId"], "points": 1, "weight": 1}
    refused = await step(agenda, made, "scores", {**again, "evidence": [*again["evidence"], old]}, REGION)
    assert refusal(refused) == (409, "cluster-score.evidence-stored")
    assert refused.json()["facts"]["wrong"] == [4]
    done = await step(agenda, made, "scores", again, REGION)
    assert done.json()["weightedScore"] == "20.00"
    scores = (await agenda.get(path, REGION)).json()["items"]
    assert [(each["edition"], each["latest"], each["weightedScore"]) for each in scores] == [
        (1, False, "80.00"),
        (2, True, "20.00"),
    ]


async def test_a_score_over_an_earlier_year_leaves_the_present_one_alone(agenda: Api) -> None:
    made = await scored(agenda, await registered(agenda, new_code()), 2016, (60, 60, 60))
    done = await scored(agenda, made, 2015, (90, 90, 90))
    assert (done.json()["scoreYear"], done.json()["weightedScore"], done.json()["scores"]) == (
        2016,
        "60.00",
        2,
    )


async def test_evidence_is_complete_its_own_and_of_its_time(agenda: Api) -> None:
    code = new_code()
    made = await registered(agenda, code)
    area = f"C-{code}"
    whole = await evidence(agenda, area, 2014, (80, 80, 80))

    async def tried(*given: Any, year: int = 2014) -> Any:
        return await step(agenda, made, "scores", {"year": year, "evidence": list(given)}, REGION)

    lacking = await tried(whole[0], whole[1])
    assert refusal(lacking) == (409, "cluster-score.every-dimension")
    assert lacking.json()["facts"]["missing"] == ["QUALITY_OF_LIFE"]
    elsewhere = {**whole[2], "observationId": await observed(agenda, "CR01", 2014, who=STATISTICIAN)}
    later = {**whole[2], "observationId": await observed(agenda, area, 2015)}
    nowhere = {**whole[2], "observationId": made.json()["id"]}
    for wrong in (elsewhere, later, nowhere):
        answer = await tried(whole[0], whole[1], wrong)
        assert refusal(answer) == (409, "cluster-score.evidence-stored"), answer.text
        assert answer.json()["facts"]["wrong"] == [3]
    assert refusal(await tried(*whole, whole[0])) == (409, "cluster-score.evidence-once")
    assert refusal(await tried(*whole, year=2199)) == (409, "cluster-score.year-begun")
    for points, weight in ((101, 1), (-1, 1), (80, 0), ("80", 1), (80.5, 1)):
        odd = {**whole[0], "points": points, "weight": weight}
        assert (await tried(odd, *whole[1:])).status_code == 400
    assert (await tried(*whole)).status_code == 200


async def ranking(agenda: Api, who: dict[str, str], year: int) -> list[tuple[int, str]]:
    answer = await agenda.get("/cluster-rankings", who, year=year, limit=100)
    assert answer.status_code == 200, answer.text
    return [(row["rank"], row["clusterCode"]) for row in answer.json()["items"]]


async def test_clusters_are_ranked_a_year_equals_sharing_a_place(agenda: Api) -> None:
    """A3: 90, 80, 80, 70 are at 1, 2, 2, 4; whoever sees one of them sees its place among all."""
    codes = {points: [new_code() for _ in range(2 if points == 80 else 1)] for points in (70, 80, 90)}
    made = {
        code: await scored(agenda, await registered(agenda, code), 2019, (points,) * 3)
        for points, named in codes.items()
        for code in named
    }
    first, (second, third), last = codes[90][0], codes[80], codes[70][0]
    assert await ranking(agenda, REGION, 2019) == [(1, first), (2, second), (2, third), (4, last)]
    assert await ranking(agenda, OTHER, 2019) == []
    await step(agenda, made[last], "designations", DECISION)
    assert await ranking(agenda, NOBODY, 2019) == [(4, last)]
    path = f"/clusters/{made[last].json()['id']}"
    fresh = await agenda.get(path, REGION)
    await scored(agenda, fresh, 2019, (95, 95, 95))
    assert await ranking(agenda, NOBODY, 2019) == [(1, last)]
    assert (await ranking(agenda, REGION, 2019))[1:] == [(2, first), (3, second), (3, third)]


async def test_scores_at_the_same_moment_are_ranked_one_after_the_other(agenda: Api) -> None:
    made = [await registered(agenda, new_code()) for _ in range(6)]
    given = [
        await evidence(agenda, f"C-{each.json()['clusterCode']}", 2020, (50 + number,) * 3)
        for number, each in enumerate(made)
    ]
    answers = await asyncio.gather(
        *(
            step(agenda, each, "scores", {"year": 2020, "evidence": on}, REGION)
            for each, on in zip(made, given, strict=True)
        )
    )
    assert {answer.status_code for answer in answers} == {200}
    best_first = [each.json()["clusterCode"] for each in reversed(made)]
    assert await ranking(agenda, REGION, 2020) == list(enumerate(best_first, 1))


async def test_whoever_scored_in_any_year_does_not_designate(agenda: Api) -> None:
    made = await scored(agenda, await registered(agenda, new_code()))
    again = await evidence(agenda, f"C-{made.json()['clusterCode']}", 2015, (80, 80, 80))
    other = caller("region:CR36", "agenda:write", subject="colleague")
    made = await step(agenda, made, "scores", {"year": 2015, "evidence": again}, other)
    same = caller("state", "agenda:designate", "clock:set", subject="author")
    answer = await step(agenda, made, "designations", DECISION, same)
    assert refusal(answer) == (409, "cluster.four-eyes")


async def test_a_designation_is_confirmed_and_stays_leading_throughout(agenda: Api) -> None:
    before = await under_review(agenda)
    for who, rule in ((THIRD, "cluster.review-four-eyes"), (OFFICER, "cluster.review-four-eyes")):
        answer = await step(agenda, before, "confirmations", CONFIRMATION, who)
        assert refusal(answer)[1] == rule
    shorter = {**CONFIRMATION, "validFrom": "2018-01-01", "validUntil": "2018-12-31"}
    assert refusal(await step(agenda, before, "confirmations", shorter, SECOND))[1] == (
        "cluster.confirmed-for-longer"
    )
    early = {**CONFIRMATION, "decidedOn": "2015-01-18"}
    assert (
        refusal(await step(agenda, before, "confirmations", early, SECOND))[1] == "cluster.decided-in-order"
    )
    done = await step(agenda, before, "confirmations", CONFIRMATION, SECOND)
    assert (done.status_code, done.json()["status"]) == (200, "LEADING"), done.text
    assert (done.json()["validFrom"], done.json()["validUntil"]) == ("2015-01-01", "2022-12-31")
    path = f"/clusters/{done.json()['id']}/decisions"
    decisions = (await agenda.get(path, NOBODY)).json()["items"]
    assert [(each["kind"], each["validFrom"], each["validUntil"]) for each in decisions] == [
        ("DESIGNATED", "2015-01-01", "2018-12-31"),
        ("CONFIRMED", "2019-01-01", "2022-12-31"),
    ]
    for day, found in (("2018-12-31", True), ("2019-01-01", True), ("2023-01-01", False)):
        answer = await agenda.get("/clusters", NOBODY, leadingOn=day, clusterCode=done.json()["clusterCode"])
        assert bool(answer.json()["items"]) == found, day


async def test_after_a_gap_a_cluster_leads_from_its_new_first_day(agenda: Api) -> None:
    before = await under_review(agenda)
    late = {**CONFIRMATION, "decidedOn": "2019-05-06", "validFrom": "2019-06-01"}
    done = await step(agenda, before, "confirmations", late, SECOND)
    assert (done.json()["validFrom"], done.json()["validUntil"]) == ("2019-06-01", "2022-12-31")


async def test_a_designation_is_withdrawn_after_a_hearing(agenda: Api) -> None:
    before = await under_review(agenda)
    for hearing_on in ("2018-11-06", "2015-01-18"):
        unheard = {**WITHDRAWAL, "hearingOn": hearing_on}
        assert (
            refusal(await step(agenda, before, "withdrawals", unheard, SECOND))[1] == "cluster.heard-before"
        )
    assert refusal(await step(agenda, before, "withdrawals", WITHDRAWAL, THIRD))[1] == (
        "cluster.review-four-eyes"
    )
    done = await step(agenda, before, "withdrawals", WITHDRAWAL, SECOND)
    assert (done.status_code, done.json()["status"]) == (200, "WITHDRAWN"), done.text
    (_, last) = (await agenda.get(f"/clusters/{done.json()['id']}/decisions", NOBODY)).json()["items"]
    assert (last["kind"], last["hearingOn"], last["validUntil"]) == ("WITHDRAWN", "2018-10-01", None)
    day = await agenda.get(
        "/clusters", NOBODY, leadingOn="2016-01-01", clusterCode=done.json()["clusterCode"]
    )
    assert day.json()["items"] == []


async def test_running_awards_keep_their_right_when_a_designation_is_withdrawn(
    agenda: Api, rows: Sessions
) -> None:
    """A3, domain.md 3.2: an approved project stays so; one that waits is no longer approved."""
    held = await leading(agenda, validUntil="2099-12-31")
    apart = {"starts_on": date(2071, 1, 1), "ends_on": date(2071, 12, 31)}  # from those of other tests
    in_force = {"region_code": "CR36", "status": AgendaStatus.ADOPTED, **apart}
    adopted = await stored(rows, Agenda, owner="region:CR36", **in_force)
    body = {
        "agendaId": str(adopted.id),
        "clusterId": held.json()["id"],
        "regionCode": "CR36",
        "title": "Facility",
        "category": "INNOVATION",
        "totalCostCents": 12_000_000_00,
        "participants": ["17001910"],
    }
    at = "2015-02-02T09:00:00Z"
    made = [(await agenda.post("/projects", REGION, body, at=at)) for _ in range(2)]
    assert made[0].status_code == 201, made[0].text
    path = f"/projects/{made[0].json()['id']}"
    approved = await agenda.post(f"{path}/approvals", OFFICER, etag=made[0].headers["etag"], at=at)
    assert approved.json()["status"] == "APPROVED"
    opened = await step(agenda, held, "reviews", {"reason": "The score fell."}, THIRD)
    done = await step(agenda, opened, "withdrawals", WITHDRAWAL, SECOND)
    assert done.status_code == 200, done.text
    assert (await agenda.get(path, NOBODY)).json() == approved.json()
    waiting = f"/projects/{made[1].json()['id']}/approvals"
    late = await agenda.post(waiting, OFFICER, etag=made[1].headers["etag"], at=at)
    assert refusal(late) == (409, "project.cluster-leading")


async def test_the_review_is_a_task_of_the_state(agenda: Api) -> None:
    before = await under_review(agenda)
    address: str | None = "/tasks?kind=CLUSTER&limit=100"
    tasks: list[Any] = []
    while address:
        answer = (await agenda.http.get(address, headers=SECOND)).json()
        tasks += answer["items"]
        following = answer["_links"]["next"]
        address = following["href"].split("/v1")[1] if following else None
    (mine,) = [task for task in tasks if task["id"] == before.json()["id"]]
    assert (mine["step"], mine["dueOn"], mine["body"], mine["title"]) == (
        "confirm",
        "2018-12-31",
        "state",
        before.json()["name"],
    )


async def test_clusters_are_found_by_region_topsector_and_words(agenda: Api) -> None:
    """A3, A11: a cluster may lie in several regions, and have no topsector or more than one."""
    word = new_code().lower()
    made = await registered(
        agenda,
        new_code(),
        partnerRegionCodes=["CR37", "PV31"],
        topsectors=["HTSM", "LSH"],
        description=f"Fotonische chips en {word}",
    )
    none = await registered(agenda, new_code())
    assert (made.json()["topsectors"], none.json()["topsectors"]) == (["HTSM", "LSH"], [])

    async def found(**query: str) -> set[str]:
        address: str | None = "/clusters?limit=100&" + "&".join(f"{k}={v}" for k, v in query.items())
        ids: set[str] = set()
        while address:
            answer = (await agenda.http.get(address, headers=REGION)).json()
            ids |= {row["id"] for row in answer["items"]}
            following = answer["_links"]["next"]
            address = following["href"].split("/v1")[1] if following else None
        return ids & {made.json()["id"], none.json()["id"]}

    both = {made.json()["id"], none.json()["id"]}
    assert await found(regionCode="CR36") == both
    assert await found(regionCode="CR37") == {made.json()["id"]}
    assert await found(topsector="LSH", regionCode="PV31") == {made.json()["id"]}
    assert await found(topsector="WAT") == set()
    searched = await agenda.get("/search-results", REGION, words=f"chip {word}")
    assert [(row["id"], row["path"]) for row in searched.json()["items"]] == [
        (made.json()["id"], "/clusters")
    ]
    twice = {"name": "X", "partnerRegionCodes": ["CR36"]}
    path = f"/clusters/{made.json()['id']}"
    answer = await agenda.post(path, REGION, twice, etag=made.headers["etag"], method="PUT")
    assert refusal(answer) == (409, "cluster.regions-once")


async def test_the_hotspots_of_the_letter_are_in_the_reference_data(agenda: Api) -> None:
    """B15: the six regional hotspots, each with its municipality."""
    answer = await agenda.http.get("/reference-data/clusters")
    hotspots = {
        (row["clusterCode"], row["gemeenteName"])
        for row in answer.json()["items"]
        if row["kind"] == "hotspot"
    }
    assert hotspots == {
        ("BRAINPORT", "Eindhoven"),
        ("LBSP", "Leiden"),
        ("WUR", "Wageningen"),
        ("ASP", "Amsterdam"),
        ("CHEMELOT", "Sittard-Geleen"),
        ("WETSUS", "Leeuwarden"),
    }


async def test_the_code_of_a_cluster_is_of_one_region(agenda: Api) -> None:
    """A3, B50: nobody is scored on what was measured of another's cluster."""
    code = new_code()
    ours = await registered(agenda, code)
    assert ours.status_code == 201
    theirs = {"regionCode": "LD01", "clusterCode": code, "name": "The same"}
    north = caller("region:LD01", "agenda:read", "agenda:write", subject="north")
    refused = await agenda.post("/clusters", north, theirs)
    assert refused.json()["type"].endswith("/problems/cluster.code-of-one-region")
