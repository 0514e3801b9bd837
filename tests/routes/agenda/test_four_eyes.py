"""Nobody who wrote any part of it takes a decision of the agenda service (domain.md 3; B10)."""

from datetime import date
from typing import Any

import pytest

from services.agenda.agendas.agendas.models import Agenda
from services.agenda.agendas.agendas.models import Status as AgendaStatus
from services.agenda.clusters.clusters.models import Cluster
from services.agenda.clusters.clusters.models import Status as ClusterStatus
from shared.store.engine import Sessions
from shared.testing.client import Api
from shared.testing.factories import stored
from tests.routes.agenda.clusters.test_clusters import CONFIRMATION, DECISION, WITHDRAWAL
from tests.routes.agenda.scoring import evidence, new_code
from tests.routes.agenda.slices.clusters.specialisations import STRATEGY
from tests.routes.agenda.slices.instruments.instruments import REGIONAL
from tests.routes.agenda.slices.spatial.mirt_items import FINDING
from tests.routes.four_eyes import Hands, Story, unnamed

AFTER = "It was decided on before."
NO_DECISION = "What is decided on does not hold it."
HANDS = {
    "agenda.four-eyes": Hands(
        "agendas",
        "draft_agenda revise_agenda propose_agenda",
        "adopt_agenda reject_agenda",
        {
            "join_agenda": "A partner joins; the text stays as it is.",
            "leave_agenda": "A partner leaves; the text stays as it is.",
            "open_consultation": "Others are asked for their views; the text stays as it is.",
            "return_agenda": "It goes back to its authors with a reason; nothing is written.",
            "close_agenda": AFTER,
            "withdraw_agenda": AFTER,
            "evaluate_agenda": AFTER,
        },
    ),
    "amendment.four-eyes": Hands(
        "amendments",
        "draft_amendment revise_amendment propose_amendment",
        "adopt_amendment reject_amendment",
    ),
    "project.four-eyes": Hands(
        "projects",
        "record_project revise_project define_project finance_project",
        "approve_project",
        {
            "start_project": AFTER,
            "finish_project": AFTER,
            "stop_project": AFTER,
            "cancel_project": "Nobody decides on it after.",
            "evaluate_project": AFTER,
        },
    ),
    "ladder-assessment.four-eyes": Hands(
        "ladder-assessments", "assess_ladder state_condition", "conclude_ladder_assessment"
    ),
    "cluster-relevance.four-eyes": Hands("cluster-relevances", "argue_relevance", "find_relevance"),
    "assessment.second-reader": Hands(
        "assessments",
        "assign_assessment review_assessment",
        "conclude_initiative_assessment",
        {
            "open_initiative_assessment": "A file is opened; nobody judged anything yet.",
            "state_interest": "Whoever has an interest is kept from the file by tenancy.no-interest.",
            "record_finding": "Taken by whom the file was assigned to, and by nobody else.",
            "submit_assessment": "Taken by whom the file was assigned to, and by nobody else.",
        },
    ),
    "innovation-strategy.four-eyes": Hands(
        "innovation-strategies",
        "draft_strategy revise_strategy",
        "adopt_strategy",
        {"replace_strategy": AFTER},
    ),
    "instrument.four-eyes": Hands(
        "instruments",
        "describe_instrument revise_instrument",
        "publish_instrument",
        {
            "withdraw_instrument": "Nobody decides on it after.",
            "announce_window": AFTER,
            "measure_instrument": AFTER,
            "limit_instrument": AFTER,
            "end_instrument": AFTER,
        },
    ),
    "initiative.four-eyes": Hands(
        "initiatives",
        "register_initiative complete_initiative refer_initiative",
        "decide_initiative",
        {
            "convene_table": "What the parties agreed is noted; the initiative stays as it is.",
            "end_initiative": AFTER,
        },
    ),
    "cluster.four-eyes": Hands(
        "clusters",
        "register_cluster describe_cluster score_cluster",
        "designate_cluster confirm_cluster withdraw_cluster",
    ),
    "cluster.review-four-eyes": Hands(
        "clusters", "designate_cluster open_review", "confirm_cluster withdraw_cluster"
    ),
    "report.four-eyes": Hands(
        "reports",
        "plan_report write_report revise_report",
        "adopt_report",
        {
            "collect_report": "The figures are taken from what is stored; nobody writes them.",
            "publish_report": AFTER,
        },
    ),
}
OFFICES = "read write adopt contribute measure designate govern catalogue approve assess decide"
SCOPES = (*(f"agenda:{name}" for name in OFFICES.split()), "clock:set")
REGION, AT = "region:CR36", "2015-01-20T09:00:00Z"


def story(api: Api, code: str) -> Story:
    return Story(api, "agenda", code, HANDS[code], SCOPES)


def test_every_rule_and_every_write_is_named() -> None:
    assert unnamed("agenda", HANDS) == set()


async def test_an_instrument(agenda: Api) -> None:
    told = story(agenda, "instrument.four-eyes")
    code = new_code()
    await told.step("/instruments", REGION, {**REGIONAL, "code": code})
    await told.step("/instruments/{id}", REGION, REGIONAL, method="PUT")
    told.ends()
    await told.decides("/instruments/{id}/publications", REGION)


async def test_a_strategy(agenda: Api) -> None:
    told = story(agenda, "innovation-strategy.four-eyes")
    await told.step("/innovation-strategies", REGION, STRATEGY)
    await told.step("/innovation-strategies/{id}", REGION, STRATEGY, method="PUT")
    told.ends()
    decision = {"adoptedOn": "2013-12-16", "decidingBody": "Bestuur"}
    await told.decides("/innovation-strategies/{id}/adoptions", REGION, decision)


async def test_a_ladder_assessment(agenda: Api) -> None:
    told = story(agenda, "ladder-assessment.four-eyes")
    body = {
        "regionCode": "CR36",
        "municipalityCode": "GM0772",
        "title": "Inside the town",
        "need": "Two hectares are asked for.",
        "insideUrbanArea": True,
    }
    condition = {"condition": "Green roofs", "responsible": "The firm", "dueOn": "2018-12-01"}
    at = "2017-07-03T09:00:00Z"
    await told.step("/ladder-assessments", REGION, body, at=at)
    await told.step("/ladder-assessments/{id}/conditions", REGION, condition, at=at)
    told.ends()
    conclusion = {"outcome": "YES_PROVIDED", "decidingBody": "College van Eindhoven"}
    await told.decides("/ladder-assessments/{id}/conclusions", REGION, conclusion, at=at)


async def test_a_report_and_its_next_edition(agenda: Api) -> None:
    told = story(agenda, "report.four-eyes")
    sections = {"sections": [{"heading": "Progress", "text": "It went well."}]}
    plan = {
        "subjectKind": "PROGRAMME",
        "subjectCode": "REA",
        "title": "Brainport in 2017",
        "year": 2017,
        "dueOn": "2018-06-01",
    }
    await told.step("/reports", "state", plan, at="2018-02-01T09:00:00Z")
    for edition in (1, 2):
        at = f"2018-0{edition + 2}-01T09:00:00Z"
        await told.step("/reports/{id}/collections", "state", at=at)
        await told.step("/reports/{id}/drafts", "state", sections, at=at)
        await told.decides("/reports/{id}/adoptions", "state", {"decidingBody": "The board"}, at=at)
        await told.step("/reports/{id}/publications", "state", at=at)
        told.wrote.clear()  # an edition is of those who wrote on it
        await told.step("/reports/{id}/revisions", "state", {"reason": "A figure was wrong."}, at=at)


async def test_the_relevance_of_an_item(agenda: Api, rows: Sessions) -> None:
    cluster = await stored(rows, Cluster, owner=REGION, region_code="CR36", cluster_code=new_code())
    item = {
        "code": new_code(),
        "title": "A2",
        "description": "Road",
        "regionCodes": ["CR36"],
        "fund": "MOBILITY_FUND",
    }
    told = story(agenda, "cluster-relevance.four-eyes")
    made = await told.step("/mirt-items", "state", item)
    argument = {"mirtItemId": made["id"], "clusterId": str(cluster.id), "argument": "The campus"}
    await told.step("/cluster-relevances", REGION, argument)
    told.ends()
    await told.decides("/cluster-relevances/{id}/findings", "state", FINDING)


async def test_a_project(agenda: Api, rows: Sessions) -> None:
    of = {"owner": REGION, "region_code": "CR36"}
    leading = {
        "status": ClusterStatus.LEADING,
        "cluster_code": new_code(),
        "valid_from": date(2015, 1, 1),
        "valid_until": date(2018, 12, 31),
    }
    cluster = await stored(rows, Cluster, **of, **leading)
    apart = {"starts_on": date(2072, 1, 1), "ends_on": date(2072, 12, 31)}  # from those of other tests
    adopted = await stored(rows, Agenda, **of, **apart, status=AgendaStatus.ADOPTED)
    content = {"title": "Photonics", "totalCostCents": 100, "participants": ["68750110"]}
    link = {"agendaId": str(adopted.id), "clusterId": str(cluster.id), "category": "INNOVATION"}
    told = story(agenda, "project.four-eyes")
    await told.step("/projects", REGION, {**content, "regionCode": "CR36"}, at=AT)
    await told.step("/projects/{id}", REGION, content, method="PUT", at=AT)
    await told.step("/projects/{id}/definitions", REGION, link, at=AT)
    await told.step("/projects/{id}/financing-mixes", REGION, {"costs": []}, at=AT)
    told.ends()
    await told.decides("/projects/{id}/approvals", "state", at=AT)


@pytest.mark.parametrize(("noun", "body"), [("confirmations", CONFIRMATION), ("withdrawals", WITHDRAWAL)])
async def test_a_cluster_and_its_review(noun: str, body: Any, agenda: Api) -> None:
    told = story(agenda, "cluster.four-eyes")
    code = new_code()
    about = {"regionCode": "CR36", "clusterCode": code, "name": f"Cluster {code}"}
    await told.step("/clusters", REGION, about, at="2014-06-02T09:00:00Z")
    described = {"name": f"Cluster {code}", "description": "Machines"}
    await told.step("/clusters/{id}", REGION, described, method="PUT", at="2014-06-02T09:00:00Z")
    on = await evidence(agenda, f"C-{code}", 2014, (60, 70, 80))
    await told.step(
        "/clusters/{id}/scores", REGION, {"year": 2014, "evidence": on}, at="2015-01-10T09:00:00Z"
    )
    told.ends()
    await told.refuses_its_hands("/clusters/{id}/designations", "state", DECISION, at=AT)

    review = story(agenda, "cluster.review-four-eyes")
    review.last = told.last
    await review.step("/clusters/{id}/designations", "state", DECISION, at=AT)
    at = "2018-11-10T09:00:00Z"
    await review.step("/clusters/{id}/reviews", "state", {"reason": "Four years"}, at=at)
    review.ends()
    told.last = review.last
    await told.refuses_its_hands(f"/clusters/{{id}}/{noun}", "state", body, at=at)
    await review.decides(f"/clusters/{{id}}/{noun}", "state", body, at=at)
