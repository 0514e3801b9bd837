"""Interest runs by the law of its kind, to the cent (AWB-25, AWB-26, RC-1; O23)."""

import csv
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import shared.reference
from services.funding.settlement.interest.rules import (
    IN_TURN,
    RATE_KNOWN,
    Claim,
    Kind,
    Payment,
    Posted,
    Rate,
    Received,
    is_claimed,
    rates_of,
    run,
    sources,
)
from shared.kernel.rules import Refused
from shared.testing.regimes import in_force, published

VERSIONS = [each for each in published("funding") if each.code == "statutory-interest"]
RECOVERY, DEBTS = in_force("funding", "eu-recovery-interest"), in_force("funding", "money-debts")
START = date(2024, 3, 1)


def statutory(until: date, cents: int = 80_000_00, payments: list[Payment] | None = None) -> Claim:
    return Claim(Kind.STATUTORY, cents, START, until, payments=payments or [])


RATES = rates_of(statutory(START), VERSIONS, [], True, RECOVERY)
EU = Claim(Kind.EU_RECOVERY, 250_000_00, date(2022, 7, 1), date(2025, 4, 1))
YEARLY = [Rate(date(2022 + n, 7, 1), Decimal(percent)) for n, percent in enumerate(("2.00", "4.64", "5.11"))]


def test_the_published_rates_are_those_of_the_reference_data() -> None:
    path = Path(shared.reference.__file__).with_name("wettelijke_rente.csv")
    rows = list(csv.DictReader(path.read_text("utf-8").splitlines()))
    told = [(each.valid_from.isoformat(), str(each.percent("percent"))) for each in VERSIONS]
    assert told == [(row["valid_from"], row["rate_pct"]) for row in rows]
    assert VERSIONS[-1].valid_until == date(2025, 12, 31)  # D9: that of 2026 is not known


def test_statutory_interest_bears_interest_after_each_full_year() -> None:
    """O23a."""
    found = run(statutory(date(2025, 6, 30)), RATES)
    assert found.posted == [
        Posted(date(2025, 3, 1), 5_457_86, 80_000_00),
        Posted(date(2025, 6, 30), 1_699_79, 85_457_86),
    ]
    assert (found.interest_cents, found.outstanding_cents) == (7_157_65, 87_157_65)
    assert [(each.days, each.days_in_year) for each in found.periods] == [(306, 366), (59, 365), (121, 365)]
    assert run(statutory(date(2024, 6, 30)), RATES).interest_cents == 1_851_37
    assert sources(RATES, found) == ["statutory-interest@2024-01-01", "statutory-interest@2025-01-01"]


def test_recovery_interest_bears_interest_each_year_at_the_rate_of_its_first_day() -> None:
    """O23b."""
    found = run(EU, YEARLY)
    assert [each.interest_cents for each in found.posted] == [5_000_00, 11_832_00, 10_235_68]
    assert found.outstanding_cents == 277_067_68


def test_base_rates_get_the_margin() -> None:
    """RC-1: base rate and 100 basis points."""
    base = [Rate(each.from_on, each.percent - 1) for each in YEARLY]
    assert run(EU, rates_of(EU, [], base, False, RECOVERY)).outstanding_cents == 277_067_68
    assert run(EU, rates_of(EU, [], YEARLY, True, RECOVERY)).outstanding_cents == 277_067_68


def test_a_payment_goes_to_costs_then_interest_then_capital() -> None:
    """AWB-25; by hand: 36,600 at 7 percent for 60 days of 366 is 420.00."""
    paid = [Payment(START + timedelta(days=60), 1_435_00)]
    claim = Claim(Kind.STATUTORY, 36_600_00, START, START + timedelta(days=120), 15_00, paid)
    found = run(claim, RATES)
    assert found.received == [Received(START + timedelta(days=60), 15_00, 420_00, 1_000_00, 0)]
    assert found.posted[-1].interest_cents == 408_52  # 35,600 for 60 days: 408.5246
    assert found.outstanding_cents == 35_600_00 + 408_52


def test_a_missing_rate_is_an_error_and_never_nothing() -> None:
    """D9."""
    for claim in (statutory(date(2026, 1, 2)), Claim(Kind.STATUTORY, 1, date(2009, 6, 30), START)):
        with pytest.raises(Refused) as refused:
            run(claim, RATES)
        assert refused.value.rule is RATE_KNOWN
    assert run(statutory(date(2026, 1, 1)), RATES).interest_cents > 0


def test_days_must_follow_each_other() -> None:
    for claim in (
        statutory(START - timedelta(days=1)),
        statutory(date(2024, 4, 1), payments=[Payment(date(2024, 4, 2), 1)]),
    ):
        with pytest.raises(Refused) as refused:
            run(claim, RATES)
        assert refused.value.rule is IN_TURN


@pytest.mark.parametrize(
    ("cents", "body", "claimed"),
    [(19_99, False, False), (20_00, False, True), (9_99, True, False), (10_00, True, True)],
)
def test_a_little_interest_is_not_claimed(cents: int, body: bool, claimed: bool) -> None:
    """AWB-26."""
    assert is_claimed(cents, body, DEBTS) is claimed


@given(st.integers(1, 10**12), st.integers(0, 365), st.dates(date(2010, 1, 1), date(2024, 12, 31)))
def test_within_a_year_interest_is_the_sum_of_its_days(cents: int, days: int, start: date) -> None:
    """Day by day, each at the rate of its own day: another way of counting."""
    exact = Fraction(0)
    for day in (start + timedelta(days=n) for n in range(days)):
        (rate,) = (each.percent("percent") for each in VERSIONS if each.covers(day))
        leap = day.year % 4 == 0
        exact += cents * Fraction(rate) / 100 / (366 if leap else 365)
    found = run(Claim(Kind.STATUTORY, cents, start, start + timedelta(days=days)), RATES)
    assert abs(found.interest_cents - exact) <= Fraction(1, 2)


@given(
    st.integers(1, 10**12),
    st.dates(date(2010, 1, 1), date(2025, 12, 31)),
    st.dates(date(2010, 1, 1), date(2025, 12, 31)),
    st.integers(0, 10**12),
)
def test_every_cent_of_a_payment_goes_somewhere(cents: int, one: date, other: date, paid: int) -> None:
    start, end = sorted((one, other))
    claim = Claim(Kind.STATUTORY, cents, start, end, 7_00, [Payment(start + (end - start) / 2, paid)])
    found = run(claim, RATES)
    (taken,) = found.received
    assert taken.costs_cents + taken.interest_cents + taken.capital_cents + taken.over_cents == paid
    owed = cents + 7_00 + found.interest_cents
    assert found.outstanding_cents == owed - (paid - taken.over_cents)
