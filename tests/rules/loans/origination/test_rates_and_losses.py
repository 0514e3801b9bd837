"""Which rate contains no aid (RR-1 to RR-5), and what a lender expects to lose (O28)."""

from datetime import date
from decimal import Decimal

import pytest

from services.loans.origination.expected_losses.rules import (
    CHANCES,
    PERIODS_FIT,
    Exposure,
    Period,
    Scenario,
    Stage,
    expect,
)
from services.loans.origination.reference_rates.rules import (
    MARGIN_KNOWN,
    MARK_UP_ARGUED,
    Asked,
    collateral_of,
    rate_of,
)
from shared.kernel.rules import Refused, Rule

ON = date(2016, 5, 2)
BAD = Decimal(75)


@pytest.mark.parametrize(
    ("asked", "margin"),
    [  # the grid of the Communication: rating by collateral, in percent
        (Asked("A", Decimal(30)), "0.6"),
        (Asked("BBB", Decimal(31)), "1"),
        (Asked("BB-", Decimal(60)), "4"),
        (Asked("B", BAD), "6.5"),
        (Asked("UNRATED_STARTUP", BAD), "4"),
        (Asked("UNRATED_STARTUP", BAD, "B"), "6.5"),  # never below the parent's
        (Asked("B", BAD, "AAA"), "6.5"),
    ],
)
def test_a_margin_is_of_rating_and_collateral(asked: Asked, margin: str) -> None:
    found = rate_of(asked, Decimal("2.5"), ON)
    assert found.margin_percent == Decimal(margin)
    assert found.reference_percent == Decimal("2.5") + Decimal(margin)
    assert found.discount_percent == Decimal("3.5")


def test_subordination_costs_more_for_stated_reasons() -> None:
    more = Asked("B", BAD, mark_up_percent=Decimal(1), mark_up_reason="Junior to all")
    assert rate_of(more, Decimal("-0.5"), ON).reference_percent == Decimal(7)
    assert [collateral_of(Decimal(lgd)) for lgd in (30, "30.1", "59.9", 60)] == [
        "high",
        "normal",
        "normal",
        "low",
    ]


@pytest.mark.parametrize(
    ("rule", "asked", "on"),
    [
        (MARK_UP_ARGUED, Asked("B", BAD, mark_up_percent=Decimal(1)), ON),
        (MARK_UP_ARGUED, Asked("B", BAD, mark_up_reason="Junior"), ON),
        (MARGIN_KNOWN, Asked("B", BAD), date(2008, 6, 30)),
    ],
)
def test_what_has_no_grounds_is_refused(rule: Rule, asked: Asked, on: date) -> None:
    with pytest.raises(Refused) as refused:
        rate_of(asked, Decimal(1), on)
    assert refused.value.rule is rule


def course(weight: int, *chances: str) -> Scenario:
    return Scenario(Decimal(weight), [Period(Decimal(each), 100_000_00, Decimal(50)) for each in chances])


def test_scenarios_are_weighed_before_the_sum_is_rounded() -> None:
    """60% of 2% and 40% of 5% of half of 100,000.00: 600.00 + 1,000.00."""
    found = expect(Exposure(Stage.ONE, Decimal(0), [course(60, "2"), course(40, "5")], Decimal(50)))
    assert (found.loss_cents, found.net_cents) == (1_600_00, 800_00)
    assert expect(Exposure(Stage.THREE, Decimal(7), [course(100, "100")])).loss_cents == 50_000_00


@pytest.mark.parametrize(
    ("rule", "stage", "scenarios"),
    [
        (PERIODS_FIT, Stage.ONE, [course(100, "1", "1")]),
        (PERIODS_FIT, Stage.THREE, [course(100, "99")]),
        (CHANCES, Stage.TWO, [course(100, "60", "41")]),
        (CHANCES, Stage.TWO, [course(60, "1"), course(41, "1")]),
    ],
)
def test_what_cannot_be_is_refused(rule: Rule, stage: Stage, scenarios: list[Scenario]) -> None:
    with pytest.raises(Refused) as refused:
        expect(Exposure(stage, Decimal(1), scenarios))
    assert refused.value.rule is rule
