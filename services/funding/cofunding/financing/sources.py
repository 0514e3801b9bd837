"""Sources of money and what each pays of one total: percentages, sums, shares of what is left, maxima."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from shared.kernel.money import whole_cents
from shared.kernel.rules import Rule

COVERS = Rule(
    "financing.covers-total",
    "The sources together pay the whole cost, and not a cent more.",
    source="SP-3; domain.md 3.26",
    mend="Change a source by the cents in the answer, or let one take the remainder.",
    refusal="The sources do not pay exactly the total",
)
ROUNDED_UP = Rule(
    "financing.cent-taken",
    "A cent that a source at most pays its share of leaves goes to another source.",
    source="SP-4",
    mend="Let at least one source pay more than its exact share by a cent.",
    refusal="No source may take the cent that is left",
)


class Group(StrEnum):
    """Where money comes from, in the order in which equal remainders are favoured (SP-4)."""

    REGION = "REGION"
    STATE = "STATE"
    PRIVATE_KNOWLEDGE = "PRIVATE_KNOWLEDGE"
    EU = "EU"
    OWN = "OWN"


class Way(StrEnum):
    """How a source pays."""

    PERCENT = "PERCENT"
    AMOUNT = "AMOUNT"
    WEIGHT = "WEIGHT"
    REMAINDER = "REMAINDER"


@dataclass(frozen=True)
class Source:
    """A source (financieringsbron): a percentage of the total, a sum, or a share by weight of what is left.

    `maximum_cents` limits it; `at_most` rounds it down, so that it never pays more than its exact share.
    """

    code: str
    group: Group
    percent: Decimal | None = None
    amount_cents: int | None = None
    weight: Decimal | None = None
    maximum_cents: int | None = None
    at_most: bool = False

    @property
    def way(self) -> Way:
        """How it pays: by the one thing that it says."""
        said = ((Way.PERCENT, self.percent), (Way.AMOUNT, self.amount_cents), (Way.WEIGHT, self.weight))
        return next((way for way, value in said if value is not None), Way.REMAINDER)


@dataclass(frozen=True)
class Part:
    """What a source pays, in cents, and its exact share before it was rounded."""

    source: Source
    exact: Fraction
    amount_cents: int


def divide(total_cents: int, sources: Sequence[Source], location: str = "/sources") -> list[Part]:
    """What each source pays of one total, in the order in which they were named.

    Cents go to the largest remainder; equal ones favour the earlier group, then the code that comes first.
    A sum that was named, a source at its maximum and one that pays nothing take none.
    """
    exact = {source.code: _said(source, total_cents) for source in sources}
    rest = total_cents - sum(exact.values(), Fraction(0))
    takers = [source for source in sources if source.way in (Way.WEIGHT, Way.REMAINDER)]
    left = _fill(exact, takers, rest) if rest > 0 else rest
    COVERS.require(left == 0, location=location, missing_cents=_away(left))
    ordered = sorted(sources, key=in_order)
    never_up = [n for n, source in enumerate(ordered) if _is_full(source, exact[source.code])]
    whole = all(share.denominator == 1 for share in exact.values())
    ROUNDED_UP.require(whole or len(never_up) < len(ordered), location=location)
    cents = whole_cents([exact[source.code] for source in ordered], never_up=never_up)
    of = {source.code: amount for source, amount in zip(ordered, cents, strict=True)}
    return [Part(source, exact[source.code], of[source.code]) for source in sources]


def in_order(source: Source) -> tuple[int, str]:
    """The fixed order of sources, in which equal remainders are favoured (SP-4)."""
    return list(Group).index(source.group), source.code


def _is_full(source: Source, exact: Fraction) -> bool:
    """Whether a source takes no cent above its exact share."""
    return source.at_most or source.way is Way.AMOUNT or exact in (0, source.maximum_cents)


def _said(source: Source, total_cents: int) -> Fraction:
    """What a source pays by what it says itself; nothing yet for a share of what is left."""
    said = Fraction(source.amount_cents or 0)
    if source.percent is not None:
        said = total_cents * Fraction(source.percent) / 100
    return said if source.maximum_cents is None else min(said, Fraction(source.maximum_cents))


def _fill(exact: dict[str, Fraction], takers: Sequence[Source], rest: Fraction) -> Fraction:
    """Divide what is left by weight, none above its maximum; what nobody may take is returned."""
    open_to = {source.code: source for source in takers if source.weight is None or source.weight > 0}
    while rest > 0 and open_to:
        whole = sum(Fraction(source.weight or 1) for source in open_to.values())
        full = {
            code: Fraction(source.maximum_cents)
            for code, source in open_to.items()
            if source.maximum_cents is not None
            and rest * Fraction(source.weight or 1) / whole >= source.maximum_cents
        }
        taken = full or {code: rest * Fraction(s.weight or 1) / whole for code, s in open_to.items()}
        exact.update(taken)
        rest -= sum(taken.values())
        open_to = {code: source for code, source in open_to.items() if code not in taken}
    return rest


def _away(amount: Fraction) -> int:
    """Whole cents of an amount that is short or too much, never nothing of something."""
    return int(amount) + ((amount > 0) - (amount < 0)) * (amount.denominator != 1)
