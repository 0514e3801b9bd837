"""Amounts become whole cents once, when they are posted; until then they are exact."""

from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_UP, Context, Decimal
from fractions import Fraction

from services.loans.lending.schedules.day_counts import TICKS
from services.loans.lending.schedules.rates import MILLIONTHS
from services.loans.lending.schedules.terms import Mode

UNITS = 100 * MILLIONTHS * TICKS  # interest of a cent: cents times millionths of a percent times ticks
EXACT = Context(prec=40)
MODES = {
    Mode.HALF_UP: ROUND_HALF_UP,
    Mode.HALF_EVEN: ROUND_HALF_EVEN,
    Mode.UP: ROUND_UP,
    Mode.DOWN: ROUND_DOWN,
}

Units = int | Fraction


def cents(units: Units, mode: Mode = Mode.HALF_UP) -> int:
    """Interest that ran, in cents; `units` is never below nothing."""
    if mode is Mode.HALF_UP:
        return int((2 * units + UNITS) // (2 * UNITS))
    whole, rest = divmod(units, UNITS)
    if mode is Mode.HALF_EVEN:
        return int(whole + (2 * rest > UNITS or (2 * rest == UNITS and whole % 2)))
    return int(whole + (mode is Mode.UP and rest > 0))


def to_unit(amount: Decimal | Fraction, unit_cents: int, mode: Mode) -> int:
    """An amount in cents, rounded to a whole number of units."""
    if isinstance(amount, Fraction):
        amount = EXACT.divide(Decimal(amount.numerator), Decimal(amount.denominator))
    whole = EXACT.divide(amount, Decimal(unit_cents))
    return int(whole.quantize(Decimal(1), MODES[mode], EXACT)) * unit_cents
