"""The State's part of what is recovered: in proportion to the loss it bore, to the cent (3.26; O19a)."""

from decimal import ROUND_HALF_UP, Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.loans.guarantees.recoveries.amounts import Borne, share_cents


def shares(loss: int, payout: int, amounts: list[int]) -> list[int]:
    """The State's parts of recoveries one after the other."""
    recovered, parts = 0, []
    for amount in amounts:
        parts.append(share_cents(Borne(loss, payout, recovered, sum(parts)), amount))
        recovered += amount
    return parts


@pytest.mark.parametrize(
    ("loss", "payout", "amounts", "parts"),
    [
        (2_400_000_00, 1_200_000_00, [300_000_00], [150_000_00]),  # O19a
        (1_600_000_00, 500_000_00, [320_000_00], [100_000_00]),  # 2.5 of 4 m guaranteed: 31.25 %
        (1_600_000_00, 400_000_00, [320_000_00], [80_000_00]),  # the State bore a quarter, after a discount
        (2_400_000_00, 1_200_000_00, [1, 1, 1], [1, 0, 1]),  # 1.5 cents of 3: not 3 times half a cent up
        (2_400_000_00, 1_200_000_00, [2_400_000_00], [1_200_000_00]),  # all that it paid, and no more
        (3, 2, [1, 1, 1], [1, 0, 1]),  # 0.67, 1.33, 2
        (2_400_000_00, 1, [2_400_000_00], [1]),
    ],
)
def test_a_share(loss: int, payout: int, amounts: list[int], parts: list[int]) -> None:
    assert shares(loss, payout, amounts) == parts


@given(
    loss=st.integers(1, 10**12),
    paid=st.fractions(0, 1),
    cuts=st.lists(st.fractions(0, 1), max_size=20),
)
def test_many_recoveries_give_what_one_gives(loss: int, paid: object, cuts: list[object]) -> None:
    payout = int(loss * paid)  # type: ignore[operator, call-overload]
    ends = sorted({int(loss * cut) for cut in cuts} - {0})  # type: ignore[operator, call-overload]
    amounts = [end - start for start, end in zip([0, *ends], ends, strict=False)]
    parts = shares(loss, payout, amounts)
    with localcontext() as exact:
        exact.prec = 60
        of_all = (Decimal(sum(amounts)) * payout / loss).quantize(Decimal(1), ROUND_HALF_UP)
    assert sum(parts) == of_all <= payout
    assert all(0 <= part <= amount for part, amount in zip(parts, amounts, strict=True))
