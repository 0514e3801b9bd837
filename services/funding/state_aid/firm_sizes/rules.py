"""Of which size a firm is (Annex I of the GBER; O30), with the figures of partner and linked firms."""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum, StrEnum
from fractions import Fraction

from shared.kernel.money import round_half_up
from shared.kernel.regimes import Regime
from shared.kernel.rules import Rule

FIRM_TOLD = Rule(
    "firm-size.firm-told",
    "Each firm that is tested or holds another is told once, with the figures of every year that is asked.",
    source="Recommendation 2003/361; GBER Annex I; domain.md 2.11, O30",
    mend="Send each firm once, and its figures of every year of the tested firm, each year once.",
    refusal="A firm of the test, or a year of its figures, is not told or told twice",
)
FIRM_SIZE = (FIRM_TOLD,)
SIZES = "firm-sizes"
ROUNDING = "Figures in proportion are exact until the sum, which is rounded half up to the cent."


class FirmSize(IntEnum):
    """From small to large, so that sizes compare."""

    MICRO = 1
    SMALL = 2
    MEDIUM = 3
    LARGE = 4


class FirmKind(StrEnum):
    """A firm; an investor who does not count up to a half (art. 3(2)); or a public body (art. 3(4))."""

    FIRM = "FIRM"
    INVESTOR = "INVESTOR"
    PUBLIC_BODY = "PUBLIC_BODY"


class RelationKind(StrEnum):
    """How another firm counts: whole, in proportion, or not."""

    LINKED = "LINKED"
    PARTNER = "PARTNER"
    EXEMPT = "EXEMPT"


@dataclass(frozen=True)
class Figures:
    """Of one year: people in annual work units, turnover and balance sheet total in cents."""

    year: int
    headcount: Decimal | Fraction
    turnover_cents: int | Fraction
    balance_cents: int | Fraction

    def times(self, part: Fraction) -> "Figures":
        """A part of them, exact."""
        return Figures(
            self.year,
            Fraction(self.headcount) * part,
            Fraction(self.turnover_cents) * part,
            Fraction(self.balance_cents) * part,
        )

    def plus(self, other: "Figures") -> "Figures":
        """Both together."""
        return Figures(
            self.year,
            Fraction(self.headcount) + Fraction(other.headcount),
            self.turnover_cents + other.turnover_cents,
            self.balance_cents + other.balance_cents,
        )


@dataclass(frozen=True)
class Firm:
    """A firm with its figures of some years."""

    code: str
    kind: FirmKind
    figures: Sequence[Figures]


@dataclass(frozen=True)
class Holding:
    """What one firm holds of another: the larger of capital and votes in percent, or control otherwise."""

    holder: str
    held: str
    percent: Decimal
    controls: bool = False


@dataclass(frozen=True)
class Relation:
    """A firm that is related to the tested one, and the percentage of its figures that counts."""

    code: str
    kind: RelationKind
    percent: Decimal


@dataclass(frozen=True)
class Year:
    """The figures of a year with those of related firms, and the size that they make by themselves."""

    figures: Figures
    size: FirmSize


@dataclass(frozen=True)
class Measured:
    """The size after two years alike (art. 4(2)), and what it follows from."""

    size: FirmSize
    years: list[Year]
    relations: list[Relation]
    is_public: bool

    @property
    def is_sme(self) -> bool:
        """Whether it is a micro, small or medium-sized firm (kmo)."""
        return self.size < FirmSize.LARGE


def measure(code: str, firms: Sequence[Firm], holdings: Sequence[Holding], regime: Regime) -> Measured:
    """The size of a firm: linked firms count whole, also through others; partners of those in proportion."""
    known = {firm.code: firm for firm in firms}
    named = {code, *(each.holder for each in holdings), *(each.held for each in holdings)}
    FIRM_TOLD.require(len(known) == len(firms) and named == set(known) | {code} and code in known)
    groups = _groups(known, holdings, regime)
    own = groups[code]
    relations = [Relation(each, RelationKind.LINKED, Decimal(100)) for each in sorted(own - {code})]
    relations += _partners(own, groups, known, holdings, regime)
    counting = [(known[code], Fraction(1))]
    counting += [
        (known[each.code], Fraction(each.percent) / 100)
        for each in relations
        if each.kind is not RelationKind.EXEMPT and known[each.code].kind is not FirmKind.PUBLIC_BODY
    ]
    years = [_year(each.year, counting, regime) for each in sorted(known[code].figures, key=_of_year)]
    FIRM_TOLD.require(bool(years))
    is_public = any(
        known[each.code].kind is FirmKind.PUBLIC_BODY and each.kind is not RelationKind.EXEMPT
        for each in relations
    )
    return Measured(FirmSize.LARGE if is_public else _lasting(years), years, relations, is_public)


def _groups(
    known: Mapping[str, Firm], holdings: Sequence[Holding], regime: Regime
) -> dict[str, frozenset[str]]:
    """The firms linked with each: by more than a half, alone or with others that are linked, or control."""
    most = regime.percent("linked_above_percent")
    groups = {code: frozenset([code]) for code in known}
    linked = True
    while linked:
        linked = False
        for holding in holdings:
            if groups[holding.holder] is groups[holding.held]:
                continue
            joint = _held_by(groups[holding.holder], holding.held, holdings)
            if holding.controls or joint > most:
                both = groups[holding.holder] | groups[holding.held]
                groups |= dict.fromkeys(both, both)
                linked = True
    return groups


def _held_by(group: frozenset[str], held: str, holdings: Sequence[Holding]) -> Decimal:
    """What linked firms hold of one firm together."""
    parts = [each.percent for each in holdings if each.holder in group and each.held == held]
    return sum(parts, Decimal(0))


def _partners(
    own: frozenset[str],
    groups: Mapping[str, frozenset[str]],
    known: Mapping[str, Firm],
    holdings: Sequence[Holding],
    regime: Regime,
) -> list[Relation]:
    """Firms just above or below by a quarter to a half, with those linked to them."""
    least = regime.percent("partner_from_percent")
    beside = {groups[each.holder] for each in holdings if each.held in own}
    beside |= {groups[each.held] for each in holdings if each.holder in own}
    found = []
    for other in sorted(beside - {own}, key=min):
        above = [_held_by(other, firm, holdings) for firm in own]
        below = [_held_by(own, firm, holdings) for firm in other]
        percent = min(max(*above, *below), Decimal(100))
        if percent >= least:
            exempt = all(known[each].kind is FirmKind.INVESTOR for each in other)
            kind = RelationKind.EXEMPT if exempt else RelationKind.PARTNER
            found += [Relation(each, kind, percent) for each in sorted(other)]
    return found


def _of_year(figures: Figures) -> int:
    return figures.year


def _year(year: int, counting: Sequence[tuple[Firm, Fraction]], regime: Regime) -> Year:
    total = Figures(year, Fraction(0), 0, 0)
    for firm, part in counting:
        of_year = [each for each in firm.figures if each.year == year]
        FIRM_TOLD.require(len(of_year) == 1, year=year)
        total = total.plus(of_year[0].times(part))
    return Year(total, _size(total, regime))


def _size(figures: Figures, regime: Regime) -> FirmSize:
    """The smallest size with more people, and with at least its turnover or its balance."""
    bounds = bounds_of(regime)
    for size, (people, turnover, balance) in zip(FirmSize, bounds, strict=False):
        if figures.headcount < people and (
            figures.turnover_cents <= turnover or figures.balance_cents <= balance
        ):
            return size
    return FirmSize.LARGE


def bounds_of(regime: Regime) -> list[tuple[int, int, int]]:
    """The bounds of micro, small and medium: people, turnover, balance sheet."""
    names = ("headcount_below", "turnover_max_cents", "balance_max_cents")
    columns = [[int(each) for each in regime.codes(name)] for name in names]
    return list(zip(*columns, strict=True))


def _lasting(years: Sequence[Year]) -> FirmSize:
    """A size changes after two years beyond it, to the one of both that lies nearer (art. 4(2))."""
    size = years[0].size
    for before, now in itertools.pairwise(years):
        if min(before.size, now.size) > size:
            size = min(before.size, now.size)
        elif max(before.size, now.size) < size:
            size = max(before.size, now.size)
    return size


def posted(figures: Figures) -> dict[str, int | Fraction | Decimal]:
    """The figures with their cents rounded once."""
    return {
        **vars(figures),
        "turnover_cents": round_half_up(Fraction(figures.turnover_cents)),
        "balance_cents": round_half_up(Fraction(figures.balance_cents)),
    }
