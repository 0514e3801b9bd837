"""Where the time of a bench goes: py-spy samples the processes of the suite while it runs.

For each process a file of folded stacks is kept (any flame graph program reads it, also speedscope.app). The
functions that most samples were in are printed, and those of ours that most were in or below. Sampling
another process needs the right to trace it: on Linux be root, or `sysctl kernel.yama.ptrace_scope=0`.
"""

import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from deploy.local.program import CHECKOUT
from tests.benchmarks.report import FOLDER
from tests.system.suite import Suite

SAMPLES_A_SECOND = 200
SHOWN = 15
ENGINES = ("postgres", "kafka")


@dataclass(frozen=True)
class Profiles:
    """Whether profiles are made."""

    wanted: bool

    @contextmanager
    def of(self, suite: Suite, bench: str) -> Iterator[None]:
        """Sample every process of the suite meanwhile, and say where it was."""
        if not self.wanted:
            yield
            return
        folder = Path(os.environ.get(FOLDER) or CHECKOUT / "build" / "bench") / f"profile-{bench}"
        folder.mkdir(parents=True, exist_ok=True)
        pids = {name: part.pid for name, part in suite.state.processes.items() if name not in ENGINES}
        samplers = {name: _sampler(pid, folder / f"{name}.folded") for name, pid in pids.items()}
        try:
            yield
        finally:
            for name, sampler in samplers.items():
                sampler.send_signal(signal.SIGINT)
                sampler.wait(60)
                print(summary(name, folder / f"{name}.folded"))


def _sampler(pid: int, path: Path) -> "subprocess.Popen[bytes]":
    spy = str(Path(sys.executable).with_name("py-spy"))
    how = ["--rate", str(SAMPLES_A_SECOND), "--format", "raw", "--output", str(path), "--nonblocking"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.Popen([spy, "record", "--pid", str(pid), *how], **quiet)


def summary(name: str, path: Path) -> str:
    """The functions most samples were in, and those of ours that most were in or below."""
    own, whole = Counter[str](), Counter[str]()
    for line in path.read_text("utf-8").splitlines() if path.exists() else ():
        stack, _, count = line.rpartition(" ")
        frames = stack.split(";")
        own[frames[-1]] += int(count)
        whole.update(dict.fromkeys(frames, int(count)))
    total = own.total() or 1
    ours = [found for found in whole.most_common() if "(shared/" in found[0] or "(services/" in found[0]]
    lines = [f"  {n / total:6.1%} in it          {frame}" for frame, n in own.most_common(SHOWN)]
    lines += [f"  {n / total:6.1%} in it or below {frame}" for frame, n in ours[:SHOWN]]
    return "\n".join([f"{name}: {total / SAMPLES_A_SECOND:.1f} s busy, {path}", *lines])
