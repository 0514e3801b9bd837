"""Every call that the pages of docs/ show works against a running suite."""

import re
import subprocess
import sys
from pathlib import Path

import httpx

from deploy.local.story.__main__ import DEFAULT_URL
from tests.system.suite import Suite

DOCS = Path(__file__).resolve().parents[2] / "docs"


def blocks(page: str, language: str, url: str) -> str:
    """The examples of a page in one language, aimed at the suite under test."""
    text = (DOCS / page).read_text("utf-8").replace(DEFAULT_URL, url)
    return "\n".join(re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL))


def played(script: str, folder: Path) -> list[str]:
    """Run a page's shell examples in one shell; the statuses that were answered."""
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return re.findall(r"HTTP/1\.1 (\d{3})", done.stdout)


def test_the_calls_of_the_page_answer_what_it_says(suite: Suite, tmp_path: Path) -> None:
    script = blocks("third-party.md", "sh", suite.url)
    promised = re.findall(r"^# answers (\d{3})$", script, re.MULTILINE)
    assert len(promised) >= 6
    assert played(script, tmp_path) == promised


def test_the_first_agenda_of_a_region_takes_twenty_calls(suite: Suite, tmp_path: Path) -> None:
    script = blocks("first-agenda.md", "sh", suite.url)
    promised = re.findall(r"^# answers (\d{3})$", script, re.MULTILINE)
    assert len(promised) == 20
    assert played(script, tmp_path) == promised
    amended = httpx.get(f"{suite.url}/agenda/v1/agendas?regionCode=LD01").json()["items"][0]
    assert (amended["status"], amended["edition"], amended["budgetCents"]) == ("ADOPTED", 2, 3_250_000_00)


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
    assert played("\n".join(calls), tmp_path) == ["200"]
