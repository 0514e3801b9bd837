"""Which rate of interest contains no aid: a base rate and a margin by rating and collateral (RR-1)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from shared.kernel.regimes import Regime
from shared.kernel.rules import Refused, Rule
from shared.reference.catalogue import reference_rate_margin

BASIS_POINTS = Decimal(100)
DISCOUNT = Decimal(1)  # percent above the base rate (RR-3)
MARGIN_KNOWN = Rule(
    "reference-rate.margin-known",
    "The margin over the base rate is that of the rating and the collateral on the day.",
    source="RR-1, RR-2; shared/reference/reference_rate_margins.csv",
    mend="Send a rating of the reference set, and a day from 1 July 2008.",
    refusal="No margin is known for this rating on this day",
)
MARK_UP_ARGUED = Rule(
    "reference-rate.mark-up-argued",
    "A mark-up for subordination comes with its reasons.",
    source="RR-5",
    mend="Send markUpReason with markUpPercent, or neither.",
    refusal="A mark-up has no reasons, or reasons no mark-up",
)
REFERENCE_RATE = (MARGIN_KNOWN, MARK_UP_ARGUED)
ROUNDING = "Nothing is rounded: rates are sums of percentages."
HIGH_TO, LOW_FROM = Decimal(30), Decimal(60)  # loss given default in percent

Collateral = Literal["high", "normal", "low"]


@dataclass(frozen=True)
class Asked:
    """A borrower and a loan: ratings, what is lost on default, and a mark-up with reasons."""

    rating: str
    lgd_percent: Decimal
    parent_rating: str | None = None
    mark_up_percent: Decimal = Decimal(0)
    mark_up_reason: str | None = None


@dataclass(frozen=True)
class Rate:
    """What a rate is made of, in percent, and the rate at which aid in it is discounted."""

    base_percent: Decimal
    collateral: Collateral
    margin_percent: Decimal
    mark_up_percent: Decimal
    reference_percent: Decimal
    discount_percent: Decimal


def base_of(said: Decimal | None, regime: Regime) -> Decimal:
    """The base rate that was sent, else that of the regime."""
    return regime.percent("base_percent") if said is None else said


def rate_of(asked: Asked, base_percent: Decimal, on: date) -> Rate:
    """The reference rate of a day; a firm without a history pays no less than its parent would (RR-2)."""
    MARK_UP_ARGUED.require(bool(asked.mark_up_percent) == (asked.mark_up_reason is not None))
    collateral = collateral_of(asked.lgd_percent)
    ratings = [asked.rating, *([asked.parent_rating] if asked.parent_rating else [])]
    try:
        margin = max(reference_rate_margin(rating, collateral, on) for rating in ratings)
    except LookupError:
        raise Refused(MARGIN_KNOWN, {}) from None
    margin_percent = margin / BASIS_POINTS
    return Rate(
        base_percent,
        collateral,
        margin_percent,
        asked.mark_up_percent,
        base_percent + margin_percent + asked.mark_up_percent,
        base_percent + DISCOUNT,
    )


def collateral_of(lgd_percent: Decimal) -> Collateral:
    """How good the collateral is, by what is lost on default: to 30 percent, below 60, or more."""
    if lgd_percent <= HIGH_TO:
        return "high"
    return "low" if lgd_percent >= LOW_FROM else "normal"
