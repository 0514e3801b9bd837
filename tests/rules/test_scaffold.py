"""A scaffolded slice passes what `make check` asks of every slice, before anybody touches it."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture import test_imports as imports
from tests.architecture import test_shape as shape
from tools.scaffold import ROOT, advice, main, names, scaffold

OURS = 'lint.isort.known-first-party = ["services", "shared"]'  # which are not there to be found
SLICES = [
    ("loans", "guarantees", "guarantee-claims"),
    ("funding", "awards", "visits"),
    ("agenda", "clusters", "instalments"),
]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """As much of a checkout as the scaffold and the linter look at."""
    for service, wing, _ in SLICES:
        (tmp_path / "services" / service / wing).mkdir(parents=True)
    (tmp_path / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text("utf-8"), "utf-8")
    return tmp_path


def faults(checkout: Path, path: Path) -> Iterator[str]:
    """What the architecture tests say of one file of a slice."""
    text = path.read_text("utf-8")
    tree = ast.parse(text)
    yield from shape.oversized(path, tree)
    yield from shape.undocumented(tree)
    yield from imports.breaches(str(path.relative_to(checkout).with_suffix("")), text)
    checks = {
        "routes.py": (shape.decisions, shape.careless_routes),
        "rules.py": (shape.impurities,),
        "models.py": (shape.functions, shape.lost_columns),
    }
    for check in checks.get(path.name, ()):
        yield from check(tree)


@pytest.mark.parametrize(("service", "wing", "noun"), SLICES)
def test_a_new_slice_keeps_the_shape(service: str, wing: str, noun: str, checkout: Path) -> None:
    written = scaffold(checkout, names(service, wing, noun))
    assert {path.name for path in written} >= {"models.py", "rules.py", "routes.py"}
    assert {path.name: list(faults(checkout, path)) for path in written} == {
        path.name: [] for path in written
    }


def test_a_new_slice_is_clean_and_formatted(checkout: Path) -> None:
    for service, wing, noun in SLICES:
        scaffold(checkout, names(service, wing, noun))
    for step in (["check", "--config", OURS], ["format", "--check"]):
        said = subprocess.run(
            [sys.executable, "-m", "ruff", *step, "--no-cache", "."],
            cwd=checkout,
            capture_output=True,
            text=True,
            check=False,
        )
        assert said.returncode == 0, said.stdout


@pytest.mark.parametrize(
    ("noun", "entity", "thing"),
    [
        ("claims", "Claim", "a claim"),
        ("loss-claims", "LossClaim", "a loss claim"),
        ("parties", "Party", "a party"),
        ("addresses", "Address", "an address"),
        ("branches", "Branch", "a branch"),
    ],
)
def test_a_slice_is_named_by_its_plural(noun: str, entity: str, thing: str) -> None:
    known = names("loans", "guarantees", noun)
    assert (known["Entity"], f"{known['a']} {known['thing']}") == (entity, thing)


def test_a_file_that_is_there_is_never_written_over(checkout: Path) -> None:
    known = names("loans", "guarantees", "claims")
    theirs = checkout / "tests/rules/loans/guarantees/test_claims.py"
    theirs.parent.mkdir(parents=True)
    theirs.write_text("mine = 1\n")
    with pytest.raises(FileExistsError):
        scaffold(checkout, known)
    assert theirs.read_text() == "mine = 1\n"
    assert not (checkout / "services/loans/guarantees/claims").exists()


def test_a_scope_that_nobody_has_is_pointed_out() -> None:
    assert "grant funding:write" in advice(ROOT, names("funding", "awards", "visits"))
    assert "grant" not in advice(ROOT, names("loans", "guarantees", "claims"))


def test_a_folder_leaves_out_what_its_wing_says_and_keeps_the_whole_name(checkout: Path) -> None:
    scaffold(checkout, names("loans", "guarantees", "guarantee-claims"))
    home = checkout / "services/loans/guarantees/claims"
    assert 'NOUN = "guarantee_claim"' in (home / "__init__.py").read_text()
    assert "class GuaranteeClaimIn(Write)" in (home / "routes.py").read_text()


@pytest.mark.parametrize("wing", ["", "claims", "migrations"])
def test_a_slice_without_a_wing_is_told_which_wings_there_are(wing: str) -> None:
    with pytest.raises(SystemExit, match="of guarantees, ledger, lending, origination, records, roms"):
        main("loans", wing, "claims")
