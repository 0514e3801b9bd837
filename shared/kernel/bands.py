"""Percentages that change above an amount: overhead at a flat rate (O22), large investments (O35)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from shared.kernel.money import round_half_up
from shared.kernel.regimes import Regime


@dataclass(frozen=True)
class Band:
    """The part of an amount that lies in one band, its percentage, and what that is before rounding."""

    base_cents: int
    percent: Decimal
    exact: Fraction


def bands_of(amount_cents: int, regime: Regime, name: str) -> list[Band]:
    """An amount in the bands of a regime's `<name>_up_to_cents`, each with its own of `<name>_percents`."""
    bounds = [int(bound) for bound in regime.codes(f"{name}_up_to_cents")]
    percents = [Decimal(percent) for percent in regime.codes(f"{name}_percents")]
    lows, highs = [0, *bounds], [*bounds, amount_cents]
    parts = [max(min(high, amount_cents) - low, 0) for low, high in zip(lows, highs, strict=True)]
    return [
        Band(part, percent, part * Fraction(percent) / 100)
        for part, percent in zip(parts, percents, strict=True)
    ]


def total_of(bands: Sequence[Band]) -> int:
    """What the bands come to in cents, rounded half up once."""
    return round_half_up(sum((band.exact for band in bands), Fraction(0)))
