"""How much principal an instalment holds, for each way of repaying."""

from decimal import Decimal
from fractions import Fraction

from services.loans.lending.schedules.rounding import EXACT, UNITS, Units, to_unit
from services.loans.lending.schedules.terms import Amortisation, Mode, Rest, Rounding, Terms

TERM_PERIODS_MAX = 1200


def level(balance_cents: int, ran: Units, growth: list[Units], left_cents: int, rounding: Rounding) -> int:
    """The instalment that, paid now and at the end of each later period, leaves the balloon (annuïteit).

    `ran` is the interest of the period that ends now; `growth` holds that of one cent in each later period.
    """
    factor, times = _grown(growth)
    now = EXACT.add(Decimal(balance_cents), _decimal(ran))
    paid = EXACT.subtract(EXACT.multiply(now, factor), Decimal(left_cents))
    return to_unit(EXACT.divide(paid, times), rounding.unit_cents, rounding.instalment)


def _grown(growth: list[Units]) -> tuple[Decimal, Decimal]:
    """What a cent of now has become at the end, and what a cent paid each time has become together."""
    one = Decimal(1)
    if len(growth) > 1 and growth[0] and growth.count(growth[0]) == len(growth):
        rate = _decimal(growth[0])
        factor = EXACT.power(EXACT.add(one, rate), len(growth))
        return factor, EXACT.divide(EXACT.subtract(EXACT.multiply(factor, EXACT.add(one, rate)), one), rate)
    factor, times = one, one
    for units in reversed(growth):
        factor = EXACT.multiply(factor, EXACT.add(one, _decimal(units)))
        times = EXACT.add(times, factor)
    return factor, times


def nominal(balance_cents: int, units: Units, count: int, left_cents: int, rounding: Rounding) -> int:
    """The instalment of so many equal periods, each with this growth of one cent."""
    return level(balance_cents, balance_cents * units, [units] * (count - 1), left_cents, rounding)


def share(balance_cents: int, count: int, rounding: Rounding) -> int:
    """Equal parts of a principal; the last takes the rest, or the first a unit more each (`sharing`)."""
    mode = Mode.DOWN if rounding.rest is Rest.FIRST else rounding.instalment
    return to_unit(Fraction(balance_cents, count), rounding.unit_cents, mode)


def sharing(balance_cents: int, count: int, part_cents: int, terms: Terms) -> int:
    """How many of the first instalments take a unit more, so that no more than one is left for the last."""
    if terms.rounding.rest is Rest.LAST or terms.repayment.principal_cents:
        return 0
    return (balance_cents - count * part_cents) // terms.rounding.unit_cents


def repays_by_total(kind: Amortisation) -> bool:
    """Whether interest is a part of an instalment that is agreed whole."""
    return kind is Amortisation.ANNUITY or kind is Amortisation.FIXED


def _decimal(units: Units) -> Decimal:
    if isinstance(units, Fraction):
        return EXACT.divide(Decimal(units.numerator), Decimal(units.denominator * UNITS))
    return EXACT.divide(Decimal(units), Decimal(UNITS))
