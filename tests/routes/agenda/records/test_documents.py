"""Documents on records, over a folder and over S3: whole, as announced, or not at all (B1, B4, B10, B18)."""

import asyncio
import hashlib
import importlib
import uuid
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from services.agenda.agendas.agendas.models import Agenda, Status
from services.agenda.sweep import sweep
from shared.objects.store import BadAddress, open_store
from shared.settings import Settings
from shared.store.engine import Sessions
from shared.store.tx import begin
from shared.testing.callers import caller
from shared.testing.client import Api, serving
from shared.testing.factories import stored
from shared.testing.s3 import S3, s3
from shared.web.files import UPLOADED

SCOPES = ("agenda:read", "agenda:contribute", "clock:set")
REGION = caller("region:CR36", *SCOPES, subject="a civil servant")
OTHER = caller("region:LD01", *SCOPES)
STATE = caller("state", *SCOPES)
ROM = caller("rom:BOM", *SCOPES)
TEXT = b"Het bestuur stelde de agenda vast op 15 december 2014.\n"
MIB = 1024 * 1024
PDF = b"%PDF-1.7\n"
Kept = Callable[[], set[str]]


@pytest.fixture(scope="module", params=["folder", "s3"])
def store(request: Any, tmp_path_factory: Any) -> Iterator[tuple[dict[str, str], Kept]]:
    """Settings of an object store, and how to look what is in it."""
    if request.param == "folder":
        folder: Path = tmp_path_factory.mktemp("a folder")

        def files() -> set[str]:
            return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}

        yield {"objects_url": folder.as_uri()}, files
        return
    with s3() as (address, state):
        login = {"objects_access_key": "tester", "objects_secret_key": "secret"}
        yield (
            {"objects_url": "s3://groeikracht/files", "objects_endpoint": address, **login},
            lambda: held(state),
        )
        assert state.unsigned == 0


def held(state: S3) -> set[str]:
    """What an S3 has: objects, and parts of uploads that were never finished or given up."""
    return {key.removeprefix("groeikracht/files/") for key in state.objects} | state.uploads.keys()


@pytest.fixture(scope="module")
async def api(store: tuple[dict[str, str], Kept], settings: dict[str, Settings]) -> AsyncIterator[Api]:
    """The agenda service on that object store."""
    found = Settings(**{**settings["agenda"].model_dump(), **store[0]})
    async with serving(importlib.import_module("services.agenda.app").SERVICE, found) as served:
        yield served


@pytest.fixture
def kept(store: tuple[dict[str, str], Kept]) -> Kept:
    """What is in the object store."""
    return store[1]


@pytest.fixture
async def subject(rows: Sessions) -> dict[str, str]:
    """An adopted agenda of Zuidoost-Brabant, which everybody may see."""
    made = await stored(rows, Agenda, owner="region:CR36", status=Status.ADOPTED)
    return {"subjectKind": "AGENDA", "subjectId": str(made.id)}


def announced(content: bytes, subject: dict[str, str], **changes: Any) -> dict[str, Any]:
    return {
        **subject,
        "title": "Vaststellingsbesluit",
        "fileName": "besluit 2014.txt",
        "mediaType": "text/plain",
        "sizeBytes": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
        "visibility": "PUBLIC",
        **changes,
    }


async def announce(api: Api, subject: dict[str, str], content: bytes = TEXT, **changes: Any) -> str:
    made = await api.post("/documents", REGION, announced(content, subject, **changes))
    assert made.status_code == 201, made.text
    assert (made.json()["status"], made.headers["etag"]) == ("ANNOUNCED", '"1"')
    return f"/documents/{made.json()['id']}"


async def send(
    api: Api, path: str, content: Any, *, key: str | None = None, who: dict[str, str] = REGION
) -> httpx.Response:
    headers = {**who, "Idempotency-Key": f'"{key or uuid.uuid4()}"', "If-Match": '"1"'}
    return await api.http.put(f"{path}/content", headers=headers, content=content)


def refusal(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["type"].rsplit("/")[-1]


async def test_what_was_sent_is_what_everybody_reads(api: Api, subject: dict[str, str]) -> None:
    """B1, B4: a fact is proven with a document, which the public reads without a token (B18)."""
    path = await announce(api, subject)
    answer = await send(api, path, TEXT)
    assert (answer.status_code, answer.json()["status"]) == (200, "AVAILABLE"), answer.text
    for who in ({}, REGION, OTHER, STATE, ROM):
        read = await api.get(f"{path}/content", who)
        assert (read.status_code, read.content) == (200, TEXT)
    assert read.headers["content-type"] == "text/plain; charset=utf-8"
    assert read.headers["content-length"] == str(len(TEXT))
    assert read.headers["content-disposition"] == (
        "attachment; filename=\"besluit 2014.txt\"; filename*=UTF-8''besluit%202014.txt"
    )
    assert read.headers["x-content-type-options"] == "nosniff"
    assert read.headers["etag"] == f'"{hashlib.sha256(TEXT).hexdigest()}"'
    again = await api.get(f"{path}/content", {"If-None-Match": read.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    listed = await api.get("/documents", {}, **subject)
    assert [row["id"] for row in listed.json()["items"]] == [path.rpartition("/")[2]]


async def test_a_large_file_passes_in_parts(api: Api, subject: dict[str, str]) -> None:
    content = PDF + bytes(range(256)) * (4 * 12 * 1024)  # more than two parts of 5 MiB
    path = await announce(api, subject, content, mediaType="application/pdf", fileName="rapport.pdf")

    async def slowly() -> AsyncIterator[bytes]:
        for start in range(0, len(content), MIB):
            yield content[start : start + MIB]
            await asyncio.sleep(0)

    assert (await send(api, path, slowly())).status_code == 200
    assert (await api.get(f"{path}/content", {})).content == content


@pytest.mark.parametrize(
    ("sent", "rule"),
    [
        (TEXT[:-1], "document.same-content"),
        (TEXT + b".", "document.same-content"),
        (TEXT.replace(b"15", b"16"), "document.same-content"),
        (b"", "document.same-content"),
    ],
)
async def test_other_bytes_than_announced_are_refused_and_not_kept(
    api: Api, subject: dict[str, str], kept: Kept, sent: bytes, rule: str
) -> None:
    path, before = await announce(api, subject), kept()
    answer = await send(api, path, sent)
    assert refusal(answer) == (409, rule)
    assert answer.json()["facts"]["receivedBytes"] == len(sent)
    assert kept() == before
    assert refusal(await api.get(f"{path}/content", REGION)) == (404, "document.available")
    assert (await send(api, path, TEXT)).status_code == 200


@pytest.mark.parametrize(
    ("media_type", "name", "content", "fits"),
    [
        ("application/pdf", "a.pdf", PDF, True),
        ("application/pdf", "a.pdf", b"<html><script>", False),
        ("image/png", "a.png", b"\x89PNG\r\n\x1a\n0", True),
        ("image/png", "a.png", b"GIF89a", False),
        ("image/jpeg", "a.jpeg", b"\xff\xd8\xff\xe0", True),
        ("image/jpeg", "a.jpg", b"\xff\xd8", False),
        ("text/csv", "a.csv", "regio;waarde\nÉén;1\n".encode(), True),
        ("text/csv", "a.csv", b"MZ\x90\x00", False),
        ("text/plain", "a.txt", b"caf\xe9", False),
        ("text/plain", "a.txt", "half a character: é".encode()[:-1], False),
        ("application/vnd.oasis.opendocument.text", "a.odt", b"PK\x03\x04", True),
        ("application/vnd.oasis.opendocument.text", "a.odt", b"PK\x05\x06", False),
    ],
)
async def test_bytes_begin_as_their_type_does(
    api: Api, subject: dict[str, str], kept: Kept, media_type: str, name: str, content: bytes, fits: bool
) -> None:
    path, before = await announce(api, subject, content, mediaType=media_type, fileName=name), kept()
    answer = await send(api, path, content)
    if fits:
        assert answer.status_code == 200, answer.text
        assert len(kept()) == len(before) + 1
    else:
        assert refusal(answer) == (409, "document.true-to-type")
        assert kept() == before


async def test_a_client_that_leaves_half_way_leaves_nothing(
    api: Api, subject: dict[str, str], kept: Kept
) -> None:
    """The request is cut off after a part of 5 MiB went on to the store; the next try takes it all."""
    content = PDF + bytes(12 * MIB)
    path = await announce(api, subject, content, mediaType="application/pdf", fileName="rapport.pdf")
    before = kept()
    for chunks in (0, 1, 7):
        answer = await broken_off(api, path, content, chunks)
        assert answer["status"] == 400
        assert kept() == before
    assert (await api.get(path, REGION)).json()["status"] == "ANNOUNCED"
    assert (await send(api, path, content)).status_code == 200


async def broken_off(api: Api, path: str, content: bytes, chunks: int) -> dict[str, Any]:
    """What the service says to a client that is gone after some chunks of its body."""
    answer: dict[str, Any] = {}
    messages = [
        {"type": "http.request", "body": content[start * MIB : (start + 1) * MIB], "more_body": True}
        for start in range(chunks)
    ]

    async def receive() -> dict[str, Any]:
        return messages.pop(0) if messages else {"type": "http.disconnect"}

    async def tell(message: dict[str, Any]) -> None:
        answer.update(message)

    names = {**REGION, "If-Match": '"1"', "Idempotency-Key": f'"{uuid.uuid4()}"'}
    headers = [(name.lower().encode(), value.encode()) for name, value in names.items()]
    address = f"/agenda/v1{path}/content"
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "PUT",
        "scheme": "http",
        "root_path": "",
        "path": address,
        "raw_path": address.encode(),
        "query_string": b"",
        "headers": headers,
        "client": ("127.0.0.1", 1),
        "server": ("test", 80),
        "asgi": {"version": "3.0"},
    }
    transport: Any = api.http._transport
    await transport.app(scope, receive, tell)
    return answer


async def test_more_than_may_be_sent_is_cut_off(api: Api, subject: dict[str, str], kept: Kept) -> None:
    path, before = await announce(api, subject), kept()

    async def endless() -> AsyncIterator[bytes]:
        while True:
            yield bytes(MIB)

    assert (await send(api, path, endless())).status_code == 413
    assert kept() == before


@pytest.mark.parametrize(
    "changes",
    [
        {"sizeBytes": 0},
        {"sizeBytes": 32 * MIB + 1},
        {"sha256": "00"},
        {"sha256": "A" * 64},
        *(
            {"fileName": name}
            for name in (
                *(
                    "../etc/passwd.txt",
                    "..\\x.txt",
                    "a/b.txt",
                    ".txt",
                    "x",
                    "a\r\nSet-Cookie: x.txt",
                    "a\x00.txt",
                ),
                *(
                    'a".txt',
                    "a'.txt",
                    "a;b.txt",
                    "a%2F.txt",
                    "exe\u202etxt.exe",
                    "a\u200b.txt",
                    " a.txt",
                    "a.txt ",
                ),
                *(f"{'a' * 150}.txt", "CON:.txt"),
            )
        ),
        {"mediaType": "text/plain\r\nX: y"},
        {"mediaType": "text/html; charset=utf-8"},
        {"subjectKind": "a genda"},
        {"visibility": "SECRET"},
        {"path": "/etc/passwd"},
    ],
)
async def test_a_hostile_announcement_is_not_valid(
    api: Api, subject: dict[str, str], changes: dict[str, Any]
) -> None:
    answer = await api.post("/documents", REGION, announced(TEXT, subject, **changes))
    assert refusal(answer) == (400, "request.invalid"), answer.text


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"mediaType": "text/html", "fileName": "a.html"}, "document.media-type"),
        ({"mediaType": "image/svg+xml", "fileName": "a.svg"}, "document.media-type"),
        ({"fileName": "besluit.exe"}, "document.name-fits-type"),
        ({"subjectKind": "NOTHING"}, "subject.kind-known"),
        ({"subjectKind": "DOCUMENT"}, "subject.kind-known"),
    ],
)
async def test_an_announcement_is_refused_by_its_rule(
    api: Api, subject: dict[str, str], changes: dict[str, Any], code: str
) -> None:
    answer = await api.post("/documents", REGION, announced(TEXT, subject, **changes))
    assert refusal(answer) == (409, code)
    assert answer.json()["facts"]


async def test_a_name_of_any_script_is_kept_whole(api: Api, subject: dict[str, str]) -> None:
    path = await announce(api, subject, fileName="besluit één (définitif).txt")
    await send(api, path, TEXT)
    disposition = (await api.get(f"{path}/content", {})).headers["content-disposition"]
    assert disposition == (
        'attachment; filename="besluit __n _d_finitif_.txt"; '
        "filename*=UTF-8''besluit%20%C3%A9%C3%A9n%20%28d%C3%A9finitif%29.txt"
    )


async def test_a_retry_is_answered_as_the_first_was(api: Api, subject: dict[str, str], kept: Kept) -> None:
    path = await announce(api, subject)
    first = await send(api, path, TEXT, key=f"once{path}")
    before = kept()
    again = await send(api, path, TEXT, key=f"once{path}")
    assert (again.status_code, again.content) == (200, first.content)
    assert again.headers["idempotency-replayed"] == "true"
    assert kept() == before
    other = await announce(api, subject)
    assert refusal(await send(api, other, TEXT, key=f"once{path}")) == (422, "idempotency.same-request")
    assert kept() == before


@pytest.mark.parametrize(
    ("missing", "answered"),
    [("If-Match", (428, "resource.version-named")), ("Idempotency-Key", (400, "request.invalid"))],
)
async def test_a_careless_upload_leaves_nothing(
    api: Api, subject: dict[str, str], kept: Kept, missing: str, answered: tuple[int, str]
) -> None:
    path, before = await announce(api, subject), kept()
    headers = {**REGION, "Idempotency-Key": f'"{uuid.uuid4()}"', "If-Match": '"1"'}
    del headers[missing]
    assert refusal(await api.http.put(f"{path}/content", headers=headers, content=TEXT)) == answered
    assert kept() == before


async def test_the_same_content_on_two_records_is_kept_for_each(
    api: Api, subject: dict[str, str], kept: Kept
) -> None:
    """Withdrawing the one leaves the other; and nobody learns that another body has the same file."""
    before = len(kept())
    one, two = await announce(api, subject), await announce(api, subject)
    for path in (one, two):
        assert (await send(api, path, TEXT)).status_code == 200
    assert len(kept()) == before + 2


async def test_a_withdrawn_document_is_kept_and_read_no_more(
    api: Api, subject: dict[str, str], kept: Kept
) -> None:
    path = await announce(api, subject)
    sent = await send(api, path, TEXT)
    before = kept()
    reason = {"reason": "It names a person"}
    gone = await api.post(f"{path}/withdrawals", REGION, reason, etag=sent.headers["etag"])
    assert (gone.status_code, gone.json()["status"]) == (200, "WITHDRAWN")
    assert refusal(await api.get(f"{path}/content", REGION)) == (404, "document.available")
    shown = (await api.get(path, {})).json()
    assert (shown["withdrawalReason"], shown["sha256"]) == (
        reason["reason"],
        hashlib.sha256(TEXT).hexdigest(),
    )
    assert kept() == before


async def test_who_sees_a_document_follows_its_visibility(api: Api, subject: dict[str, str]) -> None:
    """B10: what a ROM attaches to a region's record is seen by itself, its partners, or everybody."""
    seen = {}
    for visibility in ("INTERNAL", "PARTNERS"):
        body = announced(TEXT, subject, visibility=visibility)
        path = f"/documents/{(await api.post('/documents', ROM, body)).json()['id']}"
        sent = await send(api, path, TEXT, who=ROM)
        assert sent.status_code == 200, sent.text
        seen[visibility] = [
            (await api.get(f"{path}/content", who)).status_code for who in (ROM, REGION, STATE, OTHER, {})
        ]
    assert seen == {"INTERNAL": [200, 404, 404, 404, 404], "PARTNERS": [200, 200, 200, 404, 404]}
    published = await api.post("/documents", ROM, announced(TEXT, subject))
    assert refusal(published) == (403, "document.publisher")
    assert (await api.post("/documents", STATE, announced(TEXT, subject))).status_code == 201


async def test_a_public_document_shows_no_more_than_its_record(api: Api, rows: Sessions) -> None:
    draft = await stored(rows, Agenda, owner="region:CR36")
    path = await announce(api, {"subjectKind": "AGENDA", "subjectId": str(draft.id)})
    await send(api, path, TEXT)
    seen = [(await api.get(f"{path}/content", who)).status_code for who in (REGION, STATE, OTHER, ROM, {})]
    assert seen == [200, 200, 404, 404, 404]
    body = announced(TEXT, {"subjectKind": "AGENDA", "subjectId": str(draft.id)}, visibility="INTERNAL")
    assert refusal(await api.post("/documents", OTHER, body)) == (404, "resource.not-found")


async def test_a_sender_who_dawdles_holds_no_connection(api: Api, subject: dict[str, str]) -> None:
    """More slow uploads at a time than the service has connections to its database (12)."""
    paths = [await announce(api, subject) for _ in range(16)]
    go = asyncio.Event()

    async def dawdling() -> AsyncIterator[bytes]:
        yield TEXT[:10]
        await go.wait()
        yield TEXT[10:]

    tasks = [asyncio.create_task(send(api, path, dawdling())) for path in paths]
    await asyncio.sleep(0.2)
    answer = await asyncio.wait_for(api.get("/documents", {}, **subject), 60)
    go.set()
    assert answer.status_code == 200
    assert [sent.status_code for sent in await asyncio.gather(*tasks)] == [200] * 16


async def test_what_no_document_names_is_swept_once_its_upload_is_surely_over(
    api: Api, subject: dict[str, str], kept: Kept, store: tuple[dict[str, str], Kept], rows: Sessions
) -> None:
    """A process that dies between the store and the commit leaves an object that no row names."""
    path = await announce(api, subject)
    await send(api, path, TEXT)
    named: dict[str, Any] = {**store[0]}
    before, objects = kept(), open_store(Settings(environment="local", **named))

    async def content() -> AsyncIterator[bytes]:
        yield TEXT

    left = await objects.receive(f"{UPLOADED}/left-behind", content())
    now = datetime.now(UTC)
    async with begin(rows, "sweeper") as tx:
        assert await sweep(objects, tx, now + timedelta(hours=1)) == 0
        assert kept() == before | {left.key}
        assert await sweep(objects, tx, now + timedelta(days=2)) == 1
    assert kept() == before
    assert (await api.get(f"{path}/content", {})).content == TEXT


async def test_a_store_that_is_away_is_said_to_be_so(settings: dict[str, Settings], rows: Sessions) -> None:
    with s3() as (address, state):
        found = {
            **settings["agenda"].model_dump(),
            "objects_url": "s3://groeikracht",
            "objects_endpoint": address,
            "objects_access_key": "tester",
            "objects_secret_key": "secret",
        }
        async with serving(importlib.import_module("services.agenda.app").SERVICE, Settings(**found)) as api:
            made = await stored(rows, Agenda, owner="region:CR36", status=Status.ADOPTED)
            path = await announce(api, {"subjectKind": "AGENDA", "subjectId": str(made.id)})
            state.is_away = True
            answer = await send(api, path, TEXT, key="again-and-again")
            assert (answer.status_code, answer.headers["retry-after"]) == (503, "2"), answer.text
            state.is_away = False
            assert (await send(api, path, TEXT, key="again-and-again")).status_code == 200
            assert (await api.get(f"{path}/content", {})).content == TEXT


def test_an_address_that_names_no_store_is_refused_at_the_start() -> None:
    for address in ("", "ftp://host/folder", "s3://", "/a/folder"):
        with pytest.raises(BadAddress):
            open_store(Settings(environment="production", objects_url=address))
