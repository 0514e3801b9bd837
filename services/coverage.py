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
Every row of the two source documents, with what names it and what is missing: a route, a test that calls
routes, a rule where something is decided, an event where somebody is told. `A…` is the manifest of 2016,
`B…` the letter to parliament of 20 October 2014. That a row is named says that something of it is there,
not that all of it is.
"""
# what these events tell; their published schemas, which hold their docstrings, never change
OF_EVENTS = {
    "funding.application-received": "B30",
    "funding.tranche-published": "B31",
    "funding.tranche-opened": "B31",
    "funding.tranche-closed": "B31",
}
PLACES = ("services.agenda.", "services.funding.", "services.gateway.", "services.loans.", "shared.records.")


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

    def missing(self) -> list[str]:
        """What the row asks for and nothing names; a test counts when it calls the routes."""
        asked = {"routes": True, "rules": self.decided, "events": self.notified}
        routed = any(name.startswith("routes/") for name in self.tests)
        found = [kind for kind, wanted in asked.items() if wanted and not getattr(self, kind)]
        return found if routed else [*found, "tests"]


def ids(text: str) -> set[str]:
    """The row ids a text names, short ranges such as `B45–B48` written out."""
    found = set()
    for letter, first, last in ID.findall(text):
        numbers = range(int(first), int(last or first) + 1)
        if len(numbers) <= RANGE_MAX:
            found |= {f"{letter}{number}" for number in numbers}
    return found


def rows(modules: Iterable[object]) -> list[Row]:
    """Every row of the source documents."""
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
        "| row | in the source | missing | routes | rules | events | tests |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for row in rows(modules):
        cells = [row.routes, row.rules, row.events, row.tests]
        shown = ["<br>".join(f"`{name}`" for name in cell) or "—" for cell in cells]
        missing = ", ".join(row.missing()) or "—"
        lines.append(f"| {row.id} | {row.seed} | {missing} | {' | '.join(shown)} |")
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
    for service in ("agenda", "funding", "loans"):
        for event in importlib.import_module(f"shared.contracts.{service}").EVENTS:
            name = event.type().removeprefix("nl.groeikracht.")
            yield name, f"{event.__doc__} {OF_EVENTS.get(name, '')}"


def _tests() -> Iterator[tuple[str, str]]:
    for path in sorted(ROOT.glob("tests/**/test_*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        functions = [n for n in ast.walk(tree) if isinstance(n, (ast.FunctionDef, ast.AsyncFunctionDef))]
        texts = [ast.get_docstring(tree) or "", *(ast.get_docstring(node) or "" for node in functions)]
        yield str(path.relative_to(ROOT / "tests")), " ".join(texts)
