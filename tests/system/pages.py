"""The examples of the pages of docs/, taken out and played in a shell as a reader would."""

import re
import subprocess
import sys
from pathlib import Path

from deploy.local.program import CHECKOUT
from deploy.local.story.__main__ import DEFAULT_URL
from tests.system.suite import HANGS_SECONDS, Suite

DOCS = CHECKOUT / "docs"
ANSWERS = re.compile(r"^# answers ((?:\d{3} ?)+)$", re.MULTILINE)


def blocks(page: str, language: str, url: str) -> str:
    """The examples of a page in one language, aimed at the suite under test."""
    return "\n".join(shown(page, language, url))


def shown(page: str, language: str, url: str) -> list[str]:
    """The same, one by one."""
    text = (DOCS / page).read_text("utf-8").replace(DEFAULT_URL, url)
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def promised(script: str) -> list[str]:
    """The statuses that a page says its calls are answered with, in order."""
    return [status for line in ANSWERS.findall(script) for status in line.split()]


def played(script: str, folder: Path, suite: Suite) -> list[str]:
    """Run a page's shell examples in one shell; the statuses that were answered."""
    return re.findall(r"HTTP/1\.1 (\d{3})", printed(script, folder, suite))


def printed(script: str, folder: Path, suite: Suite) -> str:
    """What a page's shell examples print, in one shell; they leave nothing in the reader's folder."""
    before = set(folder.iterdir())
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script.replace(".venv/bin/python", sys.executable)],
        cwd=folder,
        env=suite.environment(),
        capture_output=True,
        text=True,
        check=False,
        timeout=HANGS_SECONDS,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert set(folder.iterdir()) == before
    return done.stdout
