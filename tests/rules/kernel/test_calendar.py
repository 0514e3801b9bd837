"""Legal days and terms end where Dutch law says they end."""

from datetime import UTC, date, datetime, timedelta

import pytest
import QuantLib
from hypothesis import given
from hypothesis import strategies as st

from shared.kernel.calendar import (
    KNOWN,
    end_of_term,
    holidays,
    is_working_day,
    legal_date,
    start_of,
    suspension_days,
    years_before,
)
from shared.testing.rules import refused

days = st.dates(date(2009, 1, 1), date(2060, 1, 1))


def test_the_holidays_of_2026() -> None:
    """O24."""
    assert holidays(2026) == {
        date(2026, 1, 1),
        date(2026, 4, 3),
        date(2026, 4, 6),
        date(2026, 4, 27),
        date(2026, 5, 5),
        date(2026, 5, 14),
        date(2026, 5, 25),
        date(2026, 12, 25),
        date(2026, 12, 26),
    }


def test_the_monarch_is_never_celebrated_on_a_sunday() -> None:
    assert date(2025, 4, 26) in holidays(2025)
    assert date(2025, 4, 27) not in holidays(2025)
    assert date(2014, 4, 26) in holidays(2014)
    assert date(2013, 4, 30) in holidays(2013)
    assert date(2013, 4, 27) not in holidays(2013)


@pytest.mark.parametrize("year", range(2009, 2061))
def test_easter_agrees_with_the_calendar_of_the_european_payment_system(year: int) -> None:
    closed = QuantLib.Calendar.holidayList(
        QuantLib.TARGET(), *(QuantLib.Date(*d) for d in ((1, 3, year), (30, 4, year)))
    )
    friday_and_monday = {day.to_date() for day in closed}
    assert len(friday_and_monday) == 2
    assert friday_and_monday <= holidays(year)


def test_a_day_equated_by_decree_is_no_working_day() -> None:
    assert not is_working_day(date(2026, 5, 15))
    assert not is_working_day(date(2026, 1, 2))
    assert is_working_day(date(2026, 5, 18))
    assert not is_working_day(date(2026, 5, 16))


def test_eight_weeks_ending_on_kings_day_run_to_the_next_working_day() -> None:
    """O24."""
    assert end_of_term(date(2026, 3, 2), weeks=8) == date(2026, 4, 28)


def test_thirteen_weeks_are_never_extended() -> None:
    """O24: a term over twelve weeks ends on its day, Sunday or not, also when it was suspended."""
    assert end_of_term(date(2026, 3, 2), weeks=13) == date(2026, 6, 1)
    suspended = suspension_days(asked=date(2026, 3, 10), supplemented=date(2026, 3, 24))
    assert suspended == 13
    ends = end_of_term(date(2026, 3, 2), weeks=13, suspended_days=suspended)
    assert ends == date(2026, 6, 14)
    assert ends.weekday() == 6


def test_a_suspended_short_term_is_still_a_short_term() -> None:
    assert end_of_term(date(2026, 3, 2), weeks=12, suspended_days=13) == date(2026, 6, 8)  # not Sunday 7 June


def test_an_objection_may_be_made_for_six_weeks() -> None:
    """O25."""
    assert end_of_term(date(2026, 4, 14), weeks=6) == date(2026, 5, 26)
    assert end_of_term(date(2026, 4, 13), weeks=6) == date(2026, 5, 26)


def test_a_regime_outside_the_act_is_not_extended() -> None:
    """D10."""
    assert end_of_term(date(2026, 3, 2), weeks=8, extend=False) == date(2026, 4, 27)


@given(st.dates(date(2014, 1, 1), date(2027, 6, 30)), st.integers(1, 60), st.integers(0, 90))
def test_a_term_is_never_shorter_than_given_and_short_ones_end_on_a_working_day(
    start: date, weeks: int, suspended: int
) -> None:
    given_last = start + timedelta(weeks=weeks, days=suspended)
    last = end_of_term(start, weeks=weeks, suspended_days=suspended)
    if weeks > 12:
        assert last == given_last
    else:
        assert is_working_day(last)
        skipped = [given_last + timedelta(days=n) for n in range((last - given_last).days)]
        assert not any(is_working_day(day) for day in skipped)


def test_senseless_terms_are_refused() -> None:
    with pytest.raises(ValueError, match="at least one week"):
        end_of_term(date(2026, 3, 2), weeks=0)
    with pytest.raises(ValueError, match="zero or more days"):
        end_of_term(date(2026, 3, 2), weeks=8, suspended_days=-1)
    with pytest.raises(ValueError, match="before it was asked"):
        suspension_days(date(2026, 3, 10), date(2026, 3, 9))


@pytest.mark.parametrize(("answered", "days_still"), [(10, 0), (11, 0), (12, 1)])
def test_an_answer_within_a_day_suspends_nothing(answered: int, days_still: int) -> None:
    assert suspension_days(date(2026, 3, 10), date(2026, 3, answered)) == days_still


def test_the_legal_day_is_that_of_amsterdam() -> None:
    assert legal_date(datetime(2026, 1, 31, 23, 30, tzinfo=UTC)) == date(2026, 2, 1)
    assert legal_date(datetime(2026, 6, 30, 21, 59, 59, tzinfo=UTC)) == date(2026, 6, 30)
    assert legal_date(datetime(2026, 6, 30, 22, 0, tzinfo=UTC)) == date(2026, 7, 1)
    with pytest.raises(ValueError, match="time zone"):
        legal_date(datetime(2026, 1, 1))  # noqa: DTZ001


def test_three_years_before_a_leap_day_is_the_28th() -> None:
    """O6."""
    assert years_before(date(2028, 2, 29), 3) == date(2025, 2, 28)
    assert years_before(date(2028, 2, 29), 4) == date(2024, 2, 29)
    assert years_before(date(2026, 3, 15), 3) == date(2023, 3, 15)


@pytest.mark.parametrize(
    ("day", "instant"),
    [
        (date(2026, 1, 15), datetime(2026, 1, 14, 23, tzinfo=UTC)),
        (date(2026, 7, 1), datetime(2026, 6, 30, 22, tzinfo=UTC)),
        (date(2026, 3, 29), datetime(2026, 3, 28, 23, tzinfo=UTC)),  # the clocks go forward that night
        (date(2026, 3, 30), datetime(2026, 3, 29, 22, tzinfo=UTC)),
    ],
)
def test_a_legal_day_begins_at_midnight_in_amsterdam(day: date, instant: datetime) -> None:
    assert start_of(day) == instant
    assert legal_date(instant) == day
    assert legal_date(instant - timedelta(microseconds=1)) == day - timedelta(days=1)


@pytest.mark.parametrize(
    ("start", "last"),
    [
        (date(2017, 4, 14), date(2017, 5, 29)),  # 26 May 2017: decree (Stcrt. 2016, 58653)
        (date(2018, 11, 19), date(2019, 1, 2)),  # 31 December 2018: the same decree
        (date(2020, 4, 10), date(2020, 5, 25)),  # 22 May 2020: decree of 20 September 2019
    ],
)
def test_a_day_that_a_decree_equated_ends_no_term(start: date, last: date) -> None:
    assert end_of_term(start, weeks=6) == last


def test_a_term_does_not_end_on_a_day_of_which_the_decree_is_not_known() -> None:
    """22 May 2031 is Ascension Day, a Thursday: the Friday is likely to be equated, and nobody knows yet."""
    assert date(2031, 5, 22) in holidays(2031)
    assert refused(KNOWN, lambda: end_of_term(date(2031, 4, 11), weeks=6)) == {
        "day": date(2031, 5, 23),
        "year": 2031,
    }
    assert end_of_term(date(2031, 4, 18), weeks=6) == date(2031, 5, 30)
    assert end_of_term(date(2031, 4, 11), weeks=6, extend=False) == date(2031, 5, 23)
