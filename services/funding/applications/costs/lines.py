"""One cost line: what it comes to by its basis, what does not count of it, and why."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import floor

from shared.kernel.money import round_half_up
from shared.kernel.regimes import Regime
from shared.kernel.rules import Rule

FITS_BASIS = Rule(
    "cost.fits-basis",
    "A cost line says what its basis needs, and nothing that belongs to another basis.",
    source="EZ-3; domain.md 2.7",
    mend="Send the fields that the answer names for this basis, and leave the others out.",
    refusal="The cost line does not say what its basis needs",
)
DEDUCTED = Rule(
    "cost.deducted-at-most",
    "What does not count of a cost line is at most the line.",
    source="EZ-3",
    mend="Lower the deductions to what the line comes to.",
    refusal="More is deducted than the cost line comes to",
)
DEPRECIATION = Rule(
    "cost.depreciation",
    "Equipment is written off in equal parts over at least the years of the scheme.",
    source="EZ-3",
    mend="Write it off over at least the years in the answer, and use it no longer than that.",
    refusal="The equipment is written off in too few years, or used for longer",
)


class Basis(StrEnum):
    """How a line comes to its amount."""

    AMOUNT = "AMOUNT"
    LUMP_SUM = "LUMP_SUM"
    UNITS = "UNITS"
    HOURS = "HOURS"
    DEPRECIATION = "DEPRECIATION"
    IN_KIND = "IN_KIND"


class Method(StrEnum):
    """The three hourly methods of the ministry's schemes (EZ-3)."""

    INTEGRAL = "INTEGRAL"
    WAGE_SURCHARGE = "WAGE_SURCHARGE"
    FIXED = "FIXED"


class Uncounted(StrEnum):
    """Why something of a line does not count."""

    RECOVERABLE_VAT = "RECOVERABLE_VAT"
    GROUP_MARK_UP = "GROUP_MARK_UP"
    NOT_NECESSARY = "NOT_NECESSARY"
    NOT_PAID = "NOT_PAID"
    OTHER = "OTHER"
    BEFORE_APPLICATION = "BEFORE_APPLICATION"
    AFTER_PERIOD = "AFTER_PERIOD"
    IN_KIND_NOT_COUNTED = "IN_KIND_NOT_COUNTED"
    ABOVE_MAXIMUM = "ABOVE_MAXIMUM"


@dataclass(frozen=True)
class Deduction:
    """What does not count of a line, in cents, and why."""

    ground: Uncounted
    amount_cents: int


@dataclass(frozen=True)
class Line:
    """A cost line (begrotingspost) as it is sent in; which fields it has follows from its basis."""

    partner: str
    kind: str
    basis: Basis
    work_package: str | None = None
    year: int | None = None
    amount_cents: int | None = None
    units: Decimal | None = None
    unit_cents: int | None = None
    unit_maximum_cents: int | None = None
    method: Method | None = None
    yearly_wage_cents: int | None = None
    write_off_years: int | None = None
    used_months: int | None = None
    used_percent: Decimal | None = None
    valuation: str | None = None
    incurred_on: date | None = None
    deductions: Sequence[Deduction] = ()


@dataclass(frozen=True)
class Weighed:
    """A line with what it comes to, its rate per hour or unit, and what does not count of it, in cents."""

    line: Line
    gross_cents: int
    rate: Fraction | None
    deductions: list[Deduction]

    @property
    def eligible_cents(self) -> int:
        """What counts."""
        return self.gross_cents - sum(each.amount_cents for each in self.deductions)

    def less(self, ground: Uncounted, cents: int) -> "Weighed":
        """The same with something more that does not count."""
        return replace(self, deductions=[*self.deductions, Deduction(ground, cents)]) if cents else self


NEEDS: dict[Basis, tuple[set[str], set[str]]] = {  # what a line of a basis must say, and what it may say
    Basis.AMOUNT: ({"amount_cents"}, set()),
    Basis.LUMP_SUM: ({"amount_cents"}, set()),
    Basis.UNITS: ({"units", "unit_cents"}, {"unit_maximum_cents"}),
    Basis.HOURS: ({"units", "method"}, {"unit_cents", "yearly_wage_cents", "unit_maximum_cents"}),
    Basis.DEPRECIATION: ({"amount_cents", "write_off_years", "used_months"}, {"used_percent"}),
    Basis.IN_KIND: ({"amount_cents", "valuation"}, set()),
}
BY_BASIS = {name for needed, may in NEEDS.values() for name in needed | may}


PRICED: dict[Method | None, list[set[str]]] = {  # which one field says what an hour or a unit costs
    None: [{"unit_cents"}],
    Method.INTEGRAL: [{"unit_cents"}],
    Method.FIXED: [set()],
    Method.WAGE_SURCHARGE: [{"unit_cents"}, {"yearly_wage_cents"}],
}


@dataclass(frozen=True)
class Period:
    """When costs may be made: not before the application, nor after the activities end."""

    applied_on: date | None = None
    ends_on: date | None = None


def weigh(line: Line, regime: Regime, period: Period, down: bool, location: str) -> Weighed:
    """What a line comes to, rounded once, and what counts of it."""
    needed, may = NEEDS[line.basis]
    said = {name for name in BY_BASIS if getattr(line, name) is not None}
    fits = needed <= said <= needed | may
    FITS_BASIS.require(fits, location=location, basis=line.basis, needs=sorted(needed))
    rate = _rate(line, regime, location)
    exact = _exact(line, regime, rate, location)
    gross = floor(exact) if down else round_half_up(exact)
    found = Weighed(line, gross, rate, [])
    whole = _ground(line, regime, period)
    if whole is not None:
        return found.less(whole, gross)
    deducted = sum(each.amount_cents for each in line.deductions)
    DEDUCTED.require(deducted <= gross, location=location, gross_cents=gross)
    return replace(found, deductions=list(line.deductions))


def _ground(line: Line, regime: Regime, period: Period) -> Uncounted | None:
    """Why nothing of a line counts, where that is so."""
    if line.incurred_on and period.applied_on and line.incurred_on < period.applied_on:
        return Uncounted.BEFORE_APPLICATION
    if line.incurred_on and period.ends_on and line.incurred_on > period.ends_on:
        return Uncounted.AFTER_PERIOD
    if line.basis is Basis.IN_KIND and regime.text("in_kind") != "COUNTED":
        return Uncounted.IN_KIND_NOT_COUNTED
    return None


def _rate(line: Line, regime: Regime, location: str) -> Fraction | None:
    """What an hour or a unit costs, in cents, at most its maximum; exact, as only the line is rounded."""
    if line.basis not in (Basis.UNITS, Basis.HOURS):
        return None
    said = {name for name in ("unit_cents", "yearly_wage_cents") if getattr(line, name) is not None}
    priced = said in PRICED[line.method]
    FITS_BASIS.require(priced, location=location, basis=line.basis, needs=["unitCents or yearlyWageCents"])
    found = Fraction(line.unit_cents or 0)
    if line.method is Method.FIXED:
        found = Fraction(regime.whole("hour_cents"))
    if line.yearly_wage_cents is not None:
        found = Fraction(line.yearly_wage_cents, regime.whole("productive_hours"))
    if line.method is Method.WAGE_SURCHARGE:
        found *= 1 + Fraction(regime.percent("wage_surcharge_percent")) / 100
    return found if line.unit_maximum_cents is None else min(found, Fraction(line.unit_maximum_cents))


def _exact(line: Line, regime: Regime, rate: Fraction | None, location: str) -> Fraction:
    if rate is not None:
        return rate * Fraction(line.units or 0)
    amount = Fraction(line.amount_cents or 0)
    if line.basis is not Basis.DEPRECIATION:
        return amount
    years, months = line.write_off_years or 0, line.used_months or 0
    least = regime.whole("write_off_years_min")
    DEPRECIATION.require(years >= least and months <= 12 * years, location=location, years_min=least)
    used = Fraction(100 if line.used_percent is None else line.used_percent) / 100
    return amount * Fraction(months, 12 * years) * used
