"""From `make slice` to a slice that answers: the scaffold, the migration and the new tests, in a copy."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.local.program import CHECKOUT

COPIED = ("services", "shared", "deploy", "tools", "tests")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of the checkout to change."""
    for name in COPIED:
        shutil.copytree(CHECKOUT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(CHECKOUT / "pyproject.toml", tmp_path)
    return tmp_path


def run(checkout: Path, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=checkout,
        capture_output=True,
        text=True,
        check=False,
        timeout=180,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def serve(checkout: Path, service: str, wing: str, folder: str) -> None:
    """Step 1 of what the scaffold tells: import the slice in app.py and serve it."""
    app = checkout / f"services/{service}/app.py"
    lines = app.read_text("utf-8").replace("routers=(", f"routers=({folder}.router, ")
    app.write_text(
        lines.replace("from ", f"from services.{service}.{wing}.{folder} import routes as {folder}\nfrom ", 1)
    )


def test_a_new_slice_works_after_the_steps_it_tells(checkout: Path) -> None:
    run(checkout, "tools.scaffold", "agenda", "clusters", "loss-claims")
    serve(checkout, "agenda", "clusters", "loss_claims")
    assert re.search(r"\d{4}_loss_claims\.py", run(checkout, "tools.revision", "agenda", "loss claims"))
    tests = (f"tests/{kind}/agenda/clusters/test_loss_claims.py" for kind in ("rules", "routes"))
    assert "3 passed" in run(checkout, "pytest", "-q", *tests)

    nothing_left = subprocess.run(
        [sys.executable, "-m", "tools.revision", "agenda", "again"],
        cwd=checkout,
        capture_output=True,
        text=True,
        check=False,
    )
    assert nothing_left.returncode == 1
    assert "agree; nothing was written" in nothing_left.stderr
