"""The agenda service in a process of its own, for what is measured from the outside."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator

import httpx
import pytest

from deploy.local.processes import free_port
from deploy.local.program import CHECKOUT

CLIENTS = 16


@pytest.fixture(scope="module")
def service(urls: dict[str, str]) -> Iterator[int]:
    """The port of one worker of the agenda service, in a process of its own."""
    port = free_port()
    settings = {
        "GROEIKRACHT_DATABASE_URL": urls["agenda"],
        "GROEIKRACHT_ENVIRONMENT": "local",
        "GROEIKRACHT_DATABASE_POOL": str(CLIENTS),
    }
    command = [sys.executable, "-m", "uvicorn", "tests.benchmarks.command_app:app", "--port", str(port)]
    process = subprocess.Popen([*command, "--log-level", "error"], cwd=CHECKOUT, env=os.environ | settings)
    end = time.monotonic() + 30
    while time.monotonic() < end:
        try:
            if httpx.get(f"http://127.0.0.1:{port}/readyz").status_code == 200:
                break
        except httpx.TransportError:
            time.sleep(0.1)
    yield port
    process.terminate()
    process.wait(20)
