"""Readers of our events find their schemas where the events say, without a token."""

from urllib.parse import urlsplit

import httpx
import pytest

from shared.bus.cloudevent import envelope
from shared.contracts.examples import EXAMPLES
from shared.contracts.known import AT
from shared.contracts.publish import FOLDER
from shared.kernel.events import Event
from shared.kernel.ids import uuid7

SAID = {
    "en": "Whoever sent in, checked or assessed an application may neither award nor refuse it.",
    "nl": "Wie een aanvraag heeft ingediend, op volledigheid getoetst of beoordeeld, "
    "kent haar niet toe en wijst haar niet af.",
}


def address_of_schema(event: Event) -> str:
    sent = envelope(
        id=uuid7(),
        type=event.type(),
        subject=event.subject,
        data=event.payload(),
        schema_path=event.schema_path(),
        time=AT,
        sequence=1,
        source="urn:nld:oin:00000099000000001000:systeem:tests",
        public_url="https://api.groeikracht.example",
    )
    return urlsplit(sent["dataschema"]).path


@pytest.mark.parametrize("event", EXAMPLES, ids=lambda event: event.type())
async def test_the_schema_is_where_the_event_says(event: Event, stranger: httpx.AsyncClient) -> None:
    answer = await stranger.get(address_of_schema(event))
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert answer.content == (FOLDER / "schemas" / event.schema_path()).read_bytes()


async def test_the_asyncapi_document_is_public(stranger: httpx.AsyncClient) -> None:
    assert (await stranger.get("/asyncapi.json")).json()["asyncapi"] == "3.0.0"


@pytest.mark.parametrize("path", ["/schemas/loans/unknown/1.0.0.json", "/schemas/%2e%2e/asyncapi.py"])
async def test_what_is_no_schema_is_not_found(path: str, stranger: httpx.AsyncClient) -> None:
    answer = await stranger.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")


async def test_the_type_of_a_refusal_leads_to_its_rule(stranger: httpx.AsyncClient) -> None:
    answer = await stranger.get("/problems/award.four-eyes")
    assert answer.json()["statement"] == SAID["en"]
    assert (await stranger.get("/problems/no.such-rule")).status_code == 404


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("nl-NL,nl;q=0.9,en;q=0.8", "nl"),
        ("en-GB,en;q=0.9,nl;q=0.8", "en"),
        ("fr, nl;q=0.5", "nl"),
        ("fr", "en"),
        ("", "en"),
        ("nl;q=x", "en"),
    ],
)
async def test_a_reader_chooses_the_language_of_the_rules(
    asked: str, told: str, stranger: httpx.AsyncClient
) -> None:
    answer = await stranger.get("/problems/award.four-eyes", headers={"Accept-Language": asked})
    assert answer.headers["content-language"] == told
    assert answer.headers["vary"] == "Accept-Language, Accept"
    assert answer.json()["code"] == "award.four-eyes"
    assert answer.json()["statement"] == SAID[told]


async def test_a_browser_reads_a_rule_as_a_page_in_its_own_language(stranger: httpx.AsyncClient) -> None:
    browser = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8", "Accept-Language": "nl"}
    answer = await stranger.get("/problems/award.four-eyes", headers=browser)
    assert answer.headers["content-type"].startswith("text/html")
    assert '<html lang="nl">' in answer.text
    assert SAID["nl"] in answer.text
    anything = await stranger.get("/problems/award.four-eyes", headers={"Accept": "*/*"})
    assert anything.json()["title"] == "You had a hand in this application"
