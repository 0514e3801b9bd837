"""How much of a year lies between two days, exactly: a year has so many ticks that every day count fits."""

from calendar import isleap
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from services.loans.lending.schedules.terms import DayCount

TICKS = 360 * 73 * 61  # of a year: a whole number for 1/360, 1/365, 1/366 and 1/12
YEAR_360, YEAR_365, YEAR_366 = TICKS // 360, TICKS // 365, TICKS // 366

Ticks = int | Fraction


class Period(NamedTuple):
    """A stretch over which interest runs to one instalment: counted from `starts_on` up to `ends_on`.

    `regular_from` and `ticks` say how long a full period that ends on that day is, for counting by PERIOD.
    """

    number: int
    starts_on: date
    ends_on: date
    due_on: date
    regular_from: date
    ticks: Ticks


def ticks(count: DayCount, first: date, last: date, period: Period) -> Ticks:
    """What lies between two days of a period: the first day counts and the last does not."""
    if count is DayCount.THIRTY_E_360:
        return _thirty_e(first, last) * YEAR_360
    if count is DayCount.ACT_365:
        return (last - first).days * YEAR_365
    if count is DayCount.ACT_364:
        return Fraction((last - first).days * TICKS, 364)
    if count is DayCount.THIRTY_365:
        return _thirty_e(first, last) * YEAR_365
    if count is DayCount.ACT_360:
        return (last - first).days * YEAR_360
    if count is DayCount.ACT_ACT:
        return _act_act(first, last)
    if count is DayCount.THIRTY_360:
        return _thirty_us(first, last) * YEAR_360
    return _of_period(first, last, period)


def _thirty_e(first: date, last: date) -> int:
    """Days of 30E/360: every month has 30, and the 31st is the 30th."""
    months = (last.year - first.year) * 12 + last.month - first.month
    return months * 30 + min(last.day, 30) - min(first.day, 30)


def _thirty_us(first: date, last: date) -> int:
    """Days of 30/360 (bond basis): the 31st is the 30th only where the period began on or after a 30th."""
    start = min(first.day, 30)
    end = 30 if last.day == 31 and start == 30 else last.day
    months = (last.year - first.year) * 12 + last.month - first.month
    return months * 30 + end - start


def _act_act(first: date, last: date) -> int:
    """ACT/ACT (ISDA): days in a leap year over 366, the others over 365."""
    if first.year == last.year:
        return (last - first).days * _of_year(first.year)
    found = (date(first.year + 1, 1, 1) - first).days * _of_year(first.year)
    found += (last - date(last.year, 1, 1)).days * _of_year(last.year)
    return found + (last.year - first.year - 1) * TICKS


def _of_year(year: int) -> int:
    return YEAR_366 if isleap(year) else YEAR_365


def _of_period(first: date, last: date, period: Period) -> Ticks:
    """A full period counts whole; what is shorter or longer by its days."""
    if first == period.regular_from and last == period.ends_on:
        return period.ticks
    return Fraction((last - first).days, (period.ends_on - period.regular_from).days) * period.ticks
