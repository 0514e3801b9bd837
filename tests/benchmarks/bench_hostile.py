"""Honest clients beside hostile ones."""

import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping

from deploy.local.program import CHECKOUT
from tests.benchmarks.bench import Bench, Figures, at_most, require
from tests.benchmarks.honest import Honest, Told, login, resident
from tests.system.conftest import running
from tests.system.suite import Suite

SECONDS = float(os.environ.get("GROEIKRACHT_HOSTILE_SECONDS", "60"))
WARM_SECONDS = 10.0
GROWTH_MAX, GROWTH_MAX_BYTES = 1.1, 16 << 20


class Hostile(Bench):
    """64 clients at once, two thirds of them hostile: what the honest ones wait beside what they wait without
    those, on a suite with its usual limits. Nobody honest is refused, no process fails or grows, and every
    cent that was asked or repaid is there once. GROEIKRACHT_HOSTILE_SECONDS=600 makes it ten minutes.
    """

    id = "HOSTILE"
    goals = (at_most("p95 beside quiet", 2.0),)
    rounds = 1
    quick = False

    async def prepare(self) -> None:
        self.others = [name for name in self.world.suite.state.processes if name != "postgres"]

    async def round(self) -> Figures:
        with self.world.standing_still(*self.others):  # only one suite has the machine
            return await asyncio.to_thread(self._measured)

    async def check(self) -> None:
        """Done while the suite of this bench still ran."""

    def _measured(self) -> Figures:
        suites = running(self.world.suite.home.parent / "hostile")
        suite = next(suites)
        try:
            told, _ = (story := suite.story()).communicate(timeout=240)
            require(story.returncode == 0, "the story is played", told)
            honest = Honest(suite)
            honest.prepare()
            return _pressed(honest)
        finally:
            suites.close()


def _pressed(honest: Honest) -> Figures:
    suite, owed = honest.suite, honest.outstanding()
    warm, quiet = honest.busy_for(WARM_SECONDS), honest.busy_for(min(SECONDS / 2, 60))
    hostile = attack(suite, SECONDS + WARM_SECONDS)
    begun, before = honest.busy_for(WARM_SECONDS), resident(suite)
    under = honest.busy_for(SECONDS)
    pressed = json.loads(hostile.communicate(timeout=120)[0])
    after = resident(suite)
    print({name: f"{before[name] >> 20} -> {after[name] >> 20} MiB" for name in after}, pressed)
    require_exact(honest, owed, (warm, quiet, begun, under))
    _require_sound(pressed, before, after)
    return {
        "p95 beside quiet": under.percentile(95) / quiet.percentile(95),
        "quiet p50 ms": quiet.percentile(50),
        "quiet p95 ms": quiet.percentile(95),
        "under attack p50 ms": under.percentile(50),
        "under attack p95 ms": under.percentile(95),
        "hostile requests": sum(pressed.values()),
    }


def _require_sound(pressed: Mapping[str, int], before: Mapping[str, int], after: Mapping[str, int]) -> None:
    failed = [kind for kind in pressed if kind.rpartition(" ")[2].startswith("5")]
    require(not failed, "nothing fails, whatever is sent", *failed)
    grown = [name for name in after if after[name] > before[name] * GROWTH_MAX + GROWTH_MAX_BYTES]
    require(not grown, "no process grows", *grown)


def attack(suite: Suite, seconds: float) -> "subprocess.Popen[str]":
    """The hostile clients, in a process of their own: they must not slow down those who measure."""
    with suite.client() as client:
        token = suite.as_client(client, "rom-liof")["Authorization"].removeprefix("Bearer ")
    told = {
        "HOSTILE_TOKEN": token,
        "HOSTILE_ROM": "liof",
        "HOSTILE_LOGIN": json.dumps(login(suite, "rom-liof")),
    }
    command = [sys.executable, "-m", "tests.benchmarks.hostile", str(seconds), suite.url]
    environment = suite.environment() | told
    return subprocess.Popen(command, cwd=CHECKOUT, env=environment, stdout=subprocess.PIPE, text=True)


def require_exact(honest: Honest, owed: int, told: tuple[Told, ...]) -> None:
    """Nobody honest is refused, and every cent that was reported or asked is there, once."""
    statuses = {status for part in told for status in part.statuses}
    require(statuses <= {200, 201}, "nobody honest is refused", statuses)
    left = owed - sum(cents for part in told for cents in part.repaid_cents)
    end = time.monotonic() + 60
    while honest.outstanding() != left and time.monotonic() < end:
        time.sleep(1)
    require(honest.outstanding() == left, "every repayment is booked", honest.outstanding(), left)
    asked = sum(cents for part in told for cents in part.asked_cents)
    require(honest.asked() == asked, "every application is there", honest.asked(), asked)
