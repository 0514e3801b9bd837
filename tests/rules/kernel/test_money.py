"""Amounts of public money are divided, rounded and written without losing or inventing a cent."""

import json
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, TypeAdapter, ValidationError

from shared.kernel.money import (
    CENTS_MAX,
    Cents,
    Percent,
    PositiveCents,
    euros,
    percent_of,
    ratio_percent,
    round_half_up,
    split,
    split_with_cap,
)

REGION_STATE_PRIVATE = (1, 1, 2)

amounts = st.integers(0, CENTS_MAX)
weights = st.lists(
    st.one_of(st.integers(0, 10**6), st.decimals("0", "1000", places=6)), min_size=1, max_size=8
).filter(any)


def test_the_yearly_impulse_is_a_quarter_a_quarter_and_a_half() -> None:
    """O1: 400 million over region, State and private partners."""
    assert split(400_000_000_00, REGION_STATE_PRIVATE) == (100_000_000_00, 100_000_000_00, 200_000_000_00)


@pytest.mark.parametrize(
    ("total", "parts"),
    [
        (1_000_000_01, (250_000_00, 250_000_00, 500_000_01)),
        (3, (1, 1, 1)),
        (100_01, (25_00, 25_00, 50_01)),
        (100_02, (25_01, 25_00, 50_01)),
        (100_03, (25_01, 25_01, 50_01)),
        (333_333_33, (83_333_33, 83_333_33, 166_666_67)),
    ],
)
def test_odd_cents_go_to_the_largest_remainder_and_ties_to_the_earlier_part(
    total: int, parts: tuple[int, ...]
) -> None:
    """O2."""
    assert split(total, REGION_STATE_PRIVATE) == parts


@pytest.mark.parametrize(("total", "parts"), [(100_03, (25_01, 25_00, 50_02)), (3, (1, 0, 2))])
def test_a_capped_state_gives_its_cent_to_the_private_partners(total: int, parts: tuple[int, ...]) -> None:
    """O2, strict reading."""
    assert split_with_cap(total, REGION_STATE_PRIVATE, capped=1, remainder_to=2) == parts


def test_requests_above_a_ceiling_share_it_in_proportion() -> None:
    """O26c."""
    assert split(1_000_000_00, (600_000, 500_000, 400_000)) == (400_000_00, 333_333_33, 266_666_67)


@given(amounts, weights)
def test_parts_sum_to_the_total_and_are_within_a_cent_of_their_share(
    total: int, shares: list[int | Decimal]
) -> None:
    parts = split(total, shares)
    whole = sum(Fraction(share) for share in shares)
    assert sum(parts) == total
    for part, share in zip(parts, shares, strict=True):
        assert abs(part - total * Fraction(share) / whole) < 1


@given(amounts)
def test_a_capped_state_never_exceeds_a_quarter_by_a_cent(total: int) -> None:
    parts = split_with_cap(total, REGION_STATE_PRIVATE, capped=1, remainder_to=2)
    assert sum(parts) == total
    assert parts[1] == total // 4
    assert parts[0] >= total // 4
    assert parts[2] >= total // 2


def test_an_amount_cannot_be_split_over_nothing() -> None:
    for nothing in ((), (0, 0), (1, -1), (Decimal("NaN"), 1)):
        with pytest.raises(ValueError, match=r"weights|finite"):
            split(100, nothing)
    with pytest.raises(ValueError, match="zero or more"):
        split(-1, (1, 1))
    with pytest.raises(ValueError, match="own remainder"):
        split_with_cap(1, (1, 1), capped=1, remainder_to=1)


@pytest.mark.parametrize("wrong", [1.0, True, "1", None])
def test_floats_and_booleans_are_refused_as_money(wrong: Any) -> None:
    calls: list[Callable[[], object]] = [
        lambda: split(wrong, (1, 1)),
        lambda: split(1, (wrong, 1)),
        lambda: percent_of(wrong, Decimal(1)),
        lambda: percent_of(1, wrong),
        lambda: ratio_percent(wrong, 1),
        lambda: ratio_percent(1, wrong),
        lambda: round_half_up(wrong),
        lambda: euros(wrong),
    ]
    for call in calls:
        with pytest.raises(TypeError, match=type(wrong).__name__):
            call()


def test_a_percentage_of_an_amount_is_exact() -> None:
    """O10, O15, O20, O32: premium, quotum fee, sectorplan half, interest of a quarter, loan fee."""
    assert percent_of(1_300_000_00, Decimal("3.8")) == 49_400_00
    assert percent_of(2_000_000_00, Decimal("2.5")) == 50_000_00
    assert percent_of(5_000_000_00, Decimal(1)) == 50_000_00
    assert percent_of(620_000_00, Decimal(50)) == 310_000_00
    assert percent_of(400_000_00, Decimal("1.5")) == 6_000_00
    assert percent_of(400_000_00, Decimal("0.75")) == 3_000_00


def test_half_a_cent_is_rounded_up_once_and_nothing_before() -> None:
    assert percent_of(5, Decimal(10)) == 1  # half to even would give 0
    assert percent_of(1, Decimal("49.9999999999999999999999999999999999")) == 0  # 28 digits would give 50
    assert percent_of(-5, Decimal(10)) == -1
    assert [round_half_up(Decimal(text)) for text in ("0.5", "1.5", "2.5", "2.4999", "-2.5")] == [
        1,
        2,
        3,
        2,
        -3,
    ]
    with pytest.raises(ValueError, match="finite"):
        round_half_up(Decimal("Infinity"))


@given(amounts, st.decimals("0", "999.999999", places=6))
def test_a_rounded_percentage_is_at_most_half_a_cent_off(cents: int, percent: Decimal) -> None:
    exact = Fraction(cents) * Fraction(percent) / 100
    assert -Fraction(1, 2) < percent_of(cents, percent) - exact <= Fraction(1, 2)


def test_the_quarter_check_shows_four_decimals() -> None:
    """O3: 22, 61 and 27 million of 110 million."""
    shares = [ratio_percent(million * 10**8, 110 * 10**8) for million in (22, 61, 27)]
    assert [str(share) for share in shares] == ["20.0000", "55.4545", "24.5455"]
    assert str(ratio_percent(312, 525, places=1)) == "59.4"  # O33
    with pytest.raises(ZeroDivisionError):
        ratio_percent(1, 0)


@pytest.mark.parametrize(
    ("cents", "text"),
    [
        (400_000_000, "4,000,000.00"),
        (0, "0.00"),
        (7, "0.07"),
        (-100_05, "-100.05"),
        (11_287_631, "112,876.31"),
    ],
)
def test_amounts_are_written_for_people(cents: int, text: str) -> None:
    assert euros(cents) == text


class Money(BaseModel):
    amount: Cents = 0
    granted: PositiveCents = 1
    rate: Percent = Decimal(0)


@pytest.mark.parametrize("json_text", ["-1", "1.0", "1e2", '"1"', "true", "null", "1000000000000001", "NaN"])
def test_cents_on_the_wire_are_whole_and_bounded(json_text: str) -> None:
    for field in ("amount", "granted"):
        with pytest.raises(ValidationError):
            Money.model_validate_json(f'{{"{field}": {json_text}}}')
        if json_text != "NaN":
            with pytest.raises(ValidationError):
                Money.model_validate({field: json.loads(json_text)})


def test_cents_on_the_wire_may_be_zero_only_where_nothing_is_granted() -> None:
    assert Money.model_validate_json('{"amount": 0}').amount == 0
    assert Money.model_validate_json(f'{{"granted": {CENTS_MAX}}}').granted == CENTS_MAX
    with pytest.raises(ValidationError):
        Money.model_validate_json('{"granted": 0}')


@pytest.mark.parametrize("text", ["2.5", "0", "100", "0.000001", "999.999999"])
def test_a_percentage_travels_as_the_string_it_was_sent_as(text: str) -> None:
    sent = Money.model_validate_json(json.dumps({"rate": text}))
    assert sent.rate == Decimal(text)
    assert json.loads(sent.model_dump_json())["rate"] == text


def test_a_percentage_padded_by_the_database_is_sent_plain() -> None:
    assert json.loads(Money(rate=Decimal("2.500000")).model_dump_json())["rate"] == "2.5"
    assert json.loads(Money(rate=Decimal("1E+2")).model_dump_json())["rate"] == "100"


HOSTILE = ["", " ", "1e2", " 12 ", "1_000", "+5", "-5", "٣", "１", "2,5", ".5", "5.", "02.5", "1000", "NaN",
           "Infinity", "0.0000001", "2.5\n", "2.5\x00", "\u202e2.5"]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_a_percentage_is_plain_decimal_notation_and_nothing_else(text: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Money.model_validate({"rate": text})
    assert "plain decimal notation" in refused.value.errors()[0]["msg"]


@pytest.mark.parametrize("value", [2.5, 2, True, None, Decimal("NaN"), Decimal("-1"), Decimal("1E-7")])
def test_a_percentage_is_never_a_number_that_may_have_been_rounded(value: Any) -> None:
    with pytest.raises(ValidationError):
        Money.model_validate({"rate": value})


def test_money_publishes_its_bounds() -> None:
    published = TypeAdapter(Money).json_schema()["properties"]
    assert published["amount"]["minimum"] == 0
    assert published["amount"]["maximum"] == CENTS_MAX
    assert published["granted"]["exclusiveMinimum"] == 0
    assert published["rate"]["type"] == "string"
    assert "pattern" in published["rate"]
