"""Readiness and liveness are told from what was last done."""

import pytest

from shared.bus.pulse import Pulse


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
