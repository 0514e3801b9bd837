"""Every row of the source documents has its route, its test on a real database, its rule and its event."""

from functools import cache

import pytest

from services import catalogue, coverage

# What is not there yet. It may only shrink: a row that is done must leave it, and no other may come.
NOT_YET = {
    "routes": {"B16", "B24", "B27", "B28", "B34"},
    "tests": {"B16", "B24", "B27", "B28", "B32", "B34", "B35", "B40", "B42"},
    "rules": {"B16", "B24", "B28", "B32", "B34"},
    # B36: that a cost is paid twice is for the funding service to find
    "events": {"A18", "B32", "B33", "B34", "B35", "B36"},
}
# Rows with a decision that no rule of this service guards, and why.
DECIDED_ELSEWHERE = {
    "B3": "an initiative is decided on as B37, B38 and B43 say",
    "B13": "whether an instrument counts for cumulation is recorded with its reason, and nothing to refuse",
}


@cache
def rows() -> list[coverage.Row]:
    """What is generated, worked out once."""
    return coverage.rows(catalogue.modules())


def lacking(kind: str) -> set[str]:
    """The rows without what they ask for of a kind."""
    return {row.id for row in rows() if kind in row.missing()}


def test_all_rows_of_both_documents_are_there() -> None:
    assert [row.id for row in rows()] == [*(f"A{n}" for n in range(1, 25)), *(f"B{n}" for n in range(1, 55))]


@pytest.mark.parametrize("kind", NOT_YET)
def test_a_row_lacks_only_what_is_known_to_be_left(kind: str) -> None:
    elsewhere = set(DECIDED_ELSEWHERE) if kind == "rules" else set()
    assert lacking(kind) - NOT_YET[kind] - elsewhere == set(), f"without {kind}: name the row in a docstring"


@pytest.mark.parametrize("kind", NOT_YET)
def test_what_is_done_is_no_longer_left(kind: str) -> None:
    assert NOT_YET[kind] - lacking(kind) == set(), f"these have {kind} now: take them off the list"


def test_what_is_decided_elsewhere_has_no_rule_here() -> None:
    assert set(DECIDED_ELSEWHERE) <= lacking("rules")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("as A3 says (B45–B48, B1)", {"A3", "B45", "B46", "B47", "B48", "B1"}),
        ("B37-B39", {"B37", "B38", "B39"}),
        ("A1-A10 and more", set()),  # all of it is nothing in particular
        ("A4 paper, GAB12, B100, B0, AB1", {"A4"}),
    ],
)
def test_rows_are_read_from_a_text(text: str, named: set[str]) -> None:
    assert coverage.ids(text) == named
