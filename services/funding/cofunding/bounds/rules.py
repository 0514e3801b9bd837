"""Between which bounds a grant and the parts of others lie, by the budget and the scheme (O29)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import ceil, floor

from shared.kernel.regimes import Regime
from shared.kernel.rules import Rule

PARTY_KNOWN = Rule(
    "grant-bound.party-known",
    "Who brings a part of the budget is a party that the scheme names, each once.",
    source="domain.md 2.8; O29",
    mend="Name parties of the answer, each once.",
    refusal="The scheme knows no bounds for one of these parties",
)
GRANT_BOUND = (PARTY_KNOWN,)
ROUNDING = "What is at most is rounded down to the cent, what is at least up."


class Fit(StrEnum):
    """How a grant stands to its bounds; below the least that a scheme grants it is refused."""

    WITHIN = "WITHIN"
    BELOW_MINIMUM = "BELOW_MINIMUM"
    ABOVE_MAXIMUM = "ABOVE_MAXIMUM"


@dataclass(frozen=True)
class Party:
    """What a party must and may bring, and brings, in cents."""

    group: str
    min_cents: int
    max_cents: int
    amount_cents: int | None

    @property
    def fits(self) -> bool | None:
        """Whether it brings neither too little nor too much; unknown when it is not told."""
        return None if self.amount_cents is None else self.min_cents <= self.amount_cents <= self.max_cents


@dataclass(frozen=True)
class Bounds:
    """What may be granted on a budget at most, the least and most of any grant, and the parts of others."""

    rate_cents: int
    grant_max_cents: int
    minimum_cents: int
    maximum_cents: int | None
    outcome: Fit
    parties: list[Party]


def bounds(budget_cents: int, asked_cents: int | None, brought: Mapping[str, int], regime: Regime) -> Bounds:
    """The bounds on a budget; what is asked is weighed, or the most that may be."""
    by_rate = floor(budget_cents * _part(regime, "rate"))
    least = regime.whole("grant_min_cents")
    most = regime.whole("grant_max_cents") if "grant_max_cents" in regime.terms else None
    grant = by_rate if most is None else min(by_rate, most)
    outcome = Fit.WITHIN
    if (grant if asked_cents is None else min(asked_cents, grant)) < least:
        outcome = Fit.BELOW_MINIMUM
    elif asked_cents is not None and asked_cents > grant:
        outcome = Fit.ABOVE_MAXIMUM
    names = regime.codes("parties")
    PARTY_KNOWN.require(set(brought) <= set(names), parties=names)
    parties = [
        Party(
            name,
            ceil(budget_cents * _part(regime, f"{name}_MIN")),
            floor(budget_cents * _part(regime, f"{name}_MAX")),
            brought.get(name),
        )
        for name in names
    ]
    return Bounds(by_rate, grant, least, most, outcome, parties)


def _part(regime: Regime, name: str) -> Fraction:
    """A part of the budget, as a fraction so that a third is one."""
    numerator, denominator = (int(each) for each in regime.codes(name))
    return Fraction(numerator, denominator)
