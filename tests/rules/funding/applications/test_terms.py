"""When terms end, what lateness costs, and what is realised of targets (O24, O25, O33)."""

from datetime import date

import pytest

from services.funding.applications.output_targets import rules as targets
from services.funding.applications.terms.rules import IN_TURN, Suspension, penalty, run
from shared.kernel.rules import Refused
from shared.testing.regimes import in_force

START = date(2026, 3, 2)


def asked(first: str, last: str) -> Suspension:
    return Suspension(date.fromisoformat(first), date.fromisoformat(last))


def test_a_term_stands_still_while_a_supplement_is_awaited() -> None:
    """O24: 13 weeks from 2 March, still from 11 to 23 March."""
    found = run(START, 13, [asked("2026-03-10", "2026-03-24")], extends=True)
    assert (found.ends_on, found.suspended_days) == (date(2026, 6, 14), 13)


def test_a_regime_beside_the_act_of_terms_ends_on_its_day() -> None:
    """O24: eight weeks end on King's Day."""
    assert run(START, 8, [], extends=False).ends_on == date(2026, 4, 27)
    assert run(START, 8, [], extends=True).counted_to == date(2026, 4, 27)


@pytest.mark.parametrize(
    "suspensions",
    [
        [asked("2026-03-10", "2026-03-09")],
        [asked("2026-03-01", "2026-03-09")],
        [asked("2026-06-02", "2026-06-09")],
        [asked("2026-03-10", "2026-03-24"), asked("2026-03-20", "2026-03-30")],
    ],
)
def test_suspensions_follow_one_another_within_the_term(suspensions: list[Suspension]) -> None:
    with pytest.raises(Refused) as refused:
        run(START, 13, suspensions, extends=True)
    assert refused.value.rule is IN_TURN


@pytest.mark.parametrize(
    ("decided", "days"),
    [  # noticed on 2 March: the two weeks are over on the 16th, the 17th is the first day that is owed
        ("2026-03-16", [0, 0, 0]),
        ("2026-03-17", [0, 0, 0]),
        ("2026-03-18", [1, 0, 0]),
        ("2026-04-01", [14, 1, 0]),
        ("2026-04-28", [14, 14, 14]),
        ("2027-01-01", [14, 14, 14]),
    ],
)
def test_a_penalty_runs_from_two_weeks_after_the_notice(decided: str, days: list[int]) -> None:
    regime = in_force("funding", "penalty-late-decision", START)
    assert [each.days for each in penalty(START, date.fromisoformat(decided), regime)] == days


def test_a_target_is_reached_at_risk_or_on_track() -> None:
    """Of 300 in 24 months: 150 are expected after 12."""
    people = [targets.Participant(f"P{n}", 6 - n) for n in range(2)]
    found = targets.progress(targets.Target("T", 300, 148, people), 6, 12, 24, "/targets/0")
    assert (found.realised, found.too_short, found.status, found.forecast) == (149, 1, "AT_RISK", 298)
    assert targets.progress(targets.Target("T", 300, 150), 6, 12, 24, "").status == "ON_TRACK"
    assert targets.progress(targets.Target("T", 300, 300), 6, 12, 24, "").status == "REACHED"
    with pytest.raises(Refused):
        targets.progress(targets.Target("T", 300, 0), 6, 25, 24, "")
    with pytest.raises(Refused):
        targets.progress(targets.Target("T", 1, 0, people[:1] * 2), 6, 1, 24, "")
