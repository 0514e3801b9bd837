"""Of which size a firm is with those it is related to (Annex I of the GBER; O30)."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest

import shared.reference
from services.funding.state_aid.firm_sizes.rules import (
    FIRM_TOLD,
    Figures,
    Firm,
    FirmKind,
    FirmSize,
    Holding,
    Measured,
    RelationKind,
    bounds_of,
    measure,
)
from shared.kernel.rules import Refused
from shared.testing.regimes import in_force

REGIME = in_force("funding", "firm-sizes")


def firm(code: str, people: int, kind: FirmKind = FirmKind.FIRM) -> Firm:
    """With a turnover and balance of a million for each of its people."""
    return Firm(code, kind, [Figures(2025, Decimal(people), people * 10**8, people * 10**8)])


def held(by: str, of: str, percent: str, *, controls: bool = False) -> Holding:
    return Holding(by, of, Decimal(percent), controls)


def people(found: Measured) -> object:
    return found.years[0].figures.headcount


def test_linked_firms_count_whole_also_through_others() -> None:
    """A holds B for 51, B controls C: 10 + 20 + 30; D, a partner of C for 30, counts for 30 percent of 40."""
    firms = [firm("A", 10), firm("B", 20), firm("C", 30), firm("D", 40)]
    holdings = [held("A", "B", "51"), held("B", "C", "10", controls=True), held("D", "C", "30")]
    found = measure("A", firms, holdings, REGIME)
    assert people(found) == 72
    assert [(each.code, each.kind) for each in found.relations] == [
        ("B", RelationKind.LINKED),
        ("C", RelationKind.LINKED),
        ("D", RelationKind.PARTNER),
    ]


def test_partners_of_partners_do_not_count_and_linked_firms_of_partners_do() -> None:
    """B holds A for 25; E is linked to B, F a partner of B: 10 + 25% of (20 + 40)."""
    firms = [firm("A", 10), firm("B", 20), firm("E", 40), firm("F", 80)]
    holdings = [held("B", "A", "25"), held("B", "E", "60"), held("F", "B", "30")]
    assert people(measure("A", firms, holdings, REGIME)) == 25
    assert people(measure("A", firms, [held("B", "A", "24.999999"), *holdings[1:]], REGIME)) == 10


def test_linked_firms_hold_together() -> None:
    """B and C, linked, hold 26 each: together more than a half, so all are one."""
    firms = [firm("A", 10), firm("B", 20), firm("C", 40)]
    holdings = [held("B", "C", "100"), held("B", "A", "26"), held("C", "A", "26")]
    assert people(measure("A", firms, holdings, REGIME)) == 70


def test_an_investor_does_not_count_and_a_public_body_takes_the_size_away() -> None:
    rom, town = Firm("ROM", FirmKind.INVESTOR, []), Firm("TOWN", FirmKind.PUBLIC_BODY, [])
    invested = measure("A", [firm("A", 10), rom], [held("ROM", "A", "50")], REGIME)
    assert (people(invested), invested.relations[0].kind) == (10, RelationKind.EXEMPT)
    public = measure("A", [firm("A", 10), town], [held("TOWN", "A", "25")], REGIME)
    assert (public.is_public, public.size, public.is_sme) == (True, FirmSize.LARGE, False)
    less = measure("A", [firm("A", 10), town], [held("TOWN", "A", "24")], REGIME)
    assert less.is_sme


@pytest.mark.parametrize(
    ("sizes", "lasting"),
    [
        ([100, 100, 40], "MEDIUM"),
        ([100, 40, 40], "SMALL"),
        ([40, 100, 40], "SMALL"),
        ([100, 5, 40], "SMALL"),  # two years below medium, of which the nearer is small
        ([5, 300, 100], "MEDIUM"),
        ([5, 300, 300], "LARGE"),
    ],
)
def test_a_size_changes_after_two_years(sizes: list[int], lasting: str) -> None:
    """Turnover and balance of nothing, so that people alone decide."""
    figures = [Figures(2020 + n, Decimal(each), 0, 0) for n, each in enumerate(sizes)]
    assert measure("A", [Firm("A", FirmKind.FIRM, figures)], [], REGIME).size.name == lasting


def test_the_bounds_are_those_of_the_reference_data() -> None:
    path = Path(shared.reference.__file__).with_name("sme_thresholds.csv")
    rows = list(csv.DictReader(path.read_text("utf-8").splitlines()))
    columns = ("headcount_below_awu", "turnover_max_eur", "balance_sheet_max_eur")
    told = [tuple(int(row[name]) for name in columns) for row in rows]
    assert [(heads, turn // 100, balance // 100) for heads, turn, balance in bounds_of(REGIME)] == told


@pytest.mark.parametrize(
    ("firms", "holdings"),
    [
        ([firm("B", 1)], []),
        ([firm("A", 1), firm("A", 2)], []),
        ([firm("A", 1)], [held("B", "A", "30")]),
        ([firm("A", 1), Firm("B", FirmKind.FIRM, [])], [held("B", "A", "30")]),
        ([Firm("A", FirmKind.FIRM, [])], []),
    ],
)
def test_what_is_not_told_is_refused(firms: list[Firm], holdings: list[Holding]) -> None:
    with pytest.raises(Refused) as refused:
        measure("A", firms, holdings, REGIME)
    assert refused.value.rule is FIRM_TOLD
