"""What may be kept says so and for how long; long answers are compressed for whoever accepts it."""

import gzip
import json
from collections.abc import AsyncIterator

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from shared.testing.callers import caller
from shared.testing.client import Api
from shared.web.compressed import Compressed
from shared.web.kept import FOR_EVER, Kept

READER = caller("region:CR36", "agenda:read")
PLAIN = {"Accept-Encoding": "identity"}
ZIPPED = {"Accept-Encoding": "gzip"}


async def test_the_openapi_document_is_made_once_and_known_by_its_etag(
    agenda: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = await agenda.http.get("/openapi.json", headers=ZIPPED)
    monkeypatch.setattr(json, "dumps", None)  # nothing is written as JSON again
    second = await agenda.http.get("/openapi.json", headers=PLAIN)
    assert first.json() == second.json()
    assert first.headers["content-encoding"] == "gzip"
    assert int(first.headers["content-length"]) < 200_000 < int(second.headers["content-length"])
    assert first.headers["etag"] != second.headers["etag"]  # other bytes
    for headers, answer in ((ZIPPED, first), (PLAIN, second)):
        again = {**headers, "If-None-Match": answer.headers["etag"]}
        known = await agenda.http.get("/openapi.json", headers=again)
        assert (known.status_code, known.content) == (304, b"")
        for name in ("etag", "cache-control", "vary"):
            assert known.headers[name] == answer.headers[name]
    assert first.headers["cache-control"] == "public, max-age=300"


@pytest.mark.parametrize("path", ["/reference-data/provinces", "/reference-data", "/regimes", "/datasets"])
async def test_what_is_the_same_for_everybody_may_be_kept(path: str, agenda: Api) -> None:
    answer = await agenda.get(path, READER)
    assert answer.headers["cache-control"].startswith("public, max-age=")
    again = await agenda.http.get(path, headers={**READER, "If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.headers["etag"]) == (304, answer.headers["etag"])
    refused = await agenda.get(path, READER, unknown="key")
    assert refused.headers["cache-control"] == "no-store" or refused.status_code == 200


@pytest.mark.parametrize("ending", ["csv", "rows"])
async def test_a_streamed_dataset_may_be_kept_and_is_sent_whole(ending: str, agenda: Api) -> None:
    answer = await agenda.http.get(f"/datasets/region/{ending}", headers=ZIPPED)
    assert (answer.status_code, answer.headers["content-encoding"]) == (200, "gzip")
    assert answer.headers["cache-control"] == "public, max-age=300"
    assert "Noord-Brabant" in answer.text


async def test_what_is_somebodys_own_may_not_be_kept(agenda: Api) -> None:
    assert (await agenda.get("/clusters", READER)).headers["cache-control"] == "no-store"
    assert (await agenda.get("/reference-data/none", READER)).headers["cache-control"] == "no-store"


async def test_a_long_answer_is_compressed_and_a_short_one_is_not(agenda: Api) -> None:
    path = "/reference-data/gemeenten"
    plain = await agenda.http.get(path, headers={**READER, **PLAIN})
    zipped = await agenda.http.get(path, headers={**READER, **ZIPPED})
    assert zipped.headers["content-encoding"] == "gzip"
    assert zipped.headers["vary"] == plain.headers["vary"] == "Accept-Encoding"
    assert zipped.json() == plain.json()
    assert int(zipped.headers["content-length"]) < int(plain.headers["content-length"]) / 4
    head = await agenda.http.head(path, headers={**READER, **ZIPPED})
    assert (head.content, head.headers["content-length"]) == (b"", zipped.headers["content-length"])
    refused = await agenda.http.get(path, headers={**READER, "Accept-Encoding": "gzip;q=0, br"})
    assert "content-encoding" not in refused.headers
    short = await agenda.http.get("/reference-data", headers={**READER, **ZIPPED})
    assert "content-encoding" not in short.headers


async def answered(response: Response) -> httpx.Response:
    """What a client that takes gzip gets, with its body as it was sent."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await response(scope, receive, send)

    transport = httpx.ASGITransport(app=Compressed(app))
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as http:
        return await http.get("/", headers=ZIPPED)


async def test_what_is_compressed_already_and_what_must_stay_as_it_is_passes_unchanged() -> None:
    content = gzip.compress(b"x" * 5000)
    passed = await answered(Response(content, headers={"Content-Encoding": "gzip"}))
    assert (passed.content, passed.headers["content-length"]) == (b"x" * 5000, str(len(content)))
    file = await answered(Response(b"x" * 5000, headers={"Cache-Control": "no-store, no-transform"}))
    assert (file.headers["content-length"], "content-encoding" in file.headers) == ("5000", False)


async def test_a_stream_is_compressed_part_by_part() -> None:
    async def parts() -> AsyncIterator[bytes]:
        for _ in range(10):
            yield b"y" * 2000

    answer = await answered(StreamingResponse(parts()))
    assert (answer.headers["content-encoding"], answer.content) == ("gzip", b"y" * 20_000)


async def test_what_is_kept_is_compressed_once() -> None:
    kept = Kept(b"z" * 3000, "text/plain", FOR_EVER)
    scope = {"type": "http", "method": "GET", "headers": [(b"accept-encoding", b"gzip")]}
    first, second = await kept.answer(Request(scope)), await kept.answer(Request(scope))
    assert first.body is second.body
    assert gzip.decompress(bytes(first.body)) == b"z" * 3000
