"""What a project costs and what of it counts (EZ-3, SP-5; O22): every total is the sum of its lines."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.funding.applications.costs.lines import (
    DEDUCTED,
    DEPRECIATION,
    FITS_BASIS,
    Basis,
    Deduction,
    Line,
    Method,
    Period,
    Uncounted,
    Weighed,
)
from services.funding.applications.costs.rules import (
    BOUNDED,
    FLAT_RATES,
    LINES_MAX,
    FlatRate,
    Maximum,
    Wanted,
    cost,
    totals,
)
from shared.kernel.bands import bands_of, total_of
from shared.kernel.rules import Refused, Rule
from shared.testing.regimes import in_force

EZ, SECTORPLAN, ESF, RIF, TKI = (
    in_force("funding", f"costs-{name}") for name in ("ez", "sectorplan", "esf", "rif-mbo", "tki")
)


def line(kind: str = "STAFF", basis: str = "AMOUNT", partner: str = "P1", **said: Any) -> Line:
    decimals = {name: Decimal(said[name]) for name in ("units", "used_percent") if name in said}
    return Line(partner, kind, Basis(basis), **{**said, **decimals})


def hours(method: str, **said: Any) -> Line:
    return line(basis="HOURS", method=Method(method), **said)


def eligible(found: list[Weighed]) -> list[int]:
    return [each.eligible_cents for each in found]


@pytest.mark.parametrize(
    ("direct", "overhead"),
    [  # O22
        (620_000_00, 93_000_00),
        (1_000_000_00, 150_000_00),
        (4_000_000_00, 360_000_00),
        (12_000_000_00, 800_000_00),
        (0, 0),
    ],
)
def test_overhead_falls_by_bands(direct: int, overhead: int) -> None:
    assert total_of(bands_of(direct, SECTORPLAN, "overhead")) == overhead
    found = cost([line(amount_cents=direct)], Wanted(overhead=True), SECTORPLAN)
    assert totals(found)["eligible_cents"] == direct + overhead


@pytest.mark.parametrize(
    ("regime", "given", "cents"),
    [
        (EZ, hours("FIXED", units="1650"), 99_000_00),  # 60 an hour
        (RIF, hours("FIXED", units="10.5"), 766_50),  # 73 an hour
        (EZ, hours("INTEGRAL", units="100", unit_cents=81_25), 8_125_00),
        (EZ, hours("WAGE_SURCHARGE", units="1650", yearly_wage_cents=50_000_00), 75_000_00),
        (SECTORPLAN, hours("WAGE_SURCHARGE", units="1720", yearly_wage_cents=41_280_00), 54_489_60),
        (SECTORPLAN, hours("WAGE_SURCHARGE", units="1", yearly_wage_cents=10_000_00), 7_67),  # 7.6744
        (SECTORPLAN, hours("INTEGRAL", units="8", unit_cents=150_00, unit_maximum_cents=125_00), 1_000_00),
        (EZ, line(basis="UNITS", units="3", unit_cents=33_33), 99_99),
        (
            EZ,  # 10,000 over 5 years, 18 months, half for the project
            line(
                basis="DEPRECIATION",
                amount_cents=10_000_00,
                write_off_years=5,
                used_months=18,
                used_percent="50",
            ),
            1_500_00,
        ),
        (EZ, line(basis="LUMP_SUM", amount_cents=22_500_00), 22_500_00),
    ],
)
def test_a_line_comes_to_what_its_basis_says(regime: Any, given: Line, cents: int) -> None:
    assert eligible(cost([given], Wanted(), regime)) == [cents]


def test_what_does_not_count_is_named_with_its_ground() -> None:
    """EZ-3: before the application, recoverable VAT; D2: in kind where the scheme does not count it."""
    vat = Deduction(Uncounted.RECOVERABLE_VAT, 21_00)
    lines = [
        line(amount_cents=100_00, incurred_on=date(2015, 2, 28)),
        line(amount_cents=121_00, incurred_on=date(2015, 3, 1), deductions=[vat]),
        line(amount_cents=100_00, incurred_on=date(2016, 1, 1)),
        line(basis="IN_KIND", amount_cents=100_00, valuation="Market price"),
    ]
    found = cost(lines, Wanted(period=Period(date(2015, 3, 1), date(2015, 12, 31))), EZ)
    assert eligible(found) == [0, 100_00, 0, 0]
    assert [each.deductions[0].ground for each in found] == [
        Uncounted.BEFORE_APPLICATION,
        Uncounted.RECOVERABLE_VAT,
        Uncounted.AFTER_PERIOD,
        Uncounted.IN_KIND_NOT_COUNTED,
    ]


def test_in_kind_counts_up_to_its_maximum_for_each_firm() -> None:
    """SP-5: 20,000 a firm."""
    lines = [
        line(basis="IN_KIND", partner=partner, amount_cents=cents, valuation="Hours at cost")
        for partner, cents in (("A1", 15_000_00), ("A1", 15_000_00), ("B1", 8_000_00))
    ]
    assert eligible(cost(lines, Wanted(), TKI)) == [10_000_00, 10_000_00, 8_000_00]


def test_flat_rates_lean_on_lines_and_on_each_other() -> None:
    """By hand: staff 20 percent of 1,000 external, office 15 of staff, other 40 of staff."""
    rates = [
        FlatRate("OFFICE", Decimal(15), ["STAFF"]),
        FlatRate("STAFF", Decimal(20), ["EXTERNAL"]),
        FlatRate("OTHER", Decimal(40), ["STAFF"], partner="P2"),
    ]
    lines = [line("EXTERNAL", partner=partner, amount_cents=1_000_00) for partner in ("P1", "P2")]
    found = totals(cost(lines, Wanted(rates), EZ))
    kinds = {each["code"]: each["eligible_cents"] for each in found["by_kind"]}
    assert kinds == {"EXTERNAL": 2_000_00, "STAFF": 400_00, "OFFICE": 60_00, "OTHER": 80_00}
    assert [each["eligible_cents"] for each in found["by_partner"]] == [1_230_00, 1_310_00]


def test_a_partner_may_have_a_rate_of_its_own_and_cents_may_be_rounded_down() -> None:
    rates = [FlatRate("OFFICE", Decimal(15), ["STAFF"]), FlatRate("OFFICE", Decimal(7), ["STAFF"], "P2")]
    lines = [line(partner=partner, amount_cents=1_11) for partner in ("P1", "P2")]  # 16.65 and 7.77 cents
    assert eligible(cost(lines, Wanted(rates), EZ))[2:] == [17, 8]
    assert eligible(cost(lines, Wanted(rates, down=True), EZ))[2:] == [16, 7]


def test_other_cost_of_esf_is_forty_percent() -> None:
    """domain.md 2.6: 1,720 hours, wages plus 32 percent, other cost 40 percent of that."""
    lines = [hours("WAGE_SURCHARGE", units="1720", yearly_wage_cents=50_000_00)]
    assert totals(cost(lines, Wanted(overhead=True), ESF))["eligible_cents"] == 66_000_00 + 26_400_00


def test_a_maximum_takes_off_in_proportion() -> None:
    lines = [
        line("TRAINING", amount_cents=2_000_000_00, work_package="W1"),
        line("TRAINING", amount_cents=1_000_000_00, work_package="W2"),
        line("ADVICE", amount_cents=1_000_00),
    ]
    wanted = Wanted(maxima=[Maximum(2_000_000_00, "P1", "TRAINING"), Maximum(2_000_500_00, "P1")])
    found = cost(lines, wanted, EZ)
    assert sum(eligible(found)) == 2_000_500_00
    assert found[0].deductions[0] == Deduction(Uncounted.ABOVE_MAXIMUM, 666_666_67)
    assert sum(each.amount_cents for each in found[1].deductions[:1]) == 333_333_33


@pytest.mark.parametrize(
    ("rule", "lines", "rates"),
    [
        (FITS_BASIS, [line()], []),
        (FITS_BASIS, [line(amount_cents=1, units="1")], []),
        (FITS_BASIS, [line(basis="IN_KIND", amount_cents=1)], []),
        (FITS_BASIS, [hours("FIXED", units="1", unit_cents=1)], []),
        (FITS_BASIS, [hours("INTEGRAL", units="1")], []),
        (FITS_BASIS, [hours("INTEGRAL", units="1", yearly_wage_cents=1)], []),
        (FITS_BASIS, [hours("WAGE_SURCHARGE", units="1", yearly_wage_cents=1, unit_cents=1)], []),
        (FITS_BASIS, [hours("WAGE_SURCHARGE", units="1")], []),
        (DEDUCTED, [line(amount_cents=1, deductions=[Deduction(Uncounted.OTHER, 2)])], []),
        (DEPRECIATION, [line(basis="DEPRECIATION", amount_cents=1, write_off_years=4, used_months=1)], []),
        (DEPRECIATION, [line(basis="DEPRECIATION", amount_cents=1, write_off_years=5, used_months=61)], []),
        (FLAT_RATES, [line(amount_cents=1)], [FlatRate("STAFF", Decimal(1), ["TRAVEL"])]),
        (FLAT_RATES, [line(amount_cents=1)], [FlatRate("AA", Decimal(1), ["AA"])]),
        (FLAT_RATES, [line(amount_cents=1)], [FlatRate("AA", Decimal(1), ["STAFF"])] * 2),
        (
            FLAT_RATES,
            [line(amount_cents=1)],
            [FlatRate("AA", Decimal(1), ["BB"]), FlatRate("BB", Decimal(1), ["AA"])],
        ),
    ],
)
def test_what_contradicts_itself_is_refused_and_says_where(
    rule: Rule, lines: list[Line], rates: list[FlatRate]
) -> None:
    with pytest.raises(Refused) as refused:
        cost(lines, Wanted(rates), EZ)
    assert refused.value.rule is rule
    assert str(refused.value.facts["location"]).startswith(("/lines/0", "/flatRates"))


SOME = st.lists(
    st.builds(
        lambda partner, kind, package, year, cents: line(
            kind, partner=partner, work_package=package, year=year, amount_cents=cents
        ),
        st.sampled_from(["P1", "P2", "P3"]),
        st.sampled_from(["STAFF", "TRAVEL", "EXTERNAL"]),
        st.sampled_from([None, "W1", "W2"]),
        st.sampled_from([None, 2015, 2016]),
        st.integers(0, 10**12),
    ),
    min_size=1,
    max_size=12,
)
MAXIMA = st.lists(
    st.builds(
        Maximum,
        st.integers(0, 10**12),
        st.sampled_from([None, "P1"]),
        st.sampled_from([None, "STAFF", "OFFICE"]),
        st.sampled_from([None, "W1"]),
    ),
    max_size=3,
)


@given(SOME, MAXIMA, st.decimals("0", "50", places=4), st.randoms(use_true_random=False))
def test_every_way_of_summing_gives_the_whole_and_no_order_matters(
    lines: list[Line], maxima: list[Maximum], percent: Decimal, chance: Any
) -> None:
    wanted = Wanted([FlatRate("OFFICE", percent, ["STAFF", "TRAVEL"])], maxima, overhead=True)
    found = cost(lines, wanted, SECTORPLAN)
    summed = totals(found)
    for way in ("by_partner", "by_kind", "by_work_package", "by_year"):
        assert sum(each["eligible_cents"] for each in summed[way]) == summed["eligible_cents"]
    assert all(0 <= each.eligible_cents <= each.gross_cents for each in found)
    chance.shuffle(lines)
    assert totals(cost(lines, wanted, SECTORPLAN))["eligible_cents"] == summed["eligible_cents"]


@given(st.integers(0, 10**13))
def test_bands_agree_with_a_marginal_sum(direct: int) -> None:
    exact = Fraction(15 * min(direct, 10**8) + 7 * max(min(direct, 10**9) - 10**8, 0), 100)
    exact += Fraction(max(direct - 10**9, 0), 100)
    assert abs(total_of(bands_of(direct, SECTORPLAN, "overhead")) - exact) <= Fraction(1, 2)


def test_an_answer_holds_so_many_lines_and_no_more() -> None:
    """1,000 partners with 4 rates are the 5,000 lines of an answer; with a fifth they are too many."""
    lines = [line(partner=f"P{n}", amount_cents=1_000_00) for n in range(1000)]
    rates = [FlatRate(f"K{n}", Decimal(1), ["STAFF"]) for n in range(5)]
    assert len(cost(lines, Wanted(rates[:4]), EZ)) == LINES_MAX
    own = [FlatRate(f"OWN{n}", Decimal(1), ["STAFF"], f"P{n}") for n in range(50)]
    assert len(cost(lines, Wanted(own), EZ)) == 1050
    for wanted in (Wanted(rates), Wanted(rates[:4], overhead=True)):
        with pytest.raises(Refused) as refused:
            cost(lines, wanted, SECTORPLAN)
        assert refused.value.rule is BOUNDED
