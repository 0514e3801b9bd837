"""To whom, how long and at which rate a loan is lent, so that there is no aid in it that nobody books."""

from datetime import date
from decimal import Decimal

from shared.kernel.regimes import Regime
from shared.kernel.rules import Refused, Rule
from shared.reference.catalogue import reference_rate_margin, safe_harbour_premium

LENDING = "lending"
BASIS_POINTS = 100

RATING = Rule(
    "loan.rating-lendable",
    "A loan goes to a firm that is not near default: rated B- or better, or without a history.",
    source="SA-5, GN-3; domain.md 2.9, 2.12",
    mend="Have the firm rated B- or better first.",
    refusal="The firm is rated too near default for a loan",
)
WITHIN_TERM = Rule(
    "loan.within-term",
    "A loan runs no longer than the regime of lending allows.",
    source="domain.md 2.14; D5",
    mend="Lower termMonths to the figure in the answer.",
    refusal="The loan would run longer than the regime of lending allows",
)
WITHIN_RATE = Rule(
    "loan.within-rate",
    "The interest of a loan is at most what the regime of lending allows.",
    source="domain.md 2.16",
    mend="Lower interestPercent to the figure in the answer.",
    refusal="The interest is higher than the regime of lending allows",
)
NO_AID = Rule(
    "loan.without-aid",
    "A loan bears at least the reference rate of its rating without security, so that it contains no aid.",
    source="B41, SA-4; RR-1, RR-2, RR-5, O9",
    mend="Raise interestPercent to the figure in the answer; aid in a loan cannot be booked here yet.",
    refusal="The interest is below the reference rate, so that the loan contains aid",
    audited=True,
)
LEND = (RATING, WITHIN_TERM, WITHIN_RATE, NO_AID)


def require_market_terms(
    rating: str, interest_percent: Decimal, term_months: int, terms: Regime, on: date
) -> Decimal:
    """The reference rate of a day for a subordinated loan; refused when the loan bears less (B41)."""
    try:
        safe_harbour_premium(rating, on)
        margin = reference_rate_margin(rating, "low", on)
    except LookupError:
        raise Refused(RATING, {}) from None
    longest, dearest = terms.whole("term_months_max"), terms.percent("interest_percent_max")
    WITHIN_TERM.require(term_months <= longest, months_max=longest)
    WITHIN_RATE.require(interest_percent <= dearest, percent_max=dearest)
    reference = terms.percent("base_percent") + Decimal(margin) / BASIS_POINTS
    NO_AID.require(interest_percent >= reference, percent_min=reference, regime=terms.reference)
    return reference
