"""The whole suite, started once for the tests of this folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.local.processes import free_port
from tests.system.suite import Suite


@pytest.fixture(scope="session")
def suite(engines_folder: Path) -> Iterator[Suite]:
    """A running suite."""
    yield from running(engines_folder / "suite")


@pytest.fixture(scope="module")
def empty(engines_folder: Path) -> Iterator[Suite]:
    """Another one, for a module that tells what somebody meets who begins."""
    yield from running(engines_folder / "empty")


def running(home: Path, **settings: str) -> Iterator[Suite]:
    """Start a suite, and stop it afterwards."""
    found = Suite(home, f"http://127.0.0.1:{free_port()}", settings)
    started = found.local("up")
    assert started.returncode == 0, started.stdout + started.stderr
    try:
        yield found
    finally:
        assert found.local("down").returncode == 0


@pytest.fixture(scope="session")
def told(suite: Suite) -> str:
    """What the story told when it was played for the first time."""
    story = suite.story()
    found, _ = story.communicate(timeout=240)
    assert story.returncode == 0, found
    return found
