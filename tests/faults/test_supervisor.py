"""The supervisor, with a stand-in process table: what dies comes back, and nothing is left behind."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import psutil
import pytest

from deploy.local.engine import Engine
from deploy.local.failure import LocalFailure
from deploy.local.processes import FolderLock, free_port
from deploy.local.program import CHECKOUT, Program
from deploy.local.progress import Progress
from deploy.local.state import State
from deploy.local.supervisor import Supervisor

SECONDS = 60


class StandIn:
    """Programs that are there wherever Python is: two web servers, or whatever is given."""

    def __init__(self, home: Path, **extra: str) -> None:
        self._home = home
        self._arguments = dict(extra)

    @property
    def engines(self) -> Mapping[str, Engine]:
        return {}

    def start_engines(self) -> None:
        pass

    def programs(self) -> dict[str, Program]:
        table = {name: self._server(name) for name in ("funding", "funding-work")}
        for name, arguments in self._arguments.items():
            port = free_port() if name == "loans" else None
            table[name] = Program(arguments, {}, self._home / f"{name}.log", port)
        return table

    def _server(self, name: str) -> Program:
        port = free_port()
        arguments = f"http.server {port} --bind 127.0.0.1"
        return Program(arguments, {}, self._home / f"{name}.log", port, health="/pyproject.toml")


Start = Callable[..., Supervisor]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    started: list[Supervisor] = []

    def begin(**extra: str) -> Supervisor:
        supervisor = Supervisor(tmp_path, State(pid=0), StandIn(tmp_path, **extra), Progress())
        started.append(supervisor)
        supervisor.start()
        return supervisor

    yield begin
    for supervisor in started:
        supervisor.stop()


def state(home: Path) -> State:
    found = State.read(home)
    assert found is not None
    return found


def watch_until(supervisor: Supervisor, met: Callable[[], bool]) -> None:
    until = time.monotonic() + SECONDS
    while not met():
        assert time.monotonic() < until, "it did not happen in time"
        supervisor.watch()
        time.sleep(0.05)


def test_ready_means_that_every_process_answers(start: Start, tmp_path: Path) -> None:
    start()
    found = state(tmp_path)
    assert found.phase == "ready"
    assert set(found.processes) == {"funding", "funding-work"}
    for name, part in found.processes.items():
        assert psutil.Process(part.pid).cmdline()[2] == "http.server"
        assert part.url == f"http://127.0.0.1:{part.port}", name


def test_a_killed_process_is_started_again_and_the_others_are_left_alone(
    start: Start, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    supervisor = start()
    before = state(tmp_path).processes

    psutil.Process(before["funding-work"].pid).kill()
    watch_until(supervisor, lambda: "funding-work is ready again" in capsys.readouterr().out)

    after = state(tmp_path).processes
    assert after["funding-work"].pid != before["funding-work"].pid
    assert after["funding-work"].port == before["funding-work"].port
    assert after["funding"] == before["funding"]


def test_a_process_that_keeps_dying_is_started_less_and_less_often(
    start: Start, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    supervisor = start(flaky="timeit -n 1 -r 1 pass")  # ends by itself as soon as it has started
    said = ""

    def four_deaths() -> bool:
        nonlocal said
        said += capsys.readouterr().out
        return said.count("flaky ended (exit code 0)") == 4

    watch_until(supervisor, four_deaths)
    pauses = [
        line.split("again in ")[1].split(" s")[0] for line in said.splitlines() if "flaky ended" in line
    ]
    assert pauses == ["0.2", "0.5", "1", "2"]


def test_a_process_that_cannot_start_is_named_with_its_last_words(start: Start, tmp_path: Path) -> None:
    with pytest.raises(LocalFailure, match=r"(?s)loans ended \(exit code 1\).*No module named loans_app"):
        start(loans="loans_app")


def test_stop_leaves_no_process(start: Start, tmp_path: Path) -> None:
    supervisor = start(stubborn="asyncio")
    pids = [part.pid for part in state(tmp_path).processes.values()]
    supervisor.stop()
    assert not any(psutil.pid_exists(pid) for pid in pids)
    assert state(tmp_path).phase == "stopped"


def test_kill_9_of_the_supervisor_leaves_no_process(tmp_path: Path) -> None:
    supervisor = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys, time; from pathlib import Path\n"
            "from tests.faults.test_supervisor import Progress, StandIn, State, Supervisor\n"
            "home = Path(sys.argv[1])\n"
            "Supervisor(home, State(pid=0), StandIn(home), Progress()).start()\n"
            "print('done', flush=True); time.sleep(600)",
            str(tmp_path),
        ],
        cwd=CHECKOUT,
        stdout=subprocess.PIPE,
    )
    assert supervisor.stdout is not None
    assert any(line == b"done\n" for line in supervisor.stdout)
    children = [psutil.Process(part.pid) for part in state(tmp_path).processes.values()]

    supervisor.send_signal(signal.SIGKILL)
    supervisor.wait()

    until = time.monotonic() + SECONDS
    while any(child.is_running() and child.status() != psutil.STATUS_ZOMBIE for child in children):
        assert time.monotonic() < until, "a child outlived its supervisor"
        time.sleep(0.05)


def test_a_port_stays_the_same_unless_somebody_took_it(tmp_path: Path) -> None:
    first = State(pid=0)
    port = first.port("funding")
    first.write(tmp_path)
    assert state(tmp_path).port("funding") == port

    taken = subprocess.Popen(
        [sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        until = time.monotonic() + SECONDS
        while (again := state(tmp_path).port("funding")) == port:
            assert time.monotonic() < until
            time.sleep(0.05)
        assert again != port
    finally:
        taken.kill()
        taken.wait()


def test_the_state_with_its_passwords_is_for_its_owner_only(tmp_path: Path) -> None:
    State(pid=0, environments={"funding": {"GROEIKRACHT_DATABASE_URL": "secret"}}).write(tmp_path)
    assert (tmp_path / "state.json").stat().st_mode & 0o777 == 0o600


def test_a_second_suite_on_one_folder_is_refused(tmp_path: Path) -> None:
    first = FolderLock(tmp_path)
    first.hold("The suite")
    with pytest.raises(LocalFailure, match="The suite already runs"):
        FolderLock(tmp_path).hold("The suite")
    first.release()
    second = FolderLock(tmp_path)
    second.hold("The suite")
    second.release()
