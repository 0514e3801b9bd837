"""Legal dates and terms in the Netherlands: Amsterdam days, public holidays, and when a term ends."""

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from dateutil.easter import easter
from dateutil.relativedelta import relativedelta

from shared.kernel.rules import Rule
from shared.reference.catalogue import decree_years, equated_days

AMSTERDAM = ZoneInfo("Europe/Amsterdam")

EXTENDABLE_WEEKS_MAX = 12  # Algemene termijnenwet art. 4(a): longer terms end on any day of the week
SATURDAY = 5
KNOWN = Rule(
    "term.calendar-known",
    "A term ends on a day of which it is known whether a decree made it equal to a holiday.",
    source="Algemene termijnenwet art. 3(3); domain.md O24",
    mend="Have the decree of that year entered in the reference set gelijkgestelde-dagen, then ask again.",
    refusal="Whether the term ends on a day equal to a holiday is not known",
)


def legal_date(instant: datetime) -> date:
    """The calendar day in Europe/Amsterdam on which the instant falls; ValueError without a time zone."""
    if instant.utcoffset() is None:
        raise ValueError("an instant needs a time zone")
    return instant.astimezone(AMSTERDAM).date()


def start_of(day: date) -> datetime:
    """The instant at which a legal day begins: midnight in Europe/Amsterdam."""
    return datetime.combine(day, time.min, AMSTERDAM)


@lru_cache(maxsize=512)
def holidays(year: int) -> frozenset[date]:
    """The days of Algemene termijnenwet art. 3: recognised public holidays and Good Friday (domain.md O24).

    The King's birthday is kept a day early when it falls on a Sunday; before 2014 it was the Queen's.
    """
    sunday = easter(year)
    monarch = date(year, 4, 27) if year >= 2014 else date(year, 4, 30)
    if monarch.weekday() == 6:
        monarch -= timedelta(days=1)
    after_easter = {
        sunday + timedelta(days=days) for days in (-2, 1, 39, 50)
    }  # Friday, Monday, Ascension, Whit
    fixed = {date(year, 1, 1), monarch, date(year, 5, 5), date(year, 12, 25), date(year, 12, 26)}
    return frozenset(after_easter | fixed)


def is_working_day(day: date) -> bool:
    """Whether the day is no Saturday, Sunday or holiday, nor made equal to one by decree (reference set)."""
    return day.weekday() < SATURDAY and day not in holidays(day.year) and day not in equated_days()


def end_of_term(
    start: date,
    *,
    weeks: int,
    suspended_days: int = 0,
    extend: bool = True,
) -> date:
    """The last day of a term that starts to run the day after `start` (domain.md AWB-10, AWB-29, O24, O25).

    A term of at most 12 weeks that would end on a Saturday, Sunday or holiday ends on the next working day
    (Algemene termijnenwet art. 1 and 4). Refused when it may be a day that a decree made equal to a holiday
    and the decree of that year is not here. `extend=False` for regimes the act does not reach, such as a
    ministerial regulation (domain.md D10). Days of suspension are added without making the term "longer".
    ValueError when a length is negative or no week is asked.
    """
    if weeks < 1 or suspended_days < 0:
        raise ValueError("a term is at least one week, suspended for zero or more days")
    last = start + timedelta(weeks=weeks, days=suspended_days)
    while extend and weeks <= EXTENDABLE_WEEKS_MAX and not is_working_day(last):
        last += timedelta(days=1)
    if extend and weeks <= EXTENDABLE_WEEKS_MAX:
        KNOWN.require(last.year in decree_years() or not _is_bridge(last), day=last, year=last.year)
    return last


def _is_bridge(day: date) -> bool:
    """Whether it is the day between a holiday and a weekend: decrees equate no other days."""
    beside = {4: day - timedelta(days=1), 0: day + timedelta(days=1)}.get(day.weekday())
    return beside is not None and beside in holidays(beside.year)


def suspension_days(asked: date, supplemented: date) -> int:
    """Days a term stands still (Awb 4:15): from the day after asking up to the day before the supplement.

    ValueError when the supplement came before it was asked.
    """
    if supplemented < asked:
        raise ValueError("a supplement cannot come before it was asked for")
    return max((supplemented - asked).days - 1, 0)


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last day of a month that is too short for it."""
    return day + relativedelta(months=months)


def quarter_from(day: date) -> date:
    """The first day of the calendar quarter that begins on or after a day."""
    months = (day.month - 1) % 3
    begun = months == 0 and day.day == 1
    return day if begun else day.replace(day=1) + relativedelta(months=3 - months)


def years_after(day: date, years: int) -> date:
    """The same day so many years later; 29 February becomes 28 February in a common year."""
    return day + relativedelta(years=years)


def years_before(day: date, years: int) -> date:
    """The same day so many years earlier; 29 February becomes 28 February in a common year (domain.md O6)."""
    return day - relativedelta(years=years)
