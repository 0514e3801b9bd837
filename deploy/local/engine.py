"""What PostgreSQL and Kafka have in common as child processes that own a folder."""

import shutil
import signal
import subprocess
import time
from abc import ABC, abstractmethod
from pathlib import Path
from typing import ClassVar

from deploy.local.failure import LocalFailure
from deploy.local.processes import FolderLock, is_free, last_lines, stop, stop_strays

_READY_SECONDS = 120
_STOP_SECONDS = 20


class Engine(ABC):
    """A server on a folder of its own; start it again after it was killed, and it goes on where it was."""

    name: ClassVar[str]
    program: ClassVar[str]
    stop_signal: ClassVar[signal.Signals]
    space_bytes: ClassVar[int]

    def __init__(self, directory: Path, *ports: int) -> None:
        self.directory = directory.resolve()
        self.log = self.directory / "server.log"
        self._data = self.directory / "data"
        self.port = ports[0]
        self.address = f"127.0.0.1:{self.port}"
        self._ports = ports
        self._lock = FolderLock(self.directory)
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def process(self) -> subprocess.Popen[bytes]:
        """The server's first process (the one to kill in a test)."""
        if self._process is None:
            raise LocalFailure(f"{self.name} was not started.", "Call start() first.")
        return self._process

    def start(self) -> None:
        """Start the server and wait until it answers; LocalFailure says why it could not."""
        self.launch()
        self.wait_ready()

    def launch(self) -> None:
        """Start the server, without waiting until it answers.

        Call it from a thread that lives as long as the server should (see `processes.spawn`).
        """
        if self._process is not None and self._process.poll() is None:
            raise LocalFailure(f"{self.name} already runs on {self.directory}.", "Call stop() first.")
        self.directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._lock.hold(self.name)
        try:
            stop_strays(self.program, self.directory)
            self._require_ports()
            if not self._data.exists():
                self._require_space()
                # An interrupted attempt leaves half a folder under the other name, never under the real one.
                unfinished = self.directory / "data.unfinished"
                shutil.rmtree(unfinished, ignore_errors=True)
                self._make_data(unfinished)
                unfinished.rename(self._data)
            self._process = self._spawn()
        except BaseException:
            self._lock.release()
            raise

    def wait_ready(self) -> None:
        """Wait until the server answers; recovery after a crash may take long."""
        until = time.monotonic() + _READY_SECONDS
        while not self.is_ready():
            if self.process.poll() is not None or time.monotonic() > until:
                self.stop()
                raise LocalFailure(
                    f"{self.name} did not become ready. The end of {self.log}:\n{last_lines(self.log)}",
                    "Mend what these lines say, or move the folder away to start with empty data.",
                )
            time.sleep(0.02)

    def stop(self) -> None:
        """Stop the server, in order if it can within 20 seconds."""
        if self._process is not None:
            stop([self._process], self.stop_signal, _STOP_SECONDS)
            self._process = None
        self._lock.release()

    def recover(self) -> None:  # noqa: B027 - most have nothing to make again
        """Called when a server that ended by itself answers again: its data may be new and empty."""

    @abstractmethod
    def _make_data(self, folder: Path) -> None: ...

    @abstractmethod
    def _spawn(self) -> subprocess.Popen[bytes]: ...

    @abstractmethod
    def is_ready(self) -> bool:
        """Whether the server that was launched answers now."""

    def _require_ports(self) -> None:
        for port in self._ports:
            if not is_free(port):
                raise LocalFailure(f"Port {port}, for {self.name}, is taken.", "Stop what listens there.")

    def _require_space(self) -> None:
        if shutil.disk_usage(self.directory).free < self.space_bytes:
            raise LocalFailure(
                f"Less than {self.space_bytes // 1_000_000} MB free at {self.directory}.",
                "Free some disk space.",
            )

    def _require_made(self, done: subprocess.CompletedProcess[str], mend: str) -> None:
        """Judge the program that makes the data folder."""
        if done.returncode != 0:
            said = f"{done.stdout.strip()} {done.stderr.strip()}".strip()
            raise LocalFailure(f"{self.name} could not make its data folder: {said}", mend)
