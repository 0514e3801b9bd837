"""Starts everything, starts again what dies, and stops everything within a bounded time."""

import signal
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from deploy.local.engine import Engine
from deploy.local.failure import LocalFailure
from deploy.local.processes import last_lines, stop
from deploy.local.program import Program
from deploy.local.progress import Progress
from deploy.local.state import Part, State

_READY_SECONDS = 120
_STOP_SECONDS = 15
_BACK_OFF_SECONDS = (0.2, 0.5, 1, 2, 5, 10)
_STEADY_SECONDS = 30


class Table(Protocol):
    """What to supervise: engines first, then the programs that need them."""

    @property
    def engines(self) -> Mapping[str, Engine]:
        """The engines by name."""

    def start_engines(self) -> None:
        """Start the engines and prepare what the programs need."""

    def programs(self) -> dict[str, Program]:
        """The programs by name; asked once the engines answer."""


@dataclass
class Watch:
    """How one process has fared: since when it runs, how often it died in a row, when it starts again."""

    since: float
    deaths: int = 0
    due: float | None = None
    recovering: bool = False


class Supervisor:
    """One instance per folder; everything it starts ends with it, however it ends."""

    def __init__(self, home: Path, state: State, table: Table, progress: Progress) -> None:
        self._home = home
        self._state = state
        self._table = table
        self._progress = progress
        self._programs: dict[str, Program] = {}
        self._watches: dict[str, Watch] = {}

    def start(self) -> None:
        """Start all and return when all are ready; LocalFailure names what died or took too long."""
        self._progress.busy("Starting the engines")
        self._table.start_engines()
        for name in self._table.engines:
            self._note_started(name)
            self._progress.say(f"{name} is ready")
        self._programs = self._table.programs()
        for name, program in self._programs.items():
            program.launch()
            self._note_started(name)
        self._wait_ready()
        self._state.phase = "ready"
        self._state.write(self._home)
        self._progress.done()

    def watch(self) -> None:
        """One round: start again what died, later each time it dies soon after its start."""
        for name, part in self._parts().items():
            watch = self._watches[name]
            now = time.monotonic()
            if watch.due is not None:
                if now >= watch.due:
                    self._start_again(name, part)
            elif part.process.poll() is not None:
                watch.deaths = 1 if now - watch.since > _STEADY_SECONDS else watch.deaths + 1
                pause = _BACK_OFF_SECONDS[min(watch.deaths, len(_BACK_OFF_SECONDS)) - 1]
                watch.due = now + pause
                ending = _ending(part.process.returncode)
                self._progress.say(f"{name} ended ({ending}); starting it again in {pause} s, see {part.log}")
            elif watch.recovering and part.is_ready():
                watch.recovering = False
                if isinstance(part, Engine):
                    part.recover()
                self._progress.say(f"{name} is ready again")

    def stop(self) -> None:
        """Stop programs first and engines last, each within 15 to 20 seconds."""
        started = {name: self._programs[name] for name in self._programs if name in self._watches}
        stop([program.process for program in started.values()], signal.SIGTERM, _STOP_SECONDS)
        for engine in reversed(list(self._table.engines.values())):
            engine.stop()
        self._state.phase = "stopped"
        self._state.processes = {}
        self._state.write(self._home)

    def _parts(self) -> dict[str, Engine | Program]:
        return {**self._table.engines, **self._programs}

    def _start_again(self, name: str, part: Engine | Program) -> None:
        watch = self._watches[name]
        try:
            part.launch()
        except LocalFailure as failure:
            watch.deaths += 1
            watch.due = time.monotonic() + _BACK_OFF_SECONDS[-1]
            self._progress.say(f"{name} cannot start: {failure}")
            return
        deaths = watch.deaths
        self._note_started(name)
        self._watches[name] = Watch(time.monotonic(), deaths, recovering=True)

    def _note_started(self, name: str) -> None:
        part = self._parts()[name]
        self._watches[name] = Watch(time.monotonic())
        self._state.processes[name] = Part(pid=part.process.pid, port=part.port, url=part.address)
        self._state.write(self._home)

    def _wait_ready(self) -> None:
        waiting = dict(self._programs)
        until = time.monotonic() + _READY_SECONDS
        while waiting:
            self._progress.busy(f"Waiting for {', '.join(waiting)}")
            for name, program in list(waiting.items()):
                if program.is_ready():
                    self._progress.say(f"{name} is ready")
                    del waiting[name]
                elif program.process.poll() is not None:
                    raise _failure(f"{name} ended ({_ending(program.process.returncode)})", program.log)
                elif time.monotonic() > until:
                    raise _failure(f"{name} was not ready within {_READY_SECONDS} s", program.log)
            time.sleep(0.1)


def _failure(cause: str, log: Path) -> LocalFailure:
    return LocalFailure(f"{cause}. The end of {log}:\n{last_lines(log)}", "Mend what these lines say.")


def _ending(code: int) -> str:
    return f"exit code {code}" if code >= 0 else signal.Signals(-code).name
