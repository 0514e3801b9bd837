"""Projects over HTTP: from an idea nobody sees to a portfolio that counts each once (A11, A15, B9, B11)."""

import asyncio
from collections.abc import AsyncIterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from services.agenda.agendas.agendas.models import Agenda
from services.agenda.agendas.agendas.models import Status as AgendaStatus
from services.agenda.clusters.clusters.models import Cluster
from services.agenda.clusters.clusters.models import Status as ClusterStatus
from services.agenda.projects.projects.models import Project, Reach, Status
from shared.store.engine import Sessions
from shared.store.tables import OUTBOX
from shared.store.tx import begin
from shared.testing.callers import caller
from shared.testing.client import Api
from shared.testing.factories import stored

OWNER = "region:CR36"
SCOPES = ("agenda:read", "agenda:write", "agenda:adopt", "clock:set")
REGION = caller(OWNER, *SCOPES, subject="author")
BOARD = caller(OWNER, *SCOPES, subject="board")
STATE = caller("state", "agenda:read", "agenda:approve", "clock:set", subject="officer")
AT = "2016-06-01T09:00:00Z"
IDEA = {"regionCode": "CR36", "title": "Fotonicafabriek", "purpose": "Gedeelde proeflijnen voor lichtchips."}
CONTENT = {
    "title": "Fotonicafabriek",
    "purpose": "Gedeelde proeflijnen voor lichtchips.",
    "participants": ["68750110"],
    "partnerRegions": ["CR13"],
    "topsectors": ["HTSM", "LSH"],
    "themes": ["SME_INNOVATION"],
    "policyDomains": ["INNOVATION"],
    "policyLine": 1,
    "totalCostCents": 12_000_000_00,
    "dedicatedInfrastructure": False,
}


@pytest.fixture
async def link(rows: Sessions) -> AsyncIterator[dict[str, Any]]:
    """An adopted agenda and a leading cluster, as a definition names them."""
    apart = {"starts_on": date(2070, 1, 1), "ends_on": date(2070, 12, 31)}  # from those of other tests
    adopted = {"region_code": "CR36", "status": AgendaStatus.ADOPTED, **apart}
    agenda = await stored(rows, Agenda, owner=OWNER, **adopted)
    cluster = await stored(
        rows,
        Cluster,
        owner=OWNER,
        region_code="CR36",
        status=ClusterStatus.LEADING,
        valid_from=date(2015, 1, 1),
        valid_until=date(2019, 12, 31),
    )
    yield {"agendaId": str(agenda.id), "clusterId": str(cluster.id), "category": "INNOVATION"}
    async with begin(rows, "test") as tx:  # one adopted agenda a period
        (await tx.get(Agenda, agenda.id)).status = AgendaStatus.CLOSED


async def defined(agenda: Api, link: dict[str, Any], **values: Any) -> Any:
    body = {"regionCode": "CR36", **CONTENT, **link, **values}
    made = await agenda.post("/projects", REGION, body, at=AT)
    assert made.status_code == 201, made.text
    return made


async def step(agenda: Api, found: Any, noun: str, who: dict[str, str], body: object = None) -> Any:
    path = f"/projects/{found.json()['id']}/{noun}"
    return await agenda.post(path, who, body, etag=found.headers["etag"], at=AT)


async def test_an_idea_becomes_a_project_that_everybody_finds_once_it_is_approved(
    agenda: Api, link: dict[str, Any]
) -> None:
    """B18 too: by Dutch words, and in the open data, without who acted."""
    idea = await agenda.post("/projects", REGION, IDEA, at=AT)
    path = f"/projects/{idea.json()['id']}"
    assert (idea.json()["status"], idea.json()["agendaId"]) == ("IDEA", None)
    content = await agenda.post(path, REGION, CONTENT, etag=idea.headers["etag"], at=AT, method="PUT")
    assert (content.json()["crossOver"], content.json()["supraRegional"]) == (True, True)
    found = await step(agenda, content, "definitions", REGION, link)
    assert found.json()["status"] == "DEFINED"
    assert (await agenda.get(path, {})).status_code == 404
    found = await step(agenda, found, "approvals", STATE)
    assert found.json()["status"] == "APPROVED"
    seen = await agenda.get(path, {})
    assert seen.json() == found.json()
    words = await agenda.get("/search-results", {}, words="proeflijn lichtchip")
    assert found.json()["id"] in [row["id"] for row in words.json()["items"]]
    rows = (await agenda.http.get("/datasets/project/rows")).json()
    (row,) = [row for row in rows if row["id"] == found.json()["id"]]
    assert not {"reach", "describedBy", "definedBy", "approvedBy"} & row.keys()
    cancelled = await step(agenda, found, "cancellations", REGION, {"reason": "No demand"})
    assert cancelled.json()["status"] == "CANCELLED"
    assert (await agenda.get(path, {})).json()["endReason"] == "No demand"


@pytest.mark.parametrize(
    "asked",
    [
        {"topsector": "LSH"},
        {"theme": "SME_INNOVATION"},
        {"policyDomain": "INNOVATION"},
        {"partnerRegion": "CR13"},
        {"words": "proeflijnen"},
        {"crossOver": "true"},
        {"supraRegional": "true"},
        {"dedicatedInfrastructure": "false"},
        {"policyLine": "1"},
        {"category": "INNOVATION"},
    ],
    ids=str,
)
async def test_projects_are_found_by_what_they_are_about(
    asked: dict[str, str], agenda: Api, link: dict[str, Any]
) -> None:
    """A5, A7, A11, A15, B9, B11, B52."""
    mine = (await defined(agenda, link)).json()["id"]
    other = {
        "partnerRegions": [],
        "topsectors": ["HTSM"],
        "themes": [],
        "policyDomains": [],
        "policyLine": None,
        "purpose": None,
        "dedicatedInfrastructure": None,
        "category": "LABOUR_MARKET",
    }
    others = (await defined(agenda, link, **other)).json()["id"]
    found = await agenda.get("/projects", REGION, agendaId=link["agendaId"], **asked)
    ids = [item["id"] for item in found.json()["items"]]
    assert (mine in ids, others in ids) == (True, False)


async def test_a_mix_of_instruments_is_stored_and_shown_as_it_was_sent(
    agenda: Api, link: dict[str, Any]
) -> None:
    """B36."""
    found = await defined(agenda, link)
    paid = [
        {"instrument": "EFRO", "sourceGroup": "STATE", "amountCents": 2_000_000_00},
        {"instrument": "Provincie Noord-Brabant", "sourceGroup": "REGION", "amountCents": 3_000_000_00},
    ]
    costs = [{"name": "Pilot line", "amountCents": 8_000_000_00, "paidBy": paid}]
    mixed = await step(agenda, found, "financing-mixes", REGION, {"costs": costs})
    assert mixed.status_code == 200, mixed.text
    assert mixed.json()["financing"] == costs
    assert (mixed.json()["financedCents"], mixed.json()["overlaps"]) == (5_000_000_00, ["Pilot line"])
    assert mixed.json()["mix"] == paid
    twice = [{**costs[0], "amountCents": 5_000_000_00 - 1}]
    answer = await step(agenda, mixed, "financing-mixes", REGION, {"costs": twice})
    assert answer.json()["type"].endswith("/problems/project.cost-paid-once")


async def test_an_awarded_project_runs_and_is_closed_with_its_evaluation(
    agenda: Api, link: dict[str, Any], rows: Sessions
) -> None:
    found = await step(agenda, await defined(agenda, link), "approvals", STATE)
    async with begin(rows, "test") as tx:
        project = await tx.get(Project, found.json()["id"])
        project.status = Status.AWARDED
        project.awarded_cents = 3_000_000_00
        project.applications = [
            {
                "application_id": str(project.id),
                "received_on": "2016-02-02",
                "awarded_on": "2016-03-01",
                "awarded_cents": 3_000_000_00,
            }
        ]
    found = await agenda.get(f"/projects/{found.json()['id']}", REGION)
    early = await step(agenda, found, "starts", REGION, {"startedOn": "2016-02-01"})
    assert early.json()["type"].endswith("/problems/project.starts-after-application")
    assert early.json()["facts"] == {"firstDay": "2016-02-02"}
    state = caller("state", "agenda:write", "clock:set")
    answer = await step(agenda, found, "starts", state, {"startedOn": "2016-02-02"})
    assert answer.json()["type"].endswith("/problems/tenancy.own-objects")
    for noun, body, status in (
        ("starts", {"startedOn": "2016-02-02"}, "RUNNING"),
        ("stops", {"stoppedOn": "2016-05-01", "reason": "The firm left"}, "STOPPED"),
        ("evaluations", {"document": "Report"}, "CLOSED"),
    ):
        found = await step(agenda, found, noun, REGION, body)
        assert found.json()["status"] == status, found.text
    assert await told(rows, found.json()["id"]) == [
        "project-approved",
        "project-started",
        "project-stopped",
    ]


async def told(rows: Sessions, project: str) -> list[str]:
    kinds = select(OUTBOX.c.type).where(OUTBOX.c.aggregateid == project).order_by(OUTBOX.c.position)
    async with rows() as session:
        return [kind.removeprefix("nl.groeikracht.agenda.") for kind in await session.scalars(kinds)]


async def test_what_waits_for_money_is_cancelled_with_its_agenda(
    agenda: Api, link: dict[str, Any], rows: Sessions
) -> None:
    """A8: and funding is told of it."""
    waiting = await step(agenda, await defined(agenda, link), "approvals", STATE)
    other = await defined(agenda, link)
    path = f"/agendas/{link['agendaId']}/withdrawals"
    gone = await agenda.post(path, BOARD, {"reason": "A new plan"}, etag="*", at=AT)
    assert gone.status_code == 200, gone.text
    ended = (await agenda.get(f"/projects/{waiting.json()['id']}", REGION)).json()
    assert (ended["status"], ended["endReason"], ended["endedOn"]) == (
        "CANCELLED",
        "A new plan",
        "2016-06-01",
    )
    assert await told(rows, waiting.json()["id"]) == ["project-approved", "project-cancelled"]
    late = await step(agenda, other, "approvals", STATE)
    assert late.json()["type"].endswith("/problems/project.agenda-adopted")


async def test_an_approval_and_the_withdrawal_of_the_agenda_at_once_leave_no_project_without_one(
    agenda: Api, link: dict[str, Any]
) -> None:
    made = [await defined(agenda, link) for _ in range(6)]
    path = f"/agendas/{link['agendaId']}/withdrawals"
    gone, *_ = await asyncio.gather(
        agenda.post(path, BOARD, {"reason": "A new plan"}, etag="*", at=AT),
        *(step(agenda, each, "approvals", STATE) for each in made),
    )
    found = [(await agenda.get(f"/projects/{each.json()['id']}", REGION)).json() for each in made]
    assert gone.status_code == 200, gone.text
    assert {project["status"] for project in found} <= {"DEFINED", "CANCELLED"}


PORTFOLIO = (  # of 1995: region, topsectors, themes, policy line, category, cost, awarded, state
    ("CR36", ["HTSM", "LSH"], ["SME_INNOVATION"], 1, "INNOVATION", 1_000, 250, Status.AWARDED),
    ("CR36", ["HTSM"], [], 2, "INNOVATION", 500, 0, Status.APPROVED),
    ("CR13", [], [], None, "LABOUR_MARKET", 70, 7, Status.STOPPED),
    ("CR36", ["HTSM"], [], 1, "INNOVATION", 9_999, 99, Status.CANCELLED),
)


async def test_a_portfolio_counts_each_project_once_in_its_totals(agenda: Api, rows: Sessions) -> None:
    """A11, A15, B9, B11: two topsectors are two rows, and none is one too."""
    for region, topsectors, themes, line, category, cost, awarded, status in PORTFOLIO:
        owner = f"region:{region}"
        under = await stored(rows, Agenda, owner=owner)
        cluster = await stored(rows, Cluster, owner=owner)
        await stored(
            rows,
            Project,
            owner=owner,
            region_code=region,
            agenda_id=under.id,
            cluster_id=cluster.id,
            topsectors=topsectors,
            themes=themes,
            policy_line=line,
            category=category,
            total_cost_cents=cost,
            awarded_cents=awarded,
            status=status,
            reach=Reach.PUBLIC,
            approved_on=date(1995, 12, 31),
        )
    found = (await agenda.http.get("/project-portfolios?year=1995")).json()

    def table(name: str, *keys: str) -> list[tuple[Any, ...]]:
        return [(*(row[key] for key in keys), *sums(row)) for row in found[name]]

    assert sums(found["total"]) == (3, 1_570, 257)
    assert table("regions", "regionCode") == [("CR13", 1, 70, 7), ("CR36", 2, 1_500, 250)]
    assert table("topsectors", "topsector", "regionCode") == [
        ("HTSM", "CR36", 2, 1_500, 250),
        ("LSH", "CR36", 1, 1_000, 250),
        (None, "CR13", 1, 70, 7),
    ]
    assert table("themes", "theme") == [("SME_INNOVATION", 1, 1_000, 250), (None, 2, 570, 7)]
    assert table("policyLines", "policyLine") == [(1, 1, 1_000, 250), (2, 1, 500, 0), (None, 1, 70, 7)]
    assert table("categories", "category") == [
        ("INNOVATION", 2, 1_500, 250),
        ("LABOUR_MARKET", 1, 70, 7),
    ]
    nothing = (await agenda.http.get("/project-portfolios?year=1996")).json()
    assert (sums(nothing["total"]), nothing["topsectors"]) == ((0, 0, 0), [])
    ever = (await agenda.http.get("/project-portfolios")).json()
    assert ever["total"]["projects"] >= 3


def sums(row: dict[str, Any]) -> tuple[int, int, int]:
    return row["projects"], row["totalCostCents"], row["awardedCents"]
