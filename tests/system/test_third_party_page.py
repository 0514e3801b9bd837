"""Every call that the pages of docs/ show works against a running suite."""

import json
import re
import subprocess
import sys
from pathlib import Path

from tests.system.pages import blocks, played, printed, promised, shown
from tests.system.suite import Suite


def test_the_calls_of_the_page_answer_what_it_says(suite: Suite, tmp_path: Path) -> None:
    script = blocks("third-party.md", "sh", suite.url)
    assert len(promised(script)) >= 6
    told = printed(script, tmp_path, suite)
    assert re.findall(r"HTTP/1\.1 (\d{3})", told) == promised(script)
    answered = [json.loads(body) for body in re.findall(r"^(\{.*\})(?=HTTP/|$)", told, re.MULTILINE)]
    for answer in shown("third-party.md", "json", suite.url):
        assert json.loads(answer) in answered


def test_the_program_of_the_page_runs(suite: Suite, tmp_path: Path) -> None:
    program = blocks("third-party.md", "python", suite.url)
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines()[:2] == ["200 ['HTSM']", "412 resource.stale"]
    assert "ROBOTICS CANDIDATE" in done.stdout


def test_an_operator_gets_in_as_the_page_says(suite: Suite, tmp_path: Path) -> None:
    calls = [line for line in blocks("operator.md", "sh", suite.url).splitlines() if ".venv/" not in line]
    assert played("\n".join(calls), tmp_path, suite) == ["200"]
