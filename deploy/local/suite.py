"""The process table of `make run`: which engines and programs there are, and what each is told."""

import socket
from collections.abc import Callable, Mapping
from pathlib import Path

from confluent_kafka import KafkaException
from pydantic import SecretStr

from deploy.local import rom_access
from deploy.local.engine import Engine
from deploy.local.failure import LocalFailure
from deploy.local.kafka import Kafka
from deploy.local.postgres import SERVICES, Postgres, application_role
from deploy.local.processes import is_free
from deploy.local.program import Program
from deploy.local.state import State
from shared.settings import Settings
from shared.store.migrations import upgrade

GATEWAY_PORT = "8000"
EXAMPLE_ROM = "BOM"
KEEPS_FILES = "agenda"  # the service with documents

_DISCOVERY = "/.well-known/openid-configuration"
_GIVEN = {
    "GROEIKRACHT_DATABASE_URL": "PostgreSQL",
    "GROEIKRACHT_KAFKA_BOOTSTRAP": "Kafka",
    "GROEIKRACHT_ISSUER": "OpenID provider",
}
_ASK_SECONDS = 5


class Suite:
    """Four services with their workers, on engines of their own unless `environ` names other ones."""

    def __init__(
        self, home: Path, state: State, environ: Mapping[str, str], report: Callable[[str], None]
    ) -> None:
        self._home = home
        self._state = state
        self._environ = environ
        self._gateway_port = _gateway_port(environ.get("GROEIKRACHT_PORT") or GATEWAY_PORT)
        self._issuer = environ.get("GROEIKRACHT_ISSUER") or f"http://127.0.0.1:{state.port('issuer')}"
        self._owners = dict.fromkeys(SERVICES, environ.get("GROEIKRACHT_DATABASE_URL", ""))
        self._databases = self._owners  # on a developer's own PostgreSQL one login does both
        self._bootstrap = environ.get("GROEIKRACHT_KAFKA_BOOTSTRAP", "")
        self._services = {service: f"http://127.0.0.1:{state.port(service)}" for service in SERVICES}
        self._postgres: Postgres | None = None
        self._kafka: Kafka | None = None
        if not environ.get("GROEIKRACHT_DATABASE_URL"):
            self._postgres = Postgres(home / "postgres", state.port("postgres"))
        if not environ.get("GROEIKRACHT_KAFKA_BOOTSTRAP"):
            self._kafka = Kafka(home / "kafka", state.port("kafka"), state.port("kafka-rom"), report)
            self._bootstrap = self._kafka.bootstrap
            state.kafka_rom_bootstrap = self._kafka.rom_bootstrap
        state.kafka_bootstrap = self._bootstrap

    @property
    def engines(self) -> dict[str, Engine]:
        """The engines that are ours to keep running, by name."""
        found = {"postgres": self._postgres, "kafka": self._kafka}
        return {name: engine for name, engine in found.items() if engine is not None}

    @property
    def given(self) -> list[str]:
        """Which engines are not started because a variable names the developer's own."""
        return [f"{what}: yours, from {name}" for name, what in _GIVEN.items() if self._environ.get(name)]

    def start_engines(self) -> None:
        """Start what holds the data, and bring schemas, topics and grants up to date."""
        if self._postgres:
            self._postgres.start()
            self._owners = self._postgres.create()
            self._databases = {service: self._postgres.application(service) for service in SERVICES}
        if self._kafka:
            self._kafka.launch()
        else:
            _require_kafka(self._bootstrap)
        self._migrate()  # Kafka needs a few seconds to start: use them
        if self._kafka:
            self._kafka.wait_ready()
            self._kafka.prepare(rom_access.rom_codes())
        else:
            _require_topics(self._environ, self._bootstrap)

    def programs(self) -> dict[str, Program]:
        """Everything that is started once the engines answer, by name."""
        table: dict[str, Program] = {}
        if not self._environ.get("GROEIKRACHT_ISSUER"):
            table["issuer"] = self._program("issuer", "deploy.local.issuer", self._shared(), _DISCOVERY)
        for service in SERVICES:
            settings = self._shared() | {
                "GROEIKRACHT_DATABASE_URL": self._databases[service],
                "GROEIKRACHT_KAFKA_BOOTSTRAP": self._bootstrap,
                **(self._objects() if service == KEEPS_FILES else {}),
            }
            table[service] = self._program(service, f"services {service} serve", settings)
            table[f"{service}-work"] = self._program(f"{service}-work", f"services {service} work", settings)
            self._state.environments[f"{service}-migrate"] = self._migrating(service)
        table["gateway"] = self._program("gateway", "services gateway serve", self._shared())
        table["rom-backoffice"] = self._back_office()
        return table

    def _migrating(self, service: str) -> dict[str, str]:
        """What `migrate` is told: the owner's login and, in a database of ours, whom it lets in."""
        told = {"GROEIKRACHT_DATABASE_URL": self._owners[service]}
        let_in = {"GROEIKRACHT_DATABASE_APPLICATION_ROLE": application_role(service)}
        return told | (let_in if self._postgres else {})

    def _shared(self) -> dict[str, str]:
        """The settings (shared/settings.py) that are the same for every program."""
        return {
            "GROEIKRACHT_HOME": str(self._home),
            "GROEIKRACHT_ENVIRONMENT": "local",
            "GROEIKRACHT_CLOCK": "settable",
            "GROEIKRACHT_HOST": "127.0.0.1",
            "GROEIKRACHT_PUBLIC_URL": f"http://127.0.0.1:{self._gateway_port}",
            "GROEIKRACHT_ISSUER": self._issuer,
            **{f"GROEIKRACHT_{service.upper()}_URL": url for service, url in self._services.items()},
        }

    def _objects(self) -> dict[str, str]:
        """Where files are kept: in a folder of ours, or in the developer's own store."""
        own = (self._home / "objects").resolve().as_uri()
        return {"GROEIKRACHT_OBJECTS_URL": self._environ.get("GROEIKRACHT_OBJECTS_URL") or own}

    def _program(
        self, name: str, arguments: str, settings: Mapping[str, str], health: str = "/readyz"
    ) -> Program:
        port = self._gateway_port if name == "gateway" else self._state.port(name)
        environment = {**settings, "GROEIKRACHT_PORT": str(port)}
        self._state.environments[name] = environment
        return Program(arguments, environment, self._home / "logs" / f"{name}.log", port, health)

    def _back_office(self) -> Program:
        """The example of a ROM's own system: it is told its Kafka login, and where to keep what it saw."""
        for code in rom_access.rom_codes():
            self._state.environments[rom_access.rom_user(code)] = self._login(code)
        login = self._login(EXAMPLE_ROM)
        return Program("examples.rom_backoffice", login, self._home / "logs" / "rom-backoffice.log")

    def _login(self, rom_code: str) -> dict[str, str]:
        mine = {"GROEIKRACHT_HOME": str(self._home), "GROEIKRACHT_ROM": rom_code}
        return mine | (_rom_login(self._kafka, rom_code) if self._kafka else _own_login(self._environ))

    def _migrate(self) -> None:
        """Bring each service's schema up to date, each as the role that owns it.

        In this process: three of their own would import everything three times, on a machine that is busy.
        """
        for service, address in self._owners.items():
            role = application_role(service) if self._postgres else ""
            try:
                upgrade(service, Settings(database_url=SecretStr(address), database_application_role=role))
            except OSError as error:
                if self._postgres:
                    raise
                raise _silent("GROEIKRACHT_DATABASE_URL", "PostgreSQL", error) from error
            except Exception as error:
                raise LocalFailure(
                    f"The schema of {service} could not be migrated: {error}",
                    f"See services/{service}/migrations; nothing was half done.",
                ) from error


def _require_kafka(bootstrap: str) -> None:
    """Whether one of the brokers answers; without one every worker would wait, and none would say why."""
    refusals = []
    for broker in bootstrap.split(","):
        host, _, port = broker.strip().rpartition(":")
        try:
            socket.create_connection((host, int(port)), timeout=_ASK_SECONDS).close()
        except (OSError, ValueError) as error:
            refusals.append(error)
        else:
            return
    raise _silent("GROEIKRACHT_KAFKA_BOOTSTRAP", "Kafka", refusals[0])


def _own_login(environ: Mapping[str, str]) -> dict[str, str]:
    """On a developer's own Kafka a ROM's system logs in as the services do: its grants are theirs."""
    return {name: value for name, value in environ.items() if name.startswith("GROEIKRACHT_KAFKA_")}


def _rom_login(kafka: Kafka, rom_code: str) -> dict[str, str]:
    return {
        "GROEIKRACHT_KAFKA_BOOTSTRAP": kafka.rom_bootstrap,
        "GROEIKRACHT_KAFKA_SECURITY_PROTOCOL": "SASL_PLAINTEXT",
        "GROEIKRACHT_KAFKA_USERNAME": rom_access.rom_user(rom_code),
        "GROEIKRACHT_KAFKA_PASSWORD": kafka.rom_password(rom_code),
    }


def _require_topics(environ: Mapping[str, str], bootstrap: str) -> None:
    """Make the topics that a developer's own Kafka lacks: without them nothing would ever arrive."""
    try:
        rom_access.create_topics(
            rom_access.administrator(bootstrap, _own_login(environ)), rom_access.rom_codes()
        )
    except (KafkaException, TimeoutError) as error:
        raise LocalFailure(
            f"The topics could not be made at the address in GROEIKRACHT_KAFKA_BOOTSTRAP: {error}.",
            "Make those of docs/operator.md there, or give GROEIKRACHT_KAFKA_USERNAME the right to.",
        ) from error


def _silent(variable: str, engine: str, error: Exception) -> LocalFailure:
    return LocalFailure(
        f"No {engine} answers at the address in {variable}: {error}.",
        f"Correct {variable}, or unset it: then {engine} is started for you.",
    )


def _gateway_port(wanted: str) -> int:
    if not wanted.isdecimal() or not 0 < int(wanted) < 65_536:
        raise LocalFailure(f"GROEIKRACHT_PORT is {wanted}, which is no port.", "Take a number like 8001.")
    if not is_free(int(wanted)):
        raise LocalFailure(
            f"Port {wanted}, for the gateway, is taken.",
            "Choose another one: GROEIKRACHT_PORT=8001 make run.",
        )
    return int(wanted)
