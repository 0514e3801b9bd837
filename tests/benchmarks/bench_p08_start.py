"""P8: from nothing to ready."""

import shutil
import time

from deploy.local.processes import free_port
from tests.benchmarks.bench import Bench, Figures, at_most, require
from tests.system.suite import Suite

OURS = ("agenda", "funding", "loans")


class Start(Bench):
    """`make up` on an empty folder until the whole suite is ready, and once more on what it left there."""

    id = "P8"
    goals = (at_most("empty to ready s", 60), at_most("warm to ready s", 20))
    quick = False

    async def prepare(self) -> None:
        self.folder = self.world.suite.home.parent / "bench-start"
        self.others = [name for name in self.world.suite.state.processes if name != "postgres"]

    async def round(self) -> Figures:
        shutil.rmtree(self.folder, ignore_errors=True)
        suite = Suite(self.folder, f"http://127.0.0.1:{free_port()}")
        with self.world.standing_still(*self.others):  # only one suite has the machine
            empty = self._started(suite)
            self._stopped(suite)
            warm = self._started(suite)
            self.answered = {name: suite.state.processes[name].url for name in OURS}
            self._stopped(suite)
        return {"empty to ready s": empty, "warm to ready s": warm}

    async def check(self) -> None:
        require(all(self.answered.values()), "every service ran", self.answered)
        shutil.rmtree(self.folder, ignore_errors=True)

    @staticmethod
    def _started(suite: Suite) -> float:
        start = time.monotonic()
        done = suite.local("up")
        require(done.returncode == 0, "it starts", done.stdout, done.stderr)
        took = time.monotonic() - start
        with suite.client() as http:
            told = suite.as_client(http, "reader")
            require(http.get("/agenda/v1/agendas", headers=told).status_code == 200, "it answers")
        return took

    @staticmethod
    def _stopped(suite: Suite) -> None:
        require(suite.local("down").returncode == 0, "it stops")
