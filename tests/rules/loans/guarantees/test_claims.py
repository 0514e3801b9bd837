"""What is paid for a loss: the State's part, less the reductions, rounded half up once (O17, O19a, O19b)."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.loans.guarantees.calculations.rules import Terms
from services.loans.guarantees.claims.amounts import Reduction, part_of_loss, payout_cents

M = 1_000_000_00
HALF = Decimal(50)
ENOUGH = 10**15


def terms(guaranteed_cents: int, percent: Decimal = HALF) -> Terms:
    return Terms(guaranteed_cents, percent, Decimal("2.5"), 6)


def percent(value: str) -> Reduction:
    return Reduction("LATE_NOTICE", Decimal(value), None)


def amount(cents: int) -> Reduction:
    return Reduction("OBLIGATION_BREACHED", None, cents)


@pytest.mark.parametrize(
    ("guaranteed", "principal", "loss", "reductions", "paid"),
    [
        (3 * M, 3 * M, 2_400_000_00, [], 1_200_000_00),  # O19a
        (2_500_000_00, 4 * M, 1_600_000_00, [], 500_000_00),  # O19a, guaranteed in part
        (2_500_000_00, 4 * M, 1_600_000_00, [percent("20")], 400_000_00),  # O19a, with a discount
        (2 * M, 2 * M, 2 * M, [], 1 * M),  # O19b: all of a subordinated loan is lost
        (2_500_000_00, 4 * M, 1_600_000_00, [percent("20"), amount(50_000_00)], 350_000_00),
        (2_500_000_00, 4 * M, 1_600_000_00, [percent("20"), percent("20")], 300_000_00),  # of the whole part
        (2_500_000_00, 4 * M, 1_600_000_00, [amount(600_000_00)], 0),
        (3 * M, 3 * M, 1, [], 1),  # half a cent goes up
        (3 * M, 3 * M, 3, [], 2),
        (1 * M, 3 * M, 4, [], 1),  # two thirds of a cent
        (3 * M, 3 * M, 3, [percent("1")], 1),  # 1.485: of the exact part, not of the 2 it would round to
    ],
)
def test_a_payout(guaranteed: int, principal: int, loss: int, reductions: list[Reduction], paid: int) -> None:
    assert payout_cents(part_of_loss(terms(guaranteed), loss, principal), reductions, ENOUGH) == paid


def test_never_more_than_is_guaranteed_of_what_is_outstanding() -> None:
    part = part_of_loss(terms(3 * M), 3, 3 * M)
    assert payout_cents(part, [], 1) == 1  # of 3 cents outstanding 1 is guaranteed, half a cent never is


@given(
    loss=st.integers(1, 10**12),
    share=st.decimals("0.01", "80", places=2),
    off=st.lists(st.decimals("0", "60", places=2), max_size=3),
)
def test_a_payout_lies_between_nothing_and_the_part(loss: int, share: Decimal, off: list[Decimal]) -> None:
    part = part_of_loss(terms(10**12, share), loss, 10**12)
    paid = payout_cents(part, [Reduction("LATE_NOTICE", each, None) for each in off], ENOUGH)
    left = part * max(1 - Fraction(sum(off)) / 100, Fraction(0))
    assert abs(paid - left) <= Fraction(1, 2)
