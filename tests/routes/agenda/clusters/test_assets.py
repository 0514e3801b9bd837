"""The assets of a cluster: from plan to closure, what is missing, who brings it (A6, A7)."""

from typing import Any

from services.agenda.agendas.agendas.models import Agenda
from services.agenda.projects.projects.models import Project, Reach
from services.agenda.projects.projects.models import Status as ProjectStatus
from shared.store.engine import Sessions
from shared.testing.callers import caller
from shared.testing.client import Api
from shared.testing.factories import stored
from tests.routes.agenda.scoring import REGION, new_code, registered

OTHER = caller("region:LD01", "agenda:read", "agenda:write")
NOBODY: dict[str, str] = {}
ASSET = {
    "kind": "CAMPUS",
    "name": "High Tech Campus",
    "description": "Open campus voor onderzoek en ontwikkeling.",
    "municipalityCode": "0772",
    "address": "High Tech Campus 1, Eindhoven",
    "expectedOn": "2016-01-01",
}


def refusal(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json().get("type", "").rsplit("/")[-1]


async def entered(agenda: Api, cluster_id: str, **more: Any) -> Any:
    return await agenda.post("/cluster-assets", REGION, {**ASSET, "clusterId": cluster_id, **more})


async def step(agenda: Api, before: Any, name: str, body: Any) -> Any:
    path = f"/cluster-assets/{before.json()['id']}/{name}"
    return await agenda.post(path, REGION, body, etag=before.headers["etag"])


async def test_an_asset_comes_and_goes_with_its_dates(agenda: Api) -> None:
    cluster = (await registered(agenda, new_code())).json()["id"]
    planned = await entered(agenda, cluster)
    assert planned.status_code == 201, planned.text
    assert (planned.json()["municipalityCode"], planned.json()["status"]) == ("GM0772", "PLANNED")
    path = f"/cluster-assets/{planned.json()['id']}"
    assert (await agenda.get(path, OTHER)).status_code == 404
    started = await step(agenda, planned, "starts", {"startedOn": "2015-03-02"})
    assert (await agenda.get(path, NOBODY)).json()["status"] == "IN_REALISATION"
    early = await step(agenda, started, "openings", {"openedOn": "2015-03-01"})
    assert refusal(early) == (409, "cluster-asset.in-time-order")
    later = await step(agenda, started, "openings", {"openedOn": "2199-01-01"})
    assert refusal(later) == (409, "cluster-asset.in-time-order")
    opened = await step(agenda, started, "openings", {"openedOn": "2016-02-01"})
    coverage = f"/clusters/{cluster}/asset-coverage"
    assert (await agenda.get(coverage, NOBODY)).status_code == 404  # nobody sees the candidate itself
    found = (await agenda.get(coverage, REGION, referenceDate="2016-02-01")).json()
    assert found["present"] == [{"kind": "CAMPUS", "assets": 1}]
    assert found["missing"] == [
        "BUSINESS_PARK",
        "MULTIMODAL_ACCESS",
        "INCUBATOR",
        "SHARED_RESEARCH_FACILITY",
        "CIRCULAR_PRODUCTION_LANDSCAPE",
    ]
    before = (await agenda.get(coverage, REGION, referenceDate="2016-01-31")).json()
    assert (before["present"], "CAMPUS" in before["missing"]) == ([], True)
    closed = await step(agenda, opened, "closures", {"closedOn": "2020-12-31"})
    assert closed.json()["status"] == "CLOSED"
    assert "CAMPUS" in (await agenda.get(coverage, REGION)).json()["missing"]


async def test_the_list_of_kinds_is_open_by_name(agenda: Api) -> None:
    """A6: "e.d." - what the programme does not know says what it is."""
    cluster = (await registered(agenda, new_code())).json()["id"]
    unknown = await entered(agenda, cluster, kind="HARBOUR")
    assert refusal(unknown) == (409, "cluster-asset.known-kind")
    assert "OTHER" in unknown.json()["facts"]["kinds"]
    for odd in ({"kind": "OTHER"}, {"otherKind": "Haven"}):
        assert refusal(await entered(agenda, cluster, **odd)) == (409, "cluster-asset.other-named")
    named = await entered(agenda, cluster, kind="OTHER", otherKind="Testhaven")
    assert named.status_code == 201
    opened = await step(agenda, named, "openings", {"openedOn": "2014-01-01"})
    assert opened.status_code == 200, opened.text
    found = await agenda.get("/search-results", NOBODY, words="testhaven", kind="CLUSTER_ASSET")
    assert [row["id"] for row in found.json()["items"]] == [named.json()["id"]]


async def test_only_the_region_of_the_cluster_keeps_its_register(agenda: Api) -> None:
    cluster = (await registered(agenda, new_code())).json()["id"]
    foreign = await agenda.post("/cluster-assets", OTHER, {**ASSET, "clusterId": cluster})
    assert foreign.status_code == 404
    designator = caller("state", "agenda:read", "agenda:write")
    for_it = await agenda.post("/cluster-assets", designator, {**ASSET, "clusterId": cluster})
    assert refusal(for_it) == (403, "tenancy.own-objects")


async def test_whether_an_asset_serves_one_firm_is_found_with_reasons(agenda: Api) -> None:
    """A7: dedicated infrastructure falls outside GBER 56."""
    made = await entered(agenda, (await registered(agenda, new_code())).json()["id"])
    assert made.json()["dedicated"] is None
    finding = {"dedicated": True, "reasons": "Built to the measure of one user."}
    found = await step(agenda, made, "dedication-findings", finding)
    assert (found.json()["dedicated"], found.json()["dedicatedReasons"]) == (True, finding["reasons"])
    assert found.json()["dedicatedFoundOn"] is not None


async def test_a_project_creates_or_improves_an_asset_of_its_cluster(agenda: Api, rows: Sessions) -> None:
    """A7: whoever may see the project sees what it brings."""
    clusters = [(await registered(agenda, new_code())).json()["id"] for _ in range(2)]
    adopted = await stored(rows, Agenda, owner="region:CR36")
    approved, hidden, elsewhere = [
        await stored(
            rows,
            Project,
            owner="region:CR36",
            agenda_id=adopted.id,
            cluster_id=cluster,
            category="INNOVATION",
            total_cost_cents=1,
            status=status,
            reach=reach,
        )
        for cluster, status, reach in (
            (clusters[0], ProjectStatus.APPROVED, Reach.PUBLIC),
            (clusters[0], ProjectStatus.DEFINED, Reach.OWN),
            (clusters[1], ProjectStatus.APPROVED, Reach.PUBLIC),
        )
    ]
    made = await step(agenda, await entered(agenda, clusters[0]), "openings", {"openedOn": "2015-01-01"})
    other = {"projectId": str(elsewhere.id), "relation": "CREATES"}
    assert refusal(await step(agenda, made, "projects", other)) == (409, "cluster-asset.same-cluster")
    for project, relation in ((approved, "CREATES"), (hidden, "IMPROVES")):
        made = await step(agenda, made, "projects", {"projectId": str(project.id), "relation": relation})
        assert made.status_code == 200, made.text
    again = {"projectId": str(approved.id), "relation": "IMPROVES"}
    assert refusal(await step(agenda, made, "projects", again)) == (409, "cluster-asset.linked-once")
    path = f"/cluster-assets/{made.json()['id']}/projects"
    mine = (await agenda.get(path, REGION)).json()["items"]
    assert [row["relation"] for row in mine] == ["CREATES", "IMPROVES"]
    public = (await agenda.get(path, NOBODY)).json()["items"]
    assert [row["projectId"] for row in public] == [str(approved.id)]
    brought = await agenda.get("/cluster-assets", NOBODY, projectId=str(approved.id))
    assert [row["id"] for row in brought.json()["items"]] == [made.json()["id"]]


async def test_an_asset_is_carried_by_an_instrument_of_spatial_law(agenda: Api) -> None:
    """A region's own plan as well as what everybody sees; what another one only plans is not there (A22)."""
    asset = await entered(agenda, (await registered(agenda, new_code())).json()["id"])
    body = {
        "regionCode": "CR36",
        "kind": "ZONING_PLAN",
        "title": "Bestemmingsplan High Tech Campus",
        "authority": "Gemeenteraad Eindhoven",
        "decidedOn": "2016-02-02",
        "identifier": "NL.IMRO.0772.80265-0301",
        "flexibility": "Open norms for use",
        "subjectKind": "CLUSTER_ASSET",
        "subjectId": asset.json()["id"],
    }
    linked = await agenda.post("/spatial-instruments", REGION, body)
    assert linked.status_code == 201, linked.text
    found = await agenda.get("/spatial-instruments", NOBODY, subjectId=asset.json()["id"])
    assert [row["title"] for row in found.json()["items"]] == [body["title"]]
    foreign = await agenda.post("/spatial-instruments", OTHER, {**body, "regionCode": "LD01"})
    assert refusal(foreign)[1] == "spatial-instrument.known-subject"
