"""How much one client may ask: an allowance that fills up again at a steady rate."""

import asyncio
import ipaddress
import math
import re
import time
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.gateway.settings import GatewaySettings
from shared.kernel.sentences import Sentence
from shared.web.problems import Unserved

CLIENTS_MAX = 20_000  # allowances kept; the one that was used longest ago goes, and is then whole again
PAUSE_SECONDS = 0.5  # before a refusal: whoever asks again at once is so slowed down at no cost to others
PAUSED_MAX = 200
PART_BYTES = 64 * 1024  # of a body: each whole one counts as another request
SHARE = 3  # a client has at most one part in so many of the requests that are answered at once
WITH_PORT = r"^(?:\[([^\]]*)\]|([^:]*))(?::[0-9]+)?$"  # as some ingresses write an address
NETWORK_BITS = 64  # of an IPv6 address: what one household or machine has to choose from

TOO_MUCH = Sentence(
    "This client asks more than its allowance. Nothing was done; send it again later.",
    "Deze client vraagt meer dan zijn ruimte toelaat. Er is niets gedaan; stuur het later opnieuw.",
)
UNDER_WAY = Sentence(
    "This client has {each} requests under way. Nothing was done; send this one again when others are over.",
    "Van deze client lopen al {each} verzoeken. Er is niets gedaan; stuur dit opnieuw als er andere klaar "
    "zijn.",
)

Headers = dict[str, str]


@dataclass(frozen=True)
class Allowance:
    """What is left to one client (draft-ietf-httpapi-ratelimit-headers-10)."""

    granted: bool
    left: int
    whole_in: float
    next_in: float
    wait: float


class Rates:
    """Every client's allowance in this process: `burst` requests, and `per_second` more in the long run.

    So many go through `at_once`; those that come on top of them are spread at that rate.
    """

    def __init__(
        self, per_second: float, burst: int, at_once: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._each = 1 / per_second
        self._window = burst / per_second
        self._at_once = at_once / per_second
        self._burst = burst
        self._clock = clock
        self._whole_at: OrderedDict[str, float] = OrderedDict()

    def take(self, client: str) -> Allowance:
        """Take one request out of the client's allowance; a refused one takes nothing."""
        now = self._clock()
        whole_at = max(self._whole_at.pop(client, now), now)
        granted = whole_at + self._each <= now + self._window + 1e-9
        whole_at += self._each if granted else 0
        self._whole_at[client] = whole_at
        if len(self._whole_at) > CLIENTS_MAX:
            self._whole_at.popitem(last=False)
        missing = (whole_at - now) / self._each
        left = max(0, math.floor(self._burst - missing + 1e-6))
        next_in = max(0.0, whole_at + self._each - now - self._window)
        wait = max(0.0, whole_at - now - self._at_once) if granted else 0.0
        return Allowance(granted, left, whole_at - now, next_in, wait)

    def charge(self, client: str, times: int) -> None:
        """Take so many more, or all that is left, for what a request that was let in brings along."""
        now = self._clock()
        whole_at = max(self._whole_at.get(client, now), now) + times * self._each
        self._whole_at[client] = min(whole_at, now + self._window)

    def policy(self, name: str) -> str:
        """The field RateLimit-Policy."""
        return f'"{name}";q={self._burst};w={math.ceil(self._window)}'


@dataclass(frozen=True)
class Admission:
    """Whose allowance a request was taken from, and what its answer tells of it."""

    who: str
    headers: Headers
    rates: Rates | None

    def weighing(self, receive: Receive) -> Receive:
        """The way to read the body, which takes of the allowance as it comes in."""
        rates, read = self.rates, 0
        if rates is None:
            return receive

        async def weighed() -> Message:
            nonlocal read
            message = await receive()
            before, read = read // PART_BYTES, read + len(message.get("body", b""))
            rates.charge(self.who, read // PART_BYTES - before)
            return message

        return weighed


class Limits:
    """What the gateway asks before it passes a request on: is there room for this client?"""

    def __init__(self, settings: GatewaySettings) -> None:
        self._usual = _rates(settings, settings.gateway_rate_per_second)
        own = settings.gateway_rate_of_clients
        self._own = {client: _rates(settings, per_second) for client, per_second in own.items()}
        self._hops = settings.gateway_trusted_hops
        self._paused = 0
        self._each = max(1, settings.http_requests_max // SHARE)
        self._under_way: Counter[str] = Counter()

    async def of_client(self, client_id: str) -> Admission:
        """Let a client with a token in; 429 when it has used up its allowance."""
        return await self._take("client", client_id, self._own.get(client_id, self._usual))

    async def of_address(self, request: Request) -> Admission:
        """The same for whoever shows no token, or none that is accepted."""
        return await self._take("address", address(request, self._hops), self._usual)

    @contextmanager
    def under_way(self, who: str) -> Iterator[None]:
        """Have one of the client's places until its request has ended; 429 when it has taken them all.

        However slowly it sends its bodies or reads its answers: room is left to others.
        """
        if self._under_way[who] >= self._each:
            raise Unserved(429, UNDER_WAY.of(each=self._each), {"Retry-After": "1"})
        self._under_way[who] += 1
        try:
            yield
        finally:
            self._under_way[who] -= 1
            if not self._under_way[who]:
                del self._under_way[who]

    async def _take(self, policy: str, who: str, rates: Rates | None) -> Admission:
        if rates is None:
            return Admission(f"{policy} {who}", {}, None)
        found = rates.take(f"{policy} {who}")
        headers = {
            "RateLimit-Policy": rates.policy(policy),
            "RateLimit": f'"{policy}";r={found.left};t={math.ceil(found.whole_in)}',
        }
        if not found.granted:
            await self._pause()
            retry = {"Retry-After": str(max(1, math.ceil(found.next_in)))}
            raise Unserved(429, TOO_MUCH, headers | retry)
        if found.wait:
            await asyncio.sleep(found.wait)  # spread, so that others are served in between
        return Admission(f"{policy} {who}", headers, rates)

    async def _pause(self) -> None:
        if self._paused >= PAUSED_MAX:
            return
        self._paused += 1
        try:
            await asyncio.sleep(PAUSE_SECONDS)
        finally:
            self._paused -= 1


def _rates(settings: GatewaySettings, per_second: float) -> Rates | None:
    """Without a rate there is no limit."""
    burst, at_once = settings.gateway_rate_burst, settings.gateway_rate_at_once
    return Rates(per_second, burst, at_once) if per_second else None


class Counted:
    """Pure ASGI middleware: each request takes of the allowance of the address that it comes from."""

    def __init__(self, app: ASGIApp, limits: Limits) -> None:
        self._app = app
        self._limits = limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or raise the 429."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        admitted = await self._limits.of_address(Request(scope))
        with self._limits.under_way(admitted.who):
            await self._app(scope, receive, telling(send, admitted.headers))


def telling(send: Send, headers: Headers) -> Send:
    """The way to answer, with these headers added."""

    async def told(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).update(headers)
        await send(message)

    return told


def address(request: Request, hops: int) -> str:
    """Where a request comes from: what the first of so many ingresses saw, or the connection without one.

    What a client writes into X-Forwarded-For itself stands further to the left, and is never looked at.
    """
    seen = ",".join(request.headers.getlist("x-forwarded-for")).split(",")
    named = seen[-hops].strip() if 0 < hops <= len(seen) else ""
    found = named or (request.client.host if request.client else "")
    try:
        parsed = ipaddress.ip_address(re.sub(WITH_PORT, r"\1\2", found))
    except ValueError:
        return "unknown"
    mapped = parsed.ipv4_mapped if isinstance(parsed, ipaddress.IPv6Address) else None
    if isinstance(parsed, ipaddress.IPv6Address) and mapped is None:
        return str(ipaddress.ip_network((int(parsed), NETWORK_BITS), strict=False))
    return str(mapped or parsed)
