"""The page of what the benches found says what their JSON says, and a bench is declared whole."""

import json
import os
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services import performance
from tests.benchmarks import report
from tests.benchmarks.bench import Bench, Figures, Goal, Wrong, at_least, at_most, benches, require
from tests.benchmarks.bench_p10_opening import in_order
from tests.benchmarks.load import percentile

ASKED = {f"P{number}" for number in range(1, 12)}


class Ten(Bench):
    """Ten things."""

    id = "TEN"
    goals = (at_least("beside the other", 2), at_most("ms", 5), at_least("workers", 9, cores=10**6))


ROUNDS: list[Figures] = [
    {"beside the other": 1.0, "ms": 4.0, "workers": 1.0},
    {"beside the other": 3.0, "ms": 5.0, "workers": 1.0},
    {"beside the other": 2.0, "ms": 6.0, "workers": 1.0},
]


def kept(**other: Any) -> dict[str, Any]:
    return report.of_bench(Ten, ROUNDS, wrong="", judged=True) | other


def test_the_median_of_the_rounds_is_judged_and_their_spread_is_told() -> None:
    verdicts = {goal["figure"]: goal["verdict"] for goal in kept()["goals"]}
    assert verdicts == {"beside the other": "met", "ms": "met", "workers": "needs 1000000 cores"}
    assert [(f["median"], f["spread"]) for f in kept()["figures"][:2]] == [(2.0, 1.0), (5.0, 0.4)]
    assert Goal("x", 2, True).verdict(1.99) == Goal("x", 2, False).verdict(2.01) == "missed"


def test_a_quick_run_judges_nothing_and_a_wrong_one_is_told() -> None:
    quick = report.of_bench(Ten, ROUNDS[:1], wrong="one is lost", judged=False)
    assert {goal["verdict"] for goal in quick["goals"]} == {"not judged"}
    assert (quick["right"], quick["wrong"]) == (False, "one is lost")
    with pytest.raises(Wrong, match="sums are equal: 1, 2"):
        require(False, "sums are equal", 1, 2)


def test_every_goal_has_a_bench_and_every_bench_says_what_it_measures() -> None:
    every = list(benches())
    assert {kind.id for kind in every} >= ASKED
    assert len({kind.id for kind in every}) == len(every)
    for kind in every:
        assert kind.goals, kind
        assert (kind.__doc__ or "").strip().endswith("."), kind
        assert "check" in vars(kind), f"{kind.__name__} checks no answer"


def test_figures_of_other_benches_stay_when_one_is_measured_again(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(report.FOLDER, str(tmp_path))
    for known, name in (("P2", "old"), ("P3", "kept"), ("P2", "new")):
        path = report.keep(report.of_run([kept(id=known, what=name)], quick=False))
    found = [(bench["id"], bench["what"]) for bench in json.loads(path.read_text())["benches"]]
    assert found == [("P2", "new"), ("P3", "kept")]


def test_the_page_and_its_picture_say_what_was_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    path = tmp_path / "performance.json"
    wrong = kept(id="P3", right=False, wrong="a cent is missing")
    path.write_text(json.dumps(report.of_run([kept(), wrong], quick=False)))
    monkeypatch.setattr(performance, "FOUND", path)
    page = performance.page("")
    assert "| TEN | beside the other | 2 | ≥ 2 | met | ██████████ |" in page
    assert "| P3 | beside the other | 2 | ≥ 2 | wrong |" in page
    assert "a cent is missing" in page
    assert f"{os.cpu_count()} cores" in page
    assert "TEN beside the other" in performance.picture()


def test_who_was_answered_before_another_asked_is_received_before_him() -> None:
    at = [datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=n) for n in range(3)]
    assert in_order([(0, 1, at[0]), (2, 3, at[1]), (2.5, 4, at[2])]) == 0
    assert in_order([(0, 1, at[2]), (2, 3, at[1])]) == 1
    assert in_order([(0, 3, at[2]), (2, 4, at[1])]) == 0  # both at once: either may be first


def test_a_percentile_is_one_of_the_values() -> None:
    assert (percentile([0.001, 0.002, 0.003], 50), percentile([0.003, 0.001], 95)) == (2.0, 3.0)
