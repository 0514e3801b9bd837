"""When what is advanced of an award (bevoorschotting), never above the ceilings of its scheme (O20, O21)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import floor

from shared.kernel.calendar import months_after, years_after
from shared.kernel.money import percent_of, round_half_up, split, written
from shared.kernel.regimes import TERM_KNOWN, Regime
from shared.kernel.rules import Rule

PLAN_FITS = Rule(
    "advance.plan-fits",
    "A plan of advances says what its scheme advances on, and nothing else.",
    source="EZ-10; domain.md 2.7",
    mend="Send the fields that the answer names, and leave the others out.",
    refusal="The plan does not say what the scheme advances on",
)
WITHIN_CEILING = Rule(
    "advance.paid-within-ceiling",
    "What was advanced before is at most the award.",
    source="EZ-10; domain.md 3.11",
    mend="Correct paidCents or awardCents.",
    refusal="More was advanced than was awarded",
)
PLAN = (PLAN_FITS, WITHIN_CEILING)
ROUNDING = (
    "Half up, once an advance; ceilings down, so that none is passed; equal instalments by largest remainder."
)


class Way(StrEnum):
    """What a scheme advances on."""

    REPORTS = "REPORTS"
    QUARTERS = "QUARTERS"
    INSTALMENTS = "INSTALMENTS"


class Kind(StrEnum):
    """Why an advance falls due."""

    AT_ONCE = "AT_ONCE"
    APPROVAL = "APPROVAL"
    QUARTER = "QUARTER"
    REPORT = "REPORT"
    INSTALMENT = "INSTALMENT"
    FINAL_REPORT = "FINAL_REPORT"
    SETTLEMENT = "SETTLEMENT"


@dataclass(frozen=True)
class Costs:
    """Costs that an advance is a part of: planned for a quarter, or declared in a report."""

    cost_cents: int
    on: date | None = None


@dataclass(frozen=True)
class Award:
    """What is advanced of: the most of an award, its rate, its days, and what was advanced before."""

    award_cents: int
    rate_percent: Decimal | None = None
    approved_on: date | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    final_report_on: date | None = None
    paid_cents: int = 0
    repayable: bool = False


@dataclass(frozen=True)
class Series:
    """So many instalments, so many months and days apart."""

    first_on: date
    count: int
    every_months: int = 0
    every_days: int = 0


@dataclass(frozen=True)
class Wish:
    """An advance before the ceilings: why, when, of what, at which percentage, up to which sum in all."""

    kind: Kind
    due_on: date | None
    base_cents: int
    percent: Fraction
    ceiling_cents: int
    wanted_cents: int


@dataclass(frozen=True)
class Advance:
    """An advance, with what it would have been and what all advances come to by then, in cents."""

    kind: Kind
    due_on: date | None
    base_cents: int
    percent: Decimal
    wanted_cents: int
    ceiling_cents: int
    amount_cents: int
    cumulative_cents: int


def plan(award: Award, costs: Sequence[Costs], instalments: Sequence[date], regime: Regime) -> list[Advance]:
    """Every advance in its turn, cut where the ceiling is reached; the last line is left for settlement."""
    WITHIN_CEILING.require(award.paid_cents <= award.award_cents, location="/paidCents")
    way = regime.text("way")
    TERM_KNOWN.require(way in set(Way), regime=regime.reference, term="way")
    found, paid = [], award.paid_cents
    for wish in WAYS[Way(way)](award, costs, instalments, regime):
        amount = max(min(wish.wanted_cents, wish.ceiling_cents - paid), 0)
        paid += amount
        percent = Decimal(written(wish.percent))
        found.append(
            Advance(
                wish.kind,
                wish.due_on,
                wish.base_cents,
                percent,
                wish.wanted_cents,
                wish.ceiling_cents,
                amount,
                paid,
            )
        )
    return found


def _reports(
    award: Award, costs: Sequence[Costs], instalments: Sequence[date], regime: Regime
) -> Iterator[Wish]:
    """A part at approval, then the rate of what is declared, together up to the ceiling (domain.md 2.7)."""
    rate = _rate(award)
    _require(not instalments, "/instalments", "costs")
    ceiling = _part(award.award_cents, regime.percent("ceiling_percent"))
    first = regime.percent("at_approval_percent")
    wanted = percent_of(award.award_cents, first)
    if not award.paid_cents:
        yield Wish(Kind.APPROVAL, award.approved_on, award.award_cents, Fraction(first), ceiling, wanted)
    for each in costs:
        wanted = percent_of(each.cost_cents, rate)
        yield Wish(Kind.REPORT, each.on, each.cost_cents, Fraction(rate), ceiling, wanted)
    yield _rest(award)


def _quarters(
    award: Award, costs: Sequence[Costs], instalments: Sequence[date], regime: Regime
) -> Iterator[Wish]:
    """Part of the rate of what each quarter is expected to cost; small awards at once (EZ-10)."""
    _require(not instalments, "/instalments", "costs")
    starts_on = PLAN_FITS.present(award.starts_on, location="/startsOn", needs=["startsOn"])
    weeks = timedelta(weeks=regime.whole("weeks_after"))
    at_once = _at_once(award, starts_on, regime)
    if at_once is not None:
        wanted = _part(award.award_cents, at_once)
        due_on, base = starts_on + weeks, award.award_cents
        yield Wish(Kind.AT_ONCE, due_on, base, Fraction(at_once), wanted, wanted)
        yield _rest(award)
        return
    part = Decimal(100) if award.repayable else regime.percent("advance_percent")
    rate = Fraction(part) * Fraction(_rate(award)) / 100
    quarter = date(starts_on.year, 3 * ((starts_on.month - 1) // 3) + 1, 1)
    for place, each in enumerate(costs):
        begins_on = months_after(quarter, 3 * place) if place else starts_on
        wanted = round_half_up(each.cost_cents * rate / 100)
        due_on = (each.on or begins_on) + weeks
        yield Wish(Kind.QUARTER, due_on, each.cost_cents, rate, award.award_cents, wanted)
    yield _rest(award)


def _at_once(award: Award, starts_on: date, regime: Regime) -> Decimal | None:
    """The part of a small award that is advanced at once: all of it, or of a short project most of it."""
    if award.award_cents <= regime.whole("at_once_up_to_cents"):
        return Decimal(100)
    short = award.ends_on is not None and award.ends_on < years_after(starts_on, 1)
    if short and award.award_cents < regime.whole("short_below_cents"):
        return regime.percent("short_percent")
    return None


def _instalments(
    award: Award, costs: Sequence[Costs], instalments: Sequence[date], regime: Regime
) -> Iterator[Wish]:
    """Equal instalments, a part after the final report, the rest at settlement (80-90-100; O20)."""
    _require(not costs and bool(instalments), "/instalments", "instalments")
    percent, final = regime.percent("instalments_percent"), regime.percent("final_report_percent")
    ceiling = _part(award.award_cents, percent)
    parts = split(max(ceiling - award.paid_cents, 0), [1] * len(instalments))
    for due_on, part in zip(sorted(instalments), parts, strict=True):
        each = Fraction(percent) / len(instalments)
        yield Wish(Kind.INSTALMENT, due_on, award.award_cents, each, ceiling, part)
    most = _part(award.award_cents, final)
    yield Wish(Kind.FINAL_REPORT, award.final_report_on, award.award_cents, Fraction(final), most, most)
    yield _rest(award)


WAYS = {Way.REPORTS: _reports, Way.QUARTERS: _quarters, Way.INSTALMENTS: _instalments}


def dates(series: Series) -> list[date]:
    """The days of a series."""
    return [
        months_after(series.first_on, series.every_months * turn) + timedelta(days=series.every_days * turn)
        for turn in range(series.count)
    ]


def _rest(award: Award) -> Wish:
    """What is left for settlement."""
    full = award.award_cents
    return Wish(Kind.SETTLEMENT, None, full, Fraction(100), full, full)


def _rate(award: Award) -> Decimal:
    return PLAN_FITS.present(award.rate_percent, location="/ratePercent", needs=["ratePercent"])


def _require(holds: bool, location: str, needs: str) -> None:
    PLAN_FITS.require(holds, location=location, needs=[needs])


def _part(cents: int, percent: Decimal) -> int:
    """A percentage as a ceiling: rounded down."""
    return floor(cents * Fraction(percent) / 100)
