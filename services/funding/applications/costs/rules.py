"""What a project costs and what of it counts: lines, maxima, flat rates and overhead, summed every way."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import Any

from services.funding.applications.costs.lines import (
    DEDUCTED,
    DEPRECIATION,
    FITS_BASIS,
    Basis,
    Line,
    Period,
    Uncounted,
    Weighed,
    weigh,
)
from shared.kernel.bands import Band, bands_of, total_of
from shared.kernel.money import percent_of, round_half_up, split, written
from shared.kernel.regimes import Regime
from shared.kernel.rules import Rule

FLAT_RATES = Rule(
    "cost.flat-rate-on-others",
    "A flat rate is a percentage of other kinds of cost, and none of its own or in a circle.",
    source="domain.md 2.6, 2.7",
    mend="Let a rate lean on other kinds only, and give a partner lines or one rate of a kind.",
    refusal="A flat rate leans on itself, or a kind has both lines and a rate",
)
BOUNDED = Rule(
    "cost.answer-bounded",
    "Costs come to so many lines at most, with flat rates in each partner, work package and year.",
    source="design",
    mend="Send fewer lines or flat rates at a time, or leave work packages and years out.",
    refusal="The costs come to more lines than one answer holds",
)
COST = (FITS_BASIS, DEDUCTED, DEPRECIATION, FLAT_RATES, BOUNDED)
LINES_MAX = 5_000
OVERHEAD = "OVERHEAD"
NEVER_ENDING = Period()
ROUNDING = {
    False: "Half up, once a line or flat rate; a maximum or flat rate is spread by largest remainder.",
    True: "Down, once a line or flat rate; a maximum or flat rate is spread by largest remainder.",
}


@dataclass(frozen=True)
class FlatRate:
    """A percentage of other kinds of cost that stands for a kind of its own (forfait)."""

    kind: str
    percent: Decimal
    of: Sequence[str]
    partner: str | None = None


@dataclass(frozen=True)
class Maximum:
    """The most that counts of the lines of a partner, a kind or a work package, or of all three together."""

    maximum_cents: int
    partner: str | None = None
    kind: str | None = None
    work_package: str | None = None

    def holds(self, line: Line) -> bool:
        """Whether a line counts in it."""
        wanted = (
            (self.partner, line.partner),
            (self.kind, line.kind),
            (self.work_package, line.work_package),
        )
        return all(asked in (None, found) for asked, found in wanted)


@dataclass(frozen=True)
class Wanted:
    """How costs are computed: rates, maxima, the period, whether overhead is added and how is rounded."""

    rates: Sequence[FlatRate] = ()
    maxima: Sequence[Maximum] = ()
    period: Period = NEVER_ENDING
    overhead: bool = False
    down: bool = False


def cost(lines: Sequence[Line], wanted: Wanted, regime: Regime) -> list[Weighed]:
    """Every line with what counts of it, in the order in which it was sent, then the flat rates and overhead.

    Maxima of a kind come before the flat rates that lean on it, all other maxima after; overhead comes last.
    """
    _require_bounded(lines, wanted)
    found = [
        weigh(line, regime, wanted.period, wanted.down, f"/lines/{place}") for place, line in enumerate(lines)
    ]
    flat = {rate.kind for rate in wanted.rates}
    found = _in_kind_capped(found, regime)
    first = [each for each in wanted.maxima if each.kind is not None and each.kind not in flat]
    for maximum in first:
        found = _capped(found, maximum)
    for rate in _in_turn(wanted.rates):
        found += _flat(found, rate, _partners(found, rate, wanted.rates), wanted.down)
    for maximum in wanted.maxima:
        found = found if maximum in first else _capped(found, maximum)
    return found + _overhead(found, regime) if wanted.overhead else found


def _require_bounded(lines: Sequence[Line], wanted: Wanted) -> None:
    """Refuse what would be spread over more lines than an answer holds, before anything is computed."""
    cells = {(each.partner, each.work_package, each.year) for each in lines}
    of_partner = Counter(partner for partner, _, _ in cells)
    spread = sum(of_partner[each.partner] if each.partner else len(cells) for each in wanted.rates)
    came = len(lines) + spread + (len(cells) if wanted.overhead else 0)
    BOUNDED.require(came <= LINES_MAX, lines=came, lines_max=LINES_MAX)


def totals(lines: Sequence[Weighed]) -> dict[str, Any]:
    """What counts by partner, kind, work package and year, and in all; each of them sums to the whole."""
    return {
        "gross_cents": sum(each.gross_cents for each in lines),
        "eligible_cents": sum(each.eligible_cents for each in lines),
        "by_partner": _by(lines, "partner"),
        "by_kind": _by(lines, "kind"),
        "by_work_package": _by(lines, "work_package"),
        "by_year": _by(lines, "year"),
    }


def shown(weighed: Weighed) -> dict[str, Any]:
    """A line as the answer tells it."""
    line = weighed.line
    return {
        "partner": line.partner,
        "kind": line.kind,
        "basis": line.basis,
        "work_package": line.work_package,
        "year": line.year,
        "rate_cents": None if weighed.rate is None else written(weighed.rate),
        "gross_cents": weighed.gross_cents,
        "eligible_cents": weighed.eligible_cents,
        "deductions": weighed.deductions,
    }


def shown_band(band: Band) -> dict[str, Any]:
    """A band of overhead as the answer tells it."""
    return {"base_cents": band.base_cents, "percent": band.percent, "exact_cents": written(band.exact)}


def cofunded(cents: int, rate_percent: Decimal | None) -> int | None:
    """What is paid of an amount at a rate, rounded half up once; unknown without a rate."""
    return None if rate_percent is None else percent_of(cents, rate_percent)


def _by(lines: Sequence[Weighed], name: str) -> list[dict[str, Any]]:
    sums: dict[Any, int] = defaultdict(int)
    for each in lines:
        sums[getattr(each.line, name)] += each.eligible_cents
    ordered = sorted(sums.items(), key=lambda pair: (pair[0] is None, str(pair[0])))
    return [{"code": None if of is None else str(of), "eligible_cents": cents} for of, cents in ordered]


def _in_turn(rates: Sequence[FlatRate]) -> list[FlatRate]:
    """The rates, each after those that it leans on."""
    waiting, found = list(rates), []
    named = [(rate.kind, rate.partner) for rate in rates]
    FLAT_RATES.require(len(set(named)) == len(named), location="/flatRates")
    while waiting:
        kinds = {rate.kind for rate in waiting}
        ready = [rate for rate in waiting if not kinds & set(rate.of)]
        FLAT_RATES.require(bool(ready), location="/flatRates")
        found += ready
        waiting = [rate for rate in waiting if rate not in ready]
    return found


def _partners(lines: Sequence[Weighed], rate: FlatRate, rates: Sequence[FlatRate]) -> list[str]:
    """Whom a rate is for: its partner, or all that have no rate of their own for the same kind."""
    own = {each.partner for each in rates if each.kind == rate.kind and each.partner is not None}
    there = {each.line.partner for each in lines} - (own if rate.partner is None else set())
    found = there if rate.partner is None else there & {rate.partner}
    twice = any(each.line.kind == rate.kind and each.line.partner in found for each in lines)
    FLAT_RATES.require(not twice, location="/flatRates")
    return sorted(found)


def _flat(lines: Sequence[Weighed], rate: FlatRate, partners: Sequence[str], down: bool) -> list[Weighed]:
    """What a rate comes to for each partner, over the work packages and years of what it leans on."""
    bases: dict[str, list[Weighed]] = defaultdict(list)
    for each in lines:
        if each.line.kind in rate.of:
            bases[each.line.partner].append(each)
    found = []
    for partner in partners:
        exact = sum(each.eligible_cents for each in bases[partner]) * Fraction(rate.percent) / 100
        found += _spread(floor(exact) if down else round_half_up(exact), bases[partner], rate.kind)
    return found


def _spread(cents: int, base: Sequence[Weighed], kind: str) -> list[Weighed]:
    """An amount as lines of a kind, over the partners, work packages and years of its base."""
    cells: dict[tuple[str, str | None, int | None], int] = defaultdict(int)
    for each in base:
        cells[each.line.partner, each.line.work_package, each.line.year] += each.eligible_cents
    ordered = sorted(cells, key=str)
    parts = split(cents, [cells[cell] for cell in ordered]) if cents else [0] * len(ordered)
    return [
        Weighed(Line(partner, kind, Basis.AMOUNT, package, year, amount_cents=part), part, None, [])
        for (partner, package, year), part in zip(ordered, parts, strict=True)
    ]


def _overhead(lines: Sequence[Weighed], regime: Regime) -> list[Weighed]:
    total = sum(each.eligible_cents for each in lines)
    return _spread(total_of(bands_of(total, regime, "overhead")), lines, OVERHEAD)


def _in_kind_capped(lines: list[Weighed], regime: Regime) -> list[Weighed]:
    """In kind counts up to the scheme's maximum a partner, where it has one (SP-5)."""
    by_partner: dict[str, list[int]] = defaultdict(list)
    for place, each in enumerate(lines):
        if each.line.basis is Basis.IN_KIND and each.eligible_cents:
            by_partner[each.line.partner].append(place)
    return _cut(lines, by_partner.values(), regime.whole("in_kind_maximum_cents")) if by_partner else lines


def _capped(lines: list[Weighed], maximum: Maximum) -> list[Weighed]:
    inside = [place for place, each in enumerate(lines) if maximum.holds(each.line)]
    return _cut(lines, [inside], maximum.maximum_cents)


def _cut(lines: list[Weighed], groups: Iterable[Sequence[int]], most_cents: int) -> list[Weighed]:
    """The lines with what each of these groups has above a maximum taken off in proportion."""
    found = list(lines)
    for places in groups:
        counted = [lines[place].eligible_cents for place in places]
        if sum(counted) > most_cents:
            for place, cents, left in zip(places, counted, split(most_cents, counted), strict=True):
                found[place] = lines[place].less(Uncounted.ABOVE_MAXIMUM, cents - left)
    return found
