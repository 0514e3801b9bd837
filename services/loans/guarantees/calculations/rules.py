"""What a guarantee covers, costs and contains as aid: pure computations and the limits of its terms."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import floor

from services.loans.lending.loans.plans import QUARTERS_A_YEAR, Plan
from shared.kernel.money import percent_of, ratio_percent, round_half_up
from shared.kernel.regimes import Regime
from shared.kernel.rules import Refused, Rule
from shared.reference.catalogue import safe_harbour_premium

AID = "guarantee-aid"

PART = Rule(
    "guarantee.part-of-principal",
    "What is guaranteed of a loan is at most its principal.",
    source="O17",
    mend="Lower guaranteedPrincipalCents.",
    refusal="More is guaranteed than the principal",
)
PERCENT = Rule(
    "guarantee.within-percentage",
    "The State guarantees at most the percentage of the scheme, and never more than 80 percent.",
    source="domain.md 2.14, D3; GN-1",
    mend="Lower guaranteePercent.",
    refusal="A higher percentage is guaranteed than the scheme allows",
)
TERM = Rule(
    "guarantee.within-term",
    "A guarantee runs no longer than the scheme allows.",
    source="domain.md 2.14",
    mend="Lower termYears.",
    refusal="The guarantee would run longer than the scheme allows",
)
PREMIUM = Rule(
    "guarantee.premium-of-scheme",
    "The premium is at least the tariff of the scheme.",
    source="domain.md 2.14",
    mend="Raise premiumPercent.",
    refusal="The premium is below the tariff of the scheme",
)
SAFE_HARBOUR = Rule(
    "guarantee.safe-harbour-known",
    "The aid in a guarantee is measured by the safe-harbour premium of the borrower's rating; "
    "a borrower near default has none.",
    source="GN-1, GN-3",
    mend="Have the borrower rated B- or better before asking for a guarantee.",
    refusal="No safe-harbour premium is known for this rating",
)
LIMITS = (PART, PERCENT, TERM, PREMIUM, SAFE_HARBOUR)


@dataclass(frozen=True)
class Terms:
    """What is asked of the State: a part of the principal, a percentage of that part, a premium, a term."""

    guaranteed_principal_cents: int
    guarantee_percent: Decimal
    premium_percent: Decimal
    term_years: int

    def covered_cents(self, balance_cents: int, principal_cents: int) -> int:
        """The guaranteed amount of a balance (GN-2, O17); a cent in doubt is never the State's (3.26)."""
        part = Fraction(self.guaranteed_principal_cents, principal_cents)
        return floor(balance_cents * part * Fraction(self.guarantee_percent) / 100)

    def premium_cents(self, covered_cents: int) -> int:
        """The premium of one quarter on the guaranteed amount of its first day, rounded half up (O15)."""
        return percent_of(covered_cents, self.premium_percent / QUARTERS_A_YEAR)


@dataclass(frozen=True)
class Regimes:
    """The regimes that a guarantee is judged by: of its scheme, and of aid in guarantees."""

    scheme: Regime
    aid: Regime


@dataclass(frozen=True)
class Premium:
    """The premium of one quarter, counted from 1, on the guaranteed amount of its first day, in cents."""

    quarter: int
    guaranteed_cents: int
    premium_cents: int


@dataclass(frozen=True)
class Quote:
    """What a guarantee on these terms covers, costs and contains as aid, in cents.

    The minimum premium is so many years' premium on the initial value (annex 3.12.1; O15).
    """

    guaranteed_cents: int
    share_percent: Decimal
    safe_harbour_percent: Decimal
    premiums: list[Premium]
    first_year_premium_cents: int
    minimum_premium_cents: int
    aid_cents: int


@dataclass(frozen=True)
class Charge:
    """What is charged in all, in cents: the premiums until the loan is repaid, and what the minimum adds."""

    premiums: list[Premium]
    charged_premium_cents: int
    supplement_cents: int


def quote(plan: Plan, terms: Terms, rating: str, regimes: Regimes, on: date) -> Quote:
    """Compute a guarantee on a planned balance; refused when its terms go beyond the scheme's."""
    scheme, aid = regimes.scheme, regimes.aid
    PART.require(terms.guaranteed_principal_cents <= plan.principal_cents)
    most = min(scheme.percent("guarantee_percent_max"), aid.percent("guarantee_percent_max"))
    PERCENT.require(terms.guarantee_percent <= most, percent_max=most)
    TERM.require(terms.term_years <= scheme.whole("term_years_max"), years_max=scheme.whole("term_years_max"))
    tariff = scheme.percent("premium_percent_min")
    PREMIUM.require(terms.premium_percent >= tariff, percent_min=tariff)
    harbour = _safe_harbour(rating, on)

    guaranteed = terms.covered_cents(plan.principal_cents, plan.principal_cents)
    premiums = _premiums(plan, terms)
    minimum = terms.premium_percent * scheme.whole("minimum_premium_years")
    return Quote(
        guaranteed_cents=guaranteed,
        share_percent=ratio_percent(guaranteed, plan.principal_cents),
        safe_harbour_percent=harbour,
        premiums=premiums,
        first_year_premium_cents=_total(premiums[:QUARTERS_A_YEAR]),
        minimum_premium_cents=percent_of(guaranteed, minimum),
        aid_cents=aid_cents(plan, terms, harbour, aid.percent("discount_percent")),
    )


def charge(quoted: Quote, repaid_after_years: int | None) -> Charge:
    """The charge when the loan is repaid so many years after its start, or as planned for None (O15)."""
    quarters = None if repaid_after_years is None else repaid_after_years * QUARTERS_A_YEAR
    premiums = quoted.premiums[:quarters]
    charged = _total(premiums)
    return Charge(premiums, charged, max(quoted.minimum_premium_cents - charged, 0))


def aid_cents(plan: Plan, terms: Terms, safe_harbour: Decimal, discount: Decimal) -> int:
    """The gross grant equivalent (GN-5, O10): the premium saved each year on the amount guaranteed at its
    start, discounted yearly in arrears, exact until it is rounded once; never below 0."""
    saved = max(Fraction(safe_harbour) - Fraction(terms.premium_percent), Fraction(0)) / 100
    growth = 1 + Fraction(discount) / 100
    years = range(terms.term_years)
    balances = [plan.outstanding_cents(year * QUARTERS_A_YEAR) for year in years]
    covered = [terms.covered_cents(balance, plan.principal_cents) for balance in balances]
    return round_half_up(sum((saved * covered[year] / growth ** (year + 1) for year in years), Fraction(0)))


def _premiums(plan: Plan, terms: Terms) -> list[Premium]:
    found = []
    for quarter in range(terms.term_years * QUARTERS_A_YEAR):
        covered = terms.covered_cents(plan.outstanding_cents(quarter), plan.principal_cents)
        if covered == 0:
            break
        found.append(Premium(quarter + 1, covered, terms.premium_cents(covered)))
    return found


def _total(premiums: list[Premium]) -> int:
    return sum(premium.premium_cents for premium in premiums)


def _safe_harbour(rating: str, on: date) -> Decimal:
    try:
        return safe_harbour_premium(rating, on)
    except LookupError:
        raise Refused(SAFE_HARBOUR, {}) from None
