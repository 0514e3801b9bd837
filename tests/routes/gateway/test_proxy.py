"""What the hop to a service changes, and what it never changes."""

import asyncio
import re
from collections.abc import AsyncIterator

import httpx
import pytest
from starlette.types import Message

from services.gateway.incoming import ClientGone
from services.gateway.proxy import relay
from services.gateway.settings import GatewaySettings
from tests.routes.gateway.conftest import BODY_MAX_BYTES, CHUNK, SOON_SECONDS, Service, become, calling

BIG = 1024 * len(CHUNK)  # 64 MiB
NEW_TRACE = re.compile(r"00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-01")
GIVEN_TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"


async def test_method_path_query_and_body_arrive_unchanged(
    caller: httpx.AsyncClient, service: Service
) -> None:
    body = b'{"a":  1, "a": 2}\n'
    await caller.post("/agenda/v1/a%20b%2Fc/_zoek?b=%27x%27&a=1&a=2&leeg=", content=body)
    assert (service.method, service.path) == ("POST", "/agenda/v1/a%20b%2Fc/_zoek")
    assert service.query == "b=%27x%27&a=1&a=2&leeg="
    assert service.body == body
    assert service.all("content-length") == [str(len(body))]
    assert service.all("transfer-encoding") == []


async def test_what_the_service_needs_is_passed_on(caller: httpx.AsyncClient, service: Service) -> None:
    sent = {"Idempotency-Key": '"k-1"', "If-Match": '"3"', "Business-Time": "2026-01-01T00:00:00Z"}
    await caller.put("/agenda/v1/x", headers=sent, json={})
    assert service.all("authorization") == [caller.headers["authorization"]]
    assert [service.all(name.lower()) for name in sent] == [[value] for value in sent.values()]


async def test_the_answer_comes_back_with_its_own_headers(caller: httpx.AsyncClient) -> None:
    answer = await caller.get("/agenda/v1/x")
    assert answer.content == b'{"ok":true}'
    assert (answer.headers["etag"], answer.headers["api-version"]) == ('"3"', "9.9.9")
    assert answer.headers.get_list("date", split_commas=False) == [answer.headers["date"]]


async def test_hop_by_hop_headers_stay_on_their_hop(caller: httpx.AsyncClient, service: Service) -> None:
    sent = {"Connection": "keep-alive, X-Secret", "X-Secret": "1", "TE": "trailers", "Upgrade": "h2c"}
    answer = await caller.get("/agenda/v1/x", headers=sent)
    reached = {name for name, _ in service.headers}
    assert not reached & {"connection", "x-secret", "te", "upgrade", "keep-alive"}
    assert not set(answer.headers) & {"x-internal", "server"}
    assert "b" * 16 not in answer.headers["traceparent"]  # the service's own hop


@pytest.mark.parametrize(
    "name",
    [
        "X-Forwarded-Prefix",
        "X-Forwarded-Client-Cert",
        "Forwarded",
        "X-Real-IP",
        "Client-Cert",
        "Client-Cert-Chain",
        "X-SSL-Client-Verify",
        "SSL-Client-Cert",
        "X-Client-Cert-DN",
        "Fsc-Authorization",
        "X_Forwarded_Prefix",
    ],
)
async def test_what_only_an_ingress_may_say_is_taken_out(
    name: str, caller: httpx.AsyncClient, service: Service
) -> None:
    await caller.get("/agenda/v1/x", headers={name: "spoofed"})
    assert "spoofed" not in [value for _, value in service.headers]


async def test_the_service_learns_the_real_address_and_the_public_name(
    caller: httpx.AsyncClient, service: Service
) -> None:
    spoofed = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "ftp", "X-Forwarded-Host": "evil"}
    await caller.get("/agenda/v1/x", headers=spoofed)
    assert service.all("x-forwarded-for") == ["127.0.0.1"]
    assert service.all("x-forwarded-proto") == ["https"]
    assert service.all("x-forwarded-host") == ["api.groeikracht.example"]


async def test_a_trace_goes_on(caller: httpx.AsyncClient, service: Service) -> None:
    await caller.get("/agenda/v1/x", headers={"traceparent": GIVEN_TRACE, "tracestate": "a=1"})
    assert (service.all("traceparent"), service.all("tracestate")) == ([GIVEN_TRACE], ["a=1"])


async def test_a_trace_of_a_later_version_is_read_by_its_first_four_fields(
    caller: httpx.AsyncClient, service: Service
) -> None:
    await caller.get("/agenda/v1/x", headers={"traceparent": f"cc{GIVEN_TRACE[2:]}-later"})
    assert service.all("traceparent") == [GIVEN_TRACE]


@pytest.mark.parametrize(
    "given",
    [
        None,
        "nonsense",
        GIVEN_TRACE.upper(),
        f"ff{GIVEN_TRACE[2:]}",
        f"{GIVEN_TRACE}-more",
        f"00-{'0' * 32}-00f067aa0ba902b7-01",
        f"00-4bf92f3577b34da6a3ce929d0e0e4736-{'0' * 16}-01",
    ],
)
async def test_without_a_sound_trace_a_new_one_starts(
    given: str | None, caller: httpx.AsyncClient, service: Service
) -> None:
    headers = {"tracestate": "a=1"} | ({"traceparent": given} if given else {})
    await caller.get("/agenda/v1/x", headers=headers)
    (made,) = service.all("traceparent")
    assert NEW_TRACE.fullmatch(made)
    assert "4bf92f3577b34da6a3ce929d0e0e4736" not in made
    assert service.all("tracestate") == []


async def test_head_is_a_get_without_the_body(caller: httpx.AsyncClient) -> None:
    answer = await caller.head("/agenda/v1/x")
    assert (answer.status_code, answer.headers["content-length"], answer.content) == (200, "11", b"")


async def test_a_refused_method_is_the_services_answer(caller: httpx.AsyncClient) -> None:
    answer = await caller.delete("/agenda/v1/read-only")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/agenda/../metrics", b"404"),  # no address of a service, whatever it would mean
        ("/agenda/v1/%2e%2E/%2e%2e/metrics", b"400"),
        ("/agenda/./v1", b"404"),
        ("/agenda/v1/..\\..\\x", b"400"),
    ],
)
async def test_a_path_that_would_mean_another_is_refused(
    path: str, status: bytes, caller: httpx.AsyncClient, service: Service
) -> None:
    address = caller.base_url
    reader, writer = await asyncio.open_connection(address.host, address.port)  # httpx would tidy the path up
    token = caller.headers["authorization"]
    writer.write(f"GET {path} HTTP/1.1\r\nHost: x\r\nAuthorization: {token}\r\n\r\n".encode())
    assert (await reader.readline()).split()[1] == status
    writer.close()
    assert service.path == ""


async def test_a_header_that_is_not_ascii_is_refused(caller: httpx.AsyncClient, service: Service) -> None:
    answer = await caller.get("/agenda/v1/x", headers=[(b"x-naam", "é".encode())])
    assert (answer.status_code, service.path) == (400, "")


async def test_a_large_answer_streams_at_the_clients_pace(
    caller: httpx.AsyncClient, service: Service
) -> None:
    async with caller.stream("GET", "/agenda/v1/download") as answer:
        chunks = answer.aiter_raw()
        size = len(await anext(chunks))
        await asyncio.sleep(0.3)
        assert service.moved < BIG * 0.75, "the gateway takes in more than its client reads"
        async for chunk in chunks:
            size += len(chunk)
    assert size == BIG


async def test_a_large_body_streams_at_the_services_pace(settings: GatewaySettings, service: Service) -> None:
    given = 0

    async def body() -> AsyncIterator[bytes]:
        nonlocal given
        for _ in range(1024):
            yield CHUNK
            given += len(CHUNK)

    async with calling(settings.model_copy(update={"gateway_body_max_bytes": BIG})) as caller:
        await become(caller, "region-brainport")
        upload = asyncio.create_task(caller.post("/agenda/v1/upload", content=body()))
        await asyncio.sleep(0.5)
        assert 0 < given < BIG * 0.75, "the gateway takes in more than its service reads"
        service.may_go_on.set()
        assert (await upload).status_code == 201
    assert service.moved == BIG


async def test_a_body_that_says_it_is_too_large_is_not_read(
    caller: httpx.AsyncClient, service: Service
) -> None:
    answer = await caller.post("/agenda/v1/x", content=b"x" * (BODY_MAX_BYTES + 1))
    assert (answer.status_code, answer.headers["content-type"]) == (413, "application/problem+json")
    assert service.path == ""


async def test_a_body_that_turns_out_too_large_is_cut_off(
    caller: httpx.AsyncClient, service: Service
) -> None:
    async def body() -> AsyncIterator[bytes]:
        for _ in range(BODY_MAX_BYTES // len(CHUNK) + 2):
            yield CHUNK

    service.may_go_on.set()
    answer = await caller.post("/agenda/v1/upload", content=body())
    assert answer.status_code == 413


async def test_a_client_that_leaves_during_the_answer_ends_the_exchange_with_the_service(
    caller: httpx.AsyncClient, service: Service
) -> None:
    async with caller.stream("GET", "/agenda/v1/download") as answer:
        await anext(answer.aiter_raw())
    await asyncio.wait_for(service.left.wait(), SOON_SECONDS)
    assert service.moved < BIG


async def test_a_client_that_leaves_during_its_request_ends_the_exchange_with_the_service(
    caller: httpx.AsyncClient, service: Service
) -> None:
    async def body() -> AsyncIterator[bytes]:
        yield CHUNK
        raise ConnectionError("the client is gone")

    service.may_go_on.set()
    with pytest.raises(ConnectionError):
        await caller.post("/agenda/v1/upload", content=body())
    await asyncio.wait_for(service.left.wait(), SOON_SECONDS)


async def test_a_service_that_is_down_is_503_with_when_to_retry(caller: httpx.AsyncClient) -> None:
    answer = await caller.post("/funding/v1/x", json={})
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "2")
    assert answer.json()["status"] == 503


async def test_a_service_that_hangs_up_is_502(caller: httpx.AsyncClient) -> None:
    answer = await caller.get("/loans/v1/x", headers={"traceparent": GIVEN_TRACE})
    assert answer.status_code == 502
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["instance"] == "urn:uuid:4bf92f35-77b3-4da6-a3ce-929d0e0e4736"


async def test_a_service_that_does_not_answer_in_time_is_504(
    settings: GatewaySettings, service: Service
) -> None:
    async with calling(settings.model_copy(update={"gateway_total_seconds": 0.3})) as caller:
        await become(caller, "region-brainport")
        answer = await caller.get("/agenda/v1/stall")
    assert (answer.status_code, answer.json()["title"]) == (504, "Gateway Timeout")


async def test_a_service_that_dies_in_a_short_answer_is_502(caller: httpx.AsyncClient) -> None:
    assert (await caller.get("/agenda/v1/dies?4")).status_code == 502


async def test_a_part_of_a_long_answer_never_looks_whole(caller: httpx.AsyncClient) -> None:
    with pytest.raises(httpx.RemoteProtocolError):
        await caller.get("/agenda/v1/dies?10000000")


class LongAnswer:
    """An answer of a service whose every part is there already."""

    def __init__(self) -> None:
        self.body_reader = self
        self.read = 0

    def get_header(self, _: str) -> str | None:
        return None

    async def read_chunk(self) -> bytes | None:
        self.read += 1
        return CHUNK if self.read < 1000 else None


class LeavingClient:
    """A client that takes every part at once, and leaves as soon as anybody looks."""

    async def client_gone(self) -> None:
        return

    async def take(self, _: Message) -> None:
        return


async def test_a_stream_whose_two_ends_are_always_ready_gives_others_their_turn() -> None:
    answer, client = LongAnswer(), LeavingClient()
    with pytest.raises(ClientGone):
        await relay(answer, client, client.take)  # type: ignore[arg-type]
    assert answer.read < 5


async def test_json_larger_than_any_service_takes_stops_at_the_gateway(
    settings: GatewaySettings, service: Service
) -> None:
    generous = settings.model_copy(update={"gateway_body_max_bytes": 32 * 1024 * 1024})
    async with calling(generous) as client:
        await become(client, "region-brainport")
        body = b" " * (1024 * 1024 + 1)
        for written in ("application/json", "Application/Merge-Patch+JSON; charset=utf-8"):
            answer = await client.post("/agenda/v1/x", content=body, headers={"Content-Type": written})
            assert (answer.status_code, service.path) == (413, "")
        answer = await client.put("/agenda/v1/x", content=body, headers={"Content-Type": "text/csv"})
        assert (answer.status_code, len(service.body)) == (200, len(body))


async def test_a_slow_upload_may_last_longer_than_an_exchange(
    settings: GatewaySettings, service: Service
) -> None:
    async def slowly() -> AsyncIterator[bytes]:
        for _ in range(10):
            await asyncio.sleep(0.2)
            yield b"x" * 4096

    async with calling(settings.model_copy(update={"gateway_total_seconds": 1})) as client:
        await become(client, "region-brainport")
        headers = {"Content-Type": "text/csv", "Content-Length": str(10 * 4096)}
        answer = await client.put("/agenda/v1/x", content=slowly(), headers=headers)
    assert (answer.status_code, len(service.body)) == (200, 10 * 4096)
