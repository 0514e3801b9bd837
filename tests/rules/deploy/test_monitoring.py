"""Alerts ring when they should, and an operator reads what to do about each."""

import subprocess
from pathlib import Path
from shutil import which

import pytest
import yaml

from deploy.manifests.__main__ import TREE
from deploy.manifests.checks.monitoring import figures
from deploy.manifests.render import read

FOLDER = TREE / "components" / "monitoring"
OPERATOR = (TREE.parents[1] / "docs" / "operator.md").read_text("utf-8")
(RULES,) = (each["spec"] for each in read((FOLDER / "alerts.yaml").read_text("utf-8")))
ALERTS = {rule["alert"]: rule for group in RULES["groups"] for rule in group["rules"]}


@pytest.mark.parametrize("alert", ALERTS)
def test_an_alert_says_how_bad_it_is_what_is_the_matter_and_what_to_do(alert: str) -> None:
    assert ALERTS[alert]["labels"]["severity"] in ("critical", "warning")
    assert "$labels" in ALERTS[alert]["annotations"]["summary"]
    assert f"\n| `{alert}` |" in OPERATOR


def test_every_alert_is_tried() -> None:
    (told,) = read((FOLDER / "alerts-test.yaml").read_text("utf-8"))
    tried = {
        each["alertname"] for test in told["tests"] for each in test["alert_rule_test"] if each["exp_alerts"]
    }
    assert tried == ALERTS.keys()


def test_the_figures_of_the_code_are_found() -> None:
    assert {"groeikracht_outbox_oldest_seconds", "groeikracht_request_seconds_bucket"} <= figures()
    assert "groeikracht_request_seconds" not in figures()


def test_the_alerts_ring_as_tried(tmp_path: Path) -> None:
    if which("promtool") is None:
        pytest.skip("promtool is not there: no alert was tried (Debian and Ubuntu: the package prometheus)")
    (tmp_path / "alerts.yaml").write_text(yaml.safe_dump(RULES), "utf-8")
    (tmp_path / "tests.yaml").write_bytes((FOLDER / "alerts-test.yaml").read_bytes())
    said = subprocess.run(
        ["promtool", "test", "rules", "tests.yaml"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 0, said.stdout + said.stderr
