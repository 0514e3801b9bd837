"""What aid is worth on the day it is granted (bruto-subsidie-equivalent): instalments, loans, guarantees."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Context, Decimal
from fractions import Fraction

from shared.kernel.calendar import years_after
from shared.kernel.money import round_half_up
from shared.kernel.regimes import Regime
from shared.kernel.rules import Rule

EQUIVALENTS = "de-minimis-equivalents"
EXACT = Context(prec=40)
TRANSPARENT = Rule(
    "de-minimis.transparent",
    "The aid in a loan or guarantee follows from the ceiling only within the amounts, terms, collateral and "
    "share that the regulation states.",
    source="DM-9, DM-10; O7, O8",
    mend="Send amountCents, as the reference rate or the safe-harbour premium makes it.",
    refusal="The aid in this loan or guarantee does not follow from the ceiling",
)
PAID_LATER = Rule(
    "de-minimis.paid-later",
    "Instalments are paid on or after the day on which the aid is granted.",
    source="DM-2; O6b",
    mend="Correct the days of the instalments.",
    refusal="An instalment would be paid before the aid is granted",
)
ONE_WORTH = Rule(
    "de-minimis.one-worth",
    "New aid is an amount, or instalments with a discount rate, or a loan, or a guarantee.",
    source="DM-2, DM-9, DM-10",
    mend="Send one of amountCents, instalments, loan and guarantee; discountPercent with instalments only.",
    refusal="How much aid is asked is told in no way, or in more than one",
)
EQUIVALENT = (ONE_WORTH, TRANSPARENT, PAID_LATER)


@dataclass(frozen=True)
class Instalment:
    """A part of a grant in cents, and the day on which it is paid."""

    on: date
    amount_cents: int


@dataclass(frozen=True)
class Backed:
    """A loan with collateral of a percentage, or what is guaranteed of a loan at a percentage, for months."""

    name: str
    amount_cents: int
    term_months: int
    percent: Decimal


@dataclass(frozen=True)
class New:
    """New aid as it is asked: one of an amount in cents, instalments, a loan and a guarantee."""

    amount_cents: int | None = None
    instalments: Sequence[Instalment] = ()
    discount_percent: Decimal | None = None
    backed: Sequence[Backed] = ()


def worth(new: New, granted_on: date, ceiling: Regime, regime: Regime) -> int:
    """The gross grant equivalent of new aid in cents, rounded half up once."""
    ways = [new.amount_cents is not None, bool(new.instalments), *(True for _ in new.backed)]
    is_dated = bool(new.instalments) == (new.discount_percent is not None)
    ONE_WORTH.require(sum(ways) == 1 and is_dated, location="/new")
    if new.backed:
        return of_ceiling(new.backed[0], ceiling.whole("ceiling_cents"), regime)
    if new.discount_percent is not None:
        return discounted(new.instalments, granted_on, new.discount_percent)
    return new.amount_cents or 0


def discounted(instalments: Sequence[Instalment], granted_on: date, percent: Decimal) -> int:
    """Instalments as of the day of granting, compounded yearly; a part of a year by its days (O6b)."""
    growth = EXACT.add(Decimal(1), EXACT.divide(percent, Decimal(100)))
    total = Decimal(0)
    for number, each in enumerate(instalments):
        PAID_LATER.require(each.on >= granted_on, location=f"/new/instalments/{number}/on")
        worth = EXACT.divide(Decimal(each.amount_cents), EXACT.power(growth, _years(granted_on, each.on)))
        total = EXACT.add(total, worth)
    return round_half_up(total)


def of_ceiling(backed: Backed, ceiling_cents: int, regime: Regime) -> int:
    """The part of the ceiling that a loan or guarantee takes, by its amount and term (O7, O8)."""
    kind = backed.name
    limits = zip(regime.codes(f"{kind}_up_to_cents"), regime.codes(f"{kind}_months"), strict=True)
    fitting = [
        Fraction(backed.amount_cents, int(most)) * Fraction(backed.term_months, int(months))
        for most, months in limits
        if backed.amount_cents <= int(most) and backed.term_months <= int(months)
    ]
    part = TRANSPARENT.present(min(fitting, default=None), location=f"/new/{kind}", regime=regime.reference)
    TRANSPARENT.require(_is_backed(backed, regime), location=f"/new/{kind}", regime=regime.reference)
    return round_half_up(ceiling_cents * part)


def _is_backed(backed: Backed, regime: Regime) -> bool:
    """Enough collateral under a loan; of a guarantee, no more of the loan than the State may bear."""
    if backed.name == "loan":
        return backed.percent >= regime.percent("loan_collateral_percent_min")
    return backed.percent <= regime.percent("guarantee_share_percent_max")


def _years(first: date, last: date) -> Decimal:
    """Whole years, and the days after them as a part of the year that they lie in."""
    whole = last.year - first.year - (years_after(first, last.year - first.year) > last)
    begins, ends = years_after(first, whole), years_after(first, whole + 1)
    return EXACT.add(
        Decimal(whole), EXACT.divide(Decimal((last - begins).days), Decimal((ends - begins).days))
    )
