"""The days on which instalments fall due, and the period of interest that leads to each."""

from calendar import monthrange
from datetime import date, timedelta
from fractions import Fraction

from services.loans.lending.schedules.day_counts import TICKS, Period, Ticks, ticks
from services.loans.lending.schedules.terms import Calendar, Convention, Every, OwnInstalment, Per, Terms
from shared.kernel.calendar import is_working_day
from shared.kernel.rules import Rule

MONTHS = {Every.MONTH: 1, Every.QUARTER: 3, Every.HALF_YEAR: 6, Every.YEAR: 12}
DAYS = {Every.DAY: 1, Every.WEEK: 7}
ONE = timedelta(days=1)
YEARS_MAX = 150
ENDS = Rule(
    "schedule.within-years",
    "A schedule ends within 150 years of its first day.",
    source="domain.md 2.14, 2.17",
    mend="Ask for fewer instalments, or let them fall due more often.",
    refusal="The schedule would not end within 150 years",
)


def months_later(day: date, months: int, due_day: int) -> date:
    """The due day so many months on, or the last day of a month that is too short for it."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if due_day <= 28:
        return date(year, month + 1, due_day)
    return date(year, month + 1, min(due_day, monthrange(year, month + 1)[1]))


def moved(day: date, convention: Convention) -> date:
    """The day, or the working day that the convention puts in its place (Dutch calendar)."""
    if convention is Convention.NONE or is_working_day(day):
        return day
    if convention is Convention.PRECEDING:
        return _nearest(day, -ONE)
    after = _nearest(day, ONE)
    if convention is Convention.MODIFIED_FOLLOWING and after.month != day.month:
        return _nearest(day, -ONE)
    return after


def _nearest(day: date, step: timedelta) -> date:
    while not is_working_day(day):
        day += step
    return day


class DueDates:
    """The periods of a loan one after another, without end; a list of its own gives its own days."""

    def __init__(self, terms: Terms) -> None:
        self.calendar: Calendar = terms.calendar
        self.per, self.count = terms.interest.per, terms.interest.day_count
        self.own: tuple[OwnInstalment, ...] = terms.repayment.own
        self.months = MONTHS.get(self.calendar.every, 0) * self.calendar.times
        self.days = DAYS.get(self.calendar.every, 0) * self.calendar.times
        self.full: Ticks = self._full()
        self.anchor, self.offset = self._first(terms.starts_on), 0
        self.due_day = self.calendar.due_day or self._own_day(terms.starts_on)
        self.starts_on = terms.starts_on
        self.periods: list[Period] = []
        self.whole: list[Ticks] = []  # what each period counts from its first day to its last

    def __getitem__(self, index: int) -> Period:
        """The period of an instalment, counted from 0."""
        periods = self.periods
        while len(periods) <= index:
            periods.append(self._next(len(periods)))
        return periods[index]

    def lengths(self, first: int, last: int) -> list[Ticks]:
        """How much of a year each of some periods is."""
        return self.whole[first : self[last].number]

    def restart(self, index: int, first_due_on: date) -> None:
        """From this instalment on the days are counted anew, from a first one."""
        del self.periods[index:]
        del self.whole[index:]
        self.anchor, self.offset, self.due_day = first_due_on, index, first_due_on.day
        self.own = self.own[:index]

    def cut(self, index: int, day: date) -> None:
        """The period of an instalment ends on a day of its own."""
        found = self[index]
        del self.periods[index:]
        del self.whole[index:]
        self.periods.append(found._replace(ends_on=day, due_on=day))
        self.whole.append(ticks(self.count, found.starts_on, day, found))

    def _first(self, starts_on: date) -> date:
        day = self.calendar.due_day
        if self.calendar.first_due_on:
            return self.calendar.first_due_on
        if not self.months:
            return starts_on + timedelta(days=self.days)
        return months_later(starts_on, self.months, day or starts_on.day)

    def _own_day(self, starts_on: date) -> int:
        return (self.calendar.first_due_on or starts_on).day

    def _full(self) -> Ticks:
        """How much of a year a full period is; one whole rate when that is for a period."""
        if self.per is Per.PERIOD:
            return TICKS
        if self.months:
            return TICKS * self.months // 12
        return Fraction(TICKS * self.days, 364 if self.calendar.every is Every.WEEK else 365)

    def _unmoved(self, index: int) -> date:
        if index < len(self.own) and (day := self.own[index].due_on):
            return day
        steps = index - self.offset
        if not self.months:
            return self.anchor + timedelta(days=self.days * steps)
        return months_later(self.anchor, self.months * steps, self.due_day) if steps else self.anchor

    def _next(self, index: int) -> Period:
        planned = self._unmoved(index)
        ENDS.require(planned.year <= self.starts_on.year + YEARS_MAX, years_max=YEARS_MAX)
        convention = self.calendar.convention
        due = planned if convention is Convention.NONE else moved(planned, convention)
        ends = due if self.calendar.adjusted else planned
        starts = self.periods[-1].ends_on if self.periods else self.starts_on
        before = starts
        if not index or index == self.offset:  # the first may be short or long
            before = months_later(planned, -self.months, self.due_day) if self.months else starts
        found = Period(index + 1, starts, ends, due, before, self.full)
        self.whole.append(ticks(self.count, starts, ends, found))
        return found
