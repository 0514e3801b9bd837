"""The whole suite as a user starts it, on engines and ports of its own, for tests from the outside."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from deploy.local.program import CHECKOUT
from deploy.local.state import State

READY_SECONDS = 180
HANGS_SECONDS = 300  # what takes longer hangs, however busy the machine


@dataclass(frozen=True)
class Suite:
    """One running suite and the folder it keeps its state in."""

    home: Path
    url: str
    settings: Mapping[str, str] = field(default_factory=dict)  # what its processes are told beyond the usual

    @property
    def state(self) -> State:
        """What runs where, as the supervisor last wrote it."""
        found = State.read(self.home)
        if found is None:
            raise RuntimeError(f"no suite ever ran in {self.home}")
        return found

    def kill(self, name: str) -> bool:
        """End one process as a power cut would; False when it is just being started again."""
        try:
            os.kill(self.state.processes[name].pid, signal.SIGKILL)
        except ProcessLookupError:
            return False
        return True

    def story(self, edition: int = 0) -> "subprocess.Popen[str]":
        """Begin to play the journey; its standard output can be read line by line."""
        return subprocess.Popen(
            [sys.executable, "-u", "-m", "deploy.local.story"],
            cwd=CHECKOUT,
            env=self.environment() | {"GROEIKRACHT_STORY_EDITION": str(edition)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def environment(self) -> dict[str, str]:
        """What commands need to work on this suite."""
        port = self.url.rsplit(":", 1)[1]
        mine = {"GROEIKRACHT_HOME": str(self.home), "GROEIKRACHT_PORT": port, "GROEIKRACHT_URL": self.url}
        inherited = {k: v for k, v in os.environ.items() if not k.startswith("GROEIKRACHT_")}
        return inherited | mine | dict(self.settings)

    def operate(self, service: str, *command: str) -> "subprocess.CompletedProcess[str]":
        """Run a command of a service's operator, e.g. `verify`."""
        environment = self.environment() | self.state.environments[service]
        arguments = [sys.executable, "-m", "services", service, *command]
        return subprocess.run(
            arguments,
            cwd=CHECKOUT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=HANGS_SECONDS,
        )

    def local(self, command: str) -> "subprocess.CompletedProcess[str]":
        """Run `python -m deploy.local <command>`."""
        return subprocess.run(
            [sys.executable, "-m", "deploy.local", command],
            cwd=CHECKOUT,
            env=self.environment(),
            capture_output=True,
            text=True,
            check=False,
            timeout=READY_SECONDS,
        )

    def wait_ready(self, name: str) -> None:
        """Wait until a process that was killed is back and ready."""
        end = time.monotonic() + READY_SECONDS
        while time.monotonic() < end:
            part = self.state.processes.get(name)
            if part is not None and _answers(part.url):
                return
            time.sleep(0.2)
        raise TimeoutError(f"{name} did not come back")

    def client(self) -> httpx.Client:
        """A client of the gateway."""
        return httpx.Client(base_url=self.url, timeout=30)

    def as_client(self, http: httpx.Client, client_id: str) -> dict[str, str]:
        """The Authorization header of a local client."""
        form = {"grant_type": "client_credentials", "client_id": client_id, "client_secret": "local"}
        granted: dict[str, Any] = http.post("/local/token", data=form).raise_for_status().json()
        return {"Authorization": f"Bearer {granted['access_token']}"}


def _answers(url: str) -> bool:
    if not url.startswith("http"):
        return True
    try:
        return httpx.get(f"{url}/readyz", timeout=2).status_code == 200
    except httpx.TransportError:
        return False
