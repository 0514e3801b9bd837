"""Runs the generators; openapi-python-client has an environment of its own, since its typer is not ours."""

import fcntl
import hashlib
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tools import nodejs

HERE = Path(__file__).parent
REQUIREMENTS = HERE / "requirements.txt"
ENVIRONMENT = Path(__file__).resolve().parents[2] / "build/clients"
PYTHON = ENVIRONMENT / "bin/python"
INSTALL_SECONDS = 600
RUN_SECONDS = 180


class GeneratorFailed(Exception):
    """A generator could not be had or run, or what it made does not compile; the message says why."""


@dataclass(frozen=True)
class Client:
    """A Python package that was generated: where it is, and what the generator left out."""

    package: Path
    warnings: list[str]

    @property
    def operations(self) -> int:
        """How many operations of the document became functions."""
        return sum(path.name != "__init__.py" for path in (self.package / "api").rglob("*.py"))


def python_client(document: Path, package: Path) -> Client:
    """The client that openapi-python-client makes of a document; every module of it compiles."""
    _install_once()
    said = run(
        "-m", "openapi_python_client", "generate", f"--path={document}", "--meta=none",
        f"--config={HERE / 'config.yaml'}", f"--output-path={package}",
    )  # fmt: skip
    run("-m", "compileall", "-q", package)
    return Client(package, re.findall("WARNING parsing .*", said))


def typescript_types(documents: Sequence[Path], folder: Path) -> list[Path]:
    """The types that openapi-typescript makes of each document; the compiler accepts them all."""
    made = [folder / f"{document.stem}.ts" for document in documents]
    for document, types in zip(documents, made, strict=True):
        nodejs.run([Path("node_modules/openapi-typescript/bin/cli.js"), document, "-o", types])
    nodejs.run([Path("node_modules/typescript/bin/tsc"), "--noEmit", "--strict", *made])
    return made


def typescript_call(types: Path, call: Path, *arguments: str) -> str:
    """What a program says that calls by openapi-fetch with these types; the compiler accepts it first.

    The program stands beside the types; it finds openapi-fetch as in any project, by `node_modules` there.
    """
    found = call.parent / "node_modules"
    if not found.exists():
        found.symlink_to(nodejs.INSTALLED / "node_modules")
    made = call.parent / "compiled"
    options = ("--strict", "--skipLibCheck", "--module", "nodenext", "--target", "es2022", "--outDir", made)
    nodejs.run([Path("node_modules/typescript/bin/tsc"), *options, types, call])
    return nodejs.run([made / f"{call.stem}.mjs", *arguments])


def run(*arguments: str | Path, folder: Path = ENVIRONMENT) -> str:
    """What one Python process of the generator's environment says."""
    try:
        ended = subprocess.run(
            [PYTHON, *arguments], cwd=folder, capture_output=True, text=True, timeout=RUN_SECONDS
        )
    except (OSError, subprocess.TimeoutExpired) as failure:
        raise GeneratorFailed(str(failure)) from failure
    if ended.returncode != 0:
        raise GeneratorFailed(f"exit code {ended.returncode}\n{ended.stdout[-2000:]}\n{ended.stderr[-2000:]}")
    return ended.stdout


def _install_once() -> None:
    wanted = hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()
    stamp = ENVIRONMENT / "stamp"
    ENVIRONMENT.mkdir(parents=True, exist_ok=True)
    with (ENVIRONMENT / "lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        if stamp.exists() and stamp.read_text() == wanted:
            return
        quietly = ("--disable-pip-version-check", "--quiet")
        make: list[str | Path] = [sys.executable, "-m", "venv", ENVIRONMENT]
        fill: list[str | Path] = [PYTHON, "-m", "pip", "install", *quietly, "-r", REQUIREMENTS]
        for step in (make, fill):
            ended = subprocess.run(step, capture_output=True, text=True, timeout=INSTALL_SECONDS)
            if ended.returncode != 0:
                raise GeneratorFailed(
                    f"{ENVIRONMENT} could not be made; it needs the network once.\n{ended.stderr[-2000:]}"
                )
        stamp.write_text(wanted)  # last, so that an interrupted installation starts anew
