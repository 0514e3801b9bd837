"""Write the lock files: `python -m tools.lock`, after a change of pyproject.toml or constraints.txt.

Each package with its version and the hashes of all its files, for every Python and system, and no index
address. `uv` makes them; it is no dependency: `pip install uv` elsewhere, and put it on the PATH.
"""

import subprocess
import sys
import tomllib
from pathlib import Path
from shutil import which

ROOT = Path(__file__).resolve().parents[1]
LOCKS = {"services": (), "local": ("local",), "local-test": ("local", "test")}  # extras of pyproject.toml
BUILD = "build"  # what an image builds the package with


def main() -> int:
    """Write every lock file; 1 when uv is not there or finds no versions that fit."""
    uv = which("uv")
    if uv is None:
        print("uv is not there. Mend: pip install uv, in an environment of its own, and put it on the PATH.")
        return 1
    failed = max(subprocess.call([uv, *arguments(name)], cwd=ROOT) for name in LOCKS)
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["build-system"]["requires"]
    made = subprocess.run(
        [uv, *arguments(BUILD, "-")], cwd=ROOT, input="\n".join(wanted), text=True, check=False
    )
    return max(failed, made.returncode)


def arguments(name: str, source: str = "pyproject.toml") -> list[str]:
    """How uv is asked for a lock file."""
    extras = [part for extra in LOCKS.get(name, ()) for part in ("--extra", extra)]
    fixed = ["--universal", "--generate-hashes", "--python-version=3.11", "--constraint=constraints.txt"]
    told = ["--quiet", "--no-header", "--no-annotate", "--no-emit-index-url"]
    written = f"--output-file=deploy/locks/{name}.txt"
    return ["pip", "compile", *fixed, *told, *extras, written, source]


if __name__ == "__main__":
    sys.exit(main())
