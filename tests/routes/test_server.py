"""What the server takes from a client before any application sees it, tried with raw sockets."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import psutil
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from shared.server.start import options
from shared.settings import Settings

SHORT = {"http_head_seconds": 0.4, "http_body_seconds": 0.4, "http_unread_seconds": 0.4}
SOON_SECONDS = 30
POURED_BYTES = 32 * 1024 * 1024  # more than the sockets of both sides hold
HEAD = b"GET /x HTTP/1.1\r\nHost: x\r\n"
POST = b"POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n"
CHUNKED = b"POST /x HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
CHUNKED_30 = b"Transfer-Encoding: chunked\r\n\r\n1E\r\n%s\r\n0\r\n\r\n"


class Application:
    """Counts what it read, and answers when it may."""

    def __init__(self) -> None:
        self.read = 0
        self.left = asyncio.Event()
        self.may_answer = asyncio.Event()
        self.may_answer.set()

    async def echo(self, request: Request) -> Response:
        try:
            async for chunk in request.stream():
                self.read += len(chunk)
        except ClientDisconnect:
            self.left.set()
            raise
        await self.may_answer.wait()
        return JSONResponse({"read": self.read})

    async def refuse(self, _: Request) -> Response:
        return JSONResponse({}, 403)

    async def pour(self, _: Request) -> Response:
        async def long() -> AsyncIterator[bytes]:
            for _ in range(POURED_BYTES // 65536):
                yield b"x" * 65536
                await asyncio.sleep(0)  # client and server share this loop

        return StreamingResponse(long())

    def routes(self) -> list[Route]:
        every = ["GET", "POST"]
        return [
            Route("/x", self.echo, methods=every),
            Route("/livez", self.echo, methods=every),
            Route("/refused", self.refuse, methods=every),
            Route("/poured", self.pour),
        ]


@asynccontextmanager
async def served(application: Application, **settings: float) -> AsyncIterator[int]:
    told = Settings(port=0).model_copy(update=SHORT | settings)
    server = uvicorn.Server(uvicorn.Config(Starlette(routes=application.routes()), **options(told)))
    task = asyncio.create_task(server.serve())
    async with asyncio.timeout(SOON_SECONDS):
        while not server.started:  # noqa: ASYNC110 - uvicorn offers no event to wait for
            await asyncio.sleep(0.01)
    try:
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        application.may_answer.set()
        server.should_exit = server.force_exit = True
        await task


async def answered(reader: asyncio.StreamReader) -> tuple[int, dict[str, str], Any]:
    """The next answer on a connection; status 0 when it ends without one."""
    async with asyncio.timeout(SOON_SECONDS):
        try:
            head = await reader.readuntil(b"\r\n\r\n")
        except (asyncio.IncompleteReadError, ConnectionResetError):
            return 0, {}, None
        first, *lines = head.decode().splitlines()
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines if line)}
        body = await reader.readexactly(int(headers["content-length"]))
    return int(first.split()[1]), headers, json.loads(body)


async def trickled(writer: asyncio.StreamWriter) -> None:
    while True:
        writer.write(b"5\r\nabcde\r\n")
        await writer.drain()
        await asyncio.sleep(0.01)


async def sent(port: int, *parts: bytes) -> tuple[int, dict[str, str], Any]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        for part in parts:
            writer.write(part)
            await writer.drain()
    except ConnectionError:
        pass
    found = await answered(reader)
    writer.close()
    return found


@pytest.mark.parametrize(
    "head",
    [
        HEAD + b"".join(b"X-%d: y\r\n" % i for i in range(120)) + b"\r\n",
        HEAD + b"Cookie: " + b"c" * 33_000 + b"\r\n\r\n",
        b"GET /x?" + b"q" * 33_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
        HEAD + b"X-Endless: " + b"y" * 300_000,
        HEAD + b"X" * 300_000,
        b"\r\n" * 40_000,
        CHUNKED + b"1\r\na\r\n0\r\n" + b"".join(b"X-%d: y\r\n" % i for i in range(120)) + b"\r\n",
        CHUNKED + b"1;" + b"e" * 300_000,
    ],
    ids=["many", "large", "address", "endless", "name", "empty lines", "trailers", "chunk extension"],
)
async def test_more_head_than_anybody_needs_is_refused_as_a_problem(head: bytes) -> None:
    async with served(Application()) as port:
        status, headers, problem = await sent(port, head)
    assert (status, problem["status"], headers["connection"]) == (431, 431, "close")
    assert headers["content-type"] == "application/problem+json"
    assert headers["x-content-type-options"] == "nosniff"


async def test_just_as_much_head_as_is_allowed_passes() -> None:
    many = HEAD + b"".join(b"X-%d: y\r\n" % i for i in range(99)) + b"\r\n"
    large = HEAD + b"Cookie: " + b"c" * 32_000 + b"\r\n\r\n"
    async with served(Application()) as port:
        assert [(await sent(port, head))[0] for head in (many, large)] == [200, 200]


@pytest.mark.parametrize("endless", [b"a" * 65536, b"X-Y: aaaaaaaaaaaaaaaaaaaaaaaa\r\n" * 2048])
async def test_an_endless_head_costs_no_memory(endless: bytes) -> None:
    async with served(Application()) as port:
        before = psutil.Process().memory_info().rss
        status, *_ = await sent(port, HEAD + b"X: ", *[endless] * 1600)  # 100 MiB
        grown = psutil.Process().memory_info().rss - before
    assert status in (431, 0)  # a client that does not stop sending may lose the answer
    assert grown < 30 * 1024 * 1024


@pytest.mark.parametrize(
    "garbage", [b"NO SUCH\r\n\r\n", HEAD + b"Bad Name: x\r\n\r\n", b"\x16\x03\x01\x02\x00\x01"]
)
async def test_what_is_not_http_is_refused_as_a_problem(garbage: bytes) -> None:
    async with served(Application()) as port:
        status, headers, problem = await sent(port, garbage)
    assert (status, problem["status"]) == (400, 400)
    assert headers["content-type"] == "application/problem+json"
    assert (headers["content-language"], "Dit is geen verzoek" in problem["detail"]) == ("en, nl", True)


@pytest.mark.parametrize(
    ("head", "status"),
    [
        (b"GET /x HTTP/1.1\r\nAccept: */*\r\n\r\n", 400),
        (HEAD + b"hOST: elsewhere\r\n\r\n", 400),
        (b"GET /x HTTP/1.0\r\nHost: x\r\nHost: x\r\n\r\n", 400),
        (b"GET /x HTTP/1.0\r\n\r\n", 200),
    ],
    ids=["none", "two", "the same twice", "none in HTTP/1.0"],
)
async def test_a_request_says_once_for_which_host_it_is(head: bytes, status: int) -> None:
    async with served(Application()) as port:
        found, _, told = await sent(port, head)
    assert (found, "once" in str(told)) == (status, status == 400)


@pytest.mark.parametrize(
    ("said", "status"),
    [
        (b"", 0),
        (b"GET /x", 408),
        (HEAD + b"X-Half: ", 408),
        (POST % 1000 + b"{", 408),
        (CHUNKED + b"5\r\nab", 408),
    ],
    ids=["nothing", "half a line", "half a header", "half a body", "half a chunk"],
)
async def test_who_does_not_go_on_is_waited_for_a_moment_only(said: bytes, status: int) -> None:
    async with served(Application()) as port:
        assert (await sent(port, said))[0] == status


@pytest.mark.parametrize("next_one", [b"\r\n", b"GET /x HT"])
async def test_the_second_request_of_a_connection_is_waited_for_as_briefly(next_one: bytes) -> None:
    async with served(Application()) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(HEAD + b"\r\n")
        assert (await answered(reader))[0] == 200
        writer.write(next_one)
        assert (await answered(reader))[0] == 408
        writer.close()


async def test_the_application_learns_that_the_rest_of_a_body_will_not_come() -> None:
    application = Application()
    async with served(application) as port:
        await sent(port, POST % 1000 + b"{")
        async with asyncio.timeout(SOON_SECONDS):
            await application.left.wait()


@pytest.mark.parametrize("apart", [True, False], ids=["apart", "in one piece"])
@pytest.mark.parametrize("framed", [b"Content-Length: 30\r\n\r\n%s", CHUNKED_30], ids=["length", "chunked"])
async def test_the_body_of_a_request_that_asks_for_another_protocol_is_no_request(
    framed: bytes, apart: bool
) -> None:
    body = b"GET /poured HTTP/1.0\r\nX: x\r\n\r\n"
    application, heard = Application(), []
    async with served(application) as port:
        for asked in (b"h2c", b"websocket", b"TLS/1.0, foo"):
            head = (
                b"POST /x HTTP/1.1\r\nHost: x\r\nConnection: keep-alive, Upgrade\r\nUpgrade: %s\r\n" % asked
            )
            said = head + framed % body
            cut = said.index(b"\r\n\r\n") + 4 if apart else len(said)
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            for part in (said[:cut], said[cut:] + head + b"Content-Length: 0\r\n\r\n"):
                writer.write(part)
                await asyncio.sleep(0.05)
            heard += [await answered(reader), await answered(reader)]
            writer.close()
    assert [(status, told) for status, _, told in heard] == [
        (200, {"read": 30 * times}) for times in (1, 1, 2, 2, 3, 3)
    ]


async def test_many_requests_for_another_protocol_in_one_piece_end_like_any_others() -> None:
    application = Application()
    application.may_answer.clear()
    async with served(application) as port:
        asked = b"GET /x HTTP/1.1\r\nHost: x\r\nConnection: upgrade\r\nUpgrade: y\r\n\r\n"
        assert (await sent(port, asked * 3000))[0] == 0


async def test_a_slow_but_steady_body_passes_however_long_it_takes() -> None:
    application = Application()
    async with served(application, http_body_bytes_per_second=1000) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(POST % 60_000)
        began = time.monotonic()
        for _ in range(60):
            writer.write(b"x" * 1000)
            await asyncio.sleep(0.04)
        assert time.monotonic() - began > 4 * SHORT["http_body_seconds"]
        assert (await answered(reader))[0] == 200
        writer.close()
    assert application.read == 60_000


async def test_a_body_that_trickles_is_ended() -> None:
    async with served(Application(), http_body_bytes_per_second=10_000) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(POST % 60_000)
        answer = asyncio.create_task(answered(reader))
        while not answer.done():
            writer.write(b"x")
            await asyncio.sleep(0.05)
        assert (await answer)[0] == 408
        writer.close()


async def test_an_application_that_takes_its_time_is_no_fault_of_the_client() -> None:
    application = Application()
    application.may_answer.clear()
    async with served(application) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(POST % 2 + b"{}")
        await asyncio.sleep(3 * SHORT["http_body_seconds"])
        application.may_answer.set()
        assert (await answered(reader))[0] == 200
        writer.close()


async def test_a_body_that_goes_on_after_the_refusal_is_not_read_for_ever() -> None:
    async with served(Application()) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(CHUNKED.replace(b"/x", b"/refused"))
        assert (await answered(reader))[0] == 403
        async with asyncio.timeout(SOON_SECONDS):
            with pytest.raises(ConnectionError):
                await trickled(writer)


async def test_a_client_that_does_not_read_its_answer_is_cut_off() -> None:
    async with served(Application()) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1024)
        read = 0
        writer.write(HEAD.replace(b"/x", b"/poured") + b"\r\n")
        await asyncio.sleep(4 * SHORT["http_unread_seconds"])
        async with asyncio.timeout(SOON_SECONDS):
            with suppress(ConnectionError):
                while chunk := await reader.read(1 << 20):
                    read += len(chunk)
        assert read < POURED_BYTES
        writer.close()


async def test_many_silent_connections_keep_nobody_out() -> None:
    silent = []
    async with served(Application(), http_connections_max=50, http_head_seconds=60) as port:
        for _ in range(200):
            silent.append(await asyncio.open_connection("127.0.0.1", port))
        assert (await sent(port, HEAD + b"\r\n"))[0] == 200
        for _, writer in silent:
            writer.close()


async def test_requests_sent_far_ahead_of_their_answers_end_the_connection() -> None:
    application = Application()
    application.may_answer.clear()
    async with served(application) as port:
        status, *_ = await sent(port, (HEAD + b"\r\n") * 3000)
    assert status == 0


async def test_one_request_too_many_is_told_to_come_back_and_health_still_answers() -> None:
    application = Application()
    application.may_answer.clear()
    async with served(application, http_requests_max=10) as port:
        waiting = [asyncio.create_task(sent(port, HEAD + b"\r\n")) for _ in range(10)]
        await asyncio.sleep(0.3)
        status, headers, problem = await sent(port, HEAD + b"\r\n")
        assert (status, problem["status"], headers["retry-after"]) == (503, 503, "1")
        assert (headers["content-language"], "Er is niets gedaan" in problem["detail"]) == ("en, nl", True)
        assert headers["content-type"] == "application/problem+json"
        alive = asyncio.create_task(sent(port, HEAD.replace(b"/x", b"/livez") + b"\r\n"))
        await asyncio.sleep(0.3)
        application.may_answer.set()
        assert (await alive)[0] == 200
        assert {(await each)[0] for each in waiting} == {200}
