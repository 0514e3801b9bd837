"""Regions over HTTP: the tree, urban regions, overlaps (A4); questions find their ambassador (B21, B22)."""

from typing import Any

from shared.testing.callers import caller
from shared.testing.client import Api

REGION = caller(
    "region:CR36", "agenda:read", "agenda:write", "agenda:contribute", "clock:set", subject="author"
)
OTHER = caller("region:LD01", "agenda:read", "agenda:write", "agenda:contribute", subject="other")
STATE = caller("state", "agenda:read", "agenda:govern", "clock:set", subject="officer")


async def rows(agenda: Api, path: str) -> list[dict[str, Any]]:
    answer = await agenda.http.get(path)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


async def test_a_municipality_belongs_to_one_of_each_level_on_a_day(agenda: Api) -> None:
    found = await rows(agenda, "/memberships?memberCode=GM0772&referenceDate=2015-01-01")
    assert {row["kind"]: row["regionCode"] for row in found if row["kind"] != "URBAN_REGION"} == {
        "COROP": "CR36",
        "PROVINCE": "PV30",
        "LANDSDEEL": "LD04",
        "ROM_AREA": "ROM-BOM",
        "EFRO_AREA": "EFRO-ZUID",
    }
    names = await rows(agenda, "/regions?within=CR36&kind=MUNICIPALITY&sort=name&limit=100")
    assert {"Eindhoven", "Veldhoven"} <= {row["name"] for row in names}


async def test_a_corop_lies_within_its_province(agenda: Api) -> None:
    answer = await agenda.http.get("/region-overlaps?first=CR36&second=PV30")
    assert (answer.json()["firstWithinSecond"], answer.json()["secondWithinFirst"]) == (True, False)
    apart = await agenda.http.get("/region-overlaps?first=CR36&second=LD01")
    assert (apart.json()["count"], apart.json()["firstWithinSecond"]) == (0, False)
    town = await agenda.http.get("/region-overlaps?first=GM0772&second=CR36")
    assert (town.json()["municipalities"], town.json()["firstWithinSecond"]) == (["GM0772"], True)
    labour = await agenda.http.get("/region-overlaps?first=AM06&second=PV25")
    assert labour.json()["type"].endswith("/problems/region.members-known")
    unknown = await agenda.http.get("/region-overlaps?first=CR36&second=XX99")
    assert unknown.json()["type"].endswith("/problems/region.known")


async def test_a_municipality_of_the_past_is_there_on_its_days(agenda: Api) -> None:
    """D6: Delfzijl (GM0010) until 2021, Eemsdelta (GM1979) since."""
    asked = "/memberships?memberCode={}&referenceDate={}&limit=100"
    gone = await rows(agenda, asked.format("GM0010", "2017-01-01"))
    assert {row["regionCode"] for row in gone} == {"PV20", "LD01", "EFRO-NOORD"}
    assert await rows(agenda, asked.format("GM0010", "2021-01-01")) == []
    assert await rows(agenda, asked.format("GM1979", "2017-01-01")) == []
    since = await rows(agenda, asked.format("GM1979", "2021-01-01"))
    assert {row["validFrom"] for row in since} == {"2021-01-01"}
    towns = "/regions?within=PV20&kind=MUNICIPALITY&referenceDate={}&limit=100"
    assert len(await rows(agenda, towns.format("2015-01-01"))) == 23
    assert len(await rows(agenda, towns.format("2024-01-01"))) == 10


async def test_members_that_are_not_known_are_not_left_out_silently(agenda: Api) -> None:
    for path in (
        "/regions?within=CR02&referenceDate=2015-01-01",
        "/regions?within=PV20&referenceDate=1995-01-01",
        "/region-overlaps?first=CR02&second=PV20&referenceDate=2015-01-01",
    ):
        answer = await agenda.http.get(path)
        assert answer.json()["type"].endswith("/problems/region.members-known"), path


async def test_an_urban_region_is_made_joined_and_ended_with_its_history(agenda: Api) -> None:
    body = {
        "code": "SR36",
        "name": "Stedelijk Gebied Eindhoven",
        "validFrom": "2014-01-01",
        "municipalities": ["GM0772", "GM0861"],
    }
    made = await agenda.post("/regions", REGION, body)
    assert made.status_code == 201, made.text
    path = f"/regions/{made.json()['id']}"
    twin = await agenda.post("/regions", OTHER, body)
    assert twin.json()["type"].endswith("/problems/region.known-once")
    join = {"municipalityCode": "GM0794", "validFrom": "2015-01-01"}
    foreign = await agenda.post(f"{path}/memberships", OTHER, join, etag=made.headers["etag"])
    assert foreign.status_code == 403
    joined = await agenda.post(f"{path}/memberships", REGION, join, etag=made.headers["etag"])
    assert joined.status_code == 200, joined.text

    async def members(day: str) -> set[str]:
        found = await rows(agenda, f"/memberships?regionCode=SR36&referenceDate={day}")
        return {row["memberCode"] for row in found}

    assert await members("2014-12-31") == {"GM0772", "GM0861"}
    assert await members("2015-01-01") == {"GM0772", "GM0861", "GM0794"}
    overlap = await agenda.http.get("/region-overlaps?first=SR36&second=CR36&referenceDate=2015-06-01")
    assert (overlap.json()["count"], overlap.json()["firstWithinSecond"]) == (3, True)
    earlier = {**join, "validFrom": "2014-06-01"}  # it would be a member twice from 2015 on
    twice = await agenda.post(f"{path}/memberships", REGION, earlier, etag=joined.headers["etag"])
    assert twice.json()["facts"] == {"municipalities": ["GM0794"]}
    ended = await agenda.post(
        f"{path}/ends", REGION, {"validUntil": "2016-12-31"}, etag='"*"'.replace('"', "")
    )
    assert ended.json()["status"] == "ENDED"
    assert await members("2017-01-01") == set()
    assert await members("2016-12-31") == {"GM0772", "GM0861", "GM0794"}
    for day, count in (("2014-12-31", 2), ("2016-12-31", 3), ("2017-01-01", 0)):
        assert len(await rows(agenda, f"/regions?within=SR36&referenceDate={day}")) == count
        there = await rows(agenda, f"/regions?code=SR36&referenceDate={day}")
        assert bool(there) is bool(count)


async def test_a_region_is_found_by_words_of_its_name_and_a_day(agenda: Api) -> None:
    found = await rows(agenda, "/regions?words=gelderland&kind=PROVINCE")
    assert [row["code"] for row in found] == ["PV25"]
    assert len(await rows(agenda, "/regions?kind=LANDSDEEL&referenceDate=2014-10-01")) == 4


async def test_the_shipped_reference_data_is_the_first_version(agenda: Api) -> None:
    first = (await rows(agenda, "/reference-versions?limit=1"))[0]
    assert (first["number"], len(first["digest"])) == (1, 64)
    added = [change for change in first["changes"] if change["what"] == "region-added"]
    assert len(added) == 342 + 40 + 12 + 4 + 35 + 9 + 4


async def test_each_edition_of_nuts_has_its_own_code(agenda: Api) -> None:
    """domain.md section 6: Oost-Groningen is NL111 in 2021 and NL114 in 2024."""
    for edition, code in (("2021", "NL111"), ("2024", "NL114")):
        found = await rows(agenda, f"/nuts-codes?edition={edition}")
        assert {row["code"]: row["regionCode"] for row in found}[code] == "CR01"
        assert [row["level"] for row in found].count(3) == 40


async def test_the_edition_of_nuts_is_that_of_the_day(agenda: Api) -> None:
    """domain.md section 6: NL32B is of the 2024 edition, NL329 of that of 2021 (Groot-Amsterdam, CR23)."""
    for day, code in (("2023-12-31", "NL329"), ("2024-01-01", "NL32B")):
        assert await rows(agenda, f"/nuts-codes?referenceDate={day}&regionCode=CR23") == [
            {"code": code, "level": 3, "regionCode": "CR23"}
        ]
    other = await agenda.http.get("/nuts-codes?edition=2024&code=NL329")
    assert (other.json()["items"], other.json()["editions"]) == ([], ["2016", "2021"])
    programme = await rows(agenda, "/nuts-codes?referenceDate=2014-06-01&regionCode=CR23")
    assert [row["code"] for row in programme] == ["NL326"]
    early = await agenda.http.get("/nuts-codes?referenceDate=2011-12-31")
    assert early.json()["type"].endswith("/problems/regime.in-force")


async def test_a_question_finds_the_ambassador_in_office(agenda: Api) -> None:
    question = {"municipalityCode": "GM0014", "subject": "Energy", "text": "Who may help us with a permit?"}
    nobody = await agenda.post("/questions", REGION, question, at="2030-03-01T09:00:00Z")
    assert nobody.json()["type"].endswith("/problems/question.reachable")
    assert nobody.json()["facts"] == {"landsdeel": "LD01"}
    office = {"landsdeelCode": "LD01", "office": "Regio-ambassadeur Noord", "contact": "EZ"}
    first = await agenda.post(
        "/ambassadors", STATE, {**office, "startsOn": "2031-01-01", "endsOn": "2031-12-31"}
    )
    assert first.status_code == 201, first.text
    clash = await agenda.post("/ambassadors", STATE, {**office, "startsOn": "2031-12-31"})
    assert clash.json()["facts"] == {"periods": ["2031-01-01/2031-12-31"]}
    asked = await agenda.post("/questions", REGION, question, at="2031-03-03T09:00:00Z")
    assert asked.status_code == 201, asked.text
    assert (asked.json()["ambassadorId"], asked.json()["provinceCode"]) == (first.json()["id"], "PV20")
    assert asked.json()["dueOn"] == "2031-03-31"
    path = f"/questions/{asked.json()['id']}"
    assert (await agenda.get(path, OTHER)).status_code == 404
    answered = await agenda.post(f"{path}/answers", STATE, {"answer": "We will."}, etag=asked.headers["etag"])
    assert answered.json()["status"] == "ANSWERED"


async def test_a_question_is_closed_by_who_asked_it_and_needs_a_municipality(agenda: Api) -> None:
    question = {"municipalityCode": "GM9999", "subject": "Energy", "text": "Who may help us?"}
    nowhere = await agenda.post("/questions", REGION, question, at="2033-03-01T09:00:00Z")
    assert nowhere.json()["type"].endswith("/problems/question.placed")
    office = {"landsdeelCode": "LD04", "office": "Regio-ambassadeur Zuid", "contact": "EZ"}
    period = {"startsOn": "2033-01-01", "endsOn": "2033-12-31"}
    assert (await agenda.post("/ambassadors", STATE, {**office, **period})).status_code == 201
    in_office = "/ambassadors?landsdeelCode=LD04&referenceDate="
    assert [row["office"] for row in await rows(agenda, f"{in_office}2033-12-31")] == [office["office"]]
    assert await rows(agenda, f"{in_office}2034-01-01") == []
    body = {**question, "municipalityCode": "GM0772"}
    asked = await agenda.post("/questions", REGION, body, at="2033-03-01T09:00:00Z")
    assert asked.status_code == 201, asked.text
    path = f"/questions/{asked.json()['id']}"
    reason = {"reason": "Somebody told us at the counter."}
    assert (await agenda.post(f"{path}/closures", OTHER, reason, etag="*")).status_code == 404
    closed = await agenda.post(f"{path}/closures", REGION, reason, etag=asked.headers["etag"])
    assert (closed.json()["status"], closed.json()["closingReason"]) == ("CLOSED", reason["reason"])
    late = await agenda.post(f"{path}/answers", STATE, {"answer": "Too late."}, etag="*")
    assert late.json()["type"].endswith("/problems/question.life-cycle")
