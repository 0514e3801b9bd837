"""`make cases`: the real cases of the letter are entered once, however often they are played (B1–B53)."""

import subprocess
import sys

from deploy.local.program import CHECKOUT
from tests.system.suite import Suite
from tests.system.test_story import facts


def played(suite: Suite) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "deploy.local.cases"],
        cwd=CHECKOUT,
        env=suite.environment(),
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_cases_are_entered_once(suite: Suite, told: str) -> None:
    assert "The cases of the letter are there." in played(suite)
    before = facts(suite)
    played(suite)
    assert facts(suite) == before
    assert told
