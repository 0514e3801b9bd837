"""The pages that lead somebody to a first agenda, award and loan work, call by call."""

from pathlib import Path
from typing import Any

import pytest

from deploy.local.program import CHECKOUT
from tests.system.pages import blocks, played, promised
from tests.system.suite import Suite


@pytest.fixture(scope="module")
def suite(empty: Suite) -> Suite:
    """One in which nobody opened a year or entered a project yet."""
    return empty


@pytest.fixture(scope="module")
def agenda_answers(suite: Suite, tmp_path_factory: pytest.TempPathFactory) -> tuple[list[str], list[str]]:
    """What the page of the first agenda promises, and what was answered; the first award builds on it."""
    script = blocks("first-agenda.md", "sh", suite.url)
    return promised(script), played(script, tmp_path_factory.mktemp("agenda"), suite)


def found(suite: Suite, client: str, path: str) -> dict[str, Any]:
    with suite.client() as http:
        answer = http.get(path, headers=suite.as_client(http, client)).raise_for_status()
    (item,) = answer.json()["items"]
    return dict(item)


def test_the_first_agenda_of_a_region_takes_twenty_calls(
    suite: Suite, agenda_answers: tuple[list[str], list[str]]
) -> None:
    said, answered = agenda_answers
    assert len(said) == 20
    assert answered == said
    amended = found(suite, "region-noord", "/agenda/v1/agendas?regionCode=LD01&status=ADOPTED")
    assert (amended["edition"], amended["budgetCents"]) == (2, 3_250_000_00)


@pytest.mark.usefixtures("agenda_answers")
def test_the_first_award_of_a_region_takes_the_calls_of_its_page(suite: Suite, tmp_path: Path) -> None:
    script = blocks("first-award.md", "sh", suite.url)
    assert played(script, tmp_path, suite) == promised(script)
    project = found(suite, "region-noord", "/agenda/v1/projects?regionCode=LD01")
    application = found(suite, "region-noord", f"/funding/v1/applications?projectId={project['id']}")
    assert (project["status"], application["status"]) == ("AWARDED", "AWARDED")
    # a quarter of 8,000,000.00, of which a tenth is advanced at once and eight tenths before the end
    cents = [application[f"{name}Cents"] for name in ("awarded", "advanceAtApproval", "advanceCeiling")]
    assert cents == [2_000_000_00, 200_000_00, 1_600_000_00]


def test_the_first_loan_of_a_rom_takes_the_calls_of_its_page(suite: Suite) -> None:
    script = blocks("first-loan.md", "sh", suite.url)
    assert played(script, CHECKOUT, suite) == promised(script)
    loan = found(suite, "rom-liof", "/loans/v1/loans?kvkNumber=14061234")
    assert (loan["status"], loan["outstandingCents"], loan["repaidCents"]) == (
        "ACTIVE",
        600_000_00,
        200_000_00,
    )
    guarantee = found(suite, "rom-liof", f"/loans/v1/guarantees?loanId={loan['id']}")
    assert (guarantee["status"], guarantee["currentGuaranteedCents"]) == ("ACTIVE", 300_000_00)


def test_the_first_ranking_of_an_officer_takes_the_calls_of_its_page(suite: Suite, tmp_path: Path) -> None:
    script = blocks("first-ranking.md", "sh", suite.url)
    assert played(script, tmp_path, suite) == promised(script)
    with suite.client() as http:
        headers = suite.as_client(http, "state-officer")
        years = http.get("/funding/v1/programme-years?programme=TENDER", headers=headers).json()["items"]
        path = f"/funding/v1/tranches?programmeYearId={years[0]['id']}"
        (tranche,) = http.get(path, headers=headers).json()["items"]
    names = ("status", "awardedPlans", "refusedPlans", "awardedCents", "lapsedCents")
    assert [tranche[name] for name in names] == ["DECIDED", 1, 1, 750_000_00, 50_000_00]
