"""Physical conditions over HTTP: land is given once (A20), the law is that of the day (A19, A21, A22)."""

import asyncio
from typing import Any

from shared.testing.callers import caller
from shared.testing.client import Api

SCOPES = ("agenda:read", "agenda:write", "agenda:adopt", "clock:set")
REGION = caller("region:CR36", *SCOPES, subject="author")
COLLEGE = caller("region:CR36", *SCOPES, subject="college")
STATE = caller("state", "agenda:read", "agenda:govern", "clock:set", subject="officer")
SITE = {"regionCode": "CR36", "municipalityCode": "GM0772", "name": "Acht", "plots": 4, "multimodal": True}
DEMAND = {
    "regionCode": "CR36",
    "title": "A supplier grows",
    "demandedBy": "A firm",
    "requirements": ["Rail"],
    "registeredOn": "2015-01-05",
}


async def explored(agenda: Api, demanded_m2: int) -> Any:
    made = await agenda.post("/opportunities", REGION, {**DEMAND, "demandedM2": demanded_m2})
    assert made.status_code == 201, made.text
    path = f"/opportunities/{made.json()['id']}/explorations"
    return await agenda.post(path, REGION, etag=made.headers["etag"])


async def balance(agenda: Api) -> dict[str, int]:
    found = (await agenda.http.get("/land-balances?regionCode=CR36")).json()["items"]
    return {name: value for name, value in found[0].items() if name.endswith("M2")} if found else {}


async def test_parallel_matches_never_give_a_site_more_than_it_has(agenda: Api) -> None:
    """Twelve firms want 1,000 m² each of a site of 7,000 m² at the same moment (A20)."""
    offered = await agenda.post("/sites", REGION, {**SITE, "offeredM2": 7_000})
    before = await balance(agenda)
    wanting = [await explored(agenda, 1_000) for _ in range(12)]
    site = offered.json()["id"]

    async def matched(made: Any) -> int:
        path = f"/opportunities/{made.json()['id']}/matches"
        answer = await agenda.post(path, REGION, {"siteId": site, "areaM2": 1_000}, etag=made.headers["etag"])
        return answer.status_code

    statuses = await asyncio.gather(*(matched(made) for made in wanting))
    assert sorted(statuses) == [200] * 7 + [409] * 5
    assert (await agenda.http.get(f"/sites/{site}")).json()["usedM2"] == 7_000
    after = await balance(agenda)
    assert after["matchedM2"] - before["matchedM2"] == 7_000
    assert after["demandedM2"] - before["demandedM2"] == 12_000


async def test_what_is_dropped_is_offered_again(agenda: Api) -> None:
    offered = await agenda.post("/sites", REGION, {**SITE, "offeredM2": 5_000})
    site, before = offered.json()["id"], await balance(agenda)
    made = await explored(agenda, 5_000)
    path = f"/opportunities/{made.json()['id']}"
    matched = await agenda.post(
        f"{path}/matches", REGION, {"siteId": site, "areaM2": 5_000}, etag=made.headers["etag"]
    )
    assert (await agenda.http.get(path)).json()["reservedM2"] == 5_000
    dropped = await agenda.post(f"{path}/drops", REGION, {"reason": "Gone"}, etag=matched.headers["etag"])
    assert dropped.json()["status"] == "DROPPED"
    assert (await agenda.http.get(f"/sites/{site}")).json()["usedM2"] == 0
    assert await balance(agenda) == before
    assert (await agenda.http.get(path)).status_code == 404
    seen = (await agenda.get(f"{path}/matches", REGION)).json()["items"]
    assert [match["status"] for match in seen] == ["RELEASED"]


async def test_the_ladder_is_the_one_of_the_day_it_was_assessed(agenda: Api) -> None:
    body = {
        "regionCode": "CR36",
        "municipalityCode": "GM0772",
        "title": "Outside the town",
        "need": "Six hectares are asked for.",
        "insideUrbanArea": False,
        "alternatives": "There is no land of that size inside.",
    }
    conclusion = {"outcome": "YES_PROVIDED", "decidingBody": "College van Eindhoven"}
    condition = {"condition": "Green roofs", "responsible": "The firm", "dueOn": "2018-12-01"}
    for at, regime, status in (
        ("2016-03-01T09:00:00Z", "ladder@2012-1", 409),
        ("2017-07-01T09:00:00Z", "ladder@2017-1", 200),
    ):
        made = await agenda.post("/ladder-assessments", REGION, body, at=at)
        assert made.json()["regime"] == regime
        path = f"/ladder-assessments/{made.json()['id']}"
        stated = await agenda.post(f"{path}/conditions", REGION, condition, etag=made.headers["etag"], at=at)
        late = "2018-01-05T09:00:00Z"
        same = await agenda.post(
            f"{path}/conclusions", REGION, conclusion, etag=stated.headers["etag"], at=late
        )
        assert same.json()["type"].endswith("/problems/ladder-assessment.four-eyes")
        concluded = await agenda.post(
            f"{path}/conclusions", COLLEGE, conclusion, etag=stated.headers["etag"], at=late
        )
        assert concluded.status_code == status, concluded.text
        hidden = await agenda.http.get(path)
        assert hidden.status_code == (200 if status == 200 else 404)


async def test_an_instrument_is_of_the_law_of_the_day_it_was_decided(agenda: Api) -> None:
    offered = await agenda.post("/sites", REGION, {**SITE, "offeredM2": 5_000})
    body = {
        "regionCode": "CR36",
        "kind": "ENVIRONMENTAL_PLAN",
        "title": "Omgevingsplan Eindhoven",
        "authority": "Gemeenteraad Eindhoven",
        "decidedOn": "2024-01-01",
        "identifier": "/akn/nl/act/gm0772/2024/omgevingsplan",
        "flexibility": "Open norms for use",
        "subjectKind": "SITE",
        "subjectId": offered.json()["id"],
    }
    linked = await agenda.post("/spatial-instruments", REGION, body)
    assert linked.status_code == 201, linked.text
    assert linked.json()["regime"] == "spatial-instruments@2024-1"
    early = await agenda.post("/spatial-instruments", REGION, {**body, "decidedOn": "2023-12-31"})
    assert early.json()["type"].endswith("/problems/spatial-instrument.kind")
    imro = {"kind": "ZONING_PLAN", "identifier": "NL.IMRO.0772.80265-0301", "decidedOn": "2016-02-02"}
    before = await agenda.post("/spatial-instruments", REGION, {**body, **imro})
    assert before.json()["regime"] == "spatial-instruments@2008-1"
    found = await agenda.http.get(f"/spatial-instruments?subjectId={offered.json()['id']}&sort=-decidedOn")
    assert [row["decidedOn"] for row in found.json()["items"]] == ["2024-01-01", "2016-02-02"]
