"""Makes .venv and installs into it what a lock file names: `install.py local [test]`.

The project itself is run from the checkout.

Runs on any Python 3 (to say that it is too old) and needs nothing installed.
"""

import pathlib
import subprocess
import sys
from typing import NoReturn

OLDEST = (3, 11)
ROOT = pathlib.Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"


def refuse(cause: str, mend: str) -> NoReturn:
    """End with what went wrong and what to do about it."""
    sys.exit(f"Cannot install: {cause}\nMend: {mend}")


def make_venv() -> None:
    """Make .venv, unless it is there and its Python still works."""
    if PYTHON.exists() and subprocess.call([str(PYTHON), "-c", "import pip"], stderr=subprocess.DEVNULL) == 0:
        return
    print("Making .venv.", flush=True)
    made = subprocess.run(
        [sys.executable, "-m", "venv", "--clear", str(VENV)], capture_output=True, text=True, check=False
    )
    if made.returncode != 0:
        refuse(
            f"{sys.executable} cannot make a virtual environment: {made.stdout.strip()}",
            "Install Python's venv module (Debian and Ubuntu: the package python3-venv).",
        )


def main(extras: "list[str]") -> None:
    """Install, and leave one stamp per extra for make."""
    if sys.version_info < OLDEST:
        refuse(
            f"{sys.executable} is Python {sys.version_info[0]}.{sys.version_info[1]}; 3.11 is the oldest.",
            "Name a newer one: make run PYTHON=python3.12",
        )
    make_venv()
    print("Installing packages into .venv, each checked by its hash: once, some minutes.", flush=True)
    pip = [
        str(PYTHON),
        "-m",
        "pip",
        "--disable-pip-version-check",
        "install",
        "--quiet",
        "--retries=5",
        "--timeout=60",
    ]
    lock = ROOT / "deploy" / "locks" / f"{'-'.join(extras)}.txt"
    if subprocess.call([*pip, "--require-hashes", "-r", str(lock)]) != 0:
        refuse(
            "pip failed, see above.",
            "The first install needs the network and 2 GB of disk. Behind a proxy set HTTPS_PROXY; where a "
            "certificate is not trusted, PIP_CERT to the file of your own authority; with a mirror "
            "PIP_INDEX_URL. Then run the same command again: what was fetched is kept.",
        )
    for extra in extras:
        (VENV / f"installed-{extra}").touch()


if __name__ == "__main__":
    main(sys.argv[1:])
