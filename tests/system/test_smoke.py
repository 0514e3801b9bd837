"""The smoke test, as an operator runs it against a suite that works."""

import subprocess
import sys

from tests.system.suite import Suite


def test_a_suite_that_works_passes(suite: Suite) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "services", "smoke", suite.url, "--patience=30"],
        env=suite.environment(),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert done.stdout.splitlines()[-1] == f"PASSED: 13 calls at {suite.url}"
