"""Profiles of firms: their stage on a day, and their clusters (B17)."""

from typing import Any
from uuid import uuid4

from shared.testing.callers import caller
from shared.testing.client import Api
from tests.routes.agenda.scoring import new_code, registered

REGION = caller("region:CR36", "agenda:read", "agenda:contribute", "clock:set")
OTHER = caller("region:LD01", "agenda:read", "agenda:contribute", "clock:set")
AT = "2016-06-01T09:00:00Z"


def refusal(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json().get("type", "").rsplit("/")[-1]


async def firm(agenda: Api, role: str = "BUSINESS") -> str:
    number = f"{uuid4().int % 10**8:08d}"
    body = {"name": f"Firm {number}", "namedSince": "2012-03-01", "role": role, "kvkNumber": number}
    answer = await agenda.post("/organisations", REGION, body)
    assert answer.status_code == 201, answer.text
    found: str = answer.json()["id"]
    return found


async def profiled(agenda: Api, organisation: str, who: dict[str, str] = REGION, **more: Any) -> Any:
    body = {
        "organisationId": organisation,
        "registeredOn": "2012-03-01",
        "size": "SMALL",
        "listed": False,
        "afterMerger": False,
        "profitsDistributed": False,
        "highGrowth": True,
        "clusterIds": [],
        **more,
    }
    return await agenda.post("/firm-profiles", who, body, at=AT)


async def test_a_firm_is_found_by_its_stage_on_a_day_and_its_cluster(agenda: Api) -> None:
    cluster = (await registered(agenda, new_code())).json()["id"]
    made = await profiled(agenda, await firm(agenda), clusterIds=[cluster])
    assert made.status_code == 201, made.text
    found = made.json()
    assert (found["stage"], found["startUpUntil"], found["assessedOn"]) == (
        "START_UP",
        "2017-03-01",
        "2016-06-01",
    )
    assert found["regime"] == "firm-stages@2014-1"
    for day, stage, there in (
        ("2017-03-01", "START_UP", True),
        ("2017-03-02", "START_UP", False),
        ("2017-03-01", "SCALE_UP", False),
        ("2017-03-02", "SCALE_UP", True),
        ("2017-03-02", "MATURE", False),
    ):
        query = {"clusterId": cluster, "stage": stage, "referenceDate": day}
        answer = (await agenda.get("/firm-profiles", {}, **query)).json()
        assert bool(answer["items"]) == there, (day, stage)


async def test_a_new_profile_supersedes_the_one_before(agenda: Api) -> None:
    organisation = await firm(agenda)
    await profiled(agenda, organisation)
    again = await profiled(agenda, organisation, size="MEDIUM")
    assert (again.json()["stage"], again.json()["startUpUntil"]) == ("SCALE_UP", None)
    listed = (await agenda.get("/firm-profiles", {}, organisationId=organisation)).json()["items"]
    assert [(row["size"], row["status"]) for row in listed] == [
        ("SMALL", "SUPERSEDED"),
        ("MEDIUM", "CURRENT"),
    ]


async def test_what_is_no_firm_of_ones_own_is_not_profiled(agenda: Api) -> None:
    mine = await firm(agenda)
    assert refusal(await profiled(agenda, mine, OTHER)) == (403, "tenancy.own-objects")
    campus = await firm(agenda, "KNOWLEDGE")
    assert refusal(await profiled(agenda, campus)) == (409, "firm-profile.active-business")
    later = await profiled(agenda, mine, registeredOn="2016-06-02")
    assert refusal(later) == (409, "firm-profile.registered-by-now")
    nowhere = await profiled(agenda, mine, clusterIds=[mine])
    assert refusal(nowhere) == (409, "firm-profile.known-clusters")
