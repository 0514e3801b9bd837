"""One process of the suite itself: a service, a worker, the gateway, the issuer, the example back-office."""

import os
import signal
import subprocess
import sys
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from deploy.local.failure import LocalFailure
from deploy.local.processes import spawn

CHECKOUT = Path(__file__).parents[2]

_ASK_SECONDS = 2


class Program:
    """`python -m …` in the checkout, with an environment and, if it speaks HTTP, a port and a health path."""

    def __init__(
        self,
        arguments: str,
        environment: dict[str, str],
        log: Path,
        port: int | None = None,
        health: str = "/readyz",
    ) -> None:
        self.arguments = arguments.split()
        self.environment = environment
        self.log = log
        self.port = port
        self.address = "" if port is None else f"http://127.0.0.1:{port}"
        self._health = health
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def process(self) -> subprocess.Popen[bytes]:
        """The process, once launched."""
        if self._process is None:
            raise LocalFailure(f"{' '.join(self.arguments)} was not started.", "Call launch() first.")
        return self._process

    def launch(self) -> None:
        """Start it, without waiting until it is ready; also after it died."""
        # Every service must survive a kill -9 anyway, so it gets no softer signal when the supervisor dies.
        self._process = spawn(
            [sys.executable, "-m", *self.arguments],
            log=self.log,
            cwd=CHECKOUT,
            env=os.environ | self.environment | {"PYTHONUNBUFFERED": "1"},
            death_signal=signal.SIGKILL,
        )

    def is_ready(self) -> bool:
        """Whether it says it can do its work; one without a port is ready when it runs."""
        if self.process.poll() is not None:
            return False
        if self.port is None:
            return True
        connection = HTTPConnection("127.0.0.1", self.port, timeout=_ASK_SECONDS)
        try:
            connection.request("GET", self._health)
            return connection.getresponse().status == HTTPStatus.OK
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()
