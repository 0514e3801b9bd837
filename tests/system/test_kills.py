"""Kill any two processes of the suite in the middle of the story: nothing is lost, nothing twice."""

from typing import Any

import pytest

from tests.system.suite import Suite

PAIRS = (
    ("agenda", "funding-work"),
    ("loans", "agenda-work"),
    ("loans-work", "gateway"),
    ("kafka", "funding"),
    ("rom-backoffice", "postgres"),
    ("issuer", "loans-work"),
)
STORY_SECONDS = 240
LINES = (8, 27), (15, 30)  # in chapter 2, and between reservation and issue of the guarantee


@pytest.mark.parametrize(("edition", "pair"), list(enumerate(PAIRS, start=1)), ids=str)
def test_the_story_completes_when_two_processes_are_killed_in_its_middle(
    suite: Suite, edition: int, pair: tuple[str, str]
) -> None:
    story = suite.story(edition)
    assert story.stdout is not None
    told: list[str] = []
    kills = dict.fromkeys(pair, 0)
    for line in story.stdout:
        told.append(line)
        for name, lines in zip(pair, LINES, strict=True):
            if len(told) in lines:
                kills[name] += suite.kill(name)
    assert all(kills.values()), kills
    assert story.wait(STORY_SECONDS) == 0, "".join(told)
    assert_once(suite, edition)


def test_every_process_of_the_suite_is_killed(suite: Suite) -> None:
    assert set(suite.state.processes) == {name for pair in PAIRS for name in pair}


def assert_once(suite: Suite, edition: int) -> None:
    """Each act of this edition is there exactly once."""
    with suite.client() as http:

        def mine(client: str, path: str, **query: str) -> list[dict[str, Any]]:
            who = suite.as_client(http, client)
            answer = http.get(path, headers=who, params={"limit": "100", **query}).raise_for_status()
            found: list[dict[str, Any]] = answer.json()["items"]
            return found

        first = 2015 + 4 * edition
        agendas = mine("region-brainport", "/agenda/v1/agendas", regionCode="CR36")
        assert [a["status"] for a in agendas if a["title"] == f"Brainport {first}–{first + 3}"] == ["ADOPTED"]
        firm = f"{17001910 + edition:08d}"
        projects = mine("state-officer", "/agenda/v1/projects", participant=firm)
        assert [project["status"] for project in projects] == ["AWARDED"]
        awards = mine("state-officer", "/funding/v1/applications", participant=firm)
        assert [(a["status"], a["awardedCents"]) for a in awards] == [("AWARDED", 3_000_000_00)]
        loans = mine("rom-bom", "/loans/v1/loans", kvkNumber=firm)
        assert [(loan["status"], loan["disbursedCents"]) for loan in loans] == [("ACTIVE", 4_000_000_00)]
        guarantees = mine("rom-bom", "/loans/v1/guarantees", kvkNumber=firm)
        assert [(g["status"], g["guaranteedCents"]) for g in guarantees] == [("ACTIVE", 2_000_000_00)]


@pytest.mark.parametrize("service", ["agenda", "funding", "loans"])
def test_no_trail_is_broken_and_no_message_left_behind_by_all_these(suite: Suite, service: str) -> None:
    verified = suite.operate(service, "verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr
    assert suite.operate(service, "parked").stdout == "Nothing is parked.\n"
