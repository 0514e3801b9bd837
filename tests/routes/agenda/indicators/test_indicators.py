"""Indicators over HTTP: values revised, added up over regions, compared (A2, A10, B5, B26, B50)."""

import asyncio
from datetime import UTC, date, datetime
from typing import Any

from services.agenda.agendas.agendas.models import Agenda
from shared.store.engine import Sessions
from shared.testing.callers import caller
from shared.testing.client import Api
from shared.testing.factories import stored

STATE = caller("state", "agenda:read", "agenda:measure", "clock:set", subject="officer")
DEFINITION = {
    "edition": 1,
    "name": "Bruto regionaal product",
    "nameEn": "Gross regional product",
    "unit": "million euro",
    "definition": "Value added in a region.",
    "source": "CBS",
    "rollUp": "SUM",
    "decimals": 1,
    "validFrom": "2010-01-01",
}
VALUE = {"edition": 1, "year": 2013, "priceBasis": "CURRENT", "status": "PROVISIONAL", "source": "CBS"}


async def store(agenda: Api, **values: Any) -> Any:
    return await agenda.post("/observations", STATE, {**VALUE, **values})


async def test_values_are_revised_one_after_the_other_even_at_the_same_moment(agenda: Api) -> None:
    assert (await agenda.post("/indicators", STATE, {**DEFINITION, "code": "GRP_A"})).status_code == 201
    first = await store(agenda, code="GRP_A", areaCode="CR36", value="30000")
    assert first.status_code == 201, first.text
    answers = await asyncio.gather(
        *(store(agenda, code="GRP_A", areaCode="CR36", value=f"{30_000 + n}") for n in range(6))
    )
    made = [answer.json()["revision"] for answer in answers if answer.status_code == 201]
    assert sorted(made) == list(range(2, 2 + len(made)))
    assert {answer.status_code for answer in answers} <= {201, 409}
    listed = (await agenda.http.get("/observations?code=GRP_A&limit=100")).json()["items"]
    assert [row["latest"] for row in listed].count(True) == 1
    assert len(listed) == 1 + len(made)


async def test_a_sum_names_what_is_missing(agenda: Api) -> None:
    await agenda.post("/indicators", STATE, {**DEFINITION, "code": "GRP_B"})
    for area, value in (("LD01", "10"), ("LD02", "20.5"), ("LD03", "30")):
        assert (await store(agenda, code="GRP_B", areaCode=area, value=value)).status_code == 201
    total = (await agenda.http.get("/roll-ups?code=GRP_B&year=2013")).json()
    assert (total["value"], total["missing"]) == (None, ["LD04"])
    await store(agenda, code="GRP_B", areaCode="LD04", value="40")
    total = (await agenda.http.get("/roll-ups?code=GRP_B&year=2013")).json()
    assert (total["value"], total["missing"]) == ("100.5", [])


async def test_what_is_no_figure_and_no_area_is_refused(agenda: Api) -> None:
    await agenda.post("/indicators", STATE, {**DEFINITION, "code": "GRP_C"})
    for value in ("1,5", "1e3", "NaN", "٣", "+5", " 1", "", 1.5, None):
        answer = await store(agenda, code="GRP_C", areaCode="CR36", value=value)
        assert answer.status_code == 400, value
    nowhere = await store(agenda, code="GRP_C", areaCode="CR99", value="1")
    assert nowhere.json()["type"].endswith("/problems/observation.known-area")
    unknown = await store(agenda, code="NOTHING", areaCode="CR36", value="1")
    assert unknown.json()["type"].endswith("/problems/indicator.defined")


async def test_a_series_stands_beside_another(agenda: Api) -> None:
    await agenda.post("/indicators", STATE, {**DEFINITION, "code": "GRP_D"})
    for year, here, there in ((2013, "100", "200"), (2014, "110", "210")):
        await store(agenda, code="GRP_D", areaCode="CR36", year=year, value=here)
        await store(agenda, code="GRP_D", areaCode="CR01", year=year, value=there)
    answer = await agenda.http.get("/series?code=GRP_D&areas=CR36,CR01&baseYear=2013")
    indexed = {(p["areaCode"], p["year"]): p["index"] for p in answer.json()["points"]}
    assert indexed == {
        ("CR36", 2013): "100",
        ("CR36", 2014): "110",
        ("CR01", 2013): "100",
        ("CR01", 2014): "105",
    }


async def test_editions_and_prices_are_not_mixed(agenda: Api) -> None:
    """A10, B5: each edition has its own values, and what is compared is in one price basis."""
    await agenda.post("/indicators", STATE, {**DEFINITION, "code": "GRP_E"})
    await agenda.post("/indicators", STATE, {**DEFINITION, "code": "GRP_E", "edition": 2})
    here = {"code": "GRP_E", "areaCode": "CR36"}
    await store(agenda, **here, value="100")
    second = await store(agenda, **here, value="110", edition=2)
    assert second.json()["revision"] == 1
    for edition, value in (("", "110"), ("&edition=1", "100")):
        total = await agenda.http.get(f"/roll-ups?code=GRP_E&year=2013&areaCode=CR36{edition}")
        assert total.json()["value"] is None  # the COROP area itself is asked for by its municipalities
        points = (await agenda.http.get(f"/series?code=GRP_E&areas=CR36{edition}")).json()["points"]
        assert [point["value"] for point in points] == [value]
    await store(agenda, **here, value="90", edition=2, priceBasis="CONSTANT")
    mixed = await agenda.http.get("/series?code=GRP_E&areas=CR36")
    assert mixed.json()["facts"] == {"priceBases": ["CONSTANT", "CURRENT"]}
    constant = await agenda.http.get("/series?code=GRP_E&areas=CR36&priceBasis=CONSTANT")
    assert [point["value"] for point in constant.json()["points"]] == ["90"]


async def test_a_target_and_a_sum_are_of_an_area_that_exists(agenda: Api) -> None:
    """A2, B50: a cluster is named by C- and its code, and by nothing less."""
    await agenda.post("/indicators", STATE, {**DEFINITION, "code": "GRP_F"})
    region = caller("region:CR36", "agenda:read", "agenda:write", "agenda:measure", subject="region")
    cluster = {"regionCode": "CR36", "clusterCode": "OPTICS", "name": "Optics"}
    assert (await agenda.post("/clusters", region, cluster)).status_code == 201
    aim = {
        "code": "GRP_F",
        "baseline": "1",
        "baselineYear": 2013,
        "target": "2",
        "targetYear": 2018,
        "source": "Test",
    }
    for area, status in (("CR99", 409), ("OPTICS", 409), ("C-OPTICS", 201), ("CR36", 201)):
        assert (await agenda.post("/targets", region, {**aim, "areaCode": area})).status_code == status, area
    bare = await agenda.post(
        "/observations", region, {**VALUE, "code": "GRP_F", "areaCode": "OPTICS", "value": "1"}
    )
    assert bare.json()["type"].endswith("/problems/observation.known-area")
    nowhere = await agenda.http.get("/roll-ups?code=GRP_F&year=2013&areaCode=CR99")
    assert nowhere.json()["type"].endswith("/problems/observation.known-area")


async def test_no_region_is_hidden(agenda: Api) -> None:
    """A10: all four landsdelen with their growth; one that falls and one without an agenda are named."""
    await agenda.post("/indicators", STATE, {**DEFINITION, "code": "GRP_G"})
    asked = "/region-growths?code=GRP_G&year=2014&kind=LANDSDEEL"
    nothing = (await agenda.http.get(asked)).json()
    assert nothing["withoutGrowth"] == ["LD01", "LD02", "LD03", "LD04"]
    for area, then, now in (("LD01", "100", "110"), ("LD02", "200", "190"), ("LD03", "300", "315")):
        await store(agenda, code="GRP_G", areaCode=area, year=2013, value=then)
        await store(agenda, code="GRP_G", areaCode=area, year=2014, value=now)
    some = (await agenda.http.get(asked)).json()
    assert (some["withoutGrowth"], some["falling"], some["sinceYear"]) == (["LD04"], ["LD02"], 2013)
    await store(agenda, code="GRP_G", areaCode="LD04", year=2013, value="400")
    await store(agenda, code="GRP_G", areaCode="LD04", year=2014, value="400")
    every = (await agenda.http.get(asked)).json()
    points = {row["areaCode"]: row["contributionPercent"] for row in every["regions"]}
    assert points == {"LD01": "1", "LD02": "-1", "LD03": "1.5", "LD04": "0"}
    await store(agenda, code="GRP_G", areaCode="LD04", year=2014, value="390", priceBasis="CONSTANT")
    mixed = await agenda.http.get(asked)
    assert mixed.json()["facts"] == {"priceBases": ["CONSTANT", "CURRENT"]}
    current = await agenda.http.get(f"{asked}&priceBasis=CURRENT&edition=1")
    assert current.json() == every
    unknown = await agenda.http.get(f"{asked}&edition=2")
    assert unknown.json()["type"].endswith("/problems/indicator.defined")
    backward = await agenda.http.get(f"{asked}&sinceYear=2014")
    assert backward.json()["type"].endswith("/problems/region-growth.years")


async def test_a_region_without_an_agenda_is_named(agenda: Api, rows: Sessions) -> None:
    """A10: an agenda counts from its first day to the day it ended, for its region and what lies in it."""
    await agenda.post("/indicators", STATE, {**DEFINITION, "code": "GRP_H"})
    held = {"starts_on": date(2061, 1, 1), "ends_on": date(2064, 12, 31), "ended_on": date(2062, 6, 30)}
    at = datetime(2060, 12, 1, tzinfo=UTC)
    closed = {"status": "CLOSED", "adopted_at": at}
    adopted = await stored(rows, Agenda, owner="region:PV30", region_code="PV30", **closed, **held)
    await stored(rows, Agenda, owner="region:PV31", region_code="PV31", status="PROPOSED", **held)

    async def covered(year: int) -> set[str]:
        answer = (await agenda.http.get(f"/region-growths?code=GRP_H&year={year}&kind=COROP")).json()
        named = [row["areaCode"] for row in answer["regions"] if not row["agendas"]]
        assert (len(answer["regions"]), named) == (40, answer["withoutAgenda"])
        assert {"CR37", "CR38", "CR39"} <= set(named)  # Limburg's is proposed only
        return {row["areaCode"] for row in answer["regions"] if str(adopted.id) in row["agendas"]}

    brabant = {"CR33", "CR34", "CR35", "CR36"}
    years = (2060, 2061, 2062, 2063)
    assert [await covered(year) for year in years] == [set(), brabant, brabant, set()]
