"""What allowance private contributions to a top consortium (TKI) give, by participant and year (O31)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import floor

from shared.kernel.bands import bands_of, total_of
from shared.kernel.money import split
from shared.kernel.regimes import Regime

ALLOWANCES = "tki-allowance"
ROUNDING = (
    "The allowance of a partner in a year is rounded half up once; contract research that is too much is "
    "left out in proportion, by largest remainder."
)


class Kind(StrEnum):
    """Money, hours and goods (in natura), or paid research on order."""

    CASH = "CASH"
    IN_KIND = "IN_KIND"
    CONTRACT = "CONTRACT"  # last, because it counts up to a part of all


@dataclass(frozen=True)
class Contribution:
    """What a participant brought in a year, in cents."""

    partner: str
    year: int
    kind: Kind
    amount_cents: int


@dataclass(frozen=True)
class Share:
    """What counts of a participant in a year, and the allowance that it gives, in cents."""

    partner: str
    year: int
    counted_cents: int
    allowance_cents: int


def allowances(contributions: Sequence[Contribution], regime: Regime) -> list[Share]:
    """The allowance of each participant and year: more on the first part, less on the rest."""
    counted: dict[tuple[str, int], int] = defaultdict(int)
    for kind in Kind:
        sums: dict[tuple[str, int], int] = defaultdict(int)
        for each in contributions:
            if each.kind is kind:
                sums[each.partner, each.year] += each.amount_cents
        for key, cents in _counting(kind, sums, counted, regime).items():
            counted[key] += cents
    return [
        Share(*key, cents, total_of(bands_of(cents, regime, "contribution")))
        for key, cents in sorted(counted.items())
    ]


def _counting(
    kind: Kind, sums: dict[tuple[str, int], int], before: dict[tuple[str, int], int], regime: Regime
) -> dict[tuple[str, int], int]:
    """What counts of a kind: in kind up to so much each, orders up to a part of each year's whole."""
    if kind is Kind.IN_KIND:
        most = regime.whole("in_kind_maximum_cents")
        return {key: min(cents, most) for key, cents in sums.items()}
    if kind is Kind.CASH:
        return sums
    percent = Fraction(regime.percent("contract_percent_max"))
    found: dict[tuple[str, int], int] = {}
    for year in sorted({year for _, year in sums}):
        of_year = {key: cents for key, cents in sums.items() if key[1] == year and cents}
        others = sum(cents for key, cents in before.items() if key[1] == year)
        most = floor(others * percent / (100 - percent))
        kept = min(sum(of_year.values()), most)
        found |= dict(zip(of_year, split(kept, list(of_year.values())), strict=True)) if of_year else {}
    return found
