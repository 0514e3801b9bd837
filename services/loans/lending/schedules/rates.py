"""Which rate holds on which day: fixed, stepped, or a base rate with a margin, fixed on dates of its own."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal

from services.loans.lending.schedules.facts import Fact, FactKind
from services.loans.lending.schedules.terms import Interest, Per, Step
from shared.kernel.rules import Rule

MILLIONTHS = 10**6  # of a percent: a rate is a whole number of them
BASE_RATE = Rule(
    "schedule.base-rate-known",
    "A floating rate is fixed on a base rate that is known on the day it is fixed.",
    source="RR-1, RR-6; issue: floating rate with a base-rate table",
    mend="Send the base rate that holds from that day or from an earlier one.",
    refusal="No base rate is known on the day on which the rate is fixed",
)


class Rates:
    """The rate of each day, in millionths of a percent a year; none while interest is paused."""

    def __init__(self, interest: Interest, starts_on: date, facts: Iterable[Fact] = ()) -> None:
        told = list(facts)
        found = {starts_on: interest.percent or Decimal(0)}
        found |= {step.valid_from: step.percent for step in interest.steps if step.valid_from > starts_on}
        if interest.base_rates:
            found = dict(_fixed(interest, starts_on))
        changes = [fact for fact in told if fact.kind is FactKind.RATE_CHANGE]
        for fact in sorted(changes, key=lambda each: each.on):
            found = {**found, fact.on: fact.percent or Decimal(0)}
        times = 12 if interest.per is Per.MONTH else 1
        rates = {day: int(percent * MILLIONTHS) * times for day, percent in found.items()}
        self.plain_days = sorted(rates)
        self.plain = [rates[day] for day in self.plain_days]
        pauses = [(fact.on, fact.until) for fact in told if fact.kind is FactKind.INTEREST_PAUSE]
        for first, last in pauses:
            rates = _paused(rates, first, (last or first) + timedelta(days=1))
        self.days = sorted(rates)
        self.rates = [rates[day] for day in self.days]
        self.single = self.rates[0] if len(self.rates) == 1 else None

    def agreed(self, day: date) -> int:
        """The rate that holds on a day, paused or not."""
        if len(self.plain) == 1:
            return self.plain[0]
        return self.plain[max(bisect_right(self.plain_days, day) - 1, 0)]

    def between(self, first: date, last: date) -> Iterator[tuple[date, date, int]]:
        """The stretches of one rate between two days."""
        if len(self.days) == 1 or self.days[-1] <= first:
            yield first, last, self.rates[-1]
            return
        for index in range(max(bisect_right(self.days, first) - 1, 0), len(self.days)):
            ends = self.days[index + 1] if index + 1 < len(self.days) else last
            yield first, min(ends, last), self.rates[index]
            first = ends
            if first >= last:
                return


def _fixed(interest: Interest, starts_on: date) -> Iterator[tuple[date, Decimal]]:
    """The base rate of each day of fixing with the margin, within floor and cap."""
    table = sorted(interest.base_rates, key=lambda step: step.valid_from)
    days = interest.fixed_on or [step.valid_from for step in table if step.valid_from > starts_on]
    for day in sorted({starts_on, *days}):
        yield day, bounded(_in_force(table, day) + interest.margin_percent, interest)


def _in_force(table: list[Step], day: date) -> Decimal:
    known = [step.percent for step in table if step.valid_from <= day]
    return BASE_RATE.present(known[-1] if known else None, day=day)


def bounded(percent: Decimal, interest: Interest) -> Decimal:
    """A floating rate within its floor and its cap, and never below nothing."""
    percent = max(percent, interest.floor_percent or Decimal(0))
    return percent if interest.cap_percent is None else min(percent, interest.cap_percent)


def _paused(rates: dict[date, int], first: date, again: date) -> dict[date, int]:
    """No interest from the first day until interest runs again, at the rate of then."""
    before = [rates[day] for day in sorted(rates) if day <= again]
    kept = {day: rate for day, rate in rates.items() if not first <= day < again}
    return {**kept, first: 0, again: before[-1] if before else 0}
