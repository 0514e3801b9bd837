"""The whole suite, started once for the tests of this folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.local.processes import free_port
from shared.testing.suite import Suite


@pytest.fixture(scope="session")
def suite(engines_folder: Path) -> Iterator[Suite]:
    """A running suite with the journey played once."""
    found = Suite(engines_folder / "suite", f"http://127.0.0.1:{free_port()}")
    started = found.local("up")
    assert started.returncode == 0, started.stdout + started.stderr
    yield found
    assert found.local("down").returncode == 0
