"""`deploy.kafka_access` against a real broker, over TLS: it tells, it makes, and then nothing is lacking."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from confluent_kafka import KafkaException, Producer

from deploy import kafka_access
from deploy.local import rom_access
from deploy.local.program import CHECKOUT
from shared.kernel.events import inbound_topic, outbound_topic
from tests.faults.kafka_client import read, send
from tests.faults.over_tls import KafkaOverTls

ROM_USERS = [rom_access.rom_user(code) for code in rom_access.rom_codes()]
SLOW = 50_000  # bytes a second


@pytest.fixture(scope="module")
def bare(engines_folder: Path) -> Iterator[KafkaOverTls]:
    broker = KafkaOverTls(engines_folder / "bare")
    broker.start()
    yield broker
    broker.stop()


@pytest.fixture(scope="module")
def administrator(bare: KafkaOverTls) -> dict[str, str]:
    return bare.administrator()


@pytest.fixture(scope="module")
def passwords(engines_folder: Path) -> Path:
    return engines_folder / "passwords"


def run(administrator: dict[str, str], passwords: Path, *more: str) -> list[str]:
    command = [sys.executable, "-m", "deploy.kafka_access", "--passwords", str(passwords), "--replicas", "1"]
    done = subprocess.run(
        [*command, *more],
        cwd=CHECKOUT,
        env={**os.environ, **administrator},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.splitlines()


def login(passwords: Path, user: str) -> dict[str, str]:
    return {
        "security.protocol": "SASL_PLAINTEXT",
        "sasl.mechanism": "SCRAM-SHA-512",
        "sasl.username": user,
        "sasl.password": (passwords / user).read_text(),
    }


def test_it_tells_then_makes_and_then_nothing_is_lacking(
    bare: KafkaOverTls, administrator: dict[str, str], passwords: Path
) -> None:
    told = run(administrator, passwords, "--dry-run")
    assert "lacks topic groeikracht.loans: 6 partition(s), 1 copies" in told
    assert "lacks grant User:groeikracht-loans: write topic groeikracht.rom.liof.outbound" in told
    generous = "producer_byte_rate 1048576, consumer_byte_rate 4194304, request_percentage 25"
    assert [line for line in told if "quota" in line] == [
        f"lacks quota {user}: {generous}" for user in ROM_USERS
    ]
    assert not passwords.exists()
    assert [line.replace("makes", "lacks", 1) for line in run(administrator, passwords)] == told
    assert run(administrator, passwords, "--dry-run") == ["nothing is lacking"]
    assert {path.stat().st_mode & 0o777 for path in passwords.iterdir()} == {0o600}

    loans = login(passwords, "groeikracht-loans")
    send(bare.rom_bootstrap, outbound_topic("LIOF"), b"guaranteed", **loans)
    assert read(bare.bootstrap, outbound_topic("LIOF")) == [b"guaranteed"]
    with pytest.raises(KafkaException):
        send(bare.rom_bootstrap, "groeikracht.agenda", b"forged", **loans)


def test_a_flood_of_one_is_slowed_down_and_another_is_served(
    bare: KafkaOverTls, administrator: dict[str, str], passwords: Path
) -> None:
    """After the one above; the quota is small so that the flood may be."""
    narrowed = run(administrator, passwords, "--producer-byte-rate", str(SLOW))
    assert narrowed[-len(ROM_USERS) :] == [
        f"makes quota {user}: producer_byte_rate {SLOW}" for user in ROM_USERS
    ]
    assert run(administrator, passwords) == ["nothing is lacking"], "what is there stays"

    pauses: list[float] = []
    delivered: list[object] = []
    settings = {"batch.size": 20_000, "throttle_cb": lambda event: pauses.append(event.throttle_time)}
    bom = {"bootstrap.servers": bare.rom_bootstrap, "log_level": 0, **login(passwords, "rom-bom"), **settings}
    flood = Producer(bom)
    for _ in range(150):
        flood.produce(inbound_topic("BOM"), b"x" * 10_000, on_delivery=lambda *_: delivered.append(1))
    until = time.monotonic() + 60
    while time.monotonic() < until and not any(pauses):
        flood.poll(0.1)
    assert any(pauses), "the brokers told the flood to pause"

    at = time.monotonic()
    send(bare.rom_bootstrap, inbound_topic("LIOF"), b"in between", **login(passwords, "rom-liof"))
    assert time.monotonic() - at < 1
    flood.poll(0)
    assert len(delivered) < 150, "the flood waits still"
    flood.purge()
    flood.flush(10)


def test_a_service_may_read_what_its_worker_subscribes_to_and_no_more() -> None:
    codes = rom_access.rom_codes()
    topics = [topic.topic for topic in rom_access.wanted_topics(codes, 1)]
    for service in kafka_access.READS:
        patterns = [found.pattern for found in import_module(f"services.{service}.worker").SUBSCRIPTIONS]
        subscribed = {topic for topic in topics if any(re.fullmatch(pattern, topic) for pattern in patterns)}
        grants = kafka_access.service_grants(service, codes)
        written = {grant.name for grant in grants if grant.operation.name == "WRITE"}
        readable = {
            grant.name for grant in grants if grant.operation.name == "READ" and grant.restype.name == "TOPIC"
        }
        assert readable - written == subscribed
