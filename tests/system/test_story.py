"""`make up`, `make story`: the seven steps happen, and a second playing does nothing twice."""

import re
from collections import defaultdict

import httpx
import pytest

from deploy.local.postgres import SERVICES
from deploy.local.program import CHECKOUT
from tests.system.suite import Suite

ROW = re.compile(r"^\| (`groeikracht_[^|]+) \|[^|]*\| ([^|]+) \|", re.MULTILINE)
SHOWN = re.compile(r"^(groeikracht_[a-z_]+?)(?:_(?:bucket|count|sum|created))?[ {]", re.MULTILINE)
KINDS = {
    "gateway": "gateway",
    **dict.fromkeys(SERVICES, "services"),
    **{f"{name}-work": "workers" for name in SERVICES},
}


def test_the_story_is_told_and_told_again_without_a_second_effect(suite: Suite, told: str) -> None:
    assert [line[:2] for line in told.splitlines() if line[:1].isdigit()] == [f"{n}." for n in range(1, 8)]
    assert "The journey is complete." in told
    before = facts(suite)

    again = suite.story()
    retold, _ = again.communicate(timeout=120)
    assert again.returncode == 0, retold
    assert "The journey was played here before." in retold
    assert facts(suite) == before


def facts(suite: Suite) -> dict[str, str]:
    """How many entries the audit trail of each service has."""
    verified = {name: suite.operate(name, "verify") for name in ("agenda", "funding", "loans")}
    assert {name: done.returncode for name, done in verified.items()} == dict.fromkeys(verified, 0)
    return {name: done.stdout.splitlines()[-1] for name, done in verified.items()}


def test_every_process_says_it_runs(suite: Suite) -> None:
    assert suite.local("status").returncode == 0


def promised() -> dict[str, set[str]]:
    """The figures that docs/operator.md names, by the kind of process that shows them."""
    found: dict[str, set[str]] = defaultdict(set)
    for names, kinds in ROW.findall((CHECKOUT / "docs/operator.md").read_text("utf-8")):
        for kind in kinds.split(", "):
            found[kind].update(re.findall(r"groeikracht_[a-z_]+", names))
    return found


@pytest.mark.usefixtures("told")
def test_every_process_shows_the_figures_that_the_page_names_and_no_other(suite: Suite) -> None:
    for name, kind in KINDS.items():
        told = httpx.get(f"{suite.state.processes[name].url}/metrics").text
        shown = set(
            re.findall(r"^(groeikracht_[a-z_]+?)(?:_(?:bucket|count|sum|created))?[ {]", told, re.MULTILINE)
        )
        assert shown == promised()[kind], name
