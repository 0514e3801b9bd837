"""Readiness and liveness are told from what was last done."""

import asyncio

import pytest
from pydantic import SecretStr

from deploy.local.processes import free_port
from services.funding.worker import SUBSCRIPTIONS
from shared.bus import pulse as pulses
from shared.bus import worker as workers
from shared.bus.pulse import Pulse
from shared.bus.worker import Worker
from shared.settings import Settings
from shared.store.engine import connect


def test_silence_ends_readiness_first_and_liveness_later(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0
    monkeypatch.setattr("shared.bus.pulse.time.monotonic", lambda: now)
    pulse = Pulse("reading")
    told = []
    for now in (0.0, 14.0, 16.0, 59.0, 61.0):
        told.append((pulse.ready, pulse.alive))
        if now == 0.0:
            pulse.beat("reading")
    assert told == [(False, True), (True, True), (False, True), (False, True), (False, False)]


def test_a_message_in_hand_counts_until_it_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0
    monkeypatch.setattr("shared.bus.pulse.time.monotonic", lambda: now)
    pulse = Pulse()
    pulse.beat("topic/0/7")
    now = 61.0
    assert not pulse.alive
    pulse.rest("topic/0/7")
    assert pulse.alive


def test_a_part_that_waits_for_an_engine_lives_and_is_not_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0
    monkeypatch.setattr("shared.bus.pulse.time.monotonic", lambda: now)
    pulse = Pulse("reading")
    pulse.beat("reading")
    while now < 600:
        now += 40
        pulse.go_round("reading")
    assert (pulse.ready, pulse.alive) == (False, True)
    now += 61
    assert not pulse.alive, "it went round, and hangs now"


async def test_a_worker_without_kafka_lives_for_as_long_as_it_tries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pulses, "ALIVE_SECONDS", 1.0)
    monkeypatch.setattr(workers, "RESTART_SECONDS", 0.1)
    settings = Settings(
        environment="local",
        database_url=SecretStr("postgresql://nobody@127.0.0.1/nowhere"),
        kafka_bootstrap=f"127.0.0.1:{free_port()}",
    )
    worker = Worker("funding", settings, connect("funding", settings), SUBSCRIPTIONS, ())
    trying = asyncio.create_task(worker.consume(asyncio.Event()))
    await asyncio.sleep(1.5)
    assert (worker.pulse.ready, worker.pulse.alive) == (False, True)
    trying.cancel()
    await asyncio.gather(trying, return_exceptions=True)
    await asyncio.sleep(1.1)
    assert not worker.pulse.alive, "nobody goes round"
