"""Periods of whole days in the database, as `shared.kernel.periods` has them."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, or_

PLAYED = timedelta(days=1)


def lasts_to(last: Any, day: Any) -> ColumnElement[bool]:
    """Rows whose period is not over before a day; a day may be a column too."""
    return or_(last.is_(None), last >= day)


def entered_by_now(recorded: Any, day: Any, today: date) -> ColumnElement[bool]:
    """Rows that time may step: entered by the day that steps them, or before yesterday (0015).

    Whoever enters a case of long ago has a day, and never less, to play it; then the clock takes it.
    """
    return or_(recorded.is_(None), recorded <= day, recorded < today - PLAYED)


def holds_on(first: Any, last: Any, day: Any) -> ColumnElement[bool]:
    """Rows whose period holds on a day, which may be a parameter."""
    return and_(first <= day, lasts_to(last, day))
