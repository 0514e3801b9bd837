"""Whoever has no token finds and takes what is published, and nothing else (A24, B18)."""

import csv
import io
import json
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic.alias_generators import to_camel
from sqlalchemy import select, text

from services.agenda.entity import RECORDS
from services.agenda.projects.projects.models import Project, Reach, Status
from services.agenda.records.datasets import queries as datasets
from services.agenda.records.datasets.titles import TITLES
from shared.records.search_results import queries as search
from shared.store.engine import Sessions
from shared.testing.callers import caller
from shared.testing.client import Api
from shared.testing.factories import stored
from shared.web.exports import BATCH, json_rows
from tests.routes.documents import openapi_documents

REGION = caller("region:CR36", "agenda:read", "agenda:write", subject="author")
INITIATIVE = {
    "regionCode": "CR36",
    "sponsor": "Een gemeente",
    "description": "Werk",
    "objectives": ["INNOVATION"],
    "source": "test",
    "registeredOn": "2014-06-01",
}


async def test_a_draft_is_found_by_its_own_body_only(agenda: Api) -> None:
    made = await agenda.post("/initiatives", REGION, {**INITIATIVE, "title": "Zonnepanelenfabrieken"})
    assert made.status_code == 201, made.text

    async def found(who: dict[str, str]) -> list[str]:
        answer = await agenda.get("/search-results", who, words="zonnepanelenfabrieken")
        assert answer.status_code == 200, answer.text
        return [row["id"] for row in answer.json()["items"]]

    assert await found(REGION) == [made.json()["id"]]
    assert await found({}) == []
    assert await found(caller("region:LD01", "agenda:read")) == []


async def test_a_region_is_found_and_read_where_the_result_says(agenda: Api) -> None:
    answer = await agenda.http.get("/search-results?words=eindhoven&kind=REGION")
    (row,) = [row for row in answer.json()["items"] if row["title"] == "Eindhoven"]
    read = await agenda.http.get(f"{row['path']}/{row['id']}")
    assert read.json()["code"] == "GM0772"


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("Regio's aan zet", ("regio", "regio's", "regio’s")),
        ("Regio’s aan zet", ("regio", "regio's", "regio’s")),
        ("Zzp’ers en pc’s", ("zzp", "zzp'er", "pc", "pc's")),
        ("Technische scholen", ("techniek", "technisch", "technische school")),
        ("Techniek op school", ("technische",)),
        ("Vitale binnensteden", ("binnenstad",)),
        ("Economische structuur", ("economie",)),
        ("Crème de la crème", ("creme", "crème")),
        ("Súdwest-Fryslân", ("fryslan", "Fryslân", "sudwest fryslân")),
        ("Spinnerij & Zn. B.V.", ("Spinnerij & Zn. B.V.", "Spinnerij & Zn. BV")),
        ("Afspraak 2017–2019 bij 34 002, nr. 5", ("2017–2019", "2019", "34002-5", "34 002 nr. 5")),
        ("Søndergård in Łódź", ("sondergard lodz", "Søndergård")),
    ],
)
async def test_words_are_found_however_they_are_typed(said: str, asked: tuple[str, ...], agenda: Api) -> None:
    made = await agenda.post("/initiatives", REGION, {**INITIATIVE, "title": said, "description": "Elders"})
    assert made.status_code == 201, made.text
    for words in asked:
        answer = await agenda.get("/search-results", REGION, words=words, kind="INITIATIVE", limit=100)
        assert made.json()["id"] in {row["id"] for row in answer.json()["items"]}, words


async def test_a_province_is_found_without_its_accent(agenda: Api) -> None:
    for words in ("fryslan", "Fryslân", "’s-gravenhage"):
        answer = await agenda.http.get("/regions", params={"words": words})
        assert answer.json()["items"], words


async def test_every_kind_is_searched_as_its_model_says(agenda: Api, rows: Sessions) -> None:
    """By which columns, and without accents: no comparison of models and migrations sees how it is made."""
    made = text(
        "select generation_expression from information_schema.columns"
        " where table_schema = 'agenda' and table_name = :table and column_name = 'search'"
    )

    def plain(expression: str) -> str:
        return re.sub(r"::\w+|[()]", "", expression.lower())

    async with rows() as session:
        for kind, entity in search.searched(RECORDS).items():
            kept = await session.scalar(made, {"table": kind.lower()})
            assert plain(str(kept)) == plain(entity.__table__.c["search"].computed.sqltext.text), kind


async def test_nothing_is_found_with_no_word(agenda: Api) -> None:
    for words in ("'", "%", "---"):
        assert (await agenda.get("/search-results", {}, words=words)).json()["items"] == []


def test_every_kind_that_can_be_found_is_read_at_its_path() -> None:
    paths = openapi_documents()["agenda"]["paths"]
    assert [kind for kind in search.searched(RECORDS) if f"{search.path_of(kind)}/{{id}}" not in paths] == []


def test_no_dataset_says_who_acted_or_who_was_there() -> None:
    """What may name natural persons, and what only the suite uses, stays in (B18; AVG)."""
    kept_in = {"search", "contact", "party", "attended", "entered_for", "recorded_on", "reach"}
    for name, entity in datasets.published().items():
        names = {column.name for column in datasets.columns_of(entity)}
        assert not {one for one in names if one.endswith("_by")} | (names & kept_in), name
        assert "id" in names
    said = {column.name for column in datasets.columns_of(datasets.published()["response"])}
    assert said & {"text", "answer"} == set()


async def test_a_dataset_is_the_same_as_csv_and_as_json(agenda: Api) -> None:
    catalogue = await agenda.http.get("/datasets")
    assert catalogue.headers["content-type"] == "application/ld+json"
    described = {one["dct:identifier"]: one for one in catalogue.json()["dcat:dataset"]}
    assert described["region"]["dct:license"]["@id"].startswith(
        "http://creativecommons.org/publicdomain/zero"
    )
    table = await agenda.http.get("/datasets/region/csv")
    assert table.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(table.text)))
    objects = (await agenda.http.get("/datasets/region/rows")).json()
    assert len(rows) == len(objects) >= 446
    assert [row["code"] for row in rows] == [row["code"] for row in objects]
    assert (await agenda.http.get("/datasets/question/csv")).status_code == 404


@pytest.mark.parametrize("name", datasets.published())
async def test_a_file_has_one_naming_and_no_json_in_cells(name: str, agenda: Api) -> None:
    entity = datasets.published()[name]
    composed = {to_camel(c.name) for c in datasets.columns_of(entity)} - {
        to_camel(c.name) for c in datasets.cells_of(entity)
    }
    head = (await agenda.http.get(f"/datasets/{name}/csv")).text.splitlines()[0].split(",")
    assert set(head) == {to_camel(c.name) for c in datasets.columns_of(entity)} - composed
    objects = (await agenda.http.get(f"/datasets/{name}/rows")).json()
    assert all(set(row) == {*head, *composed} for row in objects)


async def test_what_is_exported_is_written_as_the_api_writes_it(agenda: Api, rows: Sessions) -> None:
    """Instants with a Z, booleans in small letters, several texts with a bar, members in one naming."""
    values: dict[str, Any] = {
        "reach": Reach.PUBLIC,
        "status": Status.CANCELLED,
        "participants": ["17278718", "68750110"],
        "cross_over": True,
    }
    decided = {
        "approved_at": datetime(2015, 7, 1, 9, 30, tzinfo=UTC),
        "financing": [{"name": "Lab", "amount_cents": 1, "paid_by": []}],
    }
    made = await stored(rows, Project, owner="region:CR36", **values, **decided)
    table = csv.DictReader(io.StringIO((await agenda.http.get("/datasets/project/csv")).text))
    [cells] = [row for row in table if row["id"] == str(made.id)]
    assert cells["approvedAt"] == "2015-07-01T09:30:00Z"
    assert (cells["crossOver"], cells["supraRegional"]) == ("true", "false")
    assert cells["participants"] == "17278718|68750110"
    assert not any("{" in str(cell) for cell in cells.values())
    objects = (await agenda.http.get("/datasets/project/rows")).json()
    [found] = [row for row in objects if row["id"] == str(made.id)]
    assert (found["approvedAt"], found["crossOver"]) == (cells["approvedAt"], True)
    assert found["financing"] == [{"name": "Lab", "amountCents": 1, "paidBy": []}]


async def test_the_catalogue_is_in_dutch_and_of_things_that_harvesters_know(agenda: Api) -> None:
    """What DCAT-AP says is mandatory, with things where it wants things (case D18)."""
    catalogue = (await agenda.http.get("/datasets")).json()
    assert {"dct:title", "dct:description", "dct:publisher", "dct:language"} <= catalogue.keys()
    described = catalogue["dcat:dataset"]
    assert {one["dct:identifier"] for one in described} == set(datasets.published()) == set(TITLES)
    for one in (catalogue, *described):
        assert (one["dct:publisher"]["@type"], one["dct:publisher"]["foaf:name"]) == (
            "foaf:Agent",
            "Groeikracht",
        )
        for text_ in ("dct:title", "dct:description"):
            told = {each["@language"]: each["@value"] for each in one[text_]}
            assert {*told} == {"nl", "en"}
            assert told["nl"] != told["en"]
    for one in described:
        assert one["dcat:contactPoint"]["vcard:fn"]
        assert all(theme["@id"].startswith("http://publications.europa.eu/") for theme in one["dcat:theme"])
        for file in one["dcat:distribution"]:
            assert file["dcat:mediaType"]["@id"].startswith("https://www.iana.org/assignments/media-types/")
            assert "file-type" in file["dct:format"]["@id"]


async def test_pages_of_any_site_read_what_needs_no_token_and_nothing_else(agenda: Api) -> None:
    for address, answer in {
        "/datasets": "*",
        "/datasets/region/csv": "*",
        "/regions": "*",
        "/tasks": None,
        "/assessments": None,
    }.items():
        read = await agenda.http.get(address, headers={**REGION, "Origin": "https://example.org"})
        assert read.status_code == 200, address
        assert read.headers.get("access-control-allow-origin") == answer, address


async def test_a_draft_is_in_no_dataset_and_a_formula_is_no_formula(agenda: Api) -> None:
    made = await agenda.post("/initiatives", REGION, {**INITIATIVE, "title": "Not yet"})
    text = (await agenda.http.get("/datasets/initiative/csv")).text
    assert made.json()["id"] not in text
    urban = {"code": "SR88", "name": "=1+1", "validFrom": "2014-01-01", "municipalities": ["GM0772"]}
    assert (await agenda.post("/regions", REGION, urban)).status_code == 201
    rows = csv.DictReader(io.StringIO((await agenda.http.get("/datasets/region/csv")).text))
    assert [row["name"] for row in rows if row["code"] == "SR88"] == ["'=1+1"]


async def test_a_table_about_an_initiative_that_is_not_open_is_in_no_dataset(agenda: Api) -> None:
    made = await agenda.post("/initiatives", REGION, {**INITIATIVE, "title": "Behind closed doors"})
    host = caller("region:CR36", "agenda:contribute", subject="host")
    table = {"metOn": "2014-10-03", "invited": ["EZ"], "attended": ["EZ"], "outcome": "Nobody may know yet."}
    path, etag = f"/initiatives/{made.json()['id']}/tables", made.headers["etag"]
    assert (await agenda.post(path, host, table, etag=etag)).status_code == 200
    assert (await agenda.http.get(path)).status_code == 404
    for name in datasets.published():
        assert "Nobody may know yet." not in (await agenda.http.get(f"/datasets/{name}/rows")).text, name


async def test_a_slow_reader_of_a_dataset_holds_no_connection(agenda: Api, rows: Sessions) -> None:
    """A dozen readers without a token, who stopped reading, took the whole pool and with it the service."""
    entity = datasets.published()["membership"]
    columns = datasets.columns_of(entity)
    lines = json_rows(rows, datasets.rows(entity, columns), [column.name for column in columns])
    begun = [await anext(lines), await anext(lines)]
    assert rows.kw["bind"].pool.checkedout() == 0
    found = [one["id"] for one in json.loads("".join([*begun, *[line async for line in lines]]))]
    async with rows() as session:
        assert found == [str(one) for one in await session.scalars(select(entity.id).order_by(entity.id))]
    assert len(found) > BATCH
