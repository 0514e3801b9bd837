"""A noisy client beside a quiet one, through the gateway: what the quiet one waits, limit on and off."""

import asyncio
import multiprocessing
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from deploy.local.processes import free_port
from deploy.local.program import CHECKOUT

AT_ONCE, REQUESTS, QUIET = 48, 10_000, 60
ADDRESS = "/agenda/v1/regimes?code=themes"
GOAL = 2.0


@contextmanager
def running(arguments: str, environment: dict[str, str], health: str) -> Iterator[str]:
    """The address of a program of the suite, in a process of its own."""
    port = free_port()
    told = os.environ | environment | {"GROEIKRACHT_PORT": str(port)}
    process = subprocess.Popen([sys.executable, "-m", *arguments.split()], cwd=CHECKOUT, env=told)
    address, end = f"http://127.0.0.1:{port}", time.monotonic() + 60
    while time.monotonic() < end:
        try:
            if httpx.get(address + health).is_success:
                break
        except httpx.TransportError:
            time.sleep(0.1)
    try:
        yield address
    finally:
        process.terminate()
        process.wait(30)


def make_noise(address: str, token: str) -> None:
    """So many requests as fast as they are answered, without heeding any refusal."""

    async def whole() -> None:
        limits = httpx.Limits(max_connections=AT_ONCE)
        headers = {"Authorization": f"Bearer {token}"}
        async with httpx.AsyncClient(base_url=address, headers=headers, limits=limits, timeout=90) as client:
            left = iter(range(REQUESTS))

            async def one() -> None:
                for _ in left:
                    await client.get(ADDRESS)

            await asyncio.gather(*(one() for _ in range(AT_ONCE)))

    asyncio.run(whole())


def waited(client: httpx.Client, times: int) -> float:
    """The median of what a quiet client waits, in milliseconds."""
    found = []
    for _ in range(times):
        began = time.perf_counter()
        assert client.get(ADDRESS).status_code == 200
        found.append((time.perf_counter() - began) * 1000)
        time.sleep(0.1)
    return statistics.median(found)


def token(issuer: str, client: str) -> str:
    form = {"grant_type": "client_credentials", "client_id": client, "client_secret": "local"}
    return str(httpx.post(f"{issuer}/token", data=form).raise_for_status().json()["access_token"])


@pytest.mark.parametrize(("per_second", "goal"), [("100", GOAL), ("0", float("inf"))])
def test_a_noisy_client_costs_a_quiet_one_little(
    urls: dict[str, str], tmp_path: Path, per_second: str, goal: float
) -> None:
    shared = {"GROEIKRACHT_ENVIRONMENT": "local", "GROEIKRACHT_HOME": str(tmp_path)}
    with running("deploy.local.issuer", shared, "/jwks") as issuer:
        shared |= {"GROEIKRACHT_ISSUER": issuer, "GROEIKRACHT_DATABASE_URL": urls["agenda"]}
        with running("services agenda serve", shared, "/readyz") as agenda:
            shared |= {f"GROEIKRACHT_{name}_URL": agenda for name in ("AGENDA", "FUNDING", "LOANS")}
            shared |= {"GROEIKRACHT_GATEWAY_RATE_PER_SECOND": per_second}
            with running("services gateway serve", shared, "/readyz") as gateway:
                quiet, noisy = beside(
                    gateway, token(issuer, "region-noord"), token(issuer, "region-brainport")
                )
    ratio = noisy / quiet
    print(
        f"{per_second}/s: quiet {quiet:.1f} ms, beside noise {noisy:.1f} ms, ratio {ratio:.2f} (goal {goal})"
    )
    assert ratio < goal


def beside(gateway: str, mine: str, theirs: str) -> tuple[float, float]:
    """What a client waits alone, and beside another one that asks without end."""
    headers = {"Authorization": f"Bearer {mine}"}
    with httpx.Client(base_url=gateway, headers=headers, timeout=90) as client:
        quiet = waited(client, QUIET)
        noise = multiprocessing.get_context("spawn").Process(target=make_noise, args=(gateway, theirs))
        noise.start()
        time.sleep(3)
        noisy = waited(client, QUIET)
        noise.kill()
        noise.join()
    return quiet, noisy
