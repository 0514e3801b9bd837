"""What every route promises over HTTP, shown on the agenda service (standards.md 1, 4; performance.md 7)."""

import asyncio
import json
from typing import Any
from unittest.mock import Mock

import httpx
import pytest
from fastapi.dependencies.utils import get_dependant

from services.loans import app as loans
from shared.settings import Settings
from shared.testing.callers import caller
from shared.testing.client import Api, serving, started

REGION = caller("region:CR36", "agenda:read", "agenda:write", subject="author")
CLUSTER = {"regionCode": "CR36", "clusterCode": "BRAINPORT", "name": "Brainport Eindhoven"}
STANDARD = {
    "api-version": "1.1.0",
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "strict-transport-security": "max-age=31536000; includeSubDomains",
}


async def registered(agenda: Api) -> httpx.Response:
    return await agenda.post("/clusters", REGION, CLUSTER)


async def raw(agenda: Api, body: bytes, content_type: str = "application/json") -> httpx.Response:
    headers = {**REGION, "Idempotency-Key": '"raw"', "Content-Type": content_type}
    return await agenda.http.post("/clusters", headers=headers, content=body)


async def test_every_answer_carries_the_standard_headers(agenda: Api) -> None:
    made = await registered(agenda)
    path = f"/clusters/{made.json()['id']}"
    etag = made.headers["etag"]
    answers = {
        201: made,
        200: await agenda.get(path, REGION),
        304: await agenda.http.get(path, headers={**REGION, "If-None-Match": etag}),
        400: await agenda.get("/clusters", REGION, unknown="key"),
        401: await agenda.http.get("/parked-messages"),
        403: await agenda.get(path, caller("region:CR36")),
        404: await agenda.get("/clusters/018f0000-0000-7000-8000-000000000000", REGION),
        405: await agenda.http.delete(path, headers=REGION),
        406: await agenda.http.get(path, headers={**REGION, "Accept": "text/html"}),
        412: await described(agenda, path, '"999"'),
        415: await raw(agenda, b"<x/>", "text/xml"),
        428: await described(agenda, path, None),
    }
    for status, answer in answers.items():
        assert answer.status_code == status, answer.text
        assert {name: answer.headers.get(name) for name in STANDARD} == STANDARD, status
        if status >= 400:
            assert answer.headers["content-type"] == "application/problem+json"
            assert {"type", "title", "status", "detail"} <= answer.json().keys()


async def described(agenda: Api, path: str, etag: str | None, name: str = "Brainport") -> httpx.Response:
    return await agenda.post(path, REGION, {"name": name}, etag=etag, method="PUT")


async def test_a_trailing_slash_is_another_resource(agenda: Api) -> None:
    assert (await agenda.http.get("/clusters/", headers=REGION)).status_code == 404


async def test_a_wrong_method_names_the_right_ones(agenda: Api) -> None:
    answer = await agenda.http.patch("/clusters", headers=REGION)
    assert answer.headers["allow"] == "GET, HEAD, POST"


async def test_head_answers_as_get_without_a_body(agenda: Api) -> None:
    path = f"/clusters/{(await registered(agenda)).json()['id']}"
    answer = await agenda.http.head(path, headers=REGION)
    assert (answer.status_code, answer.content, answer.headers["etag"]) == (200, b"", '"1"')


@pytest.mark.parametrize(
    "body",
    [
        b'{"regionCode": "CR36", "clusterCode": "A1", "name": "nul \\u0000"}',
        b'{"regionCode": "CR36", "clusterCode": "A1", "name": "half \\ud800"}',
        b'{"regionCode": "CR36", "clusterCode": "A1", "name": NaN}',
        b'{"regionCode": "CR36", "clusterCode": "A1", "name": 1e400}',
        b'{"regionCode": "CR36", "clusterCode": "A1", "name": "a", "name": "b"}',
        b'{"regionCode": "CR36", "clusterCode": "A1", "name": "right \\u202e left"}',
        b'{"regionCode": "CR36", "clusterCode": "A1", "name": "zero\\u200bwidth"}',
        b'{"regionCode": "CR36", "clusterCode": "A1", "name": "\\u3164"}',
        b'{"regionCode": "CR36", "clusterCode": "A1", "name": "   "}',
        b'{"regionCode": "CR36", "clusterCode": "A1", "name": "x", "more": 1}',
        b'{"region_code": "CR36", "clusterCode": "A1", "name": "x"}',
        b"\xff\xfe",
        b"[" * 100_000,
        b'"text"',
        b"",
        b"null",
        b'{"regionCode": 36, "clusterCode": "A1", "name": "x"}',
        b'{"regionCode": "CR99", "clusterCode": "A1", "name": "x"}',
    ],
)
async def test_hostile_input_is_named_and_never_echoed(agenda: Api, body: bytes) -> None:
    answer = await raw(agenda, body)
    assert answer.status_code == 400, answer.text
    assert answer.json()["type"].endswith("/problems/request.invalid")
    assert answer.json()["errors"]
    for word in ("CR99", "zerowidth", "right \u202e", "nul "):
        assert word not in answer.text


@pytest.mark.parametrize(
    "text", ["1e2", " 12 ", "1_000", "+5", "١٢", "１２", "12.0", "true", None, 1.5, True, -1, 0]
)
async def test_an_amount_is_a_plain_whole_number(agenda: Api, text: Any) -> None:
    path = "/projects/018f0000-0000-7000-8000-000000000000/financing-mixes"
    costs = [{"name": "x", "amountCents": text, "paidBy": []}]
    answer = await agenda.post(path, REGION, {"costs": costs}, etag='"1"')
    assert answer.status_code == 400
    assert [error["location"] for error in answer.json()["errors"]] == ["/costs/0/amountCents"]


@pytest.mark.parametrize(
    "text", ["+5", " 5", "1_0", "5.0", "02005", "1e1", "٥", "-1", "", "9" * 19, "9" * 5000]
)
async def test_a_number_in_a_query_is_a_plain_whole_number(agenda: Api, loans: Api, text: str) -> None:
    reader = caller("public", "agenda:read", "loans:read")
    for answer in (
        await agenda.get("/clusters", reader, limit=text),
        await loans.get("/guarantee-years", reader, year=text),
        await agenda.get("/observations", reader, year=text),
        await agenda.get("/series", reader, code="JOBS", areas="NL", baseYear=text),
    ):
        assert answer.status_code == 400, answer.text
        assert "5" not in answer.json()["errors"][0]["detail"]


async def test_all_errors_are_told_at_once(agenda: Api) -> None:
    answer = await agenda.post("/clusters", REGION, {"regionCode": "XX", "clusterCode": "a b"})
    assert {error["location"] for error in answer.json()["errors"]} == {
        "/regionCode",
        "/clusterCode",
        "/name",
    }


async def test_a_request_with_countless_errors_costs_what_a_hundred_cost(agenda: Api) -> None:
    """Each is compared with those before it: 8,000 query keys, no token, took nine seconds."""
    keys = "&".join(f"k{number}=1" for number in range(150))
    body = json.dumps({f"k{number}": 1 for number in range(150)}).encode()
    for answer in (await agenda.http.get(f"/clusters?{keys}"), await raw(agenda, body)):
        assert answer.status_code == 400
        assert len(answer.json()["errors"]) == 100
        assert answer.json()["detail"].endswith("There are more.")


async def test_conditional_requests(agenda: Api) -> None:
    path = f"/clusters/{(await registered(agenda)).json()['id']}"

    async def describe(etag: str, name: str = "Brainport") -> int:
        return (await described(agenda, path, etag, name)).status_code

    assert await describe('W/"1"') == 412
    assert await describe("1") == 400
    assert await describe('"0", "1"') == 200
    assert await describe('"1"') == 412
    assert await describe("*", "Brainport again") == 200
    unchanged = await agenda.http.get(path, headers={**REGION, "If-None-Match": 'W/"3", "7"'})
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    assert unchanged.headers["etag"] == '"3"'


async def test_of_two_changes_to_one_version_one_is_stale(agenda: Api) -> None:
    path = f"/clusters/{(await registered(agenda)).json()['id']}"
    calls = [described(agenda, path, '"1"') for _ in range(8)]
    statuses = sorted(answer.status_code for answer in await asyncio.gather(*calls))
    assert statuses == [200] + [412] * 7
    assert (await agenda.get(path, REGION)).headers["etag"] == '"2"'


async def test_a_key_is_needed_and_quoted(agenda: Api) -> None:
    assert (await agenda.http.post("/clusters", headers=REGION, json=CLUSTER)).status_code == 400
    bare = {**REGION, "Idempotency-Key": "bare"}
    assert (await agenda.http.post("/clusters", headers=bare, json=CLUSTER)).status_code == 400


async def test_pages_follow_each_other_without_gap_or_repeat(agenda: Api) -> None:
    who = caller("region:PV31", "agenda:write", "agenda:read")
    body = {**CLUSTER, "regionCode": "PV31", "clusterCode": "LIMBURG"}
    made = [(await agenda.post("/clusters", who, body)).json()["id"] for _ in range(7)]
    seen: list[str] = []
    address = "/clusters?limit=3&regionCode=PV31"
    while address:
        found = (await agenda.http.get(address, headers=who)).json()
        seen += [row["id"] for row in found["items"]]
        following = found["_links"].get("next")
        address = following["href"].split("/agenda/v1")[1] if following else ""
    assert seen == made

    first = (await agenda.get("/clusters", who, limit=3, regionCode="PV31")).json()["_links"]["next"]["href"]
    cursor = httpx.URL(first).params["cursor"]
    for query in (
        {"cursor": cursor},
        {"cursor": cursor[:-4] + "AAA=", "regionCode": "PV31"},
        {"cursor": "é"},
    ):
        assert (await agenda.get("/clusters", who, **query)).status_code == 400
    assert (await agenda.get("/clusters", who, limit=101)).status_code == 400


async def test_the_business_time_needs_its_scope(agenda: Api) -> None:
    answer = await agenda.post("/clusters", REGION, CLUSTER, at="2014-01-01T09:00:00Z")
    assert (answer.status_code, answer.json()["type"].rsplit("/")[-1]) == (403, "clock.settable")


async def test_the_openapi_document_is_open_to_all(agenda: Api) -> None:
    answer = await agenda.http.get("/openapi.json")
    assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (200, "*")
    assert json.loads(answer.text)["info"]["version"] == answer.headers["api-version"]


async def test_a_service_does_not_start_in_production_without_its_secret(
    settings: dict[str, Settings],
) -> None:
    careless = settings["loans"].model_copy(update={"environment": "production", "issuer": "http://issuer"})
    with pytest.raises(RuntimeError, match=r"Unset: GROEIKRACHT_CURSOR_KEY\s*$"):
        async with started(loans.SERVICE.asgi(careless)):
            pass


async def test_a_service_that_started_makes_nothing_at_its_first_request(
    settings: dict[str, Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with serving(loans.SERVICE, settings["loans"]) as api:
        made = Mock(wraps=get_dependant)
        monkeypatch.setattr("fastapi.routing.get_dependant", made)
        assert (await api.http.get("/nowhere")).status_code == 404
        assert made.call_count == 0


async def test_what_is_said_twice_is_refused(agenda: Api) -> None:
    twice = await agenda.http.get("/clusters?limit=1&limit=2", headers=REGION)
    assert [error["location"] for error in twice.json()["errors"]] == ["limit"]
    keys = [*REGION.items(), ("Idempotency-Key", '"a"'), ("Idempotency-Key", '"b"')]
    answer = await agenda.http.post("/clusters", headers=keys, json=CLUSTER)
    assert [error["location"] for error in answer.json()["errors"]] == ["idempotency-key"]


async def test_a_body_is_read_up_to_a_bound(agenda: Api) -> None:
    assert (await raw(agenda, b"x" * (1024 * 1024 + 1))).status_code == 413
    path = f"/clusters/{(await registered(agenda)).json()['id']}/designations"
    headers = {**REGION, "Idempotency-Key": '"large"'}
    assert (await agenda.http.post(path, headers=headers, content=b"x" * 2_000_000)).status_code in (403, 413)


@pytest.mark.parametrize("spelt", ["content", "x/content", "openapi.json"])
async def test_the_spelling_of_an_address_raises_no_bound_and_opens_nothing(agenda: Api, spelt: str) -> None:
    headers = {**REGION, "Idempotency-Key": '"spelt"', "If-Match": "*", "Content-Type": "application/json"}
    answer = await agenda.http.put(f"/clusters/{spelt}", headers=headers, content=b"[" * (1024 * 1024 + 1))
    assert answer.status_code == (404 if "/" in spelt else 413)
    owned = await agenda.http.get(f"/parked-messages/{spelt}", headers=REGION)
    assert "access-control-allow-origin" not in owned.headers


async def test_what_is_public_may_be_read_by_any_page(agenda: Api) -> None:
    assert (await agenda.http.get("/clusters")).headers["access-control-allow-origin"] == "*"


async def test_many_names_that_nobody_knows_cost_no_more_than_a_short_answer(agenda: Api) -> None:
    many = json.dumps({f"n{number}": 1 for number in range(60_000)}).encode()
    answer = await raw(agenda, many)
    assert (answer.status_code, len(answer.json()["errors"])) == (400, 1)
    assert "values" in answer.json()["errors"][0]["detail"]
    assert len(answer.content) < 1000


async def test_a_code_with_nul_is_refused(agenda: Api) -> None:
    assert (await agenda.http.get("/regimes?code=%00", headers=REGION)).status_code == 400


def test_the_openapi_document_is_built_once() -> None:
    api = loans.SERVICE.api()
    first = api.openapi()
    assert api.openapi() is first
    assert loans.SERVICE.api().openapi() is not first
