"""How much one client may ask at the gateway, and what it is told of that."""

import asyncio
import re
import time
from collections.abc import AsyncIterator

import httpx
import pytest
from starlette.requests import Request

from deploy.local.program import CHECKOUT
from services.gateway import rates
from services.gateway.rates import CLIENTS_MAX, Rates, address
from services.gateway.settings import GatewaySettings
from tests.routes.gateway.conftest import SOON_SECONDS, Service, become, calling

PAGE = (CHECKOUT / "docs" / "third-party.md").read_text()
FEW = {"gateway_rate_per_second": 1.0, "gateway_rate_burst": 3}
LEFT = re.compile(r'"(client|address)";r=([0-9]+);t=([0-9]+)')


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_an_allowance_is_used_up_and_fills_up_again() -> None:
    clock = Clock()
    allowed = Rates(10, 5, 5, clock)
    assert [allowed.take("a").granted for _ in range(7)] == [True] * 5 + [False] * 2
    assert allowed.take("a").next_in == pytest.approx(0.1)
    clock.now += 0.25
    assert [allowed.take("a").granted for _ in range(3)] == [True, True, False]
    clock.now += 3600
    assert [allowed.take("a").granted for _ in range(6)] == [True] * 5 + [False]


def test_what_comes_on_top_is_spread_at_the_rate() -> None:
    allowed = Rates(10, 5, 2, Clock())
    assert [allowed.take("a").wait for _ in range(6)] == pytest.approx([0, 0, 0.1, 0.2, 0.3, 0])


def test_what_is_left_is_told() -> None:
    clock = Clock()
    allowed = Rates(10, 5, 5, clock)
    found = [allowed.take("a") for _ in range(6)]
    assert [each.left for each in found] == [4, 3, 2, 1, 0, 0]
    assert found[4].whole_in == pytest.approx(0.5)
    assert allowed.policy("client") == '"client";q=5;w=1'


def test_one_client_takes_nothing_of_another() -> None:
    allowed = Rates(10, 5, 5, Clock())
    assert not [allowed.take("a") for _ in range(6)][-1].granted
    assert allowed.take("b").left == 4


def test_clients_without_end_take_no_memory_without_end() -> None:
    allowed = Rates(10, 5, 5, Clock())
    for number in range(CLIENTS_MAX + 500):
        allowed.take(str(number))
    assert len(allowed._whole_at) == CLIENTS_MAX


@pytest.mark.parametrize(
    ("peer", "forwarded", "hops", "found"),
    [
        ("192.0.2.1", [], 0, "192.0.2.1"),
        ("10.0.0.1", ["203.0.113.9"], 0, "10.0.0.1"),
        ("10.0.0.1", ["198.51.100.7, 203.0.113.9"], 1, "203.0.113.9"),
        ("10.0.0.1", ["1.1.1.1", "198.51.100.7", "10.0.0.2"], 2, "198.51.100.7"),
        ("10.0.0.1", [], 1, "10.0.0.1"),
        ("10.0.0.1", ["nonsense"], 1, "unknown"),
        ("10.0.0.1", ["203.0.113.9:49152"], 1, "203.0.113.9"),
        ("10.0.0.1", ["[2001:db8:1:2::9]:443"], 1, "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.1", [], 0, "192.0.2.1"),
        ("10.0.0.1", ["::ffff:198.51.100.7"], 1, "198.51.100.7"),
        ("2001:db8:1:2:aaaa::1", [], 0, "2001:db8:1:2::/64"),
        ("fe80::1%eth0", [], 0, "fe80::/64"),
    ],
)
def test_the_address_is_what_the_ingress_saw(peer: str, forwarded: list[str], hops: int, found: str) -> None:
    headers = [(b"x-forwarded-for", value.encode()) for value in forwarded]
    assert address(Request({"type": "http", "client": (peer, 1), "headers": headers}), hops) == found


async def test_a_client_is_told_its_allowance_and_refused_above_it(
    settings: GatewaySettings, service: Service
) -> None:
    async with calling(settings.model_copy(update=FEW)) as client:
        await become(client, "region-brainport")
        answers = [await client.get("/agenda/v1/x") for _ in range(3)]
        service.path = ""
        over = await client.post("/agenda/v1/x", json={})
    assert [each.status_code for each in answers] == [200, 200, 200]
    told = [LEFT.fullmatch(each.headers["ratelimit"]) for each in answers]
    assert [match and match[1] for match in told] == ["client"] * 3
    assert [match and match[2] for match in told] == ["2", "1", "0"]
    assert answers[0].headers["ratelimit-policy"] == '"client";q=3;w=3'
    assert (over.status_code, over.headers["content-type"]) == (429, "application/problem+json")
    assert over.headers["retry-after"] == "1"
    assert service.path == ""


async def test_others_and_health_are_answered_still(settings: GatewaySettings) -> None:
    async with calling(settings.model_copy(update=FEW)) as client:
        await become(client, "region-brainport")
        assert [(await client.get("/agenda/v1/x")).status_code for _ in range(4)] == [200, 200, 200, 429]
        await become(client, "region-noord")
        assert (await client.get("/agenda/v1/x")).status_code == 200
        assert {(await client.get("/livez")).status_code for _ in range(9)} == {200}
        del client.headers["Authorization"]
        anonymous = await client.head("/agenda/v1/x")
        assert (anonymous.status_code, anonymous.headers["ratelimit"][:9]) == (200, '"address"')


@pytest.mark.parametrize("path", ["/agenda/v1/x", "/dossiers/v1/undertakings/17001910"])
async def test_guessing_tokens_is_limited_too(settings: GatewaySettings, path: str) -> None:
    async with calling(settings.model_copy(update=FEW)) as client:
        client.headers["Authorization"] = "Bearer a.b.c"
        assert [(await client.get(path)).status_code for _ in range(4)] == [401, 401, 401, 429]


@pytest.mark.parametrize("path", ["/", "/asyncapi.json", "/problems/resource.stale", "/nowhere", "/agenda"])
async def test_what_the_gateway_answers_itself_is_limited_by_address(
    settings: GatewaySettings, path: str
) -> None:
    async with calling(settings.model_copy(update=FEW)) as client:
        answers = [await client.get(path) for _ in range(4)]
        assert [each.status_code == 429 for each in answers] == [False, False, False, True]
        assert answers[3].headers["ratelimit"].startswith('"address";r=0')
        assert (await client.get("/readyz")).status_code == 200


async def test_a_dossier_takes_as_much_of_the_allowance_as_it_reads(settings: GatewaySettings) -> None:
    path = "/dossiers/v1/undertakings/17001910"
    async with calling(settings.model_copy(update={**FEW, "gateway_rate_burst": 8})) as client:
        await become(client, "state-everything")
        assert [(await client.get(path)).status_code for _ in range(2)] == [200, 429]
        assert (await client.get("/agenda/v1/x")).status_code == 429


async def test_whoever_asks_again_at_once_is_slowed_down(settings: GatewaySettings) -> None:
    async with calling(settings.model_copy(update=FEW)) as client:
        await become(client, "region-brainport")
        began = time.monotonic()
        await asyncio.gather(*(client.get("/agenda/v1/x") for _ in range(13)))
        assert time.monotonic() - began >= rates.PAUSE_SECONDS


async def test_the_limit_can_be_switched_off(settings: GatewaySettings) -> None:
    async with calling(settings.model_copy(update=FEW | {"gateway_rate_per_second": 0.0})) as client:
        await become(client, "region-brainport")
        answers: list[httpx.Response] = [await client.get("/agenda/v1/x") for _ in range(9)]
    assert {each.status_code for each in answers} == {200}
    assert "ratelimit" not in answers[0].headers


async def test_a_client_may_have_a_rate_of_its_own(settings: GatewaySettings) -> None:
    own = {"gateway_rate_of_clients": {"region-noord": 0.25, "state-programme": 0}}
    async with calling(settings.model_copy(update=FEW | own)) as client:
        policies = {}
        for who in ("region-brainport", "region-noord", "state-programme"):
            await become(client, who)
            answers = [await client.get("/agenda/v1/x") for _ in range(4)]
            policies[who] = answers[0].headers.get("ratelimit-policy"), answers[3].status_code
    usual, slow = ('"client";q=3;w=3', 429), ('"client";q=3;w=12', 429)
    assert policies == {"region-brainport": usual, "region-noord": slow, "state-programme": (None, 200)}


def test_the_page_of_third_parties_tells_the_allowance_as_it_comes() -> None:
    usual = GatewaySettings().model_dump()
    told = re.findall(
        r"as the suite comes (\d+) requests, filled up again by\s(\d+) a second; the first (\d+)", PAGE
    )
    rates = [usual[f"gateway_rate_{name}"] for name in ("burst", "per_second", "at_once")]
    assert [tuple(map(float, found)) for found in told] == [tuple(rates)]
    spread = (usual["gateway_rate_burst"] - usual["gateway_rate_at_once"]) / usual["gateway_rate_per_second"]
    assert spread <= 2  # "up to two seconds longer"


@pytest.mark.parametrize("chunked", [False, True])
async def test_a_body_takes_of_the_allowance_by_its_size(
    settings: GatewaySettings, service: Service, chunked: bool
) -> None:
    async def in_chunks() -> AsyncIterator[bytes]:
        for _ in range(25):
            yield b"x" * 8192

    async with calling(settings.model_copy(update={**FEW, "gateway_rate_burst": 10})) as client:
        await become(client, "region-brainport")
        service.may_go_on.set()
        content = in_chunks() if chunked else b"x" * 25 * 8192
        sent = await client.put("/agenda/v1/upload", content=content)
        left = LEFT.match((await client.get("/agenda/v1/x")).headers["ratelimit"])
    assert (sent.status_code, left and left[2]) == (201, str(10 - 1 - 3 - 1))


async def test_who_draws_out_its_requests_leaves_room_to_others(
    settings: GatewaySettings, service: Service
) -> None:
    may_end = asyncio.Event()

    async def drawn_out() -> AsyncIterator[bytes]:
        yield b"x"
        await may_end.wait()

    async with calling(settings.model_copy(update={"http_requests_max": 7})) as client:
        await become(client, "region-brainport")
        service.may_go_on.set()
        upload = "/agenda/v1/upload"
        running = [asyncio.create_task(client.put(upload, content=drawn_out())) for _ in range(2)]
        async with asyncio.timeout(SOON_SECONDS):
            while service.arrived < 2:  # noqa: ASYNC110 - the stand-in tells nobody
                await asyncio.sleep(0.01)
        over = await client.get("/agenda/v1/x")
        assert (over.status_code, over.headers["retry-after"]) == (429, "1")
        assert "2 requests under way" in over.json()["detail"]
        token = client.headers.pop("Authorization")
        assert [(await client.get(f"/agenda/v1/{n}")).status_code for n in range(3)] == [200] * 3
        may_end.set()
        assert [(await each).status_code for each in running] == [201, 201]
        client.headers["Authorization"] = token
        assert [(await client.get("/agenda/v1/x")).status_code for _ in range(3)] == [200] * 3


async def test_who_does_not_read_its_answers_leaves_room_to_others(settings: GatewaySettings) -> None:
    async with calling(settings.model_copy(update={"http_requests_max": 3})) as client:
        async with client.stream("GET", "/agenda/v1/download"):
            over = await client.get("/agenda/v1/x")
            await become(client, "region-noord")
            other = await client.get("/agenda/v1/x")
        assert (over.status_code, over.headers["retry-after"], other.status_code) == (429, "1", 200)
