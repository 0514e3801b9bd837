"""Starts child processes that cannot outlive their owner, and stops them within a bounded time."""

import contextlib
import ctypes
import fcntl
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from pathlib import Path

import psutil

from deploy.local.failure import LocalFailure

# Below the range from which the kernel takes ports for outgoing connections: a port chosen here is still
# free when a killed engine starts again on it.
_PORTS = range(20_000, 32_000)
_PR_SET_PDEATHSIG = 1
_STRAY_SECONDS = 10

_libc = ctypes.CDLL(None, use_errno=True)
_given: set[int] = set()


def is_free(port: int) -> bool:
    """Whether nothing listens on this port of 127.0.0.1."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def free_port() -> int:
    """A port of 127.0.0.1 that nothing listens on and that was not given out before."""
    for port in random.sample(_PORTS, len(_PORTS)):
        if port not in _given and is_free(port):
            _given.add(port)
            return port
    raise LocalFailure("No free port between 20000 and 32000.", "Stop something that listens there.")


def spawn(
    command: Sequence[str],
    *,
    log: Path | None,
    cwd: Path,
    env: Mapping[str, str] | None = None,
    death_signal: signal.Signals = signal.SIGKILL,
    before_exec: Callable[[], None] | None = None,
) -> subprocess.Popen[bytes]:
    """Start a child in its own session, its output appended to `log` (None: it goes where ours goes).

    The child gets `death_signal` when the *thread* that calls this ends (Linux): call it from a thread that
    lives as long as the child should. Its own session keeps Ctrl-C of the terminal from reaching it.
    """
    owner = os.getpid()

    def prepare() -> None:
        if before_exec is not None:
            before_exec()
        if sys.platform == "linux":
            _libc.prctl(_PR_SET_PDEATHSIG, death_signal, 0, 0, 0)
            if os.getppid() != owner:  # it died before the line above took effect
                os._exit(1)

    with nullcontext() if log is None else log.open("ab") as output:
        return subprocess.Popen(
            command,
            cwd=cwd,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            preexec_fn=prepare,
        )


def stop(processes: Sequence[subprocess.Popen[bytes]], first: signal.Signals, seconds: float) -> None:
    """Ask children to end, all at once, wait at most `seconds`, then kill those that still run."""
    for process in processes:
        if process.poll() is None:
            process.send_signal(first)
    until = time.monotonic() + seconds
    for process in processes:
        try:
            process.wait(max(0, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def stop_strays(name: str, folder: Path) -> None:
    """End processes of this name that still work in or below this folder, after their owner was killed.

    Recognised by their working directory, never by a number in a file: numbers are used again.
    """
    strays = [
        process
        for process in psutil.process_iter(["name", "cwd"])
        if process.info["name"] == name and Path(process.info["cwd"] or "/").is_relative_to(folder)
    ]
    for process in strays:
        with contextlib.suppress(psutil.NoSuchProcess):  # a server's children end with it
            process.send_signal(signal.SIGINT)
    for process in psutil.wait_procs(strays, timeout=_STRAY_SECONDS)[1]:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()


class FolderLock:
    """Keeps a second owner out of a folder; the kernel lets go of it when the owner dies."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "lock"
        self._file: int | None = None

    def hold(self, what: str) -> None:
        """Take the lock, or keep it; LocalFailure when somebody else has it."""
        if self._file is not None:
            return
        file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            owner = os.pread(file, 20, 0).decode() or "unknown"
            os.close(file)
            raise LocalFailure(
                f"{what} already runs on {self._path.parent} (process {owner}).",
                "Stop it first (`make down`), or choose another folder with GROEIKRACHT_HOME.",
            ) from None
        os.ftruncate(file, 0)
        os.pwrite(file, str(os.getpid()).encode(), 0)
        self._file = file

    def release(self) -> None:
        """Let go of the lock, if it is held."""
        if self._file is not None:
            os.close(self._file)
            self._file = None


def last_lines(log: Path, count: int = 15) -> str:
    """The end of a log, for a message about a process that died."""
    if not log.exists():
        return ""
    return "\n".join(log.read_text(errors="replace").splitlines()[-count:])
