"""Money in whole euro cents: splitting, percentages and rounding that never lose or invent a cent."""

import re
from collections.abc import Collection, Sequence
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import Annotated, Any

from pydantic import Field, PlainSerializer, PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from shared.kernel.sentences import Sentence

CENTS_MAX = 10**15  # ten trillion euro: above every budget, and exact in the numbers of JavaScript

Cents = Annotated[
    int,
    Field(
        strict=True,
        ge=0,
        le=CENTS_MAX,
        description="Whole euro cents.",
        json_schema_extra={"format": "int64"},
    ),
]
PositiveCents = Annotated[
    int,
    Field(
        strict=True,
        gt=0,
        le=CENTS_MAX,
        description="Whole euro cents.",
        json_schema_extra={"format": "int64"},
    ),
]

PERCENT = Sentence(
    "A percentage is a string in plain decimal notation below 1000 with at most 6 decimals; "
    'send for example "2.5".',
    "Een percentage is tekst in gewone decimale schrijfwijze, onder 1000 en met ten hoogste 6 decimalen; "
    'stuur bijvoorbeeld "2.5".',
)
_PERCENT = r"^(0|[1-9][0-9]{0,2})(\.[0-9]{1,6})?$"


def plain_decimal(pattern: str, said: Sentence, kind: str = "percent") -> PlainValidator:
    """Read a decimal from text of this pattern and no other notation; what is refused is told as `said`."""

    def read(value: Any) -> Decimal:
        plain = f"{value:f}" if isinstance(value, Decimal) else value
        if not isinstance(plain, str) or not re.fullmatch(pattern, plain):
            raise PydanticCustomError(kind, "{said}", {"said": said})
        return Decimal(plain)

    return PlainValidator(read)


def _write_plainly(number: Decimal) -> str:
    return f"{number.normalize():f}"  # what the database pads to 2.500000 is sent as it came: 2.5


AS_PLAIN_TEXT = PlainSerializer(_write_plainly, return_type=str, when_used="json")

Percent = Annotated[
    Decimal,
    plain_decimal(_PERCENT, PERCENT),
    AS_PLAIN_TEXT,
    WithJsonSchema(
        {
            "type": "string",
            "pattern": _PERCENT,
            "description": "Percentage in plain decimal notation, at most 6 decimals.",
            "examples": ["2.5"],
        }
    ),
]

AnyPercent = Annotated[  # of an answer: a share may be of any size and have any number of decimals
    Decimal,
    AS_PLAIN_TEXT,
    WithJsonSchema(
        {
            "type": "string",
            "pattern": r"^(0|[1-9][0-9]*)(\.[0-9]+)?$",
            "description": "Percentage in plain decimal notation, of any size.",
            "examples": ["77.5"],
        }
    ),
]

QUANTITY = Sentence(
    "A quantity is a string in plain decimal notation below 1000000000 with at most 6 decimals; "
    'send for example "1720.5".',
    "Een hoeveelheid is tekst in gewone decimale schrijfwijze, onder 1000000000 en met ten hoogste 6 "
    'decimalen; stuur bijvoorbeeld "1720.5".',
)
_QUANTITY = r"^(0|[1-9][0-9]{0,8})(\.[0-9]{1,6})?$"


Quantity = Annotated[
    Decimal,
    plain_decimal(_QUANTITY, QUANTITY, "quantity"),
    AS_PLAIN_TEXT,
    WithJsonSchema(
        {
            "type": "string",
            "pattern": _QUANTITY,
            "description": "Hours, units or weights in plain decimal notation, at most 6 decimals.",
            "examples": ["1720.5"],
        }
    ),
]


def split(total_cents: int, weights: Sequence[int | Decimal]) -> tuple[int, ...]:
    """Divide an amount in proportion to the weights by largest remainder (domain.md SP-4, O1, O2).

    The parts, in cents, always sum to the total; equal remainders favour the earlier part. TypeError for a
    float or bool, ValueError for a negative amount or weight, or when no weight is above zero.
    """
    total = _amount(total_cents)
    shares = [_exact(weight) for weight in weights]
    if not any(shares) or min(shares) < 0:
        raise ValueError("weights are zero or more, and at least one is above zero")
    whole = sum(shares)
    return whole_cents([total * share / whole for share in shares])


def whole_cents(exact: Sequence[Fraction], *, never_up: Collection[int] = ()) -> tuple[int, ...]:
    """Parts of a whole amount in whole cents by largest remainder; equal remainders favour the earlier part.

    Those at the indexes `never_up` stay rounded down; what they give up goes on to the next. ValueError for
    a negative part, for parts that do not sum to whole cents, and when nobody may take a cent that is left.
    """
    if any(part < 0 for part in exact) or sum(exact).denominator != 1:
        raise ValueError("parts are zero or more, and sum to whole cents")
    parts = [floor(part) for part in exact]
    left = int(sum(exact)) - sum(parts)
    takers = sorted(set(range(len(parts))) - set(never_up), key=lambda i: (parts[i] - exact[i], i))
    if left and not takers:
        raise ValueError("a cent is left that no part may take")
    for turn in range(left):
        parts[takers[turn % len(takers)]] += 1
    return tuple(parts)


def split_with_cap(
    total_cents: int, weights: Sequence[int | Decimal], *, capped: int, remainder_to: int
) -> tuple[int, ...]:
    """Like `split`, but the part at index `capped` never exceeds its exact share.

    This is "the State at most a quarter": its part is rounded down and its cent goes to the part at index
    `remainder_to`, the private partners (domain.md SP-4; O2, strict reading). Errors as `split`.
    """
    if capped == remainder_to:
        raise ValueError("the capped part cannot receive its own remainder")
    parts = list(split(total_cents, weights))
    share = _exact(weights[capped]) / sum(_exact(weight) for weight in weights)
    excess = parts[capped] - floor(total_cents * share)
    parts[capped] -= excess
    parts[remainder_to] += excess
    return tuple(parts)


def percent_of(cents: int, percent: Decimal) -> int:
    """A percentage of an amount, in cents, exact until it is rounded half up once (domain.md section 4)."""
    return round_half_up(_amount(cents, negative=True) * _exact(percent) / 100)


def ratio_percent(part_cents: int, whole_cents: int, places: int = 4) -> Decimal:
    """What percentage the part is of the whole, rounded half up to `places` decimals (domain.md O3).

    For display and reports: compare amounts, not rounded percentages. ZeroDivisionError without a whole.
    """
    part, whole = _amount(part_cents, negative=True), _amount(whole_cents, negative=True)
    return Decimal(f"{round_half_up(part / whole * 100 * 10**places)}E-{places}")


def share_of(part_cents: int, whole_cents: int) -> Decimal | None:
    """What percentage the part is of the whole; a share of nothing is unknown, not 0."""
    return ratio_percent(part_cents, whole_cents) if whole_cents else None


def written(amount: Fraction, places: int = 6) -> str:
    """An exact amount to read, in plain decimals rounded half up: a step on the way, never money."""
    return f"{Decimal(round_half_up(amount * 10**places)).scaleb(-places):f}"


def round_half_up(amount: Decimal | Fraction) -> int:
    """The nearest whole number; a half goes away from zero, -0.5 mirrors 0.5 (domain.md section 4)."""
    exact = _exact(amount)
    nearest = floor(abs(exact) + Fraction(1, 2))
    return nearest if exact >= 0 else -nearest


def euros(cents: int) -> str:
    """An amount in euro for people to read: 400000000 is `4,000,000.00`."""
    whole, rest = divmod(abs(int(_amount(cents, negative=True))), 100)
    return f"{'-' if cents < 0 else ''}{whole:,}.{rest:02}"


def _amount(cents: int, *, negative: bool = False) -> Fraction:
    if type(cents) is not int:
        raise TypeError(f"an amount is an int of whole cents, not {type(cents).__name__}")
    if cents < 0 and not negative:
        raise ValueError("an amount to divide is zero or more")
    return Fraction(cents)


def _exact(number: int | Decimal | Fraction) -> Fraction:
    """Any exact number as a fraction, so that nothing is rounded on the way; floats and bools are refused."""
    if isinstance(number, bool) or not isinstance(number, int | Decimal | Fraction):
        raise TypeError(f"money is computed with int and Decimal, not {type(number).__name__}")
    if isinstance(number, Decimal) and not number.is_finite():
        raise ValueError("money is computed with finite numbers")
    return Fraction(number)
