"""An error says what is the matter in the reader's language, where it is, and how to mend it."""

import uuid
from typing import Any

import httpx
import pytest

from shared.testing.callers import caller
from shared.testing.client import Api

REGION = caller("region:CR36", "agenda:read", "agenda:write", subject="author")
OTHER = caller("region:CR01", "agenda:read", "agenda:write", subject="other")
CLUSTER = {"regionCode": "CR36", "clusterCode": "BRAINPORT", "name": "Brainport Eindhoven"}
NOWHERE = "/clusters/018f0000-0000-7000-8000-000000000000"
DUTCH = {"Accept-Language": "nl"}


async def raw(agenda: Api, body: bytes, **headers: str) -> httpx.Response:
    sent = {**REGION, "Idempotency-Key": f'"{uuid.uuid4()}"', "Content-Type": "application/json", **headers}
    return await agenda.http.post("/clusters", headers=sent, content=body)


async def test_a_refusal_has_a_title_of_its_rule_and_a_sentence_that_is_true(agenda: Api) -> None:
    missing, foreign = await agenda.get(NOWHERE, REGION), await agenda.post("/clusters", OTHER, CLUSTER)
    assert missing.json()["title"] == "There is nothing with this id that your body may see"
    assert foreign.json()["title"] == "The object belongs to another body"
    for answer in (missing, foreign):
        assert answer.json()["detail"].startswith(f"{answer.json()['title']}. ")


async def test_a_reader_of_dutch_reads_dutch_in_every_kind_of_error(agenda: Api) -> None:
    answers: dict[str, httpx.Response] = {
        "Er is niets met deze id": await agenda.get(NOWHERE, {**REGION, **DUTCH}),
        "1 onderdeel": await raw(agenda, b"[]", **DUTCH),
        "Stuur een access token": await agenda.http.get("/parked-messages", headers=DUTCH),
        "Het access token mist de scope": await agenda.get("/clusters", {**caller("state"), **DUTCH}),
        "Dit adres kent GET": await agenda.http.delete("/clusters", headers={**REGION, **DUTCH}),
        "Dit adres bestaat hier niet. De adressen van deze dienst staan op /": await agenda.http.get(
            "/nothing", headers={**REGION, **DUTCH}
        ),
        "Stuur de inhoud als": await raw(agenda, b"<x/>", **DUTCH, **{"Content-Type": "text/xml"}),
    }
    for start, answer in answers.items():
        assert answer.json()["detail"].startswith(start), answer.text
        assert answer.headers["content-language"] == "nl"
        assert answer.headers["vary"] == "Accept-Language"
    again = await agenda.get(NOWHERE, REGION)
    assert (again.headers["content-language"], again.json()["detail"][:16]) == ("en", "There is nothing")


@pytest.mark.parametrize(
    ("body", "location", "detail"),
    [
        (b"[]", "", "must be an object, in curly brackets"),
        (b"{", "", "not JSON from character 2 on"),
        (b'{"region_code": "CR36"}', "/region_code", 'did you mean "regionCode"?'),
        (b'{"a/b~c": 1}', "/a~1b~0c", "is not a name that is known here"),
        (b'{"name": 5}', "/name", "must be text in quotes"),
        (
            b'{"name": "left \\u202e right"}',
            "/name",
            "U+202E (RIGHT-TO-LEFT OVERRIDE), which changes the direction of text; it is character 6",
        ),
    ],
)
async def test_each_part_is_found_by_its_json_pointer(
    agenda: Api, body: bytes, location: str, detail: str
) -> None:
    told = {error["location"]: error["detail"] for error in (await raw(agenda, body)).json()["errors"]}
    assert detail in told[location]


async def test_a_query_key_that_nobody_knows_is_refused_on_writes_too(agenda: Api) -> None:
    answer = await agenda.post("/clusters?dryRun=true", REGION, CLUSTER | {"clusterCode": "DRY_RUN"})
    assert answer.status_code == 400
    (error,) = answer.json()["errors"]
    assert (error["in"], error["location"], error["code"]) == ("query", "dryRun", "extra_forbidden")
    codes = [each["clusterCode"] for each in (await agenda.get("/clusters", REGION)).json()["items"]]
    assert "DRY_RUN" not in codes


@pytest.mark.parametrize("kind", ["application/merge-patch+json", "application/json-patch+json", "text/json"])
async def test_only_plain_json_is_taken(agenda: Api, kind: str) -> None:
    body = b'{"regionCode": "CR36", "clusterCode": "A1", "name": "x"}'
    answer = await raw(agenda, body, **{"Content-Type": kind})
    assert (answer.status_code, answer.headers.get("accept")) == (415, "application/json")
    assert (await raw(agenda, body, **{"Content-Type": "Application/JSON; charset=utf-8"})).status_code == 201


async def test_an_address_that_is_not_there_says_where_the_addresses_are(agenda: Api) -> None:
    answer: Any = (await agenda.http.get("/nothing")).json()
    assert (answer["status"], answer["type"]) == (404, "about:blank")
    assert "/agenda/v1/openapi.json" in answer["detail"]
