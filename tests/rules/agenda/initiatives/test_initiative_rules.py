"""Regional initiatives and the five criteria (B3, B10, B11, B21, B37–B39, B43, B44; domain.md 3.3, 3.4)."""

import itertools
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.agenda.initiatives.assessments import rules as assessments
from services.agenda.initiatives.assessments.models import Assessment, Status
from services.agenda.initiatives.initiatives import rules
from services.agenda.initiatives.initiatives.models import Initiative
from services.agenda.initiatives.initiatives.models import Status as InitiativeStatus
from shared.kernel.principal import Principal
from shared.kernel.regimes import Regime
from shared.kernel.rules import NO_INTEREST, Refused
from shared.testing.rules import person, refused

TODAY = date(2014, 11, 3)
CODES = ["BEYOND_THE_REGION", "MARKET_FAILURE", "CONTRIBUTION", "STATE_AID", "PROPORTIONALITY"]
SHARES = {"region_share_percent": "25", "private_share_percent": "50"}
CRITERIA = Regime("five-criteria", "t", date(2014, 1, 1), None, "test", {"criteria": CODES, **SHARES})
MINISTRIES = Regime("ministries", "t", date(2010, 1, 1), None, "test", {"ministries": ["EZ", "SZW"]})
TERMS = Regime("initiative-terms", "t", date(2014, 1, 1), None, "test", {"decision_weeks": 13})
WHY = {"outcome": "MET", "reasons": "It is so.", "evidence": ["Study"]}
FINDINGS: dict[str, dict[str, Any]] = {
    "BEYOND_THE_REGION": {**WHY, "jobs_lost": 1_230, "jobs_in_region": 60_000},
    "MARKET_FAILURE": {**WHY, "centrality": True, "dependency": False, "non_substitutability": False},
    "CONTRIBUTION": {**WHY, "total_cents": 400, "region_cents": 100, "private_cents": 200},
    "STATE_AID": {**WHY, "aid_outcome": "NO_AID", "legal_basis": "TFEU 107(1)"},
    "PROPORTIONALITY": {**WHY, "market_distortion": "None", "perverse_incentives": "None"},
}


FIRST, SECOND, THIRD = person("first"), person("second"), person("third")


def initiative() -> Initiative:
    made = Initiative(
        owner="region:CR01",
        region_code="CR01",
        title="Oost-Groningen",
        sponsor="Provincie Groningen",
        description="Work",
        objectives=["PARTICIPATION"],
        jobs_at_stake=None,
        source="B46",
        registered_on=TODAY,
    )
    rules.complete(made, TODAY, TERMS, person("author"))
    return made


def opened(of: Initiative, criteria: Regime = CRITERIA) -> Assessment:
    rules.open_assessment(of, "Kaderwet EZ-subsidies", "XIII 12", FIRST)
    return assessments.open_for(of, [], criteria, TODAY)


def submitted(of: Initiative, **changed: dict[str, Any]) -> Assessment:
    made = opened(of)
    assessments.assign(made, FIRST)
    for code in CODES:
        assessments.record(made, code, {**FINDINGS[code], **changed.get(code, {})}, FIRST, CRITERIA)
    assessments.submit(made, FIRST, CRITERIA)
    return made


def concluded(of: Initiative, **changed: dict[str, Any]) -> Assessment:
    made = submitted(of, **changed)
    assessments.review(made, "second_reader", None, SECOND)
    assessments.conclude(made, "On balance yes.", "Mandaatbesluit", THIRD, TODAY)
    return made


def decide(of: Initiative, event: str, *found: Assessment, by: Principal = THIRD, **more: Any) -> None:
    decision = {
        "decision": event,
        "support": ["CONNECT"],
        "amount_cents": None,
        "state_role": "Direction",
        "reason": "Weighed",
        "lead_ministry": "SZW",
        "ministries": ["EZ"],
        "deciding_body": "Minister van SZW",
        "mandate": "Mandaatbesluit",
        **more,
    }
    rules.decide(of, decision, found, by, MINISTRIES, TODAY)


def test_there_is_no_new_money_without_a_framework() -> None:
    """B37."""
    of = initiative()
    assert of.due_on == date(2015, 2, 2)  # 13 weeks from 3 November 2014
    refused(rules.FRAMEWORK, lambda: rules.open_assessment(of, "Kaderwet", None, FIRST))
    assert of.status is InitiativeStatus.INTAKE


def test_a_generic_initiative_is_referred_to_line_1_or_2() -> None:
    """B11."""
    of = initiative()
    refused(rules.LINE, lambda: rules.refer(of, "WBSO", 3, "Generic"))
    rules.refer(of, "WBSO", 1, "Generic")
    assert (of.status, of.referred_to) == (InitiativeStatus.REFERRED, "WBSO")


@pytest.mark.parametrize("legs", list(itertools.product([True, False], repeat=3)))
@pytest.mark.parametrize("outcome", ["MET", "NOT_MET", "PARTLY", "NOT_APPLICABLE"])
def test_criterion_2_is_a_or_both_parts_of_b(legs: tuple[bool, bool, bool], outcome: str) -> None:
    """B39: (a) central in the network, or (b1) many depend on it and (b2) nobody can take it over."""
    centrality, dependency, irreplaceable = legs
    made = opened(initiative())
    assessments.assign(made, FIRST)
    named = {"centrality": centrality, "dependency": dependency, "non_substitutability": irreplaceable}
    finding = {**WHY, "outcome": outcome, **named}
    holds = centrality or (dependency and irreplaceable)
    if holds == (outcome == "MET"):
        assessments.record(made, "MARKET_FAILURE", finding, FIRST, CRITERIA)
    else:
        facts = refused(
            assessments.LEGS,
            lambda: assessments.record(made, "MARKET_FAILURE", finding, FIRST, CRITERIA),
        )
        assert facts == {"legs_hold": holds}


def test_the_figures_of_a_criterion_are_worked_out_once() -> None:
    """B38, B40: 1,230 of 60,000 jobs are 2.05 %; 100 and 200 of 400 are 25 % and 50 %: substantial."""
    made = submitted(initiative())
    assert made.findings["BEYOND_THE_REGION"]["jobs_share_percent"] == "2.0500"
    assert made.findings["CONTRIBUTION"]["substantial"] is True
    poor = submitted(initiative(), CONTRIBUTION={"region_cents": 99})
    assert poor.findings["CONTRIBUTION"]["substantial"] is False


def test_all_that_is_missing_is_named_at_once() -> None:
    made = opened(initiative())
    assessments.assign(made, FIRST)
    bare = {**FINDINGS["PROPORTIONALITY"], "evidence": []}
    assessments.record(made, "PROPORTIONALITY", bare, FIRST, CRITERIA)
    assert refused(assessments.COMPLETE, lambda: assessments.submit(made, FIRST, CRITERIA)) == {
        "missing": CODES
    }
    facts = refused(
        assessments.FIGURES, lambda: assessments.record(made, "CONTRIBUTION", WHY, FIRST, CRITERIA)
    )
    assert facts == {"missing": ["total_cents", "region_cents", "private_cents"]}


def test_an_assessment_is_judged_by_the_criteria_of_the_day_it_was_opened() -> None:
    """B43: the set is open; a newer version does not touch what is under way."""
    newer = Regime(
        "five-criteria", "u", date(2015, 1, 1), None, "test", {"criteria": [*CODES, "CLIMATE"], **SHARES}
    )
    made = opened(initiative())
    assessments.assign(made, FIRST)
    facts = refused(assessments.KNOWN, lambda: assessments.record(made, "CLIMATE", WHY, FIRST, CRITERIA))
    assert facts == {"criteria": CODES}
    assessments.record(made, "CLIMATE", WHY, FIRST, newer)
    assert made.regime == "five-criteria@t"


def test_an_interest_closes_the_file_to_that_reader() -> None:
    made = opened(initiative())
    assessments.assign(made, FIRST)
    assessments.state_interest(made, FIRST)
    assert made.assessed_by is None
    for act in (
        lambda: assessments.require_no_interest(made, FIRST),
        lambda: assessments.assign(made, FIRST),
    ):
        refused(NO_INTEREST, act)
    assessments.assign(made, SECOND)
    refused(
        assessments.READER,
        lambda: assessments.record(made, "PROPORTIONALITY", FINDINGS["PROPORTIONALITY"], THIRD, CRITERIA),
    )


def test_nothing_is_decided_by_the_findings_alone() -> None:
    """B43: all criteria met moves nothing; a person decides, and may deviate with reasons."""
    of = initiative()
    found = concluded(of)
    assert {finding["outcome"] for finding in found.findings.values()} == {"MET"}
    assert of.status is InitiativeStatus.ASSESSMENT
    decide(of, "decline", found, support=[])
    assert (of.status, of.reason) == (InitiativeStatus.DECLINED, "Weighed")


@pytest.mark.parametrize(
    ("event", "support", "amount"),
    [
        ("support", ["CONNECT"], 0),
        ("support", ["CONNECT"], 100),
        ("support", ["FUNDING"], 100),
        ("support", [], None),
        ("fund", ["FUNDING"], None),
        ("fund", ["CONNECT"], 100),
        ("decline", ["CONNECT"], None),
    ],
)
def test_only_money_has_an_amount(event: str, support: list[str], amount: int | None) -> None:
    """B21: a non-financial kind carries no amount: absent, not 0."""
    of = initiative()
    found = concluded(of)
    refused(rules.SUPPORT, lambda: decide(of, event, found, support=support, amount_cents=amount))


def test_money_waits_for_the_state_aid_question() -> None:
    """B41, D16: compatible aid passes, UNRESOLVED does not; support without money may go on."""
    of = initiative()
    found = concluded(of, STATE_AID={"aid_outcome": "UNRESOLVED"})
    money = {"support": ["FUNDING"], "amount_cents": 100}
    refused(rules.AID, lambda: decide(of, "fund", found, **money))
    decide(of, "support", found)
    compatible = initiative()
    decide(compatible, "fund", concluded(compatible, STATE_AID={"aid_outcome": "GBER"}), **money)
    assert compatible.status is InitiativeStatus.SUPPORTED_FINANCIAL


def test_who_read_it_does_not_decide_and_a_newer_assessment_counts() -> None:
    of = initiative()
    found = concluded(of)
    for reader in (FIRST, SECOND):
        refused(rules.FOUR_EYES, lambda reader=reader: decide(of, "support", found, by=reader))
    rules.open_assessment(of, "Kaderwet EZ-subsidies", "XIII 12", FIRST)
    newer = assessments.open_for(of, [found], CRITERIA, TODAY)
    refused(rules.ASSESSED, lambda: decide(of, "support", found, newer))
    refused(assessments.ONE_AT_A_TIME, lambda: assessments.open_for(of, [found, newer], CRITERIA, TODAY))


def test_a_newer_assessment_makes_nobody_forget_the_one_before() -> None:
    """B38, B43: neither who assessed the initiative then, nor the interest that somebody stated."""
    of = initiative()
    found = concluded(of)
    found.conflicted = ["fourth"]
    newer = assessments.open_for(of, [found], CRITERIA, TODAY)
    refused(NO_INTEREST, lambda: assessments.assign(newer, person("fourth")))
    newer.status, newer.conflicted, newer.assessed_by, newer.reviewed_by = (
        Status.CONCLUDED,
        [],
        "fifth",
        "sixth",
    )
    for reader in (FIRST, SECOND):
        refused(rules.FOUR_EYES, lambda reader=reader: decide(of, "support", found, newer, by=reader))
    refused(NO_INTEREST, lambda: decide(of, "support", found, newer, by=person("fourth")))
    decide(of, "support", found, newer)


def test_what_somebody_with_an_interest_assessed_does_not_count() -> None:
    """Nobody concludes on the findings of a reader who turned out to have an interest."""
    made = submitted(initiative())
    assessments.state_interest(made, FIRST)
    assert (made.status, made.findings, made.assessed_by) == (Status.OPEN, {}, None)
    refused(assessments.LIFE.rule, lambda: assessments.review(made, "second_reader", None, SECOND))


def test_an_interest_bars_from_the_decision_too() -> None:
    of = initiative()
    found = concluded(of)
    found.conflicted = ["fourth"]
    refused(NO_INTEREST, lambda: decide(of, "support", found, by=person("fourth")))


def test_whoever_recorded_a_finding_is_no_second_reader() -> None:
    """Another who takes the file over and submits it does not make its author a second pair of eyes."""
    made = opened(initiative())
    assessments.assign(made, FIRST)
    for code in CODES:
        assessments.record(made, code, FINDINGS[code], FIRST, CRITERIA)
    assessments.assign(made, SECOND)
    assessments.submit(made, SECOND, CRITERIA)
    for reader in (FIRST, SECOND):
        refused(
            assessments.THREE_PEOPLE,
            lambda reader=reader: assessments.review(made, "second_reader", None, reader),
        )
    assessments.review(made, "second_reader", None, THIRD)
    refused(assessments.THREE_PEOPLE, lambda: assessments.conclude(made, "w", "m", FIRST, TODAY))


@pytest.mark.parametrize(
    ("criterion", "lacks", "finding"),
    [
        ("PROPORTIONALITY", ["market_distortion", "perverse_incentives"], WHY),
        ("STATE_AID", ["sa_number"], {**WHY, "aid_outcome": "NOTIFIED_APPROVED", "legal_basis": "107(3)(c)"}),
        ("STATE_AID", ["legal_basis"], {**WHY, "aid_outcome": "GBER"}),
    ],
)
def test_a_criterion_says_what_it_lacks(criterion: str, lacks: list[str], finding: dict[str, Any]) -> None:
    """B41, B42."""
    made = opened(initiative())
    assessments.assign(made, FIRST)
    facts = refused(
        assessments.FIGURES, lambda: assessments.record(made, criterion, finding, FIRST, CRITERIA)
    )
    assert facts == {"missing": lacks}
    assessments.record(made, "STATE_AID", {**WHY, "aid_outcome": "UNRESOLVED"}, FIRST, CRITERIA)


PEOPLE = {"a": person("a"), "b": person("b"), "c": person("c")}
ACTS = st.tuples(
    st.sampled_from(["interest", "assign", "submit", "second_reader", "return", "conclude"]),
    st.sampled_from(sorted(PEOPLE)),
)


@given(st.lists(ACTS, max_size=25))
def test_no_order_of_acts_concludes_without_three_people(acts: list[tuple[str, str]]) -> None:
    made = opened(initiative())
    for act, who in acts:
        made.findings = {code: FINDINGS[code] for code in CODES}
        reader = PEOPLE[who]
        try:
            if act == "interest":
                assessments.state_interest(made, reader)
            elif act == "assign":
                assessments.assign(made, reader)
            elif act == "submit":
                assessments.submit(made, reader, CRITERIA)
            elif act == "conclude":
                assessments.conclude(made, "w", "m", reader, TODAY)
            else:
                assessments.review(made, act, None, reader)
        except Refused:
            continue
    if made.status is Status.CONCLUDED:
        assert len({made.assessed_by, made.reviewed_by, made.concluded_by}) == 3
        assert made.assessed_by is not None
        assert not {made.reviewed_by, made.concluded_by} & set(made.conflicted)
