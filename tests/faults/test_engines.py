"""The embedded engines: nothing acknowledged is lost by kill -9, nobody sees another ROM, nothing is left."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import psutil
import pytest
from confluent_kafka import KafkaError, KafkaException, Producer

from deploy.local import quotas
from deploy.local.failure import LocalFailure
from deploy.local.kafka import Kafka
from deploy.local.postgres import Postgres
from deploy.local.processes import free_port
from deploy.local.program import CHECKOUT
from deploy.local.state import State
from deploy.local.suite import Suite
from deploy.local.unprivileged import become_nobody
from shared.kernel.events import inbound_topic, outbound_topic
from shared.settings import Settings
from tests.faults.kafka_client import login, read, send

SECONDS = 60


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    # Below a folder that only root may enter, as a checkout in root's home is.
    made = Path(tempfile.mkdtemp(prefix="engines-"))
    yield made
    shutil.rmtree(made)


@pytest.fixture(scope="module")
def postgres(folder: Path) -> Iterator[Postgres]:
    server = Postgres(folder / "postgres")
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def kafka(folder: Path) -> Iterator[Kafka]:
    broker = Kafka(folder / "kafka")
    broker.start()
    broker.prepare(["BOM", "LIOF"])
    yield broker
    broker.stop()


def kill(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()


def working_below(folder: Path) -> list[psutil.Process]:
    return [
        process
        for process in psutil.process_iter(["cwd"])
        if Path(process.info["cwd"] or "/").is_relative_to(folder)
    ]


def gone(folder: Path) -> bool:
    until = time.monotonic() + SECONDS
    while working_below(folder):
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


async def test_a_commit_survives_kill_9_of_postgresql(postgres: Postgres) -> None:
    address = postgres.create("survival", ["funding"])["funding"]
    connection = await asyncpg.connect(address)
    await connection.execute("create table funding.award (cents bigint)")
    await connection.execute("insert into funding.award values (30000000)")

    kill(postgres.process)
    postgres.start()

    connection = await asyncpg.connect(address)
    assert await connection.fetchval("select cents from funding.award") == 30_000_000
    await connection.close()


async def test_a_service_may_use_its_own_schema_only(postgres: Postgres) -> None:
    addresses = postgres.create("schemas", ["funding", "loans"])
    funding = await asyncpg.connect(addresses["funding"])
    await funding.execute("create table funding.award (cents bigint)")
    for forbidden in (
        "create table loans.award (cents bigint)",
        "create table public.award (cents bigint)",
        "create schema mine",
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await funding.execute(forbidden)
    await funding.close()

    loans = await asyncpg.connect(addresses["loans"])
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await loans.fetch("select * from funding.award")
    await loans.close()


async def test_postgresql_asks_a_password_and_is_durable(postgres: Postgres) -> None:
    with pytest.raises(asyncpg.InvalidPasswordError):
        await asyncpg.connect(postgres.url("postgres", password="guess"))
    connection = await asyncpg.connect(postgres.url("postgres"))
    for setting in ("fsync", "synchronous_commit", "full_page_writes", "data_checksums"):
        assert await connection.fetchval(f"show {setting}") == "on"
    assert await connection.fetchval("show server_version") >= "18"
    await connection.close()


def test_what_kafka_acknowledged_survives_kill_9(kafka: Kafka) -> None:
    topics = ["groeikracht.loans", inbound_topic("BOM"), outbound_topic("LIOF")]
    for topic in topics:
        producer = Producer({"bootstrap.servers": kafka.bootstrap, "log_level": 0})
        producer.produce(topic, b"acknowledged", partition=0)
        assert producer.flush(SECONDS) == 0

    kill(kafka.process)
    before = time.monotonic()
    kafka.start()

    assert time.monotonic() - before < SECONDS
    for topic in topics:
        assert b"acknowledged" in read(kafka.bootstrap, topic)


def test_a_rom_writes_its_inbound_and_reads_its_outbound_topic(kafka: Kafka) -> None:
    send(kafka.bootstrap, outbound_topic("BOM"), b"loan guaranteed")
    assert b"loan guaranteed" in read(kafka.rom_bootstrap, outbound_topic("BOM"), **login(kafka, "BOM"))
    send(kafka.rom_bootstrap, inbound_topic("BOM"), b"disbursed", **login(kafka, "BOM"))
    assert b"disbursed" in read(kafka.bootstrap, inbound_topic("BOM"))


@pytest.mark.parametrize(
    "topic", [inbound_topic("LIOF"), outbound_topic("BOM"), "groeikracht.loans", inbound_topic("NOM")]
)
def test_a_rom_cannot_write_elsewhere(kafka: Kafka, topic: str) -> None:
    with pytest.raises(KafkaException) as refused:
        send(kafka.rom_bootstrap, topic, b"forged", **login(kafka, "BOM"))
    assert refused.value.args[0].code() == KafkaError.TOPIC_AUTHORIZATION_FAILED


@pytest.mark.parametrize("topic", [outbound_topic("LIOF"), inbound_topic("BOM"), "groeikracht.loans"])
def test_a_rom_cannot_read_elsewhere(kafka: Kafka, topic: str) -> None:
    with pytest.raises(KafkaException) as refused:
        read(kafka.rom_bootstrap, topic, **login(kafka, "BOM"))
    assert refused.value.args[0].code() == KafkaError.TOPIC_AUTHORIZATION_FAILED


def test_a_rom_without_a_grant_is_refused_until_it_has_one(kafka: Kafka) -> None:
    kafka.prepare([])  # as it was before NOM joined
    with pytest.raises(KafkaException):
        send(
            kafka.rom_bootstrap,
            inbound_topic("NOM"),
            b"early",
            **(login(kafka, "NOM") | {"message.timeout.ms": "2000"}),
        )
    kafka.prepare(["NOM"])
    send(kafka.rom_bootstrap, inbound_topic("NOM"), b"granted", **login(kafka, "NOM"))


def test_a_wrong_password_is_refused(kafka: Kafka) -> None:
    wrong = login(kafka, "BOM", password="guess") | {"message.timeout.ms": "2000"}
    with pytest.raises(KafkaException):
        send(kafka.rom_bootstrap, inbound_topic("BOM"), b"forged", **wrong)
    assert b"forged" not in read(kafka.bootstrap, inbound_topic("BOM"))


def test_a_topic_that_nobody_declared_is_not_made(kafka: Kafka) -> None:
    with pytest.raises(KafkaException):
        send(kafka.bootstrap, "groeikracht.misspelt", b"lost", **{"message.timeout.ms": "2000"})


def test_kafka_that_lost_its_folder_is_made_again_with_the_same_passwords(folder: Path) -> None:
    broker = Kafka(folder / "lossy")
    broker.start()
    broker.prepare(["LIOF"])
    told = login(broker, "LIOF")
    kill(broker.process)
    shutil.rmtree(broker.directory / "data")
    (broker.directory / "secret").unlink()

    broker.start()
    broker.recover()  # what the supervisor calls when it is ready again

    send(broker.rom_bootstrap, inbound_topic("LIOF"), b"back", **told)
    assert broker.rom_password("LIOF") == told["sasl.password"]
    assert quotas.described(Settings(kafka_bootstrap=broker.bootstrap)) == {"rom-liof": quotas.GENEROUS}
    broker.stop()


def test_a_kafka_of_ones_own_gets_the_topics_it_lacks(folder: Path) -> None:
    own = Kafka(folder / "own")
    own.start()
    given = {"GROEIKRACHT_KAFKA_BOOTSTRAP": own.bootstrap, "GROEIKRACHT_PORT": str(free_port())}
    table = Suite(folder, State(pid=0), given, lambda _: None)
    table._migrate = lambda: None  # type: ignore[method-assign] # its PostgreSQL is not what is looked at
    table._postgres = None
    for _ in range(2):
        table.start_engines()
        send(own.bootstrap, inbound_topic("NOM"), b"heard")
    own.stop()


def test_a_folder_has_one_owner(postgres: Postgres, kafka: Kafka) -> None:
    for second in (Postgres(postgres.directory), Kafka(kafka.directory)):
        with pytest.raises(LocalFailure, match=f"already runs on .* \\(process {os.getpid()}\\)"):
            second.start()


def test_a_taken_port_is_named(postgres: Postgres, folder: Path) -> None:
    with pytest.raises(LocalFailure, match=f"Port {postgres.port}, for PostgreSQL, is taken"):
        Postgres(folder / "third", port=postgres.port).start()


async def test_two_run_side_by_side_and_leave_nothing(postgres: Postgres, kafka: Kafka, folder: Path) -> None:
    second = Postgres(folder / "second-postgres"), Kafka(folder / "second-kafka")
    for engine in second:
        engine.launch()
    for engine in second:
        engine.wait_ready()
    for server in (postgres, second[0]):
        connection = await asyncpg.connect(server.url("postgres"))
        await connection.close()
    second[1].prepare([])
    send(second[1].bootstrap, "groeikracht.agenda", b"here")
    assert read(kafka.bootstrap, "groeikracht.agenda") == []

    for engine in second:
        engine.stop()
    for engine in second:
        assert not working_below(engine.directory)


def test_engines_end_with_their_owner(folder: Path) -> None:
    """kill -9 of the process that started them leaves neither running, and the data is whole."""
    owner = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys, time; from pathlib import Path\n"
            "from deploy.local.kafka import Kafka; from deploy.local.postgres import Postgres\n"
            "folder = Path(sys.argv[1])\n"
            "engines = [Postgres(folder / 'postgres'), Kafka(folder / 'kafka')]\n"
            "for engine in engines: engine.launch()\n"
            "for engine in engines: engine.wait_ready()\n"
            "print('ready', flush=True); time.sleep(600)",
            str(folder / "owned"),
        ],
        cwd=CHECKOUT,
        stdout=subprocess.PIPE,
    )
    assert owner.stdout is not None
    assert owner.stdout.readline() == b"ready\n"
    assert working_below(folder / "owned")

    owner.send_signal(signal.SIGKILL)
    owner.wait()

    assert gone(folder / "owned")
    again = Postgres(folder / "owned" / "postgres")
    again.start()
    again.stop()


def test_a_stale_process_file_that_names_a_stranger_does_no_harm(folder: Path) -> None:
    """After kill -9 of everything the number in the file may belong to anybody: here to `sleep`."""
    server = Postgres(folder / "stale")
    server.start()
    server.stop()
    before_exec = become_nobody if os.geteuid() == 0 else None
    stranger = subprocess.Popen(["sleep", "60"], preexec_fn=before_exec)
    (server.directory / "data" / "postmaster.pid").write_text(f"{stranger.pid}\n{server.directory}/data\n")
    try:
        server.start()
        assert stranger.poll() is None
    finally:
        server.stop()
        stranger.kill()
        stranger.wait()


def test_a_server_that_lost_its_owner_is_ended_before_the_next_starts(folder: Path) -> None:
    lost = Postgres(folder / "stray")
    lost.start()
    process = lost.process
    lost._lock.release()  # what the kernel does when the owner is killed, while the server still runs
    found = Postgres(folder / "stray")
    found.start()
    assert process.wait(SECONDS) is not None
    found.stop()
    assert not working_below(found.directory)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to become somebody else")
def test_root_s_server_runs_as_nobody_who_may_enter_but_not_write(folder: Path) -> None:
    """`folder` is open to root only, as the home folder that holds a checkout and its .venv often is."""
    program = folder / "program"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    tried = f"id -u; test -x {program} && echo may run; touch {folder}/forbidden || echo may not write"
    said = subprocess.run(
        ["sh", "-c", tried], preexec_fn=become_nobody, capture_output=True, text=True, check=True
    )
    assert said.stdout.split("\n")[1:] == ["may run", "may not write", ""]
    assert said.stdout.split("\n")[0] != "0"
