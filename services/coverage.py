"""Which row of the source documents stands where: routes, rules, events and tests that name its id."""

import ast
import csv
import importlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from services.openapi import openapi_documents
from shared.kernel.lifecycle import Lifecycle
from shared.kernel.rules import Rule

ROOT = Path(__file__).resolve().parents[1]
ROWS = ROOT / "docs/coverage.csv"
ID = re.compile(r"\b([AB])([1-9][0-9]?)(?:\s?[-–]\s?(?:\1)([1-9][0-9]?))?\b")
RANGE_MAX = 6  # a longer range says "all of this", and nothing of any one row
HEAD = "# Coverage of the source documents\n\n"
INTRODUCTION = """
The rows of the two source documents that the agenda service, its reference data or the gateway answers for,
each with what names it. `A…` is the manifest of 2016, `B…` the letter to parliament of 20 October 2014.
"""
PLACES = ("services.agenda.", "services.gateway.")


@dataclass
class Row:
    """One row of the domain dossier, and everything that names it."""

    id: str
    seed: str
    services: str
    decided: bool
    notified: bool
    routes: list[str] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)
    events: list[str] = field(default_factory=list)
    tests: list[str] = field(default_factory=list)


def ids(text: str) -> set[str]:
    """The row ids a text names, short ranges such as `B45–B48` written out."""
    found = set()
    for letter, first, last in ID.findall(text):
        numbers = range(int(first), int(last or first) + 1)
        if len(numbers) <= RANGE_MAX:
            found |= {f"{letter}{number}" for number in numbers}
    return found


def rows(modules: Iterable[object]) -> list[Row]:
    """Every row that the agenda service, its reference data or the gateway must cover."""
    with ROWS.open(encoding="utf-8") as file:
        found = {
            row["row"]: Row(
                row["row"], row["seed"], row["services"], bool(row["decided"]), bool(row["notified"])
            )
            for row in csv.DictReader(file)
        }
    for kind, named in (
        ("routes", _routes()),
        ("rules", _rules(modules)),
        ("events", _events()),
        ("tests", _tests()),
    ):
        for name, text in named:
            for named_id in ids(text) & found.keys():
                held: list[str] = getattr(found[named_id], kind)
                if name not in held:
                    held.append(name)
    return list(found.values())


def page(modules: Iterable[object], note: str) -> str:
    """The content of docs/coverage.md."""
    lines = [
        "| row | in the source | routes | rules | events | tests |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for row in rows(modules):
        cells = [row.routes, row.rules, row.events, row.tests]
        shown = ["<br>".join(f"`{name}`" for name in cell) or "—" for cell in cells]
        lines.append(f"| {row.id} | {row.seed} | {' | '.join(shown)} |")
    return f"{HEAD}{note}{INTRODUCTION}\n" + "\n".join(lines) + "\n"


def _routes() -> Iterator[tuple[str, str]]:
    for name, document in openapi_documents().items():
        for path, operations in document["paths"].items():
            for method, operation in operations.items():
                yield f"{method.upper()} /{name}/v1{path}", operation.get("description", "")


def _rules(modules: Iterable[object]) -> Iterator[tuple[str, str]]:
    for module in modules:
        if getattr(module, "__name__", "").startswith(PLACES):
            for value in vars(module).values():
                rule = value.rule if isinstance(value, Lifecycle) else value
                if isinstance(rule, Rule):
                    yield rule.code, rule.source


def _events() -> Iterator[tuple[str, str]]:
    for event in importlib.import_module("shared.contracts.agenda").EVENTS:
        yield event.type().removeprefix("nl.groeikracht."), event.__doc__ or ""


def _tests() -> Iterator[tuple[str, str]]:
    for path in sorted(ROOT.glob("tests/**/test_*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        functions = [n for n in ast.walk(tree) if isinstance(n, (ast.FunctionDef, ast.AsyncFunctionDef))]
        texts = [ast.get_docstring(tree) or "", *(ast.get_docstring(node) or "" for node in functions)]
        yield str(path.relative_to(ROOT / "tests")), " ".join(texts)
