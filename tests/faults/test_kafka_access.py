"""`deploy.kafka_access` against a real broker: it tells, it makes, and then nothing is lacking."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from confluent_kafka import KafkaException

from deploy import kafka_access
from deploy.local import rom_access
from deploy.local.kafka import Kafka
from deploy.local.program import CHECKOUT
from shared.kernel.events import outbound_topic
from tests.faults.kafka_client import read, send


@pytest.fixture(scope="module")
def bare(engines_folder: Path) -> Iterator[Kafka]:
    broker = Kafka(engines_folder / "bare")
    broker.start()
    yield broker
    broker.stop()


def run(broker: Kafka, passwords: Path, *more: str) -> list[str]:
    command = [sys.executable, "-m", "deploy.kafka_access", "--passwords", str(passwords), "--replicas", "1"]
    done = subprocess.run(
        [*command, *more],
        cwd=CHECKOUT,
        env={**os.environ, "GROEIKRACHT_KAFKA_BOOTSTRAP": broker.bootstrap},
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    return done.stdout.splitlines()


def test_it_tells_then_makes_and_then_nothing_is_lacking(bare: Kafka, tmp_path: Path) -> None:
    passwords = tmp_path / "passwords"
    told = run(bare, passwords, "--dry-run")
    assert "lacks topic groeikracht.loans: 6 partition(s), 1 copies" in told
    assert "lacks grant User:groeikracht-loans: write topic groeikracht.rom.liof.outbound" in told
    assert not passwords.exists()
    assert [line.replace("makes", "lacks", 1) for line in run(bare, passwords)] == told
    assert run(bare, passwords, "--dry-run") == ["nothing is lacking"]
    assert {path.stat().st_mode & 0o777 for path in passwords.iterdir()} == {0o600}

    login = {
        "security.protocol": "SASL_PLAINTEXT",
        "sasl.mechanism": "SCRAM-SHA-512",
        "sasl.username": "groeikracht-loans",
        "sasl.password": (passwords / "groeikracht-loans").read_text(),
    }
    send(bare.rom_bootstrap, outbound_topic("LIOF"), b"guaranteed", **login)
    assert read(bare.bootstrap, outbound_topic("LIOF")) == [b"guaranteed"]
    with pytest.raises(KafkaException):
        send(bare.rom_bootstrap, "groeikracht.agenda", b"forged", **login)


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
