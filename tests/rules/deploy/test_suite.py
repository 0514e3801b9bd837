"""The process table: every program is told what it needs, and an address of one's own replaces an engine."""

import socket
from pathlib import Path

import pytest

from deploy.local.failure import LocalFailure
from deploy.local.processes import free_port
from deploy.local.state import State
from deploy.local.suite import Suite

SERVICES = ("agenda", "funding", "loans")
OWN = {
    "GROEIKRACHT_DATABASE_URL": "postgresql://me@db.example/groeikracht",
    "GROEIKRACHT_KAFKA_BOOTSTRAP": "kafka.example:9092",
    "GROEIKRACHT_ISSUER": "https://login.example/realms/gk",
}


def suite(home: Path, **environ: str) -> tuple[Suite, State]:
    (home / "kafka").mkdir()
    (home / "kafka" / "secret").write_bytes(b"secret")
    state = State(pid=0)
    environ.setdefault("GROEIKRACHT_PORT", str(free_port()))
    return Suite(home, state, environ, lambda _: None), state


def test_everything_is_started_when_nothing_is_given(tmp_path: Path) -> None:
    table, _ = suite(tmp_path)
    assert list(table.engines) == ["postgres", "kafka"]
    assert set(table.programs()) == {
        "issuer",
        *SERVICES,
        *(f"{service}-work" for service in SERVICES),
        "gateway",
        "rom-backoffice",
    }


@pytest.mark.parametrize(
    ("given", "absent"),
    [
        ("GROEIKRACHT_DATABASE_URL", {"postgres"}),
        ("GROEIKRACHT_KAFKA_BOOTSTRAP", {"kafka"}),
        ("GROEIKRACHT_ISSUER", {"issuer"}),
    ],
)
def test_an_address_in_the_environment_wins(tmp_path: Path, given: str, absent: set[str]) -> None:
    everything, _ = suite(tmp_path)
    rest = Suite(
        tmp_path, State(pid=0), {given: OWN[given], "GROEIKRACHT_PORT": str(free_port())}, lambda _: None
    )
    names = {*everything.engines, *everything.programs()}
    assert names - {*rest.engines, *rest.programs()} == absent
    assert rest.programs()["loans"].environment[given] == OWN[given]


def test_an_engine_of_ones_own_is_named_with_its_variable(tmp_path: Path) -> None:
    table, _ = suite(tmp_path, **OWN)
    assert table.given == [
        "PostgreSQL: yours, from GROEIKRACHT_DATABASE_URL",
        "Kafka: yours, from GROEIKRACHT_KAFKA_BOOTSTRAP",
        "OpenID provider: yours, from GROEIKRACHT_ISSUER",
    ]


@pytest.mark.parametrize(
    ("variable", "others"),
    [("GROEIKRACHT_KAFKA_BOOTSTRAP", False), ("GROEIKRACHT_DATABASE_URL", True)],
)
def test_an_engine_of_ones_own_that_is_silent_is_named_with_the_mend(
    tmp_path: Path, variable: str, others: bool
) -> None:
    nobody = f"127.0.0.1:{free_port()}"
    own = {
        "GROEIKRACHT_DATABASE_URL": f"postgresql://me@{nobody}/groeikracht",
        "GROEIKRACHT_KAFKA_BOOTSTRAP": nobody,
    }
    with socket.create_server(("127.0.0.1", 0)) as broker:
        if others:
            own["GROEIKRACHT_KAFKA_BOOTSTRAP"] = f"{nobody},127.0.0.1:{broker.getsockname()[1]}"
        table, _ = suite(tmp_path, **own)
        with pytest.raises(LocalFailure, match=f"answers at the address in {variable}") as failure:
            table.start_engines()
    assert f"unset it: then {'PostgreSQL' if others else 'Kafka'} is started for you" in failure.value.mend


def test_a_kafka_of_ones_own_has_a_back_office_that_logs_in_as_the_services_do(tmp_path: Path) -> None:
    own = {
        "GROEIKRACHT_KAFKA_BOOTSTRAP": OWN["GROEIKRACHT_KAFKA_BOOTSTRAP"],
        "GROEIKRACHT_KAFKA_SECURITY_PROTOCOL": "SASL_SSL",
        "GROEIKRACHT_KAFKA_USERNAME": "me",
    }
    table, _ = suite(tmp_path, **own)
    told = table.programs()["rom-backoffice"].environment
    assert own.items() <= told.items()
    assert told["GROEIKRACHT_ROM"] == "BOM"


def test_every_rom_has_its_own_login(tmp_path: Path) -> None:
    table, state = suite(tmp_path)
    table.programs()
    roms = {name: told for name, told in state.environments.items() if name.startswith("rom-")}
    assert len(roms) == len({told["GROEIKRACHT_KAFKA_PASSWORD"] for told in roms.values()}) == 9
    assert roms["rom-liof"]["GROEIKRACHT_KAFKA_USERNAME"] == "rom-liof"


def test_only_services_know_a_database_and_the_inner_kafka_listener(tmp_path: Path) -> None:
    table, state = suite(tmp_path)
    programs = table.programs()
    for name, program in programs.items():
        is_service = name.removesuffix("-work") in SERVICES
        assert ("GROEIKRACHT_DATABASE_URL" in program.environment) == is_service, name
        inner = program.environment.get("GROEIKRACHT_KAFKA_BOOTSTRAP") == state.kafka_bootstrap
        assert inner == is_service, name
    rom = programs["rom-backoffice"].environment
    assert rom["GROEIKRACHT_KAFKA_BOOTSTRAP"] == state.kafka_rom_bootstrap
    assert rom["GROEIKRACHT_KAFKA_USERNAME"] == "rom-bom"


def test_the_gateway_knows_where_the_services_are(tmp_path: Path) -> None:
    table, _ = suite(tmp_path)
    programs = table.programs()
    for service in SERVICES:
        told = programs["gateway"].environment[f"GROEIKRACHT_{service.upper()}_URL"]
        assert told == programs[service].address


def test_no_two_programs_share_a_port(tmp_path: Path) -> None:
    table, state = suite(tmp_path)
    ports = [program.port for program in table.programs().values() if program.port]
    assert len({*ports, *state.ports.values()}) == len(state.ports) + 1  # the gateway's own


def test_a_taken_gateway_port_says_how_to_choose_another(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(LocalFailure, match=f"Port {port}, for the gateway, is taken") as failure:
            suite(tmp_path, GROEIKRACHT_PORT=str(port))
    assert "GROEIKRACHT_PORT=" in failure.value.mend


@pytest.mark.parametrize("wanted", ["http", "0", "65536", "-1"])
def test_a_gateway_port_that_is_none_is_refused(tmp_path: Path, wanted: str) -> None:
    with pytest.raises(LocalFailure, match=f"GROEIKRACHT_PORT is {wanted}, which is no port"):
        suite(tmp_path, GROEIKRACHT_PORT=wanted)
