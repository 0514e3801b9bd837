"""`make run`: the suite in the foreground, the story on fresh data, and where to look."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

from deploy.local.addresses import addresses
from deploy.local.processes import FolderLock, spawn
from deploy.local.program import CHECKOUT
from deploy.local.progress import Progress
from deploy.local.state import State, home_folder
from deploy.local.suite import Suite
from deploy.local.supervisor import Supervisor

_ROUND_SECONDS = 0.2
_PLAYS = ("deploy.local.story", "deploy.local.cases")
_ENDING = "It stays up; Ctrl-C stops it all."


def run_suite(home: Path, *, background: bool) -> None:
    """Start all, play the story unless this data has seen it, and keep all running until a signal.

    In the background nothing is played and no addresses are shown. LocalFailure when the start fails.
    """
    (home / "logs").mkdir(parents=True, exist_ok=True)
    (home / "logs").chmod(0o700)
    lock = FolderLock(home)
    lock.hold("The suite")
    signal.signal(signal.SIGTERM, _interrupt)
    progress = Progress()
    before = State.read(home)
    state = State(pid=os.getpid(), ports=before.ports if before else {})
    state.write(home)
    suite = Suite(home, state, os.environ, progress.busy)
    for engine in suite.given:
        progress.say(engine)
    supervisor = Supervisor(home, state, suite, progress)
    try:
        supervisor.start()
        _keep(supervisor, state, [] if background else _plays(home, state, progress), progress)
    except KeyboardInterrupt:
        progress.busy("Stopping")
    finally:
        # From here on the waits are bounded: an impatient second Ctrl-C would only leave work to kill -9.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        supervisor.stop()
        progress.done()
        lock.release()
    progress.say("Stopped; the data stays in " + str(home))


def _keep(supervisor: Supervisor, state: State, plays: list[str], progress: Progress) -> None:
    """Keep all running for ever, and play what is to be played, one after the other."""
    playing = _start(plays, state)
    while True:
        supervisor.watch()
        if playing is not None and playing.poll() is not None:
            code = playing.returncode
            playing = _start(plays, state) if code == 0 else None
            if playing is None:
                _end_story(code, home_folder(), progress)
                progress.show(addresses(state, home_folder(), _ENDING))
        time.sleep(_ROUND_SECONDS)


def _plays(home: Path, state: State, progress: Progress) -> list[str]:
    if not (home / "story-played").exists():
        return list(_PLAYS)
    progress.show(
        "\nThe journey was played here before; make story shows it again. "
        f"For fresh data: make down, then remove {home}"
    )
    progress.show(addresses(state, home, _ENDING))
    return []


def _start(plays: list[str], state: State) -> subprocess.Popen[bytes] | None:
    """Start the next program that plays, if there is one."""
    if not plays:
        return None
    settings = state.environments["gateway"]
    told = settings | {"GROEIKRACHT_URL": settings["GROEIKRACHT_PUBLIC_URL"]}
    return spawn([sys.executable, "-m", plays.pop(0)], log=None, cwd=CHECKOUT, env=os.environ | told)


def _end_story(code: int, home: Path, progress: Progress) -> None:
    if code == 0:
        (home / "story-played").touch()
    else:
        progress.say("The story met a surprise (see above). All keeps running; `make story` plays it again.")


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
