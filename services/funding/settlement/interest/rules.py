"""Interest on what is claimed back: statutory interest (wettelijke rente), and that of unlawful aid (O23)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from shared.kernel.calendar import years_after
from shared.kernel.money import round_half_up, written
from shared.kernel.regimes import Regime
from shared.kernel.rules import Rule

RATE_KNOWN = Rule(
    "interest.rate-known",
    "Every day that bears interest has a rate; none is ever assumed.",
    source="D9; AWB-26, RC-1",
    mend="Have the rate published as a regime, or send rates from the first day on.",
    refusal="No rate is known for a day that bears interest",
)
IN_TURN = Rule(
    "interest.in-turn",
    "Interest runs to a later day, and payments are made within its days.",
    source="AWB-25, AWB-26",
    mend="Correct the days.",
    refusal="The days of the interest or its payments do not follow each other",
)
INTEREST = (RATE_KNOWN, IN_TURN)
STATUTORY, RECOVERY, DEBTS = "statutory-interest", "eu-recovery-interest", "money-debts"
REQUEST = "request"  # where a rate comes from that was sent along


class Kind(StrEnum):
    """By which law interest runs."""

    STATUTORY = "STATUTORY"
    EU_RECOVERY = "EU_RECOVERY"


CODES = {Kind.STATUTORY: STATUTORY, Kind.EU_RECOVERY: "eu-base-rate"}

ROUNDING = {
    Kind.STATUTORY: "Actual days over those of the calendar year; half up, each year of default and payment.",
    Kind.EU_RECOVERY: "A whole year, or actual days over those of that year; half up, each year and payment.",
}


@dataclass(frozen=True)
class Rate:
    """A yearly percentage from a day on, until the next; of a regime also no longer than it is in force."""

    from_on: date
    percent: Decimal
    until_on: date | None = None
    source: str = REQUEST


@dataclass(frozen=True)
class Payment:
    """What was paid on a day, in cents; that day bears no interest on it."""

    on: date
    amount_cents: int


@dataclass(frozen=True)
class Claim:
    """What bears interest, from its first day to the day of payment, which does not count.

    Costs of after the first day are due from `costs_on` on, if anything else still is.
    """

    kind: Kind
    principal_cents: int
    from_on: date
    until_on: date
    costs_cents: int = 0
    payments: Sequence[Payment] = ()
    costs_on: date | None = None


@dataclass(frozen=True)
class Period:
    """Days at one rate on one capital, and what they bear before rounding."""

    from_on: date
    until_on: date
    days: int
    days_in_year: int
    percent: Decimal
    capital_cents: int
    exact: Fraction

    @property
    def exact_cents(self) -> str:
        """To read, with 6 decimals."""
        return written(self.exact)


@dataclass(frozen=True)
class Posted:
    """Interest that was rounded and became due: at the end of a year it bears interest itself."""

    on: date
    interest_cents: int
    capital_cents: int


@dataclass(frozen=True)
class Received:
    """What a payment went to: costs, then interest, then capital; what is over goes back (Awb 4:92)."""

    on: date
    costs_cents: int
    interest_cents: int
    capital_cents: int
    over_cents: int


@dataclass
class Running:
    """A claim while its interest is counted; `capitalised_cents` is what of the capital was interest.

    `coming_cents` are costs whose day is yet to come.
    """

    capital_cents: int
    costs_cents: int
    capitalised_cents: int = 0
    unposted: Fraction = Fraction(0)
    due_cents: int = 0
    coming_cents: int = 0
    interest_cents: int = 0
    periods: list[Period] = field(default_factory=list)
    posted: list[Posted] = field(default_factory=list)
    received: list[Received] = field(default_factory=list)

    @property
    def outstanding_cents(self) -> int:
        """All that is still to be paid."""
        return self.capital_cents + self.costs_cents + self.due_cents


def run(claim: Claim, rates: Sequence[Rate]) -> Running:
    """Count interest from day to day, add it to the capital after each full year, and take payments off."""
    days = [claim.from_on, *(payment.on for payment in claim.payments), claim.until_on]
    IN_TURN.require(min(days) == claim.from_on and max(days) == claim.until_on, location="/untilOn")
    found, on = Running(claim.principal_cents, 0, coming_cents=claim.costs_cents), claim.from_on
    payments = sorted(claim.payments, key=lambda each: each.on)
    years = list(_anniversaries(claim))
    for stop in sorted({*years, *(payment.on for payment in payments), claim.until_on}):
        for period in COUNTS[claim.kind](claim, on, stop, found.capital_cents, rates):
            found.periods.append(period)
            found.unposted += period.exact
        on = stop
        _post(found, stop)
        if stop in years:
            found.capital_cents += found.due_cents
            found.capitalised_cents += found.due_cents
            found.due_cents = 0
        for payment in payments:
            if payment.on == stop:
                _charge(found, claim, stop)
                _receive(found, payment)
    _charge(found, claim, claim.until_on)
    return found


def is_claimed(cents: int, body: bool, debts: Regime) -> bool:
    """Whether interest is claimed: not below the least of the law (Awb 4:98; AWB-26)."""
    return cents >= debts.whole("interest_least_body_cents" if body else "interest_least_cents")


def published(versions: Sequence[Regime]) -> list[Rate]:
    """The rate of each version of a regime, for the days on which it is in force."""
    return [
        Rate(each.valid_from, each.percent("percent"), each.valid_until, each.reference) for each in versions
    ]


def rates_of(
    claim: Claim, versions: Sequence[Regime], said: Sequence[Rate], whole: bool, recovery: Regime
) -> list[Rate]:
    """The rates that count: those of the request, else those that were published.

    Base rates get the margin of recovery on top (RC-1); those of a request are base rates unless `whole`.
    """
    is_base = not whole if said else claim.kind is Kind.EU_RECOVERY
    margin = recovery.percent("margin_percent") if is_base else Decimal(0)
    return [replace(each, percent=each.percent + margin) for each in said or published(versions)]


def sources(rates: Sequence[Rate], found: Running) -> list[str]:
    """The regimes whose rates counted."""
    days = [period.from_on for period in found.periods]
    used = [rate for rate in rates if days and rate.from_on <= max(days)]
    return [
        rate.source for rate in used if rate.source != REQUEST and (rate.until_on or max(days)) >= min(days)
    ]


def _statutory(claim: Claim, on: date, stop: date, capital: int, rates: Sequence[Rate]) -> Iterator[Period]:
    """By calendar year and rate: actual days over the days of the year (6:119 BW)."""
    cuts = {date(year, 1, 1) for year in range(on.year + 1, stop.year + 1)}
    cuts |= {rate.from_on for rate in rates}
    for end in sorted({cut for cut in cuts if on < cut < stop} | ({stop} if on < stop else set())):
        percent = _rate_on(rates, on, end)
        length = (date(on.year + 1, 1, 1) - date(on.year, 1, 1)).days
        yield _period(on, end, length, percent, capital)
        on = end


def _recovery(claim: Claim, on: date, stop: date, capital: int, rates: Sequence[Rate]) -> Iterator[Period]:
    """By years from the first day, each at the rate of its own first day (Regulation 794/2004)."""
    if on == stop:
        return
    years = on.year - claim.from_on.year
    years -= years_after(claim.from_on, years) > on
    first, last = years_after(claim.from_on, years), years_after(claim.from_on, years + 1)
    yield _period(on, stop, (last - first).days, _rate_on(rates, first, first), capital)


COUNTS = {Kind.STATUTORY: _statutory, Kind.EU_RECOVERY: _recovery}


def _period(on: date, end: date, length: int, percent: Decimal, capital: int) -> Period:
    days = (end - on).days
    exact = capital * Fraction(percent) / 100 * Fraction(days, length)
    return Period(on, end, days, length, percent, capital, exact)


def _rate_on(rates: Sequence[Rate], on: date, end: date) -> Decimal:
    """The rate of a day, which holds until `end`."""
    found = max((rate for rate in rates if rate.from_on <= on), key=lambda rate: rate.from_on, default=None)
    found = RATE_KNOWN.present(found, date=on)
    lasts = found.until_on is None or (end - found.until_on).days <= 1
    RATE_KNOWN.require(lasts, date=found.until_on)
    return found.percent


def _anniversaries(claim: Claim) -> Iterator[date]:
    turn = 1
    while (day := years_after(claim.from_on, turn)) <= claim.until_on:
        yield day
        turn += 1


def _post(found: Running, on: date) -> None:
    """Round what ran since, once."""
    cents = round_half_up(found.unposted)
    found.unposted = Fraction(0)
    found.due_cents += cents
    found.interest_cents += cents
    found.posted.append(Posted(on, cents, found.capital_cents))


def _charge(found: Running, claim: Claim, on: date) -> None:
    """Costs become due on their day; whoever had paid all the rest before owes none."""
    if claim.costs_on is None or (claim.costs_on <= on and found.outstanding_cents > 0):
        found.costs_cents, found.coming_cents = found.costs_cents + found.coming_cents, 0


def _receive(found: Running, payment: Payment) -> None:
    costs = min(payment.amount_cents, found.costs_cents)
    interest = min(payment.amount_cents - costs, found.due_cents)
    capital = min(payment.amount_cents - costs - interest, found.capital_cents)
    found.costs_cents -= costs
    found.due_cents -= interest
    found.capital_cents -= capital
    found.capitalised_cents -= min(capital, found.capitalised_cents)
    over = payment.amount_cents - costs - interest - capital
    found.received.append(Received(payment.on, costs, interest, capital, over))
