"""The running suite that all benches measure, and what they ask of it beside HTTP."""

import asyncio
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import asyncpg
import httpx

from deploy.local.postgres import binary
from deploy.local.processes import free_port, spawn, stop
from deploy.local.program import CHECKOUT
from tests.benchmarks import load
from tests.system.conftest import running
from tests.system.suite import Suite

UNLIMITED = {"GROEIKRACHT_GATEWAY_RATE_PER_SECOND": "0"}  # one client here is a whole opening
PATIENCE_SECONDS = 100
SLOWEST_A_SECOND = 20


@dataclass
class World:
    """A suite, and how thoroughly it is measured: `size` is a part of the full load, `seconds` a spell."""

    suite: Suite
    quick: bool = False
    _tokens: dict[str, tuple[str, float]] = field(default_factory=dict)

    @property
    def seconds(self) -> float:
        """How long a spell of load lasts."""
        return 1 if self.quick else 4

    def size(self, full: int, variable: str = "") -> int:
        """How much there is of something: in CI a twentieth; more by a variable of the environment."""
        return int(os.environ.get(variable, full // 20 if self.quick else full))

    def url(self, name: str) -> str:
        """The address of one process of the suite."""
        return self.suite.state.processes[name].url

    def database(self, service: str) -> str:
        """The address of a service's database."""
        return self.suite.state.environments[service]["GROEIKRACHT_DATABASE_URL"]

    def bearer(self, client_id: str) -> dict[str, str]:
        """The header with a real token of a local client, renewed in time."""
        token, until = self._tokens.get(client_id, ("", 0.0))
        if time.monotonic() > until:
            with self.suite.client() as http:
                token = self.suite.as_client(http, client_id)["Authorization"]
            self._tokens[client_id] = token, time.monotonic() + 600
        return {"Authorization": token}

    async def do(self, who: str, path: str, body: object = b"", **headers: str) -> dict[str, object]:
        """One command through the gateway, which must be taken."""
        told = self.bearer(who) | {name.replace("_", "-"): value for name, value in headers.items()}
        (answer,) = await load.ask(self.suite.url, [load.Request("POST", path, told, body)], 1)
        if answer.status not in (200, 201):
            raise RuntimeError(f"{path}: {answer.status} {answer.body.decode()}")
        found: dict[str, object] = answer.json
        return found

    def get(self, who: str, path: str) -> dict[str, object]:
        """What the gateway answers to a question, which must be 200."""
        answer = httpx.get(self.suite.url + path, headers=self.bearer(who), timeout=60).raise_for_status()
        found: dict[str, object] = answer.json()
        return found

    @asynccontextmanager
    async def rows(self, service: str) -> AsyncIterator[asyncpg.Connection]:
        """A connection to a service's own tables, by the login of their owner."""
        owner = self.database(f"{service}-migrate")
        connection = await asyncpg.connect(owner, server_settings={"search_path": service})
        try:
            yield connection
        finally:
            await connection.close()

    def pgbench(self, service: str, script: str, clients: int, seconds: float | None = None) -> float:
        """Transactions a second that pgbench reaches with a script, which it also checks."""
        with tempfile.NamedTemporaryFile("w", suffix=".sql") as file:
            file.write(script)
            file.flush()
            spell = ["-T", str(max(1, round(seconds or self.seconds)))]
            command = [binary("pgbench"), "-n", "-c", str(clients), "-j", "2", *spell]
            done = subprocess.run(
                [*command, "-f", file.name, self.database(service)],
                env=os.environ | {"PGOPTIONS": f"-c search_path={service}"},
                capture_output=True,
                text=True,
                check=False,
            )
        found = re.search(r"tps = ([\d.]+)", done.stdout)
        if found is None or "failed transactions: 0 " not in done.stdout:
            raise RuntimeError(done.stdout + done.stderr)
        return float(found[1])

    async def until(self, what: str, holds: Callable[[], Awaitable[bool]], things: int = 0) -> None:
        """Wait until something holds that comes by itself; longer when it is of many things."""
        end = time.monotonic() + PATIENCE_SECONDS + things / SLOWEST_A_SECOND
        while not await holds():
            if time.monotonic() > end:
                raise TimeoutError(f"it did not happen: {what}")
            await asyncio.sleep(0.2)

    @contextmanager
    def program(self, *arguments: str, **settings: str) -> Iterator[int]:
        """A process of our own code beside the suite, with these settings; its id."""
        log = self.suite.home / "logs" / "bench.log"
        command = [sys.executable, "-m", *arguments]
        started = spawn(command, log=log, cwd=CHECKOUT, env=self.suite.environment() | settings)
        try:
            yield started.pid
        finally:
            stop([started], signal.SIGTERM, 20)

    @contextmanager
    def another(self, name: str, **settings: str) -> Iterator[tuple[int, int]]:
        """A second process of a part of the suite, told the same but for these settings: its port and id."""
        port = free_port()
        told = {**self.suite.state.environments[name], "GROEIKRACHT_PORT": str(port), **settings}
        with self.program("services", name, "serve", **told) as pid:
            yield port, pid

    async def answers(self, port: int, path: str = "/readyz") -> None:
        """Wait until somebody answers well there."""

        async def well() -> bool:
            told = self.bearer("region-brainport")
            try:
                (found,) = await load.ask(f"http://127.0.0.1:{port}", [load.Request("GET", path, told)], 1)
            except OSError:
                return False
            return found.status == 200

        await self.until(f"port {port} answers", well)

    @contextmanager
    def standing_still(self, *names: str) -> Iterator[None]:
        """Processes that do nothing meanwhile; they go on afterwards as after a long pause."""
        pids = [self.suite.state.processes[name].pid for name in names]
        for pid in pids:
            os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            for pid in pids:
                os.kill(pid, signal.SIGCONT)


@contextmanager
def world(*, quick: bool) -> Iterator[World]:
    """A suite of its own on an empty folder; or the one that runs on GROEIKRACHT_BENCH_SUITE."""
    if mine := os.environ.get("GROEIKRACHT_BENCH_SUITE"):
        found = Suite(Path(mine), "")
        yield World(Suite(Path(mine), found.state.processes["gateway"].url), quick)
        return
    folder = Path(tempfile.mkdtemp(prefix="groeikracht-bench-"))
    folder.chmod(0o755)  # the database's own user may enter
    try:
        with contextmanager(running)(folder / "suite", **UNLIMITED) as suite:
            yield World(suite, quick)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
