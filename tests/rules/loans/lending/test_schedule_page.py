"""What docs/schedules.md says can be said, and gives what it says."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from services.loans.lending.schedules.facts import ALWAYS, FIELDS, FactKind
from services.loans.lending.schedules.rules import calculate
from services.loans.lending.schedules.schema import CalculationIn
from shared.kernel.names import camel
from tests.rules.loans.lending.said import ORDER

PAGE = (Path(__file__).parents[4] / "docs/schedules.md").read_text("utf-8")
EXAMPLES = [json.loads(block) for block in re.findall(r"```json\n(.*?)```", PAGE, re.S)]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda each: each["terms"]["repayment"]["kind"])
def test_an_example_gives_what_it_says(example: dict[str, Any]) -> None:
    expected = example["expect"]
    said = CalculationIn.model_validate_json(
        json.dumps({name: example[name] for name in example if name != "expect"})
    )
    told = [each.made() for each in said.facts]
    totals = vars(calculate(said.terms.under(ORDER), told, asked=said.as_of).totals)
    shown = {camel(name): value for name, value in totals.items()}
    assert {name: str(shown[name]) for name in expected} == {n: str(v) for n, v in expected.items()}


@pytest.mark.parametrize("kind", FactKind)
def test_every_fact_is_told_with_its_fields(kind: FactKind) -> None:
    row = next(
        line for line in PAGE.splitlines() if line.startswith("|") and f"`{kind}`" in line.split("|")[1]
    )
    needed, allowed = FIELDS[kind]
    told = set(re.findall(r"`(\w+)`", row.split("|")[2]))
    assert told == {camel(name) for name in (needed | allowed) - (ALWAYS - {"reference"})}
