"""What a developer types beside a suite: the story at its address, commands with a program's settings."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from deploy.local.failure import LocalFailure
from deploy.local.processes import free_port
from deploy.local.program import CHECKOUT
from deploy.local.state import State
from deploy.local.story.__main__ import DEFAULT_URL, gateway, require_answer
from services import __main__ as services

HERE = "http://127.0.0.1:8123"


@pytest.mark.parametrize(
    ("environ", "running", "url"),
    [
        ({"GROEIKRACHT_URL": "https://gk.example/", "GROEIKRACHT_PORT": "8001"}, HERE, "https://gk.example"),
        ({"GROEIKRACHT_PORT": "8001"}, HERE, HERE),
        ({"GROEIKRACHT_PORT": "8001"}, None, "http://127.0.0.1:8001"),
        ({}, None, DEFAULT_URL),
    ],
)
def test_the_story_is_played_where_the_suite_is(
    environ: dict[str, str], running: str | None, url: str
) -> None:
    assert gateway(environ, running) == url


def test_an_address_without_its_scheme_is_named() -> None:
    with pytest.raises(LocalFailure, match=r"GROEIKRACHT_URL is 127\.0\.0\.1:8000") as failure:
        gateway({"GROEIKRACHT_URL": "127.0.0.1:8000"}, None)
    assert "http://127.0.0.1:8000" in failure.value.mend


def test_the_story_says_at_once_that_nobody_listens() -> None:
    url, begun = f"http://127.0.0.1:{free_port()}", time.monotonic()
    with pytest.raises(LocalFailure, match=f"Nothing answers at {url}"):
        require_answer(url)
    assert time.monotonic() - begun < 5


def ran(home: Path, *arguments: str, **settings: str) -> "subprocess.CompletedProcess[str]":
    """Run a module in the checkout, without any address of this machine's own."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("GROEIKRACHT_")}
    return subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=CHECKOUT,
        env=clean | {"GROEIKRACHT_HOME": str(home)} | settings,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_a_command_is_run_with_the_settings_of_a_program(tmp_path: Path) -> None:
    State(pid=0, environments={"loans": {"GROEIKRACHT_PORT": "8123"}}).write(tmp_path)
    show = "import os, sys; print(os.environ['GROEIKRACHT_PORT']); sys.exit(7)"
    done = ran(tmp_path, "deploy.local", "with", "loans", "--", "python", "-c", show)
    assert (done.stdout, done.returncode) == ("8123\n", 7)


def test_a_program_that_is_unknown_is_answered_with_those_that_are(tmp_path: Path) -> None:
    State(pid=0, environments={"loans": {}, "rom-bom": {}}).write(tmp_path)
    done = ran(tmp_path, "deploy.local", "with", "lonas", "--", "python")
    assert (done.returncode, done.stdout.splitlines()[1]) == (1, "Mend: Name one of loans, rom-bom.")


@dataclass
class Told:
    """How a command ended: its status, and what an operator reads of it."""

    status: object
    stderr: str


@pytest.fixture
def operator(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[[str], Told]:
    """What `python -m services` does, in this process: starting one takes seconds."""
    for name in [name for name in os.environ if name.startswith("GROEIKRACHT_")]:
        monkeypatch.delenv(name)

    def types(line: str) -> Told:
        monkeypatch.setattr(sys, "argv", ["services", *line.split()])
        with pytest.raises(SystemExit) as ended:
            services.run()
        status = ended.value.code
        told = capsys.readouterr().err
        return Told(1, f"{told}{status}") if isinstance(status, str) else Told(status, told)

    return types


def test_an_operator_without_settings_is_told_in_one_line(tmp_path: Path) -> None:
    done = ran(tmp_path, "services", "loans", "parked")
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert "GROEIKRACHT_DATABASE_URL" in line
    assert "deploy.local with loans -- python -m services loans parked" in line


@pytest.mark.parametrize(
    ("typed", "service"),
    [
        ("funding tell-ends", "funding"),
        ("agenda verify", "agenda"),
        ("migrate loans", "loans-migrate"),
        ("gateway serve", "gateway"),
    ],
)
def test_the_settings_that_lack_are_those_of_the_command_that_was_typed(
    operator: Callable[[str], Told], typed: str, service: str
) -> None:
    told = operator(typed).stderr
    assert told.endswith(f"deploy.local with {service} -- python -m services {typed}")


@pytest.mark.parametrize(
    ("typed", "lacks"),
    [
        ("loans serve", ["GROEIKRACHT_DATABASE_URL", "GROEIKRACHT_ISSUER", "GROEIKRACHT_CURSOR_KEY"]),
        ("gateway serve", ["GROEIKRACHT_ISSUER", "GROEIKRACHT_CURSOR_KEY", "GROEIKRACHT_AGENDA_URL"]),
    ],
)
def test_a_process_says_all_that_lacks_before_it_starts(
    operator: Callable[[str], Told], typed: str, lacks: list[str]
) -> None:
    told = operator(typed)
    assert told.status == 1
    assert [name for name in lacks if name not in told.stderr] == []
    assert len(told.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ("loans parked --status FOO", "REDRIVEN"),  # nothing has this state, which is no empty list
        ("migrate loanz", "funding"),  # a schema of that name would be made
        ("migrate gateway", "funding"),
    ],
)
def test_a_value_that_is_none_of_a_few_is_answered_with_them(
    operator: Callable[[str], Told], typed: str, named: str
) -> None:
    told = operator(typed)
    assert told.status == 2
    assert named in told.stderr


def test_a_setting_that_is_wrong_is_named_as_it_is_set(
    operator: Callable[[str], Told], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GROEIKRACHT_DATABASE_POOL", "many")
    assert "GROEIKRACHT_DATABASE_POOL must be a whole number" in operator("loans parked").stderr


@pytest.mark.parametrize("command", ["run", "up"])
def test_a_folder_that_cannot_be_one_is_told_in_two_lines(tmp_path: Path, command: str) -> None:
    (tmp_path / "file").touch()
    done = ran(tmp_path / "file", "deploy.local", command)
    assert done.returncode == 1
    assert "Mend: Be the user whose folder it is" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


def test_a_replay_of_everything_has_to_be_asked_for(operator: Callable[[str], Told]) -> None:
    told = operator("loans replay funding")
    assert told.status == 2
    assert "--from-sequence" in told.stderr
    assert "--all" in told.stderr


def test_the_example_back_office_says_what_it_needs(tmp_path: Path) -> None:
    done = ran(tmp_path, "examples.rom_backoffice")
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert line.startswith("GROEIKRACHT_KAFKA_BOOTSTRAP is not set.")


def test_a_service_does_not_start_with_a_clock_that_callers_set_in_production() -> None:
    environment = {"PATH": os.environ["PATH"], "GROEIKRACHT_CLOCK": "settable"}
    done = subprocess.run(
        [sys.executable, "-m", "services", "agenda", "serve"],
        cwd=CHECKOUT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode != 0
    assert "ENVIRONMENT=local only" in done.stderr
    assert "Traceback" not in done.stderr
