"""A noisy client beside a quiet one."""

import asyncio
import multiprocessing
import statistics
import time

import httpx

from tests.benchmarks.bench import Bench, Figures, at_most, require
from tests.benchmarks.load import Request, ask

NOISY, REQUESTS, QUIET = 48, 1_000_000, 60
PATH = "/agenda/v1/regimes?code=themes"


class Noise(Bench):
    """What a quiet client waits while another one asks 48 times at once without heeding any refusal, beside
    what it waits alone: with the gateway limiting each client to 100 requests a second, and with no limit.
    """

    id = "NOISE"
    goals = (at_most("limited: beside noise", 2.0),)
    rounds = 1
    quick = False

    async def prepare(self) -> None:
        self.refused = 0

    async def round(self) -> Figures:
        figures = {}
        for name, limit in (("limited", "100"), ("unlimited", "0")):
            with self.world.another("gateway", GROEIKRACHT_GATEWAY_RATE_PER_SECOND=limit) as (port, _):
                await self.world.answers(port)
                quiet, noisy = await asyncio.to_thread(self._beside, f"http://127.0.0.1:{port}")
            figures |= {f"{name}: beside noise": noisy / quiet, f"{name}: alone ms": quiet}
        return figures

    async def check(self) -> None:
        require(self.refused == 0, "the quiet one is never refused", self.refused)

    def _beside(self, url: str) -> tuple[float, float]:
        """What a client waits alone, and beside another one that asks without end."""
        theirs = self.world.bearer("region-brainport")
        with httpx.Client(base_url=url, headers=self.world.bearer("region-noord"), timeout=90) as client:
            quiet = self._waited(client)
            noise = multiprocessing.get_context("spawn").Process(target=make_noise, args=(url, theirs))
            noise.start()
            time.sleep(3)
            noisy = self._waited(client)
            noise.kill()
            noise.join()
        return quiet, noisy

    def _waited(self, client: httpx.Client) -> float:
        """The median of what a quiet client waits, in milliseconds."""
        found = []
        for _ in range(QUIET):
            began = time.perf_counter()
            self.refused += client.get(PATH).status_code != 200
            found.append((time.perf_counter() - began) * 1000)
            time.sleep(0.1)
        return statistics.median(found)


def make_noise(url: str, told: dict[str, str]) -> None:
    """As many requests as are answered, until somebody makes an end of it."""
    asyncio.run(ask(url, (Request("GET", PATH, told) for _ in range(REQUESTS)), NOISY))
